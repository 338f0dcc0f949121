//! What a statement asks for, in the words of no dialect.
//!
//! A [`Command`] is what stands in the file: names as they were written, `IF EXISTS`, `CASCADE`,
//! `CONCURRENTLY`. A [`Change`](crate::change::Change) is what it does to one schema: everything
//! resolved, cascades spelled out. The first comes from lowering, which knows one dialect's grammar
//! and no schema; the second from replay, which knows the schema and no grammar. Rules read both.

pub(crate) mod between;
mod data;
mod index;
mod names;
mod object;
mod session;
mod table;

use crate::text::Span;

pub use data::{Data, DataKind};
pub use index::{AlterIndex, CreateIndex, DropIndexes};
pub use names::{
    Given, Misplaced, Names, Output, Reference, Rows, Scope, Source, Typed, Used, Value,
};
pub use object::{
    AlterObject, CreateObject, CreateSequence, CreateView, DropObjects, DroppedKind, EnumChange,
    ObjectChange, Routine,
};
pub use session::{Maintenance, Setting, SettingScope, Transaction};
pub use table::{
    AlterTable, ColumnChange, ConstraintKind, CreateTable, NewColumn, NewConstraint, Position,
    TableChange, TableElement,
};

/// One statement of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// From its first token to its last, the closing semicolon not included.
    pub span: Span,
    /// What it asks for, in the order of writing: one for each action of an `ALTER TABLE`, one for
    /// each statement in the body of a `DO`.
    pub commands: Vec<Command>,
}

/// One thing that a statement asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The part of the statement that asks for it.
    pub span: Span,
    /// Whether it may be skipped when the statement runs: it stands in a branch, a loop or a block
    /// with a handler.
    pub conditional: bool,
    /// What it asks for.
    pub what: What,
    /// The columns that its expressions and queries name.
    pub names: Names,
}

impl Command {
    /// A command that is carried out whenever its statement is.
    #[must_use]
    pub const fn new(span: Span, what: What) -> Self {
        Self { span, conditional: false, what, names: Names::NONE }
    }
}

/// A name where it stands, without quotes and in the letters the engine keeps it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ident {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// The name of something that lives in a namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// The namespace, where it was written.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
    /// Where both stand.
    pub span: Span,
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{namespace}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// What a command asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// `CREATE SCHEMA` (PostgreSQL).
    CreateNamespace {
        /// Its name.
        name: Ident,
        /// Whether one of that name is left alone.
        if_not_exists: bool,
    },
    /// `DROP SCHEMA` (PostgreSQL).
    DropNamespaces {
        /// Their names.
        names: Vec<Ident>,
        /// Whether one that is missing is left alone.
        if_exists: bool,
        /// Whether all that is in them goes too.
        cascade: bool,
    },
    /// `ALTER SCHEMA … RENAME TO` (PostgreSQL).
    RenameNamespace {
        /// Its name before.
        from: Ident,
        /// Its name after.
        to: Ident,
    },
    /// `CREATE TABLE`, with columns or from a query.
    CreateTable(Box<CreateTable>),
    /// `DROP TABLE`.
    DropTables {
        /// The tables.
        tables: Vec<Path>,
        /// Whether one that is missing is left alone.
        if_exists: bool,
        /// Whether what depends on them goes too.
        cascade: bool,
        /// Whether it says `TEMPORARY` (MySQL).
        temporary: bool,
    },
    /// One action of an `ALTER TABLE`, or a statement that is short for one.
    AlterTable(Box<AlterTable>),
    /// `CREATE INDEX`.
    CreateIndex(Box<CreateIndex>),
    /// `DROP INDEX`.
    DropIndexes(DropIndexes),
    /// `ALTER INDEX`.
    AlterIndex(AlterIndex),
    /// `CREATE VIEW`, materialised or not.
    CreateView(Box<CreateView>),
    /// `DROP VIEW`, materialised or not.
    DropViews {
        /// The views.
        views: Vec<Path>,
        /// Whether they are materialised.
        materialized: bool,
        /// Whether one that is missing is left alone.
        if_exists: bool,
        /// Whether what depends on them goes too.
        cascade: bool,
    },
    /// `ALTER VIEW`; also `ALTER TABLE` where it names a view.
    AlterView {
        /// The view.
        view: Path,
        /// Whether it is materialised.
        materialized: bool,
        /// Whether one that is missing is left alone.
        if_exists: bool,
        /// What changes.
        change: ObjectChange,
    },
    /// `CREATE TYPE … AS ENUM`.
    CreateEnum {
        /// Its name.
        name: Path,
        /// Its values in order.
        values: Vec<String>,
        /// Whether one of that name is left alone: only a guarded `DO` block can say so.
        if_not_exists: bool,
    },
    /// `ALTER TYPE` of an enumerated type.
    AlterEnum {
        /// The type.
        name: Path,
        /// What changes.
        change: EnumChange,
    },
    /// `CREATE SEQUENCE`.
    CreateSequence(Box<CreateSequence>),
    /// `ALTER SEQUENCE`.
    AlterSequence {
        /// The sequence.
        name: Path,
        /// Whether one that is missing is left alone.
        if_exists: bool,
        /// What changes.
        change: ObjectChange,
    },
    /// `CREATE` of anything that is compared by its text.
    CreateObject(Box<CreateObject>),
    /// `DROP` of anything that is neither table, index, view nor namespace.
    DropObjects(DropObjects),
    /// `ALTER` of anything that is compared by its text.
    AlterObject(AlterObject),
    /// `COMMENT ON` anything (PostgreSQL). Those on tables, columns and indexes arrive as changes of
    /// the table.
    Comment {
        /// What kind of thing it is, as written: `view`, `function`.
        kind: String,
        /// The thing.
        on: Path,
        /// The comment; none takes it away.
        text: Option<String>,
    },
    /// `GRANT`, `REVOKE`, `ALTER DEFAULT PRIVILEGES`.
    Grant(Box<Grant>),
    /// Rows are read or written.
    Data(Box<Data>),
    /// A transaction begins, ends or is divided.
    Transaction(Transaction),
    /// The session changes: `SET`, `PRAGMA name = value`, `set_config(…)`.
    Set(Setting),
    /// The engine is asked to look after itself: `VACUUM`, `REINDEX`, `ANALYZE`.
    Maintenance(Maintenance),
    /// `LOCK TABLE`.
    Lock {
        /// The tables.
        tables: Vec<Path>,
        /// The mode as written, in upper case; empty where none was.
        mode: String,
    },
    /// A statement that reads and changes nothing that this crate models.
    Nothing,
    /// What could not be understood, or cannot be known before it runs.
    Opaque(Opaque),
}

/// Rights given or taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// Whether they are taken away.
    pub revoke: bool,
    /// Whether it is about objects that do not exist yet.
    pub default: bool,
    /// The rights in upper case, `ALL` for all of them; the names of roles where those are granted.
    pub privileges: Vec<String>,
    /// What they are rights to, in normal spelling: `table t`, `all tables in schema s`.
    pub on: String,
    /// The tables among that.
    pub tables: Vec<Path>,
    /// Who has them, in normal spelling: `public` for everybody.
    pub grantees: Vec<Ident>,
    /// Whether they may be passed on.
    pub grantable: bool,
}

/// A statement, or a part of one, whose effect is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opaque {
    /// Why, as a clause that completes “its effect is not known: …”.
    pub reason: String,
    /// What it may change.
    pub touches: Touches,
    /// Whether it runs SQL that is put together while it runs.
    pub dynamic: bool,
}

/// What an opaque statement may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touches {
    /// Anything at all.
    Everything,
    /// Only tables and other objects of these names, with all that belongs to them.
    Only(Vec<Path>),
    /// Rows, and no schema.
    Rows,
}
