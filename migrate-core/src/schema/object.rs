//! Views, types, sequences, and what is kept as text.

use std::fmt;

use super::Name;

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Whether its rows are stored.
    pub materialized: bool,
    /// The names given to its columns; empty when they follow from the query.
    pub columns: Vec<String>,
    /// The query in normal spelling.
    pub query: String,
}

/// An enumerated type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    /// Its values in order.
    pub values: Vec<String>,
}

/// A sequence that no column owns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// The type of its values.
    pub data_type: String,
    /// The first value.
    pub start: i64,
    /// The distance from one value to the next.
    pub increment: i64,
    /// The smallest value.
    pub minimum: i64,
    /// The largest value.
    pub maximum: i64,
    /// Whether it begins anew at its end.
    pub cycle: bool,
}

/// The kinds of things that are compared by their text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// A trigger.
    Trigger,
    /// A virtual table (SQLite) and the module's arguments.
    VirtualTable,
    /// A function or procedure.
    Routine,
    /// A row security policy.
    Policy,
    /// A grant of rights.
    Grant,
    /// An extension.
    Extension,
    /// A domain.
    Domain,
    /// A definition that the reader of its kind could not follow.
    Unread,
}

impl ObjectKind {
    /// The kind in plain words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::VirtualTable => "virtual table",
            Self::Routine => "routine",
            Self::Policy => "policy",
            Self::Grant => "grant",
            Self::Extension => "extension",
            Self::Domain => "domain",
            Self::Unread => "definition of",
        }
    }
}

/// What identifies an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    /// Its kind.
    pub kind: ObjectKind,
    /// Its name.
    pub name: Name,
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind.words(), self.name)
    }
}

/// Something that is compared by its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// The table it belongs to.
    pub table: Option<Name>,
    /// Its definition in normal spelling, as the engine gives it.
    pub text: String,
}
