//! MariaDB, compared by what its own dump writes.

use migrate_core::set::Script;

use super::{Database, Dump, Rows, Server};
use crate::server::mariadb::Mariadb;

pub(super) struct Throwaway(Mariadb);

impl Throwaway {
    pub(super) fn start() -> Option<Self> {
        let started = Self(Mariadb::start()?);
        started.clear();
        Some(started)
    }

    fn dumped(&self, database: Database, arguments: &[&str]) -> String {
        let mut dump = self.0.client("mariadb-dump");
        dump.args(["--skip-comments", "--compact", "--routines", "--events", "--force"]);
        let output = dump.args(arguments).arg(database.name()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

impl Server for Throwaway {
    fn clear(&self) {
        self.0.run("", "drop database if exists app; create database app").unwrap();
    }

    fn run(&self, database: Database, script: &Script) -> Result<(), String> {
        self.0.run(database.name(), &script.sql).map(drop)
    }

    fn copy(&self) {
        self.0.run("", "drop database if exists copy; create database copy").unwrap();
        let rows = self.dumped(Database::Main, &[]);
        let sql = format!("set foreign_key_checks = 0; set unique_checks = 0;\n{rows}");
        self.0.run("copy", &sql).unwrap();
    }

    fn dump(&self, database: Database) -> Dump {
        let text = self.dumped(database, &["--no-data"]);
        let name = format!("`{}`.", database.name());
        let text = text.replace(&name, "");
        let mut exact: Vec<String> = text.split(";\n").map(|one| object(one, false)).collect();
        exact.sort();
        let mut loose: Vec<String> = exact.iter().map(|one| object(one, true)).collect();
        loose.sort();
        Dump { exact, loose }
    }

    fn rows(&self, database: Database) -> Rows {
        let name = database.name();
        let queries = self.0.run(name, ROWS).unwrap();
        let rows = self.0.run(name, &queries).unwrap();
        let counters = self.0.run(name, COUNTERS).unwrap();
        let counter = |line: &str| {
            let (table, next) = line.split_once('\t').unwrap();
            (table.to_owned(), next.parse().unwrap())
        };
        Rows {
            rows: rows.lines().map(str::to_owned).collect(),
            counters: counters.lines().map(counter).collect(),
        }
    }

    fn spare(&self) -> String {
        self.0.run("", "drop database if exists spare; create database spare").unwrap();
        self.0.url("spare")
    }
}

/// The number that the next row of each table gets.
const COUNTERS: &str = "select table_name, auto_increment from information_schema.tables \
    where table_schema = database() and auto_increment is not null";

/// For each table a query of its rows.
const ROWS: &str = include_str!("mariadb_rows.sql");

/// One statement of the dump: keys and constraints in no order, columns in theirs, and blanks as they
/// are; in the loose form neither, nor that somebody said of a key that it is a b-tree where it would be
/// one anyway.
fn object(text: &str, is_loose: bool) -> String {
    let mut lines: Vec<String> = text.lines().map(line).filter(|line| !line.is_empty()).collect();
    let is_table = lines.first().is_some_and(|first| first.starts_with("CREATE TABLE"));
    if is_loose && !is_table {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    if is_table {
        let is_key = |line: &String| !line.starts_with("  `");
        let end = lines.len() - 1;
        lines[1..end].sort_by_key(|line| (is_key(line), is_key(line).then(|| line.clone())));
        if is_loose {
            let is_tree = !lines[end].contains("ENGINE=MEMORY");
            let silent = |line: &mut String| {
                if is_tree {
                    *line = line.replace(") USING BTREE", ")");
                }
            };
            lines[1..end].iter_mut().filter(|line| is_key(line)).for_each(silent);
            lines[1..end].sort();
        }
    }
    lines.join("\n")
}

/// A line without its comma, and without the value that rows have brought a counter to.
fn line(text: &str) -> String {
    let text = text.trim_end().trim_end_matches(',');
    match text.split_once(" AUTO_INCREMENT=") {
        Some((before, after)) if text.starts_with(") ") => {
            format!("{before}{}", after.trim_start_matches(|digit: char| digit.is_ascii_digit()))
        }
        _ => text.to_owned(),
    }
}
