//! Scenarios: commands and what they answer on top, the migrations below; run on every engine.
//!
//! A scenario is a text file. Its upper half holds lines that begin with `$ `, each followed by the
//! lines, beginning with `> `, that the command answers. Its lower half holds files, each behind a
//! line `-- name --`; those whose name begins with `later/` are not in the directory until
//! `$ add` puts them there. `BLESS=1` writes the answers anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use migrate_core::dialect::{Dialect, Target};
use migrate_core::finding::render::Style;
use migrate_core::set::read::{self, Location};
use migrate_core::version::Version;
use migrate_runtime::plan::{Rollback, Upto};
use migrate_runtime::verify::{Blocker, Verdict};
use migrate_runtime::{Error, Migrator, Options, Report, TransactionScope};
use sqlx::{Row as _, SqlitePool};

#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_answers_as_written() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut count = 0;
    let mut failures = String::new();
    for path in sorted(&directory) {
        let text = fs::read_to_string(&path).unwrap();
        let answered = Scenario::parse(&text).run().await;
        count += 1;
        if answered != text && std::env::var_os("BLESS").is_some() {
            fs::write(&path, answered).unwrap();
        } else if answered != text {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            write!(failures, "\n{name}\n--- written\n{text}\n--- answered\n{answered}").unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}\nBLESS=1 accepts the answers");
    assert!(count >= 12, "only {count} scenarios were found");
}

fn sorted(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

struct Scenario<'a> {
    head: Vec<&'a str>,
    files: BTreeMap<&'a str, String>,
    foot: &'a str,
}

impl<'a> Scenario<'a> {
    fn parse(text: &'a str) -> Self {
        let foot_at = text.find("\n-- ").map_or(text.len(), |at| at + 1);
        let (head, foot) = text.split_at(foot_at);
        let mut files: BTreeMap<&str, String> = BTreeMap::new();
        let mut name = "";
        for line in foot.lines() {
            match line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
                Some(found) => {
                    name = found;
                    files.insert(name, String::new());
                }
                None => {
                    let file = files.get_mut(name).expect("a file begins with its name");
                    file.push_str(line);
                    file.push('\n');
                }
            }
        }
        let head = head.lines().filter(|line| !line.starts_with("> ") && *line != ">").collect();
        Self { head, files, foot }
    }

    async fn run(&self) -> String {
        let stage = Stage::new(&self.files).await;
        let mut options = Options::default();
        let mut text = String::new();
        for line in &self.head {
            text.push_str(line);
            text.push('\n');
            if let Some(command) = line.strip_prefix("$ ") {
                for answer in stage.command(command, &self.files, &mut options).await.lines() {
                    let answer = format!("> {answer}");
                    text.push_str(answer.trim_end());
                    text.push('\n');
                }
            }
        }
        text + self.foot
    }
}

struct Stage {
    directory: tempfile::TempDir,
    pool: SqlitePool,
    /// Another connection, in a transaction.
    holder: tokio::sync::Mutex<Option<sqlx::SqliteConnection>>,
}

impl Stage {
    async fn new(files: &BTreeMap<&str, String>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let database = directory.path().join("app.db");
        let url = format!("sqlite:{}?mode=rwc", database.display());
        let pool = SqlitePool::connect(&url).await.unwrap();
        let stage = Self { pool, directory, holder: tokio::sync::Mutex::new(None) };
        fs::create_dir(stage.migrations()).unwrap();
        for (name, text) in files.iter().filter(|(name, _)| !name.starts_with("later/")) {
            stage.write(name, text);
        }
        stage
    }

    fn migrations(&self) -> PathBuf {
        self.directory.path().join("migrations")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.migrations().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    async fn command(
        &self,
        command: &str,
        files: &BTreeMap<&str, String>,
        options: &mut Options,
    ) -> String {
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        match verb {
            "add" => {
                self.write(rest, &files[&*format!("later/{rest}")]);
                String::new()
            }
            "rename" => {
                let (from, to) = rest.split_once(' ').unwrap();
                for end in ["up.sql", "down.sql"] {
                    let path = |name| self.migrations().join(format!("{name}.{end}"));
                    fs::rename(path(from), path(to)).unwrap();
                }
                String::new()
            }
            "remove" => {
                fs::remove_file(self.migrations().join(rest)).unwrap();
                String::new()
            }
            "option" => {
                set_option(options, rest);
                String::new()
            }
            "hold" => {
                let mut connection = self.pool.acquire().await.unwrap().detach();
                sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
                *self.holder.lock().await = Some(connection);
                String::new()
            }
            "let" => {
                self.holder.lock().await.take();
                String::new()
            }
            "sql" => self.sql(rest).await,
            "query" => self.query(rest).await,
            _ => self.verb(verb, rest, options.clone()).await,
        }
    }

    async fn sql(&self, sql: &str) -> String {
        let outcome = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&self.pool).await;
        outcome.map_or_else(|error| error.to_string(), |_| String::new())
    }

    async fn query(&self, sql: &str) -> String {
        let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).fetch_all(&self.pool).await.unwrap();
        let cell = |row: &sqlx::sqlite::SqliteRow, at| {
            let text: Option<String> = row.try_get_unchecked(at).unwrap();
            text.unwrap_or_else(|| "NULL".to_owned())
        };
        let line = |row: &sqlx::sqlite::SqliteRow| {
            (0..row.len()).map(|at| cell(row, at)).collect::<Vec<_>>().join(" | ")
        };
        if rows.is_empty() {
            "no rows".to_owned()
        } else {
            rows.iter().map(line).collect::<Vec<_>>().join("\n")
        }
    }

    async fn verb(&self, verb: &str, rest: &str, options: Options) -> String {
        let location = Location {
            path: self.migrations(),
            name: "migrations".to_owned(),
            shown: "migrations".to_owned(),
        };
        let reading = read::read(&location, Target::oldest(Dialect::Sqlite));
        if reading.has_errors() {
            let findings = reading.findings.iter();
            return findings
                .map(|finding| reading.render(finding, Style::Plain))
                .collect::<Vec<_>>()
                .join("\n\n");
        }
        let migrator = Migrator::new(&reading.set, options).by("scenario", "1.0");
        let outcome = match (verb, rest) {
            ("up", "") => migrator.apply(&self.pool).await,
            ("up", to) => migrator.apply_to(&self.pool, upto(to)).await,
            ("down", to) => migrator.rollback(&self.pool, rollback(to)).await,
            ("redo", _) => migrator.redo(&self.pool, 1).await,
            ("status", _) => return status(&migrator, &self.pool).await,
            ("verify", _) => return verify(&migrator).await,
            _ => panic!("unknown command `{verb}`"),
        };
        outcome.map_or_else(|error| failed(&error), |report| told(&report))
    }
}

fn set_option(options: &mut Options, text: &str) {
    match text {
        "each migration" => options.transaction = TransactionScope::EachMigration,
        "everything" => options.transaction = TransactionScope::Everything,
        "out of order" => options.accept_out_of_order = true,
        "no newer" => options.accept_newer = false,
        "lock timeout" => options.lock_timeout = std::time::Duration::from_millis(50),
        other => options.history_table = other.strip_prefix("table ").unwrap().to_owned(),
    }
}

fn upto(text: &str) -> Upto {
    match text.strip_prefix('+') {
        Some(steps) => Upto::Steps(steps.parse().unwrap()),
        None => Upto::Version(Version::parse(text).unwrap()),
    }
}

fn rollback(text: &str) -> Rollback {
    match text.strip_prefix("to ") {
        _ if text == "all" => Rollback::All,
        Some(version) => Rollback::Version(Version::parse(version).unwrap()),
        None => Rollback::Steps(if text.is_empty() { 1 } else { text.parse().unwrap() }),
    }
}

fn told(report: &Report) -> String {
    let mut text = String::new();
    for step in &report.steps {
        writeln!(text, "{} {}_{}", step.direction.word(), step.version, step.title).unwrap();
    }
    for note in &report.notes {
        writeln!(text, "note: {note}").unwrap();
    }
    let current = report.current.as_ref().map_or("nothing".to_owned(), ToString::to_string);
    writeln!(text, "at {current}, {} pending", report.pending).unwrap();
    text
}

fn failed(error: &Error) -> String {
    error.render(Style::Plain)
}

async fn status(migrator: &Migrator<'_>, pool: &SqlitePool) -> String {
    match migrator.status(pool).await {
        Ok(status) => status
            .migrations
            .iter()
            .map(|it| format!("{}_{} {}\n", it.version, it.title, it.standing.word()))
            .collect(),
        Err(error) => failed(&error),
    }
}

async fn verify(migrator: &Migrator<'_>) -> String {
    let verification = match migrator.verify().await {
        Ok(verification) => verification,
        Err(error) => return failed(&error),
    };
    let mut text = String::new();
    for verified in &verification.migrations {
        write!(text, "{}_{}: ", verified.version, verified.title).unwrap();
        let lines = match &verified.verdict {
            Verdict::Restored { notes } => {
                writeln!(text, "restored").unwrap();
                notes.clone()
            }
            Verdict::Irreversible { reason } => {
                writeln!(text, "irreversible").unwrap();
                vec![reason.clone()]
            }
            Verdict::Blocker(blocker) => {
                writeln!(text, "BLOCKER: {}", blocker.words()).unwrap();
                match blocker {
                    Blocker::NotRestored(lines) | Blocker::SecondUpDiffers(lines) => lines.clone(),
                    Blocker::DownFailed(failure) | Blocker::SecondUpFailed(failure) => {
                        vec![failure.error.to_string()]
                    }
                }
            }
        };
        for line in lines {
            writeln!(text, "  {line}").unwrap();
        }
    }
    if verification.not_run > 0 {
        writeln!(text, "not run: {}", verification.not_run).unwrap();
    }
    text
}
