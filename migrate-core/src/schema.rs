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
mod name;
mod object;
mod settings;
mod table;

use std::sync::Arc;

pub use column::{Column, Generated, Identity};
pub use constraint::{
    Action, Check, Conflict, Constraint, Deferrable, Exclusion, ForeignKey, KeyColumn, PrimaryKey,
    Unique,
};
pub use index::{Index, IndexColumn, IndexKey};
pub use list::{Items, List};
pub use map::{Difference, Differences, Iter, Map};
pub use name::{Name, NameParts};
pub use object::{Enum, Object, ObjectKind, ObjectName, Sequence, View};
pub use settings::Settings;
pub use table::{Table, TableOptions};

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
