//! Indexes.

/// An index of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Whether it admits each key once.
    pub unique: bool,
    /// The access method, where it is not the engine's default.
    pub method: Option<String>,
    /// What it is ordered by.
    pub columns: Vec<IndexColumn>,
    /// Columns it carries without ordering by them.
    pub include: Vec<String>,
    /// The condition of a partial index in normal spelling.
    pub predicate: Option<String>,
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
}

/// What an index orders by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexKey {
    /// A column.
    Column(String),
    /// An expression in normal spelling.
    Expression(String),
}
