//! The history table as PostgreSQL has it.

use super::{Postgres, SCHEMA};
use crate::dialect::session::{HistoryTable, Session as _};

/// Creates the table where it is missing, and its schema.
///
/// `IF NOT EXISTS` of a schema asks for the right to create one even where it exists.
pub(super) fn create(session: &Postgres, table: &HistoryTable) -> String {
    let schema = table.schema().filter(|schema| *schema != SCHEMA).map_or_else(String::new, |it| {
        let schema = session.literal(it);
        format!(
            "DO $migrate$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace \
             WHERE nspname = {schema}) THEN EXECUTE format('CREATE SCHEMA %I', {schema}); \
             END IF; END $migrate$; "
        )
    });
    format!(
        "{schema}CREATE TABLE IF NOT EXISTS {} (\n\
         \x20 sequence BIGINT PRIMARY KEY,\n\
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
         \x20 duration_ms BIGINT NOT NULL,\n\
         \x20 host TEXT NOT NULL,\n\
         \x20 process BIGINT NOT NULL,\n\
         \x20 crate TEXT NOT NULL\n)",
        table.qualified()
    )
}

/// Lists the columns the table has, none when it is missing.
pub(super) fn select_columns(session: &Postgres, table: &HistoryTable) -> String {
    format!(
        "SELECT attname::text FROM pg_catalog.pg_attribute \
         WHERE attrelid = to_regclass({}) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        session.literal(table.qualified())
    )
}
