//! Views, types, sequences, and what is kept as text.

use std::collections::BTreeMap;
use std::fmt;

use super::{Index, Name, Settings};

/// A view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Whether its rows are stored.
    pub materialized: bool,
    /// The names given to its columns; empty when they follow from the query.
    pub columns: Vec<String>,
    /// The query in normal spelling.
    pub query: String,
    /// What its `*` stood for when it was created, where the engine keeps that (PostgreSQL, MySQL):
    /// each table it reads, with the columns of that time.
    pub frozen: Vec<(Name, Vec<String>)>,
    /// What it is bound to, by identity rather than by name (PostgreSQL): each table and view it
    /// reads, with those of its columns that its text names. Where one of them is renamed the text
    /// stays and this follows.
    pub uses: Vec<(Name, Vec<String>)>,
    /// Those columns of what it is bound to that its text may name besides: only the engine can tell.
    pub may_use: Vec<(Name, Vec<String>)>,
    /// Its indexes by name, where its rows are stored.
    pub indexes: BTreeMap<String, Index>,
    /// Options such as `security_barrier`, `WITH CHECK OPTION`, MySQL's `DEFINER`.
    pub settings: Settings,
}

/// An enumerated type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    /// Its values in order.
    pub values: Vec<String>,
}

/// A sequence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// The column it goes with, as that of a `serial` does.
    pub owned_by: Option<(Name, String)>,
    /// What else the engine keeps of it.
    pub settings: Settings,
}

/// The kinds of things that are compared by their text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// A trigger.
    #[default]
    Trigger,
    /// A virtual table (SQLite) and the module's arguments.
    VirtualTable,
    /// A function, procedure or aggregate; its name carries the types of its arguments.
    Routine,
    /// A row security policy.
    Policy,
    /// A grant of rights.
    Grant,
    /// The rights that future objects will have.
    DefaultPrivileges,
    /// An extension.
    Extension,
    /// A domain.
    Domain,
    /// A composite, range, base or shell type.
    Type,
    /// A rewrite rule.
    Rule,
    /// A trigger on DDL.
    EventTrigger,
    /// A scheduled event (MySQL).
    Event,
    /// Extended statistics.
    Statistics,
    /// A publication.
    Publication,
    /// A subscription.
    Subscription,
    /// An operator, operator class or operator family.
    Operator,
    /// A cast.
    Cast,
    /// A collation or conversion.
    Collation,
    /// A text search configuration, dictionary, parser or template.
    TextSearch,
    /// A foreign server, data wrapper, table or user mapping.
    Foreign,
    /// A procedural language.
    Language,
    /// A role or user.
    Role,
    /// A database or tablespace.
    Database,
    /// A comment on something that has no field for it.
    Comment,
    /// A security label.
    Label,
    /// An owner other than whoever created it.
    Owner,
    /// A definition that the reader of its kind could not follow.
    Unread,
    /// A number that the database keeps for whoever uses it (SQLite's `user_version`).
    Setting,
}

impl ObjectKind {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Trigger,
        Self::VirtualTable,
        Self::Routine,
        Self::Policy,
        Self::Grant,
        Self::DefaultPrivileges,
        Self::Extension,
        Self::Domain,
        Self::Type,
        Self::Rule,
        Self::EventTrigger,
        Self::Event,
        Self::Statistics,
        Self::Publication,
        Self::Subscription,
        Self::Operator,
        Self::Cast,
        Self::Collation,
        Self::TextSearch,
        Self::Foreign,
        Self::Language,
        Self::Role,
        Self::Database,
        Self::Comment,
        Self::Label,
        Self::Owner,
        Self::Unread,
        Self::Setting,
    ];

    /// The kind of those words, as [`Self::words`] has them.
    #[must_use]
    pub fn of(words: &str) -> Option<Self> {
        Self::ALL.iter().find(|kind| kind.words() == words).copied()
    }

    /// The kind in plain words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::VirtualTable => "virtual table",
            Self::Routine => "routine",
            Self::Policy => "policy",
            Self::Grant => "grant",
            Self::DefaultPrivileges => "default privileges",
            Self::Extension => "extension",
            Self::Domain => "domain",
            Self::Type => "type",
            Self::Rule => "rule",
            Self::EventTrigger => "event trigger",
            Self::Event => "event",
            Self::Statistics => "statistics",
            Self::Publication => "publication",
            Self::Subscription => "subscription",
            Self::Operator => "operator",
            Self::Cast => "cast",
            Self::Collation => "collation",
            Self::TextSearch => "text search",
            Self::Foreign => "foreign",
            Self::Language => "language",
            Self::Role => "role",
            Self::Database => "database",
            Self::Comment => "comment on",
            Self::Label => "label on",
            Self::Owner => "owner of",
            Self::Unread => "definition of",
            Self::Setting => "setting",
        }
    }
}

/// What identifies an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
