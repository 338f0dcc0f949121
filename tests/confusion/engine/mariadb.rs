//! MariaDB, compared by what its own dump writes.

use migrate_core::set::Script;

use super::{Database, Dump, Engine};
use migrate_tests::server::mariadb::Mariadb;

pub(super) struct Server(Mariadb);

impl Server {
    pub(super) fn start() -> Option<Self> {
        let server = Mariadb::start()?;
        server.run("", "create database app").unwrap();
        Some(Self(server))
    }

    fn dumped(&self, database: Database, arguments: &[&str]) -> String {
        let mut dump = self.0.client("mariadb-dump");
        dump.args(["--skip-comments", "--compact", "--routines", "--events"]);
        let output = dump.args(arguments).arg(database.name()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

impl Engine for Server {
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
}

/// One statement of the dump: keys and constraints in no order, columns in theirs unless asked.
fn object(text: &str, sort_columns: bool) -> String {
    let mut lines: Vec<String> = text.lines().map(line).filter(|line| !line.is_empty()).collect();
    let is_table = lines.first().is_some_and(|first| first.starts_with("CREATE TABLE"));
    if is_table {
        let is_key = |line: &String| !line.starts_with("  `");
        let end = lines.len() - 1;
        lines[1..end].sort_by_key(|line| (is_key(line), is_key(line).then(|| line.clone())));
        if sort_columns {
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
