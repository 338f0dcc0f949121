//! What generated rows find in the migrations of a project: which tables get any, and what a
//! verification says of each migration; and where the model of the schema or of the locks is wrong.
//!
//! `cargo run -p migrate-tests --example rows -- <engine> [seeded] <directory>...`, as in
//! `-- "postgres 15" path/to/migrations`; with `seeded` only the newest migration of each is verified,
//! for the tables that it finds.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "it is run by hand, and says what it finds"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use migrate_core::dialect::{Dialect, Target};
use migrate_core::set::read::{self, Location};
use migrate_runtime::verify::Verification;
use migrate_runtime::{Database, Migrator, Options};
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

/// Makes an empty database of that name.
type Make<'a> = Box<dyn Fn(&str) -> Database + 'a>;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let target: Target = arguments.next().unwrap().parse().unwrap();
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
    let mut totals: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut arguments = arguments.peekable();
    let only_last = arguments.next_if(|it| it == "seeded").is_some();
    for (at, directory) in arguments.enumerate() {
        let path = PathBuf::from(&directory);
        let location = Location { path, name: directory.clone(), shown: directory.clone() };
        let reading = read::read(&location, target);
        let mut options = Options::default();
        if let Some((_, older)) = reading.set.migrations.split_last().filter(|_| only_last) {
            options.trusted.extend(older.iter().map(|migration| migration.version.clone()));
        }
        // Each blocker once, then it is passed over.
        for run in 0.. {
            let migrator = Migrator::new(&reading.set, options.clone());
            let blocker = match migrator.verify_on(make(&format!("project_{at}_{run}"))).await {
                Ok(verification) => {
                    let blocker = verification.blocker().map(|(it, _)| it.version.clone());
                    told(&directory, &verification, only_last || blocker.is_none(), &mut totals);
                    blocker
                }
                Err(error) => {
                    println!("{directory}: {error}");
                    None
                }
            };
            match blocker {
                Some(_) if only_last => break,
                Some(version) => drop(options.trusted.insert(version)),
                None => break,
            }
        }
    }
    println!("{totals:?}");
}

fn told(
    directory: &str,
    verification: &Verification,
    is_last: bool,
    totals: &mut BTreeMap<&'static str, usize>,
) {
    for verified in &verification.migrations {
        for line in &verified.disagreement {
            println!("    {}_{}: {line}", verified.version, verified.title);
        }
    }
    if let Some((verified, blocker)) = verification.blocker() {
        println!("    {}_{}: BLOCKER {}", verified.version, verified.title, blocker.words());
        if let Some(failure) = blocker.failure() {
            println!("        {} {:?}", failure.error, failure.error.detail());
        }
        blocker.differences().iter().for_each(|line| println!("        {line}"));
        *totals.entry(blocker.words()).or_default() += 1;
    }
    if !is_last {
        return;
    }
    let last = verification.migrations.last();
    let (tables, unseeded) =
        last.map_or((0, 0), |last| (last.rows.tables, last.rows.unseeded.len()));
    *totals.entry("tables").or_default() += tables;
    *totals.entry("unseeded").or_default() += unseeded;
    println!(
        "{directory}: {} verified, {} not run, {tables} tables, {unseeded} unseeded, {:?}",
        verification.migrations.len(),
        verification.not_run,
        verification.took
    );
    for it in last.map(|last| &last.rows.unseeded).into_iter().flatten() {
        println!("    unseeded {}: {}", it.table, it.error);
    }
    for verified in &verification.migrations {
        let name = format!("{}_{}", verified.version, verified.title);
        *totals.entry(verified.rows.word().unwrap_or("no rows")).or_default() += 1;
        for remark in verified.rows.remarks() {
            println!("    {name}: {remark}");
        }
    }
}
