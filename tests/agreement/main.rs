//! Holds `verify` against what an engine did earlier with the migrations of projects:
//!
//! ```sh
//! cargo run -p migrate-tests --example agreement -- "postgres 15" PROJECT...
//! ```
//!
//! A project is a directory with its migrations in `m` and the labels in `labels.json`, as `confusion`
//! takes them; `session` in a `manifest.json` is what MariaDB was told before them, and
//! `prelude` what PostgreSQL was. Every disagreement is listed with what either of them says, and in the end a matrix counts
//! labels against verdicts. What was said of is trusted from then on, and a migration whose up fails is
//! left out, so that all of them are tried. With `ROWS` in the environment what rows alone have shown, of
//! which the labels know nothing, is listed, too.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a program for people who work on this repository"
)]

mod course;
mod labels;
mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use migrate_core::dialect::{Dialect, Target};
use migrate_core::set::MigrationSet;
use migrate_core::set::name::Direction;
use migrate_core::set::read::{self, Location};
use migrate_core::version::Version;
use migrate_runtime::verify::{Blocker, Verdict, Verified};
use migrate_runtime::{Database, Error, Migrator, Options};
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

use course::Course;
use table::Table;

/// Makes an empty database of that name.
type Make<'a> = Box<dyn Fn(&str) -> Database + 'a>;

/// What a verification says of one migration: a word, and why.
struct Said {
    word: &'static str,
    why: Vec<String>,
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let target: Target = arguments.next().expect("a target").parse().expect("a target");
    let (postgres, mariadb) = match target.dialect {
        Dialect::Postgres => (Postgres::start(), None),
        Dialect::Mysql => (None, Mariadb::start()),
        Dialect::Sqlite => (None, None),
    };
    let make: Make<'_> = match (&postgres, &mariadb) {
        (Some(server), _) => Box::new(|name| {
            server.run("postgres", &format!("create database \"{name}\"")).unwrap();
            Database::from(&server.url(name))
        }),
        (_, Some(server)) => Box::new(|name| {
            server.run("", &format!("create database `{name}` character set utf8mb4")).unwrap();
            Database::from(&server.url(name))
        }),
        _ => Box::new(|_| Database::from("sqlite::memory:")),
    };
    let mut table = Table::default();
    for (at, project) in arguments.enumerate() {
        let labels = labels::read(&Path::new(&project).join("labels.json"));
        let name = project.rsplit('/').next().unwrap_or(&project).to_owned();
        let setting = labels::setting(&Path::new(&project).join("manifest.json"));
        if let (Some((name, value)), Some(server)) = (&setting, &mariadb) {
            server.run("", &format!("set global {name} = {value}")).unwrap();
        }
        let prelude = labels::prelude(&Path::new(&project).join("manifest.json"));
        let make = |run: usize| make(&format!("project_{at}_{run}"));
        let database = format!("project_{at}_0");
        let course = Course::of(postgres.as_ref(), mariadb.as_ref(), database);
        let said = said(&project, prelude, target, course.as_ref(), &make).await;
        if let (Some((name, _)), Some(server)) = (&setting, &mariadb) {
            server.run("", &format!("set global {name} = default")).unwrap();
        }
        let unread = Said { word: "not read", why: Vec::new() };
        // Said of each project when it is done: all of them take long, and what ends early has told.
        let disagreements = labels.iter().filter_map(|(version, label)| {
            let it = said.get(version).unwrap_or(&unread);
            table.count(&format!("{name} {version}"), label, it.word, &it.why)
        });
        let disagreements: Vec<String> = disagreements.collect();
        disagreements.iter().for_each(|it| println!("{it}"));
        if std::env::var_os("ROWS").is_some() {
            let of_rows = said.iter().filter(|(_, it)| it.word.contains("rows"));
            of_rows.for_each(|(version, it)| {
                println!("{name} {version}: {}\n    {}", it.word, it.why.join("; "));
            });
        }
        println!("{name}: {} of {} agree", labels.len() - disagreements.len(), labels.len());
    }
    println!("{table}");
}

async fn said(
    project: &str,
    prelude: Option<String>,
    target: Target,
    course: Option<&Course<'_>>,
    make: &dyn Fn(usize) -> Database,
) -> BTreeMap<String, Said> {
    let directory = format!("{project}/m");
    let path = PathBuf::from(&directory);
    let location = Location { path, name: directory.clone(), shown: directory };
    let mut set = read::read(&location, target).set;
    let (mut options, mut found) = (Options::default(), BTreeMap::new());
    drop(make(0));
    if let (Some(course), Some(prelude)) = (course, &prelude) {
        course.told(prelude).expect("what comes first");
    }
    // How many of the set the course has taken.
    let mut taken = 0;
    for run in 1.. {
        let first = match course.filter(|_| taken > 0) {
            Some(course) => Some(course.script()),
            None => prelude.clone(),
        };
        let rest = set.migrations.iter().skip(taken).cloned().collect();
        let mut tried = MigrationSet::new(set.target, set.directory.to_string(), rest);
        if let Some(first) = first {
            tried = behind(&first, &tried);
        }
        let result = Migrator::new(&tried, options.clone()).verify_on(make(run)).await;
        match result {
            Ok(verification) => {
                for verified in &verification.migrations {
                    if let Some(said) = of(verified) {
                        found.insert(verified.version.to_string(), said);
                        options.trusted.insert(verified.version.clone());
                    }
                }
                let Some((blocked, _)) = verification.blocker() else { return found };
                let Some(course) = course else { continue };
                let next = set.position(&blocked.version).map_or(set.migrations.len(), |at| at + 1);
                if let Err(error) = course.up(&set.migrations[taken..next]) {
                    println!("{project}: {error}");
                    return found;
                }
                taken = next;
            }
            Err(Error::Failed(failure)) => {
                let version = failure.version.clone();
                let said = Said { word: "up fails", why: vec![failure.error.message().to_owned()] };
                let rest = without(&set, &version);
                if rest.migrations.len() == set.migrations.len() {
                    println!("{project}: what comes first: {}", failure.error.message());
                    return found;
                }
                found.insert(version.to_string(), said);
                set = rest;
            }
            Err(error) => {
                println!("{project}: {error}");
                return found;
            }
        }
    }
    found
}

fn without(set: &MigrationSet, version: &Version) -> MigrationSet {
    let rest = set.migrations.iter().filter(|it| it.version != *version).cloned().collect();
    MigrationSet::new(set.target, set.directory.to_string(), rest)
}

/// The set behind what databases are told first: that is one more migration, since a database to verify on
/// is empty.
fn behind(prelude: &str, set: &MigrationSet) -> MigrationSet {
    let up = format!("-- migrate: irreversible(reason = \"it was there before\")\n{prelude}\n");
    let first = read::read_texts(&[("0_prelude.up.sql", &up)], set.target).set;
    let all = first.migrations.iter().chain(set.migrations.iter()).cloned().collect();
    MigrationSet::new(set.target, set.directory.to_string(), all)
}

/// None of one that was not tried, since that was said before.
fn of(verified: &Verified) -> Option<Said> {
    let said = |word, why| Some(Said { word, why });
    match &verified.verdict {
        Verdict::Restored { notes } if notes.is_empty() => said("restored", Vec::new()),
        Verdict::Restored { notes } => said("with a note", notes.clone()),
        Verdict::Trusted => None,
        Verdict::Irreversible { .. } => said("irreversible", Vec::new()),
        Verdict::Blocker(blocker) => {
            let failure = blocker.failure().map(|it| it.error.message().to_owned());
            let why = failure.into_iter().chain(blocker.differences()).collect();
            let word = match blocker {
                Blocker::DownFailed(_) => "down fails",
                Blocker::NotRestored(_) => "differs",
                Blocker::SecondUpFailed(_) => "second up fails",
                Blocker::SecondUpDiffers(_) => "second up differs",
                Blocker::RowsLost(_) => "rows lost",
                Blocker::SecondRunFails(_) => "second run fails",
                Blocker::SecondRunDiffers(_) => "second run differs",
                Blocker::FailsOnRows(failure) => match failure.direction {
                    Direction::Up => "up fails on rows",
                    Direction::Down => "down fails on rows",
                },
            };
            said(word, why)
        }
    }
}
