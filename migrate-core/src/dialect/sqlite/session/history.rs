//! The history table as SQLite has it.

use crate::dialect::session::HistoryTable;
use crate::sql::quote::literal;

/// Creates the table where it is missing.
#[must_use]
pub fn create(table: &HistoryTable) -> String {
    table.create_of_texts("INTEGER")
}

/// Lists the columns the table has, none when it is missing.
#[must_use]
pub fn select_columns(table: &HistoryTable) -> String {
    format!("SELECT name FROM pragma_table_info({}) ORDER BY cid", literal(table.name()))
}
