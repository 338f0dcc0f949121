//! SQLite, compared by its pragmas, and by the words of each definition.
//!
//! The words are compared as a bag: `DEFAULT 0 NOT NULL` is `NOT NULL DEFAULT 0`. Two constraints
//! that changed places between columns are told apart by the pragmas where those know them.

use migrate_core::set::Script;
use rusqlite::{Connection, Row};
use tempfile::TempDir;

use super::{Database, Dump, Rows, Server};

pub(super) struct Files(TempDir);

impl Files {
    pub(super) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn open(&self, database: Database) -> Connection {
        let connection = Connection::open(self.0.path().join(database.name())).unwrap();
        connection.execute_batch("pragma synchronous = off; pragma foreign_keys = off").unwrap();
        connection
    }
}

impl Server for Files {
    fn clear(&self) {
        let file = self.0.path().join(Database::Main.name());
        if file.exists() {
            std::fs::remove_file(file).unwrap();
        }
    }

    fn run(&self, database: Database, script: &Script) -> Result<(), String> {
        let connection = self.open(database);
        let done = match script.transaction {
            true => connection
                .execute_batch("begin")
                .and_then(|()| connection.execute_batch(&script.sql))
                .and_then(|()| match connection.is_autocommit() {
                    true => Ok(()),
                    false => connection.execute_batch("commit"),
                }),
            false => connection.execute_batch(&script.sql),
        };
        done.map_err(|error| error.to_string())
    }

    fn copy(&self) {
        let path = |database: Database| self.0.path().join(database.name());
        std::fs::copy(path(Database::Main), path(Database::Copy)).unwrap();
    }

    fn dump(&self, database: Database) -> Dump {
        let connection = self.open(database);
        let mut exact = texts(&connection, DEFINITIONS);
        exact.iter_mut().for_each(|text| *text = words(text));
        let mut loose = exact.clone();
        exact.extend(texts(&connection, NAMES));
        exact.extend(texts(&connection, &COLUMNS.replace("{cid}", "c.cid")));
        loose.extend(texts(&connection, &COLUMNS.replace("{cid}", "''")));
        for query in [KEYS, INDEXES, NUMBERS] {
            let rows = texts(&connection, query);
            exact.extend(rows.iter().cloned());
            loose.extend(rows);
        }
        exact.sort();
        loose.sort();
        Dump { exact, loose }
    }

    fn rows(&self, database: Database) -> Rows {
        let connection = self.open(database);
        let queries = texts(&connection, ROWS);
        let rows = queries.iter().flat_map(|query| texts(&connection, query)).collect();
        let counters = texts(&connection, COUNTED).into_iter().map(|table| {
            let next = texts(&connection, &COUNTER.replace("{table}", &table));
            (table.to_lowercase(), next[0].parse().unwrap())
        });
        Rows { rows, counters: counters.collect() }
    }

    fn spare(&self) -> String {
        let file = self.0.path().join("spare");
        if file.exists() {
            std::fs::remove_file(&file).unwrap();
        }
        format!("sqlite:{}?mode=rwc", file.display())
    }
}

/// For each table a query of its rows.
const ROWS: &str = include_str!("sqlite_rows.sql");

/// The tables that never use a number twice.
const COUNTED: &str =
    "select name from sqlite_schema where type = 'table' and sql like '%autoincrement%'";

/// Behind the last number that was given out, and the largest that is there.
const COUNTER: &str = "select cast(max(ifnull((select max(seq) from sqlite_sequence where name = \
    '{table}'), 0), ifnull((select max(rowid) from \"{table}\"), 0)) as text)";

const DEFINITIONS: &str =
    "select type || ' ' || name || ' ' || sql from sqlite_schema where sql is not null";

/// What something is called in these letters is worth a note.
const NAMES: &str = "select type || ' ' || name from sqlite_schema where sql is not null";

/// What a column is called counts: results name it so.
const COLUMNS: &str = "select 'column ' || lower(t.name) || '.' || c.name || ' ' || {cid} || ' ' || \
    lower(c.type) || ' ' || c.\"notnull\" || ' ' || ifnull(c.dflt_value, '-') || ' ' || c.pk || ' ' || \
    c.hidden from sqlite_schema t, pragma_table_xinfo(t.name) c where t.type in ('table', 'view')";

const KEYS: &str = "select 'key ' || lower(t.name) || ' ' || lower(k.\"from\") || ' ' || lower(k.\"table\") \
    || ' ' || ifnull(lower(k.\"to\"), '-') || ' ' || k.seq || ' ' || k.on_update || ' ' || k.on_delete \
    from sqlite_schema t, pragma_foreign_key_list(t.name) k where t.type = 'table'";

const INDEXES: &str = "select 'index ' || lower(t.name) || ' ' || case when i.origin = 'c' then \
    lower(i.name) else '' end || ' ' || i.\"unique\" || i.partial || i.origin || ' ' || (select \
    group_concat(ifnull(lower(x.name), '-') || x.\"desc\" || lower(x.coll)) from pragma_index_xinfo(i.name) x \
    where x.key) from sqlite_schema t, pragma_index_list(t.name) i where t.type = 'table'";

/// What the file keeps for whoever uses it.
const NUMBERS: &str = "select 'numbers ' || user_version || ' ' || application_id \
    from pragma_user_version, pragma_application_id";

fn texts(connection: &Connection, query: &str) -> Vec<String> {
    let mut statement = connection.prepare(query).unwrap();
    let text = |row: &Row<'_>| row.get::<_, Option<String>>(0);
    let rows = statement.query_map([], text).unwrap();
    rows.map(|row| row.unwrap().unwrap_or_default()).collect()
}

/// What says what is so anyway: `CREATE INDEX … ASC`, `BEFORE DELETE … FOR EACH ROW`, `GENERATED ALWAYS AS`.
const IDLE: [&str; 7] = ["always", "asc", "before", "each", "for", "generated", "row"];

/// The words of a definition in no order, without comments, quotes of names and letter case.
fn words(definition: &str) -> String {
    let mut text = String::new();
    for line in definition.lines() {
        text.push_str(line.split("--").next().unwrap_or_default());
        text.push(' ');
    }
    // An operator is a word, whatever stands beside it.
    for sign in ["+", "-", "*", "/", "<", ">", "=", "|"] {
        text = text.replace(sign, &format!(" {sign} "));
    }
    let apart = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '"' | '`' | '[' | ']');
    let words = text.split(apart).map(str::to_lowercase);
    let mut words: Vec<String> =
        words.filter(|word| !word.is_empty() && !IDLE.contains(&word.as_str())).collect();
    words.sort();
    words.join(" ")
}
