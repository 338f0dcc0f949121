//! Scenarios: commands and what they answer on top, the migrations below; run on every engine.
//!
//! A scenario is a text file. Its upper half holds lines that begin with `$ `, each followed by the
//! lines that the command answers: beginning with `> ` where all engines answer the same, and with
//! the engine's name in between, `>sqlite `, where they do not. A line `only: sqlite` on top says that
//! it is about something that no other engine has. Its lower half holds files, each behind a line
//! `-- name --`; those whose name begins with `later/` are not in the directory until `$ add` puts
//! them there. `BLESS=1` writes the answers anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "scenario/stage.rs"]
mod stage;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use migrate_core::finding::render::Style;
use migrate_core::version::Version;
use migrate_runtime::plan::{Rollback, Upto};
use migrate_runtime::verify::Verdict;
use migrate_runtime::{Database, Error, Migrator, Options, Report, TransactionScope};
use migrate_tests::server::mariadb::is_mysql;
use stage::{Engine, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_answers_as_written() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let engines = Engine::all();
    let mut count = 0;
    let mut failures = String::new();
    for path in sorted(&directory) {
        let text = fs::read_to_string(&path).unwrap();
        let answered = Scenario::parse(&text).run(&engines).await;
        count += 1;
        let is_same = answered == text || is_mysql() && unworded(&answered) == unworded(&text);
        if !is_same && std::env::var_os("BLESS").is_some() {
            fs::write(&path, answered).unwrap();
        } else if !is_same {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            write!(failures, "\n{name}\n--- written\n{text}\n--- answered\n{answered}").unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}\nBLESS=1 accepts the answers");
    assert!(count >= 12, "only {count} scenarios were found");
}

/// What MySQL answers where MariaDB answers otherwise: a session that kills itself is interrupted and no
/// more, a lock is waited for a year rather than a day, and switches are numbers.
const OTHERWISE: [(&str, &str); 3] = [
    ("(code 1317, SQLSTATE 70100)", "(code 1927, SQLSTATE 70100)"),
    ("> 31536000", "> 86400"),
    ("| 1 1 SYSTEM", "| ON ON SYSTEM"),
];

/// The same without the words of the server in front of its code, and without the difference in
/// [`OTHERWISE`].
fn unworded(text: &str) -> String {
    let line = |line: &str| {
        let line = match (line.split_once("failed: "), line.rfind(" (code ")) {
            (Some((head, _)), Some(code)) => format!("{head}failed{}\n", &line[code..]),
            _ => format!("{line}\n"),
        };
        OTHERWISE.iter().fold(line, |line, (mysql, mariadb)| line.replace(mysql, mariadb))
    };
    // What to do about a connection that is lost is said where it is known to be.
    let is_said = |line: &&str| !line.contains("= help: the server went down");
    text.lines().filter(is_said).map(line).collect()
}

fn sorted(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

struct Scenario<'a> {
    /// The lines of the head without the answers.
    head: Vec<&'a str>,
    /// The engines it is about; empty for all.
    only: Vec<&'a str>,
    /// What is written as the answers of engines, in the order of the commands.
    written: Vec<Vec<&'a str>>,
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
        let is_answer = |line: &&str| line.starts_with('>');
        let mut written: Vec<Vec<&str>> = Vec::new();
        for line in head.lines() {
            match written.last_mut() {
                _ if line.starts_with("$ ") => written.push(Vec::new()),
                Some(answers) if is_answer(&line) => answers.push(line),
                _ => {}
            }
        }
        let only = head.lines().find_map(|line| line.strip_prefix("only: "));
        let only = only.map(|names| names.split(' ').collect()).unwrap_or_default();
        let head = head.lines().filter(|line| !is_answer(line)).collect();
        Self { head, only, written, files, foot }
    }

    async fn run(&self, engines: &[Engine]) -> String {
        let concerned = |name: &str| self.only.is_empty() || self.only.contains(&name);
        let mut answers: Vec<(&str, Vec<Vec<String>>)> = Vec::new();
        for engine in engines.iter().filter(|engine| concerned(engine.name())) {
            answers.push((engine.name(), self.answers(engine).await));
        }
        // An engine that is not installed here answers as it is written.
        for name in Engine::NAMES.into_iter().filter(|name| concerned(name)) {
            if answers.iter().all(|(known, _)| *known != name) {
                answers.push((name, self.written_for(name)));
            }
        }
        let mut commands = 0;
        let mut text = String::new();
        for line in &self.head {
            text.push_str(line);
            text.push('\n');
            if line.starts_with("$ ") {
                let of =
                    |(name, all): &(&'static str, Vec<Vec<String>>)| (*name, all[commands].clone());
                text += &merged(&answers.iter().map(of).collect::<Vec<_>>());
                commands += 1;
            }
        }
        text + self.foot
    }

    /// What an engine answers to each command.
    async fn answers(&self, engine: &Engine) -> Vec<Vec<String>> {
        let stage = Stage::new(engine, &self.files).await;
        let mut options = Options::default();
        let mut answers = Vec::new();
        for command in self.head.iter().filter_map(|line| line.strip_prefix("$ ")) {
            let answer = stage.command(command, &self.files, &mut options).await;
            answers.push(answer.lines().map(|line| line.trim_end().to_owned()).collect());
        }
        answers
    }

    fn written_for(&self, engine: &str) -> Vec<Vec<String>> {
        let own = |line: &&str| {
            let line = line.strip_prefix('>')?;
            let rest = line.strip_prefix(engine).unwrap_or(line);
            let is_its = rest.is_empty() || rest.starts_with(' ');
            is_its.then(|| rest.strip_prefix(' ').unwrap_or(rest).to_owned())
        };
        let of = |lines: &Vec<&str>| lines.iter().filter_map(own).collect();
        self.written.iter().map(of).collect()
    }
}

/// The answers of all engines, once where they agree.
fn merged(answers: &[(&'static str, Vec<String>)]) -> String {
    let (_, first) = &answers[0];
    let agree = answers.iter().all(|(_, lines)| lines == first);
    let mut text = String::new();
    for (name, lines) in &answers[..if agree { 1 } else { answers.len() }] {
        for line in lines {
            let name = if agree { "" } else { name };
            text += format!(">{name} {line}").trim_end();
            text.push('\n');
        }
    }
    text
}

fn set_option(options: &mut Options, text: &str) {
    match text {
        "each migration" => options.transaction = TransactionScope::EachMigration,
        "everything" => options.transaction = TransactionScope::Everything,
        "out of order" => options.accept_out_of_order = true,
        "no newer" => options.accept_newer = false,
        "lock timeout" => options.lock_timeout = Some(std::time::Duration::from_millis(50)),
        other => match other.split_once(' ').unwrap() {
            ("schema", name) => options.history_schema = Some(name.to_owned()),
            ("table", name) => options.history_table = name.to_owned(),
            ("namespace", name) => options.namespace = name.trim_matches('`').to_owned(),
            _ => panic!("unknown option `{other}`"),
        },
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
        _ if text == "undo" => Rollback::Interrupted,
        Some(version) => Rollback::Version(Version::parse(version).unwrap()),
        None => Rollback::Steps(if text.is_empty() { 1 } else { text.parse().unwrap() }),
    }
}

fn told(report: &Report) -> String {
    let mut text = String::new();
    for step in &report.steps {
        writeln!(text, "{} {}", step.direction.word(), step.version.named(&step.title)).unwrap();
    }
    for note in &report.notes {
        writeln!(text, "note: {note}").unwrap();
    }
    let current = report.current.as_ref().map_or("nothing".to_owned(), ToString::to_string);
    writeln!(text, "at {current}, {} pending", report.pending).unwrap();
    text
}

/// An error without what is another one each time: the numbers of the server's process and of the
/// database, and how long something took.
fn failed(error: &Error) -> String {
    let mut text = error.render(Style::Plain);
    for mark in ["(process ", "scenario_", ", for ", "gave up after ", "gave up after N."] {
        let mut parts = text.split(mark);
        let mut told = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let rest = part.trim_start_matches(|it: char| it.is_ascii_digit());
            told += mark;
            told += if rest == part { "" } else { "N" };
            told += rest;
        }
        text = told;
    }
    text
}

async fn status(migrator: &Migrator<'_>, database: Database) -> String {
    match migrator.status(database).await {
        Ok(status) => {
            let line = |name: String, standing: &str| format!("{name} {standing}\n");
            let migrations = status.migrations.iter();
            let migrations =
                migrations.map(|it| line(it.version.named(&it.title), it.standing.word()));
            let repeatables = status.repeatables.iter();
            let repeatables = repeatables.map(|it| line(it.file_stem(), it.standing.word()));
            migrations.chain(repeatables).collect()
        }
        Err(error) => failed(&error),
    }
}

async fn verify(migrator: &Migrator<'_>, shadow: Option<Database>) -> String {
    let outcome = match shadow {
        Some(shadow) => migrator.verify_on(shadow).await,
        None => migrator.verify().await,
    };
    let verification = match outcome {
        Ok(verification) => verification,
        Err(error) => return failed(&error),
    };
    let mut text = String::new();
    for verified in &verification.migrations {
        write!(text, "{}: ", verified.version.named(&verified.title)).unwrap();
        let lines = match &verified.verdict {
            Verdict::Restored { notes } => {
                writeln!(text, "restored").unwrap();
                notes.iter().cloned().chain(verified.rows.remarks()).collect()
            }
            Verdict::Trusted => {
                writeln!(text, "trusted").unwrap();
                Vec::new()
            }
            Verdict::Irreversible { reason } => {
                writeln!(text, "irreversible").unwrap();
                vec![reason.clone()]
            }
            Verdict::Blocker(blocker) => {
                writeln!(text, "BLOCKER: {}", blocker.words()).unwrap();
                match blocker.failure() {
                    Some(failure) => vec![failure.error.to_string()],
                    None => blocker.differences(),
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
