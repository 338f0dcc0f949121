//! PostgreSQL, compared by what its own pg_dump writes.

use migrate_core::set::Script;

use super::{Database, Dump, Rows, Server};
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
        self.0.run("postgres", "drop database if exists app; create database app;").unwrap();
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

    fn rows(&self, database: Database) -> Rows {
        let answer = self.0.run(database.name(), ROWS).unwrap();
        let mut found = Rows::default();
        for row in answer.split(['\u{1e}', '\n']).filter(|row| !row.is_empty()) {
            if let Some((name, at)) = row.split_once('\u{1f}') {
                found.counters.insert(name.to_owned(), at.parse().unwrap());
            } else {
                found.rows.push(row.to_owned());
            }
        }
        found
    }

    fn spare(&self) -> String {
        let sql = "drop database if exists spare with (force);\ncreate database spare;";
        self.0.run("postgres", sql).unwrap();
        self.0.url("spare")
    }
}

/// The rows of each table, and where each sequence stands.
const ROWS: &str = include_str!("postgres_rows.sql");

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
    if ["\nCREATE TABLE ", "\nCREATE UNLOGGED TABLE "].iter().any(|it| object.contains(it)) {
        lines[1..].sort_unstable();
    }
    lines.join("\n")
}
