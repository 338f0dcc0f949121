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
//! left out, so that all of them are tried.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a program for people who work on this repository"
)]

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
        let make = |run: usize| {
            let (name, server) = (format!("project_{at}_{run}"), &postgres);
            let database = make(&name);
            if let (Some(sql), Some(server)) = (&prelude, server) {
                server.run(&name, sql).unwrap();
            }
            database
        };
        let said = said(&project, target, &make).await;
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
        println!("{name}: {} of {} agree", labels.len() - disagreements.len(), labels.len());
    }
    println!("{table}");
}

async fn said(
    project: &str,
    target: Target,
    make: &dyn Fn(usize) -> Database,
) -> BTreeMap<String, Said> {
    let directory = format!("{project}/m");
    let path = PathBuf::from(&directory);
    let location = Location { path, name: directory.clone(), shown: directory };
    let mut set = read::read(&location, target).set;
    let (mut options, mut found) = (Options::default(), BTreeMap::new());
    for run in 0.. {
        let result = Migrator::new(&set, options.clone()).verify_on(make(run)).await;
        match result {
            Ok(verification) => {
                for verified in &verification.migrations {
                    if let Some(said) = of(verified) {
                        found.insert(verified.version.to_string(), said);
                        options.trusted.insert(verified.version.clone());
                    }
                }
                if verification.blocker().is_none() {
                    return found;
                }
            }
            Err(Error::Failed(failure)) => {
                let version = failure.version.clone();
                let said = Said { word: "up fails", why: vec![failure.error.message().to_owned()] };
                found.insert(version.to_string(), said);
                set = without(&set, &version);
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
