//! The history table, and the text of everything the runner says to it.

use super::Session;
use crate::set::repeatable::Repeatable;
use crate::set::{Migration, MigrationSet};
use crate::version::Version;

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

/// What stands between a namespace and a version.
const NAMED: char = ':';

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
    /// When, where it was not just now: in UTC, as [`Session::now`] writes it.
    pub applied_at: Option<&'a str>,
    /// How long the up took, in milliseconds.
    pub duration_ms: u128,
    /// The machine.
    pub host: &'a str,
    /// The process on it.
    pub process: u32,
    /// The crate that embeds the set, and its version.
    pub crate_name: &'a str,
}

/// The history table of one database.
#[derive(Clone, Debug)]
pub struct HistoryTable {
    session: &'static dyn Session,
    namespace: String,
    schema: Option<String>,
    name: String,
    qualified: String,
}

impl HistoryTable {
    /// The table `name` in `schema`, or where the engine keeps it.
    #[must_use]
    pub fn new(session: &'static dyn Session, schema: Option<&str>, name: &str) -> Self {
        let qualified = session.qualified(schema, name);
        let (schema, name) = (schema.map(str::to_owned), name.to_owned());
        Self { session, namespace: String::new(), schema, name, qualified }
    }

    /// The same table, of which only those rows are meant that belong to `namespace`: a version is
    /// preceded there by the name of its source. In one without a name the versions stand alone.
    #[must_use]
    pub fn within(self, namespace: &str) -> Self {
        Self { namespace: namespace.to_owned(), ..self }
    }

    /// How a version is written in the table.
    #[must_use]
    pub fn key(&self, version: &str) -> String {
        match &*self.namespace {
            "" => version.to_owned(),
            namespace => format!("{namespace}{NAMED}{version}"),
        }
    }

    /// The version in what [`HistoryTable::key`] made.
    #[must_use]
    pub fn version<'k>(&self, key: &'k str) -> &'k str {
        key.rsplit(NAMED).next().unwrap_or(key)
    }

    /// What is true of the rows of the namespace.
    pub(super) fn own(&self) -> String {
        match self.key("") {
            none if none.is_empty() => format!("version NOT LIKE '%{NAMED}%'"),
            key => {
                let length = key.chars().count();
                format!("substr(version, 1, {length}) = {}", self.session.literal(&key))
            }
        }
    }

    /// What is true of the rows of migrations, and not of those of runs of repeatable scripts.
    pub(super) fn versioned(&self) -> String {
        let runs = self.key(&Version::of_run(0).as_str()[..1]);
        let length = runs.chars().count();
        format!("substr(version, 1, {length}) <> {}", self.session.literal(&runs))
    }

    /// What the runner says to its engine.
    #[must_use]
    pub fn session(&self) -> &'static dyn Session {
        self.session
    }

    /// The schema that was asked for.
    #[must_use]
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its full name: a script may set a search path or make a temporary table of the same name.
    #[must_use]
    pub fn qualified(&self) -> &str {
        &self.qualified
    }

    /// Creates the table where it is missing.
    #[must_use]
    pub fn create(&self) -> String {
        self.session.create_history(self)
    }

    /// Creates the table where it is missing, in an engine that has one type for all texts, with
    /// `number` as its type for numbers.
    #[must_use]
    pub(in crate::dialect) fn create_of_texts(&self, number: &str) -> String {
        format!(
            "CREATE TABLE IF NOT EXISTS {} (\n\
             \x20 sequence {number} PRIMARY KEY,\n\
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
             \x20 duration_ms {number} NOT NULL,\n\
             \x20 host TEXT NOT NULL,\n\
             \x20 process {number} NOT NULL,\n\
             \x20 crate TEXT NOT NULL\n)",
            self.qualified
        )
    }

    /// Asks whether exactly the migrations of `set` are applied, the last of them left the history with
    /// its checksum, and the last run of each repeatable script is of the text that it has: `1` when that
    /// is so, so that nothing is pending; no row when no migration is applied at all.
    #[must_use]
    pub fn select_current(&self, set: &MigrationSet) -> String {
        let (table, chain) = (&self.qualified, self.session.literal(set.chain.as_str()));
        let (own, rows) =
            (format!("{} AND {}", self.own(), self.versioned()), set.migrations.len());
        let runs = self.current_runs(&set.repeatables);
        format!(
            "SELECT CASE WHEN chain = {chain} AND state = 'applied' \
             AND (SELECT count(*) FROM {table} WHERE {own}) = {rows}{runs} THEN '1' ELSE '0' END \
             FROM {table} WHERE {own} ORDER BY sequence DESC LIMIT 1"
        )
    }

    /// What is true beside that where the last run of each script is of the text that it has.
    fn current_runs(&self, scripts: &[Repeatable]) -> String {
        let is_run = |it: &Repeatable| {
            let literal = |text: &str| self.session.literal(text);
            let (name, checksum) = (literal(&it.name), literal(it.script.checksum.as_str()));
            format!("title = {name} AND up_checksum = {checksum}")
        };
        let all: Vec<String> = scripts.iter().map(is_run).collect();
        if all.is_empty() {
            return String::new();
        }
        let (table, own, versioned) = (&self.qualified, self.own(), self.versioned());
        format!(
            " AND (SELECT count(*) FROM {table} WHERE sequence IN (SELECT max(sequence) FROM {table} \
             WHERE {own} AND NOT ({versioned}) GROUP BY title) AND state = 'applied' AND ({})) = {}",
            all.join(" OR "),
            all.len()
        )
    }

    /// Reads every column, oldest first. Where a cast keeps the name of its column, an order by that
    /// name alone is one of texts, in which the tenth comes before the second.
    #[must_use]
    pub fn select_full(&self) -> String {
        let text = |column| self.session.as_text(&self.session.name(column));
        let columns = COLUMNS.map(text).join(", ");
        format!(
            "SELECT {columns} FROM {} AS history WHERE {} ORDER BY history.sequence",
            self.qualified,
            self.own()
        )
    }

    /// Reads the largest `sequence` of all namespaces and the newest row's identity, which tells whether
    /// anybody wrote since.
    #[must_use]
    pub fn select_newest(&self) -> String {
        format!(
            "SELECT {}, {}, newest.version, newest.state FROM (SELECT max(sequence) AS largest FROM {2}) \
             AS every LEFT JOIN (SELECT sequence, version, state FROM {2} WHERE {3} \
             ORDER BY sequence DESC LIMIT 1) AS newest ON 1 = 1",
            self.session.as_text("every.largest"),
            self.session.as_text("newest.sequence"),
            self.qualified,
            self.own()
        )
    }

    /// Reads which version a row is about, with its namespace.
    #[must_use]
    pub fn select_key(&self, sequence: i64) -> String {
        format!("SELECT version FROM {} WHERE sequence = {sequence}", self.qualified)
    }

    /// Lists the columns the table has, none when it is missing.
    #[must_use]
    pub fn select_columns(&self) -> String {
        self.session.select_columns(self)
    }

    /// Adds rows in one statement.
    #[must_use]
    pub fn insert(&self, rows: &[NewRow<'_>]) -> String {
        self.insert_values(&rows.iter().map(|row| self.values(row)).collect::<Vec<_>>())
    }

    /// Adds rows of which [`HistoryTable::values`] wrote what is in them.
    #[must_use]
    pub fn insert_values(&self, rows: &[String]) -> String {
        let columns = COLUMNS.map(|column| self.session.name(column)).join(", ");
        format!("INSERT INTO {} ({columns}) VALUES {}", self.qualified, rows.join(",\n"))
    }

    /// What is in a row, as it is inserted.
    #[must_use]
    pub fn values(&self, row: &NewRow<'_>) -> String {
        format!("({})", self.cells(row).join(", "))
    }

    /// What a row has in each of [`COLUMNS`].
    pub(super) fn cells(&self, row: &NewRow<'_>) -> [String; 15] {
        let literal = |text: &str| self.session.literal(text);
        let optional = |text: Option<&str>| text.map_or_else(|| "NULL".to_owned(), literal);
        [
            row.sequence.to_string(),
            literal(&self.key(row.version)),
            literal(row.title),
            literal(row.state),
            literal(row.up_checksum),
            literal(row.chain),
            optional(row.down_checksum),
            literal(row.up_sql),
            optional(row.down_sql),
            optional(row.irreversible),
            row.applied_at.map_or_else(|| self.session.now().to_owned(), literal),
            row.duration_ms.to_string(),
            literal(row.host),
            row.process.to_string(),
            literal(row.crate_name),
        ]
    }

    /// Reads how many rows there are and the largest `sequence`, to see that a write was kept.
    #[must_use]
    pub fn select_extent(&self) -> String {
        format!(
            "SELECT {}, {} FROM {} WHERE {}",
            self.session.as_text("count(*)"),
            self.session.as_text("max(sequence)"),
            self.qualified,
            self.own()
        )
    }

    /// Reads how far the migration of a row has come.
    #[must_use]
    pub fn select_state(&self, sequence: i64) -> String {
        format!("SELECT state FROM {} WHERE sequence = {sequence}", self.qualified)
    }

    /// Gives a row the name that its migration has now, with the script as it reads now.
    #[must_use]
    pub fn rename(&self, sequence: i64, migration: &Migration) -> String {
        let literal = |text: &str| self.session.literal(text);
        format!(
            "UPDATE {} SET version = {}, title = {}, up_checksum = {}, up_sql = {} \
             WHERE sequence = {sequence}",
            self.qualified,
            literal(&self.key(migration.version.as_str())),
            literal(&migration.title),
            literal(migration.up.checksum.as_str()),
            literal(&migration.up.sql)
        )
    }

    /// Records how far a migration outside a transaction has come.
    #[must_use]
    pub fn set_state(&self, sequence: i64, state: &str) -> String {
        let state = self.session.literal(state);
        format!("UPDATE {} SET state = {state} WHERE sequence = {sequence}", self.qualified)
    }

    /// Records that a migration is being rolled back outside a transaction, and by which script.
    #[must_use]
    pub fn set_reverting(&self, sequence: i64, state: &str, down_sql: &str) -> String {
        let (state, down_sql) = (self.session.literal(state), self.session.literal(down_sql));
        format!(
            "UPDATE {} SET state = {state}, down_sql = {down_sql} WHERE sequence = {sequence}",
            self.qualified
        )
    }

    /// Forgets a migration that was rolled back.
    #[must_use]
    pub fn delete(&self, sequence: i64) -> String {
        format!("DELETE FROM {} WHERE sequence = {sequence}", self.qualified)
    }
}
