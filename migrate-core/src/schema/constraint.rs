//! Keys and checks.

use super::Name;

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Constraint {
    /// The primary key.
    PrimaryKey(PrimaryKey),
    /// A unique key.
    Unique(Unique),
    /// A condition on each row.
    Check(Check),
    /// A reference to another table.
    ForeignKey(ForeignKey),
    /// A condition on each pair of rows (PostgreSQL's `EXCLUDE`).
    Exclusion(Exclusion),
}

/// `PRIMARY KEY (…)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PrimaryKey {
    /// The name somebody gave it.
    pub name: Option<String>,
    /// Its columns in order.
    pub columns: Vec<KeyColumn>,
    /// What a violation does, where it is not the engine's default (SQLite).
    pub conflict: Option<Conflict>,
    /// Columns its index carries without ordering by them (PostgreSQL).
    pub include: Vec<String>,
    /// When it is checked (PostgreSQL).
    pub deferrable: Deferrable,
    /// Whether its last column is a range that may not overlap (PostgreSQL 18).
    pub without_overlaps: bool,
}

/// `UNIQUE (…)` as a constraint of the table; a unique index is an [`super::Index`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unique {
    /// The name somebody gave it.
    pub name: Option<String>,
    /// Its columns in order.
    pub columns: Vec<KeyColumn>,
    /// What a violation does, where it is not the engine's default (SQLite).
    pub conflict: Option<Conflict>,
    /// Columns its index carries without ordering by them (PostgreSQL).
    pub include: Vec<String>,
    /// When it is checked (PostgreSQL).
    pub deferrable: Deferrable,
    /// Whether two NULLs count as the same value (PostgreSQL 15).
    pub nulls_not_distinct: bool,
    /// Whether its last column is a range that may not overlap (PostgreSQL 18).
    pub without_overlaps: bool,
}

/// A column of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyColumn {
    /// The column.
    pub name: String,
    /// Whether it sorts downwards.
    pub descending: bool,
    /// The collation, where it is not the column's own.
    pub collation: Option<String>,
    /// How many characters or bytes of it count (MySQL).
    pub prefix: Option<u32>,
}

/// `CHECK (…)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Check {
    /// The name somebody gave it.
    pub name: Option<String>,
    /// The condition in normal spelling.
    pub expression: String,
    /// What a violation does, where it is not the engine's default (SQLite).
    pub conflict: Option<Conflict>,
    /// Whether rows from before it were never checked: PostgreSQL's `NOT VALID`.
    pub not_valid: bool,
    /// Whether it is kept without being checked: `NOT ENFORCED`.
    pub not_enforced: bool,
    /// Whether tables that inherit from this one are free of it (PostgreSQL).
    pub no_inherit: bool,
    /// Whether it is part of the definition of the column whose name it has (MariaDB).
    pub in_column: bool,
}

/// `FOREIGN KEY (…) REFERENCES …`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignKey {
    /// The name somebody gave it.
    pub name: Option<String>,
    /// The referring columns in order.
    pub columns: Vec<String>,
    /// The table referred to.
    pub references: Name,
    /// The columns referred to, in the same order; empty for its primary key.
    pub referenced_columns: Vec<String>,
    /// What happens to the row when the one it refers to is deleted.
    pub on_delete: Action,
    /// What happens to the row when the key it refers to changes.
    pub on_update: Action,
    /// When it is checked.
    pub deferrable: Deferrable,
    /// The columns that `ON DELETE SET …` is limited to (PostgreSQL); empty for all.
    pub on_delete_columns: Vec<String>,
    /// Whether a partly null key is refused: `MATCH FULL`.
    pub match_full: bool,
    /// Whether its last column is a range, matched by what it covers (PostgreSQL 18's `PERIOD`).
    pub period: bool,
    /// Whether rows from before it were never checked: PostgreSQL's `NOT VALID`.
    pub not_valid: bool,
    /// Whether it is kept without being checked: `NOT ENFORCED`.
    pub not_enforced: bool,
}

/// `EXCLUDE …` (PostgreSQL).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exclusion {
    /// Its name.
    pub name: Option<String>,
    /// What follows the keyword, in normal spelling.
    pub definition: String,
    /// When it is checked.
    pub deferrable: Deferrable,
}

/// A referential action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// `NO ACTION`.
    #[default]
    NoAction,
    /// `RESTRICT`.
    Restrict,
    /// `CASCADE`.
    Cascade,
    /// `SET NULL`.
    SetNull,
    /// `SET DEFAULT`.
    SetDefault,
}

impl Constraint {
    /// The name somebody or the engine gave it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::PrimaryKey(key) => key.name.as_deref(),
            Self::Unique(key) => key.name.as_deref(),
            Self::Check(check) => check.name.as_deref(),
            Self::ForeignKey(key) => key.name.as_deref(),
            Self::Exclusion(exclusion) => exclusion.name.as_deref(),
        }
    }

    /// The place of its name.
    pub const fn name_mut(&mut self) -> &mut Option<String> {
        match self {
            Self::PrimaryKey(key) => &mut key.name,
            Self::Unique(key) => &mut key.name,
            Self::Check(check) => &mut check.name,
            Self::ForeignKey(key) => &mut key.name,
            Self::Exclusion(exclusion) => &mut exclusion.name,
        }
    }
}

impl Action {
    /// The action as SQL spells it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }

    /// The action spelled like this, in any case.
    #[must_use]
    pub fn parse(sql: &str) -> Option<Self> {
        [Self::NoAction, Self::Restrict, Self::Cascade, Self::SetNull, Self::SetDefault]
            .into_iter()
            .find(|action| action.sql().eq_ignore_ascii_case(sql))
    }
}

/// When a constraint is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deferrable {
    /// At each statement.
    #[default]
    No,
    /// At each statement, unless the transaction asks otherwise.
    InitiallyImmediate,
    /// At the end of the transaction.
    InitiallyDeferred,
}

/// SQLite's `ON CONFLICT` clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    /// `ROLLBACK`.
    Rollback,
    /// `FAIL`.
    Fail,
    /// `IGNORE`.
    Ignore,
    /// `REPLACE`.
    Replace,
}

impl Conflict {
    /// The clause's keyword, for `None` the default's.
    #[must_use]
    pub const fn sql_or_default(conflict: Option<Self>) -> &'static str {
        match conflict {
            None => "ABORT",
            Some(Self::Rollback) => "ROLLBACK",
            Some(Self::Fail) => "FAIL",
            Some(Self::Ignore) => "IGNORE",
            Some(Self::Replace) => "REPLACE",
        }
    }

    /// The clause's keyword; `ABORT` is the default and therefore none.
    #[must_use]
    pub fn parse(keyword: &str) -> Option<Self> {
        match keyword.to_ascii_uppercase().as_str() {
            "ROLLBACK" => Some(Self::Rollback),
            "FAIL" => Some(Self::Fail),
            "IGNORE" => Some(Self::Ignore),
            "REPLACE" => Some(Self::Replace),
            _ => None,
        }
    }
}
