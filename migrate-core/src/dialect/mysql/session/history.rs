//! The history table as MySQL and MariaDB have it.

use super::Mysql;
use crate::dialect::session::{HistoryTable, Session as _};

/// What stands behind a table of the runner's own.
pub(super) const OPTIONS: &str = " ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 \
                                  COLLATE utf8mb4_bin";

/// Creates the table where it is missing. The engine and the character sets are written, so that no
/// setting of a server or a database decides them.
pub(super) fn create(table: &HistoryTable) -> String {
    format!(
        "CREATE TABLE IF NOT EXISTS {} (\n\
         \x20 sequence BIGINT NOT NULL PRIMARY KEY,\n\
         \x20 version VARCHAR(255) NOT NULL UNIQUE,\n\
         \x20 title TEXT NOT NULL,\n\
         \x20 state VARCHAR(64) NOT NULL,\n\
         \x20 up_checksum VARCHAR(128) NOT NULL,\n\
         \x20 chain VARCHAR(128) NOT NULL,\n\
         \x20 down_checksum VARCHAR(128),\n\
         \x20 up_sql LONGTEXT NOT NULL,\n\
         \x20 down_sql LONGTEXT,\n\
         \x20 irreversible TEXT,\n\
         \x20 applied_at VARCHAR(64) NOT NULL,\n\
         \x20 duration_ms BIGINT NOT NULL,\n\
         \x20 host TEXT NOT NULL,\n\
         \x20 process BIGINT NOT NULL,\n\
         \x20 crate TEXT NOT NULL\n){OPTIONS}",
        table.qualified()
    )
}

/// Lists the columns the table has, none when it is missing.
pub(super) fn select_columns(session: &Mysql, table: &HistoryTable) -> String {
    let schema = table.schema().map_or_else(|| "DATABASE()".to_owned(), |it| session.literal(it));
    format!(
        "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = {schema} \
         AND TABLE_NAME = {} ORDER BY ORDINAL_POSITION",
        session.literal(table.name())
    )
}
