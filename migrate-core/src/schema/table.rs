//! Tables.

use super::{
    Check, Column, Constraint, Exclusion, ForeignKey, Index, List, Map, Name, PrimaryKey, Settings,
    Unique,
};

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its columns in order.
    pub columns: List<Column>,
    /// Its primary key.
    pub primary_key: Option<PrimaryKey>,
    /// Its unique constraints, sorted.
    pub uniques: List<Unique>,
    /// Its checks, sorted.
    pub checks: List<Check>,
    /// Its foreign keys, sorted.
    pub foreign_keys: List<ForeignKey>,
    /// Its exclusion constraints, sorted (PostgreSQL).
    pub exclusions: List<Exclusion>,
    /// Its indexes by name, those that serve a constraint not included.
    pub indexes: Map<String, Index>,
    /// What is said of the table as a whole.
    pub options: TableOptions,
}

impl Table {
    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        // By hand: everything asks this all the time, and a macro is built without optimisation.
        let mut at = 0;
        while let Some(column) = self.columns.get(at) {
            if column.name.len() == name.len() && column.name == name {
                return Some(column);
            }
            at += 1;
        }
        None
    }

    /// All constraints, sorted.
    #[must_use]
    pub fn constraints(&self) -> Vec<Constraint> {
        let keys = self.primary_key.iter().cloned().map(Constraint::PrimaryKey);
        let uniques = self.uniques.iter().cloned().map(Constraint::Unique);
        let checks = self.checks.iter().cloned().map(Constraint::Check);
        let references = self.foreign_keys.iter().cloned().map(Constraint::ForeignKey);
        let exclusions = self.exclusions.iter().cloned().map(Constraint::Exclusion);
        keys.chain(uniques).chain(checks).chain(references).chain(exclusions).collect()
    }

    /// Puts the lists whose order means nothing into the one order they are compared in.
    pub fn sort(&mut self) {
        self.uniques.sort();
        self.checks.sort();
        self.foreign_keys.sort();
        self.exclusions.sort();
    }
}

impl TableOptions {
    /// The tables that hand their columns down to it: those it inherits from, and the one it is a
    /// partition of.
    pub fn parents(&self) -> impl Iterator<Item = &Name> {
        self.inherits.iter().chain(self.partition_of.iter().map(|(parent, _)| parent))
    }
}

/// Attributes of a table as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// SQLite's `STRICT`.
    pub strict: bool,
    /// SQLite's `WITHOUT ROWID`.
    pub without_rowid: bool,
    /// MySQL's `ENGINE`.
    pub engine: Option<String>,
    /// MySQL's default character set.
    pub charset: Option<String>,
    /// MySQL's default collation.
    pub collation: Option<String>,
    /// A comment kept in the catalog.
    pub comment: Option<String>,
    /// The tables it inherits from, in order (PostgreSQL).
    pub inherits: Vec<Name>,
    /// How its rows are spread: what follows `PARTITION BY`, in normal spelling.
    pub partition_by: Option<String>,
    /// The table it is a partition of, and its bound in normal spelling (PostgreSQL).
    pub partition_of: Option<(Name, String)>,
    /// What else the engine keeps of it: storage parameters, tablespace, row security, persistence.
    pub settings: Settings,
}
