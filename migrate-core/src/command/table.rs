//! Tables, columns and constraints.

use super::{CreateIndex, Ident, Path};
use crate::schema::{self, Constraint, Settings, TableOptions};
use crate::text::Span;

/// `CREATE TABLE`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateTable {
    /// Its name.
    pub name: Path,
    /// Whether it goes with the session.
    pub temporary: bool,
    /// Whether one of that name is left alone.
    pub if_not_exists: bool,
    /// Whether one of that name is dropped first: MariaDB's `OR REPLACE`.
    pub or_replace: bool,
    /// What stands between the parentheses, in order.
    pub elements: Vec<TableElement>,
    /// What is said of the table as a whole; `inherits` and `partition_of` stay empty, since their
    /// names are resolved by replay.
    pub options: TableOptions,
    /// The tables it inherits from (PostgreSQL).
    pub inherits: Vec<Path>,
    /// The table it is a partition of, and its bound in normal spelling (PostgreSQL).
    pub partition_of: Option<(Path, String)>,
    /// The query that its columns and rows come from, in normal spelling: `AS SELECT …`.
    pub query: Option<String>,
    /// The tables that query reads.
    pub reads: Vec<Path>,
}

/// One element of a `CREATE TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableElement {
    /// A column with its constraints.
    Column(Box<NewColumn>),
    /// A constraint of the table.
    Constraint(Box<NewConstraint>),
    /// An index (MySQL).
    Index(Box<CreateIndex>),
    /// `LIKE other …` (PostgreSQL, MySQL).
    Like {
        /// The other table.
        table: Path,
        /// What is taken over beside names, types and NOT NULL, in upper case as written:
        /// `INCLUDING ALL`, `EXCLUDING COMMENTS`. MySQL takes everything but foreign keys: `ALL`.
        options: Vec<String>,
    },
}

/// A column as it is defined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewColumn {
    /// Its name and place.
    pub name: Ident,
    /// Where its type stands.
    pub type_span: Span,
    /// The column in normal form, but for what its constraints say: those are listed below. `NOT
    /// NULL` is in here.
    pub column: schema::Column,
    /// Whether its type is `serial` or one of its kin (PostgreSQL): replay makes the sequence and
    /// the default. `column.data_type` is the integer type already.
    pub serial: bool,
    /// The options of the sequence behind an identity column, in normal spelling (PostgreSQL).
    pub identity_options: Vec<String>,
    /// Whether it says `NULL` explicitly.
    pub explicit_null: bool,
    /// The keys, checks and references written with it.
    pub constraints: Vec<NewConstraint>,
    /// All of its definition.
    pub span: Span,
}

/// A constraint as it is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConstraint {
    /// The constraint in normal form; the name is none unless written, and the table that a foreign
    /// key refers to is overwritten by replay from `references`.
    pub constraint: Constraint,
    /// The table that a foreign key refers to, as written.
    pub references: Option<Path>,
    /// The index it takes over: `UNIQUE USING INDEX i` (PostgreSQL).
    pub using_index: Option<Ident>,
    /// The name of the index behind it, where MySQL lets one be given apart from the constraint's.
    pub index_name: Option<String>,
    /// Whether one of that name is left alone (MariaDB).
    pub if_not_exists: bool,
    /// What is said of the index behind it: how it is stored, a comment.
    pub storage: Settings,
    /// All of its definition.
    pub span: Span,
}

impl NewConstraint {
    /// A constraint that says nothing else.
    #[must_use]
    pub const fn new(constraint: Constraint, span: Span) -> Self {
        Self {
            constraint,
            references: None,
            using_index: None,
            index_name: None,
            if_not_exists: false,
            storage: Settings::new(),
            span,
        }
    }
}

/// One action of an `ALTER TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterTable {
    /// The table.
    pub table: Path,
    /// Whether a missing table is left alone.
    pub if_exists: bool,
    /// Whether those that inherit from it are left alone (PostgreSQL's `ONLY`).
    pub only: bool,
    /// MySQL's `ALGORITHM`, in upper case, where it is written.
    pub algorithm: Option<Ident>,
    /// MySQL's `LOCK`, in upper case, where it is written.
    pub lock: Option<Ident>,
    /// What changes.
    pub change: TableChange,
}

/// What an action of `ALTER TABLE` changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableChange {
    /// `ADD COLUMN`.
    AddColumn {
        /// The column.
        column: Box<NewColumn>,
        /// Whether one of that name is left alone.
        if_not_exists: bool,
        /// Where it goes, when not to the end (MySQL).
        position: Option<Position>,
    },
    /// `DROP COLUMN`.
    DropColumn {
        /// The column.
        column: Ident,
        /// Whether a missing one is left alone.
        if_exists: bool,
        /// Whether what depends on it goes too.
        cascade: bool,
    },
    /// `RENAME COLUMN`.
    RenameColumn {
        /// Its name before.
        from: Ident,
        /// Its name after.
        to: Ident,
    },
    /// One attribute of a column changes.
    AlterColumn {
        /// The column.
        column: Ident,
        /// Whether a missing one is left alone (MariaDB).
        if_exists: bool,
        /// What changes.
        change: ColumnChange,
    },
    /// `MODIFY` and `CHANGE` (MySQL): the whole definition is replaced.
    ReplaceColumn {
        /// Its name before.
        old: Ident,
        /// Its definition after.
        column: Box<NewColumn>,
        /// Where it goes, when it moves.
        position: Option<Position>,
        /// Whether a missing one is left alone (MariaDB).
        if_exists: bool,
    },
    /// `ADD CONSTRAINT`, `ADD PRIMARY KEY` and their kin.
    AddConstraint(Box<NewConstraint>),
    /// `DROP CONSTRAINT` and its kin.
    DropConstraint {
        /// Its name; none for `DROP PRIMARY KEY`.
        name: Option<Ident>,
        /// What it must be, where the statement says so.
        kind: Option<ConstraintKind>,
        /// Whether a missing one is left alone.
        if_exists: bool,
        /// Whether what depends on it goes too.
        cascade: bool,
    },
    /// `RENAME CONSTRAINT`.
    RenameConstraint {
        /// Its name before.
        from: Ident,
        /// Its name after.
        to: Ident,
    },
    /// `VALIDATE CONSTRAINT` (PostgreSQL).
    ValidateConstraint(Ident),
    /// `ALTER CONSTRAINT`, `ALTER CHECK`.
    AlterConstraint {
        /// Its name.
        name: Ident,
        /// When it is checked from now on, where that changes.
        deferrable: Option<schema::Deferrable>,
        /// Whether it is enforced from now on, where that changes.
        enforced: Option<bool>,
        /// Whether inheriting tables are free of it from now on, where that changes.
        no_inherit: Option<bool>,
    },
    /// `ADD INDEX` (MySQL).
    AddIndex(Box<CreateIndex>),
    /// `DROP INDEX` (MySQL).
    DropIndex {
        /// Its name.
        name: Ident,
        /// Whether a missing one is left alone (MariaDB).
        if_exists: bool,
    },
    /// `RENAME INDEX` (MySQL).
    RenameIndex {
        /// Its name before.
        from: Ident,
        /// Its name after.
        to: Ident,
    },
    /// `ALTER INDEX … INVISIBLE` (MySQL).
    SetIndexInvisible {
        /// Its name.
        name: Ident,
        /// Whether the planner leaves it out from now on.
        invisible: bool,
    },
    /// `RENAME TO`.
    Rename(Path),
    /// `SET SCHEMA` (PostgreSQL).
    SetNamespace(Ident),
    /// An option of the table gets a value; none puts it back to what it is without one. Names are
    /// those of [`TableOptions`] where it has a field (`engine`, `charset`, `collation`, `comment`)
    /// and the engine's own in lower case otherwise (`persistence`, `tablespace`, `fillfactor`,
    /// `row security`, `replica identity`, `owner`, `trigger NAME`).
    SetOption {
        /// The option.
        name: String,
        /// Its value in normal spelling.
        value: Option<String>,
    },
    /// `CONVERT TO CHARACTER SET` (MySQL): of the table and of all its columns.
    ConvertCharset {
        /// The character set.
        charset: String,
        /// The collation, where it is written.
        collation: Option<String>,
    },
    /// `INHERIT` and `NO INHERIT` (PostgreSQL).
    Inherit {
        /// The parent.
        parent: Path,
        /// Whether the table inherits from it from now on.
        inherit: bool,
    },
    /// `ATTACH PARTITION` (PostgreSQL).
    AttachPartition {
        /// The table that becomes one.
        partition: Path,
        /// Its bound in normal spelling.
        bound: String,
    },
    /// `DETACH PARTITION` (PostgreSQL).
    DetachPartition {
        /// The table that was one.
        partition: Path,
        /// Whether it says `CONCURRENTLY`.
        concurrently: bool,
    },
    /// Rows are spread in another way (MySQL): `PARTITION BY`, `DROP PARTITION` and their kin.
    Partition {
        /// The words of the action in upper case: `DROP PARTITION`, `REORGANIZE PARTITION`.
        action: String,
        /// All of it in normal spelling.
        text: String,
        /// Whether rows go with it.
        loses_rows: bool,
    },
    /// The table is written anew and stays what it is: `FORCE`, `ENGINE = InnoDB` again.
    Rebuild,
    /// Something else that changes nothing the model keeps, by its words in upper case.
    Other(String),
}

/// What changes of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnChange {
    /// `TYPE …` (PostgreSQL).
    Type {
        /// The type in normal spelling.
        data_type: String,
        /// Where it stands.
        type_span: Span,
        /// The collation, where it is written.
        collation: Option<String>,
        /// The expression that makes new values of old ones, in normal spelling.
        using: Option<String>,
    },
    /// `SET DEFAULT`, and `DROP DEFAULT` for none.
    Default(Option<String>),
    /// `DROP NOT NULL` for true, `SET NOT NULL` for false.
    Nullable(bool),
    /// Its values are numbered by the engine from now on, or no longer.
    Identity {
        /// How.
        identity: Option<schema::Identity>,
        /// Whether one that is not there is left alone: `DROP IDENTITY IF EXISTS`.
        if_exists: bool,
        /// Options of its sequence in normal spelling, in the order of writing.
        options: Vec<String>,
    },
    /// `SET EXPRESSION`, and `DROP EXPRESSION` for none.
    Generated(Option<String>),
    /// Another comment; none takes it away.
    Comment(Option<String>),
    /// Hidden from `SELECT *` or shown to it (MySQL).
    Invisible(bool),
    /// Any other attribute by the engine's own name in lower case; none puts it back.
    Setting {
        /// The attribute: `storage`, `statistics`, `compression`.
        name: String,
        /// Its value in normal spelling.
        value: Option<String>,
    },
}

/// What kind a constraint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// `PRIMARY KEY`.
    PrimaryKey,
    /// `UNIQUE`.
    Unique,
    /// `CHECK`.
    Check,
    /// `FOREIGN KEY`.
    ForeignKey,
    /// `EXCLUDE`.
    Exclusion,
}

/// Where a column goes (MySQL).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
    /// In front of all others.
    First,
    /// Behind this one.
    After(Ident),
}
