//! The nouns: what a database looks like, as an owned value that can be compared.
//!
//! A [`Schema`] is *normal* whenever it exists: synonyms, default spellings and generated names are
//! resolved by whoever builds it, so that two schemas mean the same exactly when they are equal.

mod column;
mod constraint;
pub mod fingerprint;
mod index;
mod list;
mod map;
mod object;
mod settings;
mod table;

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

pub use column::{Column, Generated, Identity};
pub use constraint::{
    Action, Check, Conflict, Constraint, Deferrable, Exclusion, ForeignKey, KeyColumn, PrimaryKey,
    Unique,
};
pub use index::{Index, IndexColumn, IndexKey};
pub use list::{Items, List};
pub use map::{Difference, Differences, Iter, Map};
pub use object::{Enum, Object, ObjectKind, ObjectName, Sequence, View};
pub use settings::Settings;
pub use table::{Table, TableOptions};

/// The name of a table, view, enum or sequence, with the namespace it lives in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// The namespace (PostgreSQL's "schema"); empty for the engine's default one: `public` in
    /// PostgreSQL, the connection's database in MySQL, `main` in SQLite.
    pub namespace: String,
    /// The name as the engine keeps it, without quotes.
    pub name: String,
}

impl Name {
    /// A name in the engine's only namespace.
    #[must_use]
    pub fn bare(name: impl Into<String>) -> Self {
        Self { namespace: String::new(), name: name.into() }
    }
}

/// First by the namespace, which most names do not have: maps compare names more than anything else.
impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        if !(self.namespace.is_empty() && other.namespace.is_empty()) {
            match self.namespace.as_bytes().cmp(other.namespace.as_bytes()) {
                Ordering::Equal => {}
                order => return order,
            }
        }
        self.name.as_bytes().cmp(other.name.as_bytes())
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.namespace.is_empty() {
            write!(f, "{}.", self.namespace)?;
        }
        f.write_str(&self.name)
    }
}

/// Everything that a dump of the schema would show. Cloning is cheap: unchanged parts are shared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// Namespaces other than the engine's default one.
    pub namespaces: Map<String, ()>,
    /// Tables, with their columns, constraints and indexes.
    pub tables: Map<Name, Arc<Table>>,
    /// Views, materialised ones included.
    pub views: Map<Name, View>,
    /// Enumerated types.
    pub enums: Map<Name, Enum>,
    /// Sequences that stand on their own.
    pub sequences: Map<Name, Sequence>,
    /// Whatever else an engine has: named, compared by normal text, never dropped.
    pub objects: Map<ObjectName, Object>,
}
