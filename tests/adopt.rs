//! Projects of other tools become ours: their files stay as they are, nothing runs again, and the
//! schema is the one that their tool made.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "adopt/alembic.rs"]
mod alembic;
#[path = "adopt/dbmate.rs"]
mod dbmate;
#[path = "adopt/diesel.rs"]
mod diesel;
#[path = "adopt/engine.rs"]
mod engine;
#[path = "adopt/page.rs"]
mod page;
#[path = "adopt/refinery.rs"]
mod refinery;
#[path = "adopt/servers.rs"]
mod servers;
#[path = "adopt/sqlx.rs"]
mod sqlx;
#[path = "adopt/tables.rs"]
mod tables;
#[path = "adopt/tools.rs"]
mod tools;

use std::process::{Command, Output};

use migrate_tests::Crate;

use tools::Cli;

/// A project of another tool, with its files and its database.
struct Project {
    it: Crate,
    tool: &'static str,
    table: &'static str,
}

impl Project {
    fn with(tool: &'static str, table: &'static str, files: &[(&str, &str)]) -> Self {
        let it = Crate::bare();
        for (file, text) in files {
            it.write(&format!("migrations/{file}"), text);
        }
        Self { it, tool, table }
    }

    fn connection(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.it.path().join("app.db")).unwrap()
    }

    /// One value of the database, as text.
    fn value(&self, query: &str) -> String {
        self.connection().query_row(query, [], |row| row.get(0)).unwrap()
    }

    /// Applies what is there as the tool does it.
    fn apply(&self) -> &Self {
        let file = self.file();
        let database = match self.tool {
            "sqlx" => format!("sqlite:{file}?mode=rwc"),
            "refinery" => format!("sqlite://{file}"),
            _ => file,
        };
        // A file that nobody has written to is none for refinery.
        self.connection().execute_batch("PRAGMA user_version = 0").unwrap();
        let output = Cli::named(self.tool).apply(&self.it, &database);
        assert!(output.status.success(), "{}: {}", self.tool, said(&output));
        self
    }

    fn file(&self) -> String {
        self.it.path().join("app.db").display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.it.run_on_database(arguments)
    }

    /// Runs a command that must do what it says.
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{} {arguments:?}: {}", self.tool, said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Refuses to take the history over, with this in what it says, and records nothing.
    fn refuses(&self, reason: &str) {
        let output = self.run(&["adopt", "--from", self.tool]);
        assert!(!output.status.success() && said(&output).contains(reason), "{}", said(&output));
        assert!(self.run(&["current"]).stdout.starts_with(b"nothing"), "{reason}");
    }

    /// The history as JSON.
    fn history(&self) -> serde_json::Value {
        serde_json::from_str(&self.done(&["history", "--format", "json"])).unwrap()
    }

    /// Sets the project up, and takes its history over: `count` migrations, the first of them applied at
    /// `at`, if the tool keeps that.
    fn adopt(&self, count: usize, at: Option<&str>) {
        self.done(&["init", "--dialect", "sqlite"]);
        let rows = format!("SELECT CAST(count(*) AS TEXT) FROM {}", self.table);
        let before = self.value(&rows);
        self.done(&["adopt", "--from", self.tool, "--dry-run"]);
        assert!(self.run(&["current"]).stdout.starts_with(b"nothing"), "{}", self.tool);
        self.done(&["adopt", "--from", self.tool]);
        self.done(&["adopt", "--from", self.tool]);
        self.done(&["status", "--check"]);
        let history = self.history();
        let migrations = history["migrations"].as_array().unwrap();
        assert_eq!(migrations.len(), count, "{} {history}", self.tool);
        if let Some(at) = at {
            assert_eq!(migrations[0]["applied_at"], at, "{}", self.tool);
        }
        assert_eq!(self.value(&rows), before, "the table of {} is left as it is", self.tool);
        self.is_as_expected();
    }

    /// The schema is what the files make, and nothing else.
    fn is_as_expected(&self) {
        self.done(&["drift", "--ignore", &format!("{}*", self.table), "--ignore", "sqlite_*"]);
    }

    /// Adds a migration in the layout of the tool, and goes there and back. Returns its files.
    fn go_on(&self) -> Vec<String> {
        let before = self.it.files("migrations");
        self.done(&["new", "add role", "--sql", "ALTER TABLE users ADD COLUMN role TEXT;"]);
        self.done(&["up"]);
        self.is_as_expected();
        self.done(&["down", "--yes"]);
        self.is_as_expected();
        let mut files = self.it.files("migrations");
        files.retain(|file| !before.contains(file));
        files
    }

    fn says_layout(&self, layout: &str) {
        let manifest = self.it.read("Cargo.toml");
        assert!(manifest.contains(&format!("layout = \"{layout}\"\n")), "{manifest}");
    }
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

/// What a program prints that must do what it is to do.
fn succeeded(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}
