//! Views, types, sequences, and what is compared by its text.

use super::{Ident, Path, Statement};
use crate::schema::{ObjectKind, Sequence, View};
use crate::text::Span;

/// `CREATE VIEW`, materialised or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateView {
    /// Its name.
    pub name: Path,
    /// The view; replay adds what its `*` stands for.
    pub view: View,
    /// The tables and views it reads.
    pub reads: Vec<Path>,
    /// Whether its query has a `*` that stands for columns.
    pub star: bool,
    /// Whether it goes with the session.
    pub temporary: bool,
    /// Whether one of that name is left alone.
    pub if_not_exists: bool,
    /// Whether it takes the place of the one with its name.
    pub or_replace: bool,
    /// Whether it is an `ALTER VIEW`, which keeps whose rights count where it does not say it (MySQL).
    pub alters: bool,
}

/// `CREATE SEQUENCE`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateSequence {
    /// Its name.
    pub name: Path,
    /// The sequence in normal form, all defaults filled in.
    pub sequence: Sequence,
    /// The column it goes with, as written: `OWNED BY t.a`.
    pub owned_by: Option<(Path, Ident)>,
    /// Whether it goes with the session.
    pub temporary: bool,
    /// Whether one of that name is left alone.
    pub if_not_exists: bool,
}

/// `CREATE` of something that is compared by its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateObject {
    /// Its kind.
    pub kind: ObjectKind,
    /// Its name; a routine's carries the types of its arguments, `f(integer, text)`; what lives in a
    /// table and has names of its own there (a PostgreSQL trigger, policy or rule) is written
    /// `name on table`.
    pub name: Path,
    /// The table it belongs to.
    pub table: Option<Path>,
    /// Its definition in normal spelling.
    pub text: String,
    /// The tables, views and other things that its definition may use, as far as it names them.
    pub uses: Vec<Path>,
    /// Whether one of that name is left alone.
    pub if_not_exists: bool,
    /// Whether it takes the place of the one with its name.
    pub or_replace: bool,
    /// Whether it goes with the session.
    pub temporary: bool,
    /// What a routine says about itself.
    pub routine: Option<Routine>,
}

/// What a function or procedure says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routine {
    /// Its language in lower case; `sql` in MySQL.
    pub language: String,
    /// Its result in normal spelling; none for a procedure.
    pub returns: Option<String>,
    /// The names of its arguments in order, empty for those without.
    pub arguments: Vec<String>,
    /// `SECURITY DEFINER` (PostgreSQL). In MySQL it is the default.
    pub security_definer: bool,
    /// The settings it runs under: the value of each `SET name = value`, by name.
    pub settings: Vec<(String, String)>,
    /// `immutable`, `stable` or `volatile`.
    pub volatility: String,
    /// Its body, where it could be read: nothing of it runs until somebody calls it.
    pub body: Vec<Statement>,
    /// Whether all of its body could be read and none of it is put together while it runs.
    pub body_is_known: bool,
}

/// `DROP` of something that is compared by its text, and of enumerated types and sequences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropObjects {
    /// What may stand under the names.
    pub kinds: Vec<DroppedKind>,
    /// Their names, spelled as [`CreateObject::name`] spells them; a routine's may lack the types of
    /// its arguments.
    pub names: Vec<Path>,
    /// The table they belong to, where it is written.
    pub table: Option<Path>,
    /// Whether one that is missing is left alone.
    pub if_exists: bool,
    /// Whether what depends on them goes too.
    pub cascade: bool,
}

/// What a `DROP` may find under a name: `DROP TYPE` drops enumerated and composite types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DroppedKind {
    /// An enumerated type.
    Enum,
    /// A sequence.
    Sequence,
    /// A routine, where the engine tells its kinds apart: `function`, `procedure` or `aggregate`, and
    /// `routine` for any of them.
    Routine(&'static str),
    /// An object of that kind.
    Object(ObjectKind),
}

/// `ALTER` of something that is compared by its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterObject {
    /// Its kind.
    pub kind: ObjectKind,
    /// Its name, spelled as [`CreateObject::name`] spells it.
    pub name: Path,
    /// The table it belongs to, where it is written.
    pub table: Option<Path>,
    /// Whether a missing one is left alone.
    pub if_exists: bool,
    /// What changes.
    pub change: ObjectChange,
}

/// A change that many kinds of things know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectChange {
    /// `RENAME TO`.
    Rename(Ident),
    /// `SET SCHEMA`.
    SetNamespace(Ident),
    /// `OWNER TO`.
    Owner(Ident),
    /// `RENAME COLUMN` or `RENAME ATTRIBUTE`.
    RenameColumn {
        /// Its name before.
        from: Ident,
        /// Its name after.
        to: Ident,
    },
    /// An attribute gets a value in normal spelling; none puts it back.
    Set {
        /// The attribute in lower case: `increment`, `owned by`, `fillfactor`, `default of a`.
        name: String,
        /// Its value.
        value: Option<String>,
    },
    /// `ATTACH PARTITION` of an index.
    AttachPartition(Path),
    /// Anything else: its text in normal spelling becomes part of the definition, so that only the
    /// same alteration is the same.
    Other {
        /// The text.
        text: String,
        /// Where it stands.
        span: Span,
    },
}

/// `ALTER TYPE` of an enumerated type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnumChange {
    /// `ADD VALUE`.
    AddValue {
        /// The value.
        value: String,
        /// Whether one of that name is left alone.
        if_not_exists: bool,
        /// The value it goes in front of (`true`) or behind of (`false`).
        neighbour: Option<(bool, String)>,
    },
    /// `RENAME VALUE`.
    RenameValue {
        /// The value before.
        from: String,
        /// The value after.
        to: String,
    },
    /// What every kind of thing knows.
    Other(ObjectChange),
}
