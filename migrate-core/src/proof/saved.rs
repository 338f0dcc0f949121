//! Columns that were dropped or overwritten while another table held their values.

use super::Place;
use crate::schema::Name;

/// Each column, as it was called before the up, and what became of its values since.
#[derive(Default)]
pub(super) struct Saved(Vec<Column>);

pub(super) struct Column {
    pub(super) table: Name,
    pub(super) column: String,
    /// The table that held its values when it was dropped.
    pub(super) copy: Name,
    pub(super) place: Place,
    /// Whether a statement that nobody followed may have brought them back.
    pub(super) may_be_back: bool,
}

impl Saved {
    pub(super) fn dropped(&mut self, column: Column) {
        self.0.push(column);
    }

    /// Whether the values of a column are elsewhere.
    pub(super) fn has(&self, table: &Name, column: &str) -> bool {
        self.0.iter().any(|saved| saved.table == *table && saved.column == column)
    }

    /// The values of a column came back.
    pub(super) fn is_back(&mut self, table: &Name, column: &str) {
        self.0.retain(|saved| saved.table != *table || saved.column != column);
    }

    /// A statement has to do with these tables.
    pub(super) fn may_be_back(&mut self, targets: &[Name]) {
        let read = self.0.iter_mut().filter(|saved| targets.contains(&saved.copy));
        read.for_each(|saved| saved.may_be_back = true);
    }

    pub(super) fn into_columns(self) -> Vec<Column> {
        self.0
    }
}
