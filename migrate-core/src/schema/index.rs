//! Indexes.

use super::Settings;

/// An index of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// Whether it admits each key once.
    pub unique: bool,
    /// The access method, where it is not the engine's default; `fulltext` and `spatial` in MySQL.
    pub method: Option<String>,
    /// What it is ordered by.
    pub columns: Vec<IndexColumn>,
    /// Columns it carries without ordering by them.
    pub include: Vec<String>,
    /// The condition of a partial index in normal spelling.
    pub predicate: Option<String>,
    /// Whether two NULLs count as the same value (PostgreSQL 15).
    pub nulls_not_distinct: bool,
    /// Whether the planner leaves it out (MySQL).
    pub invisible: bool,
    /// A comment kept in the catalog.
    pub comment: Option<String>,
    /// What else the engine keeps of it: storage parameters, its tablespace.
    pub settings: Settings,
}

/// One part of an index key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexColumn {
    /// A column or an expression.
    pub key: IndexKey,
    /// Whether it sorts downwards.
    pub descending: bool,
    /// The collation, where it is not the column's own.
    pub collation: Option<String>,
    /// Whether NULLs come first, where that is not what the direction says anyway (PostgreSQL).
    pub nulls_first: Option<bool>,
    /// The operator class, where it is not the type's default (PostgreSQL).
    pub operator_class: Option<String>,
    /// How many characters or bytes of it count (MySQL).
    pub prefix: Option<u32>,
}

impl IndexColumn {
    /// A key part that sorts upwards and has nothing else to say.
    #[must_use]
    pub const fn new(key: IndexKey) -> Self {
        Self {
            key,
            descending: false,
            collation: None,
            nulls_first: None,
            operator_class: None,
            prefix: None,
        }
    }
}

/// What an index orders by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexKey {
    /// A column.
    Column(String),
    /// An expression in normal spelling.
    Expression(String),
}
