//! PostgreSQL, compared by what its own pg_dump writes.

use std::collections::BTreeMap;

use migrate_core::dialect::postgres::catalog;
use migrate_core::schema::Schema;
use migrate_core::set::Script;

use super::{Database, Dump, Server};
use crate::server::postgres::Postgres;

pub(super) struct Throwaway(Postgres);

impl Throwaway {
    pub(super) fn start() -> Option<Self> {
        let server = Postgres::start()?;
        server.run("postgres", "create database app").unwrap();
        Some(Self(server))
    }
}

impl Server for Throwaway {
    fn clear(&self) {
        self.0.run("postgres", "drop database app;").unwrap();
        self.0.run("postgres", "create database app strategy file_copy").unwrap();
    }

    fn run(&self, database: Database, script: &Script) -> Result<(), String> {
        let sql = match script.transaction {
            true => format!("begin;\n{}\n;commit;", script.sql),
            false => script.sql.to_string(),
        };
        self.0.run(database.name(), &sql).map(drop)
    }

    fn copy(&self) {
        self.0.run("postgres", "drop database if exists copy;").unwrap();
        self.0.run("postgres", "create database copy template app strategy file_copy").unwrap();
    }

    fn dump(&self, database: Database) -> Dump {
        let mut dump = self.0.client("pg_dump", database.name());
        let output = dump.args(["--schema-only", "--no-tablespaces"]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let mut exact: Vec<String> = text.split("\n-- Name: ").skip(1).map(object).collect();
        exact.sort();
        let mut loose: Vec<String> = exact.iter().map(|object| unordered(object)).collect();
        loose.sort();
        Dump { exact, loose }
    }

    fn rows(&self, database: Database) -> Vec<String> {
        let name = database.name();
        let queries = self.0.run(name, ROWS).unwrap().replace('\u{1e}', "\n");
        let rows = self.0.run(name, &queries).unwrap();
        let rows = rows.split(['\u{1e}', '\n']).filter(|row| !row.is_empty());
        rows.map(str::to_owned).collect()
    }

    fn counters(&self, database: Database) -> BTreeMap<String, i64> {
        let rows = self.0.ask(database.name(), &[COUNTERS]).swap_remove(0);
        let counter = |row: Vec<Option<String>>| {
            let mut cells = row.into_iter().flatten();
            Some((cells.next()?, cells.next()?.parse().ok()?))
        };
        rows.into_iter().filter_map(counter).collect()
    }

    fn schema(&self, database: Database) -> Schema {
        catalog::schema(&self.0.ask(database.name(), &catalog::QUERIES))
    }
}

/// For each table a query of its rows.
const ROWS: &str = include_str!("postgres_rows.sql");

const COUNTERS: &str = "select schemaname || '.' || sequencename, coalesce(last_value, start_value - 1) \
                        from pg_sequences where increment_by > 0";

/// One object without the comma that tells a column from the last one, and without what is about
/// the dump.
fn object(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_end().trim_end_matches(','));
    let said = |line: &&str| {
        !line.is_empty() && !line.starts_with("--") && !line.starts_with('\\') && !is_setting(line)
    };
    lines.filter(said).collect::<Vec<_>>().join("\n")
}

fn is_setting(line: &str) -> bool {
    line.starts_with("SET default_t") || line.starts_with("SELECT pg_catalog.set_config")
}

/// Values of an enumerated type have an order that means something.
fn unordered(object: &str) -> String {
    if ["\nCREATE FUNCTION ", "\nCREATE PROCEDURE "].iter().any(|it| object.contains(it)) {
        return object.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut lines: Vec<&str> = object.lines().collect();
    if object.contains("\nCREATE TABLE ") {
        lines[1..].sort_unstable();
    }
    lines.join("\n")
}
