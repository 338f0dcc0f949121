//! The text of everything the runner says to the history table.

use crate::sql::quote::{literal, name, optional};

/// The columns of the table, in order.
pub const COLUMNS: [&str; 15] = [
    "sequence",
    "version",
    "title",
    "state",
    "up_checksum",
    "chain",
    "down_checksum",
    "up_sql",
    "down_sql",
    "irreversible",
    "applied_at",
    "duration_ms",
    "host",
    "process",
    "crate",
];

/// A row to be written.
#[derive(Clone, Debug)]
pub struct NewRow<'a> {
    /// Its place in the order of application.
    pub sequence: i64,
    /// The version.
    pub version: &'a str,
    /// The title.
    pub title: &'a str,
    /// How far it is.
    pub state: &'a str,
    /// The checksum of the up.
    pub up_checksum: &'a str,
    /// The checksum of the history up to and with this row.
    pub chain: &'a str,
    /// The checksum of the down.
    pub down_checksum: Option<&'a str>,
    /// The up as it was applied.
    pub up_sql: &'a str,
    /// The down as it was then.
    pub down_sql: Option<&'a str>,
    /// Why there is no down.
    pub irreversible: Option<&'a str>,
    /// How long the up took, in milliseconds.
    pub duration_ms: u128,
    /// The machine.
    pub host: &'a str,
    /// The process on it.
    pub process: u32,
    /// The crate that embeds the set, and its version.
    pub crate_name: &'a str,
}

/// Creates the table where it is missing.
#[must_use]
pub fn create(table: &str) -> String {
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
        qualified(table)
    )
}

/// Asks whether exactly `rows` migrations are applied and the last of them left the history with the
/// checksum `chain`: `1` when they are, so that nothing is pending; no row when there is none at all.
#[must_use]
pub fn select_current(table: &str, rows: usize, chain: &str) -> String {
    let (table, chain) = (qualified(table), literal(chain));
    format!(
        "SELECT CAST(chain = {chain} AND state = 'applied' \
         AND (SELECT count(*) FROM {table}) = {rows} AS TEXT) \
         FROM {table} ORDER BY sequence DESC LIMIT 1"
    )
}

/// Reads every column, oldest first.
#[must_use]
pub fn select_full(table: &str) -> String {
    let columns = COLUMNS.map(|column| format!("CAST({column} AS TEXT)")).join(", ");
    format!("SELECT {columns} FROM {} ORDER BY sequence", qualified(table))
}

/// Reads the newest row's identity, which tells whether anybody wrote since.
#[must_use]
pub fn select_newest(table: &str) -> String {
    let table = qualified(table);
    format!(
        "SELECT CAST(sequence AS TEXT), version, state FROM {table} ORDER BY sequence DESC LIMIT 1"
    )
}

/// Lists the columns the table has, none when it is missing.
#[must_use]
pub fn select_columns(table: &str) -> String {
    format!("SELECT name FROM pragma_table_info({}) ORDER BY cid", literal(table))
}

/// Adds rows in one statement.
#[must_use]
pub fn insert(table: &str, rows: &[NewRow<'_>]) -> String {
    let values: Vec<String> = rows.iter().map(values).collect();
    format!(
        "INSERT INTO {} ({}) VALUES {}",
        qualified(table),
        COLUMNS.join(", "),
        values.join(",\n")
    )
}

fn values(row: &NewRow<'_>) -> String {
    format!(
        "({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), {}, {}, {}, {})",
        row.sequence,
        literal(row.version),
        literal(row.title),
        literal(row.state),
        literal(row.up_checksum),
        literal(row.chain),
        optional(row.down_checksum),
        literal(row.up_sql),
        optional(row.down_sql),
        optional(row.irreversible),
        row.duration_ms,
        literal(row.host),
        row.process,
        literal(row.crate_name),
    )
}

/// Reads how many rows there are and the largest `sequence`, to see that a write was kept.
#[must_use]
pub fn select_extent(table: &str) -> String {
    let table = qualified(table);
    format!("SELECT CAST(count(*) AS TEXT), CAST(max(sequence) AS TEXT) FROM {table}")
}

/// Reads how far the migration of a row has come.
#[must_use]
pub fn select_state(table: &str, sequence: i64) -> String {
    format!("SELECT state FROM {} WHERE sequence = {sequence}", qualified(table))
}

/// Records how far a migration outside a transaction has come.
#[must_use]
pub fn set_state(table: &str, sequence: i64, state: &str) -> String {
    let table = qualified(table);
    format!("UPDATE {table} SET state = {} WHERE sequence = {sequence}", literal(state))
}

/// Records that a migration is being rolled back outside a transaction, and by which script.
#[must_use]
pub fn set_reverting(table: &str, sequence: i64, state: &str, down_sql: &str) -> String {
    let (table, state, down_sql) = (qualified(table), literal(state), literal(down_sql));
    format!("UPDATE {table} SET state = {state}, down_sql = {down_sql} WHERE sequence = {sequence}")
}

/// Forgets a migration that was rolled back.
#[must_use]
pub fn delete(table: &str, sequence: i64) -> String {
    format!("DELETE FROM {} WHERE sequence = {sequence}", qualified(table))
}

/// A migration may create a temporary table of the same name or attach a database, so the
/// namespace is always written.
fn qualified(table: &str) -> String {
    format!("main.{}", name(table))
}
