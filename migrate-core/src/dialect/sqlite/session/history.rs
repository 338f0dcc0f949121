//! The history table as SQLite has it.

use crate::dialect::session::HistoryTable;
use crate::sql::quote::literal;

/// Creates the table where it is missing.
#[must_use]
pub fn create(table: &HistoryTable) -> String {
    format!(
        "CREATE TABLE IF NOT EXISTS {} (\n\
         \x20 sequence INTEGER PRIMARY KEY,\n\
         \x20 version TEXT NOT NULL UNIQUE,\n\
         \x20 title TEXT NOT NULL,\n\
         \x20 state TEXT NOT NULL,\n\
         \x20 up_checksum TEXT NOT NULL,\n\
         \x20 chain TEXT NOT NULL,\n\
         \x20 down_checksum TEXT,\n\
         \x20 up_sql TEXT NOT NULL,\n\
         \x20 down_sql TEXT,\n\
         \x20 irreversible TEXT,\n\
         \x20 applied_at TEXT NOT NULL,\n\
         \x20 duration_ms INTEGER NOT NULL,\n\
         \x20 host TEXT NOT NULL,\n\
         \x20 process INTEGER NOT NULL,\n\
         \x20 crate TEXT NOT NULL\n)",
        table.qualified()
    )
}

/// Lists the columns the table has, none when it is missing.
#[must_use]
pub fn select_columns(table: &HistoryTable) -> String {
    format!("SELECT name FROM pragma_table_info({}) ORDER BY cid", literal(table.name()))
}
