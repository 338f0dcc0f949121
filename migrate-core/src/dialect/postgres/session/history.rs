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
    schema + &table.create_of_texts("BIGINT")
}

/// Lists the columns the table has, none when it is missing.
pub(super) fn select_columns(session: &Postgres, table: &HistoryTable) -> String {
    format!(
        "SELECT attname::text FROM pg_catalog.pg_attribute \
         WHERE attrelid = to_regclass({}) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        session.literal(table.qualified())
    )
}
