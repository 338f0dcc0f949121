//! What an engine does with each pair, found out on a throwaway server.

mod mariadb;
mod postgres;
mod sqlite;

use std::collections::BTreeMap;

use migrate_core::dialect::{Dialect, Target};
use migrate_core::set::{Migration, MigrationSet, Script};

use super::matrix::Outcome;

/// Two databases on one engine: the first only ever goes up, so that a bad down does not spoil what
/// is said of later migrations; the second is a copy of it that goes down and up again.
trait Engine {
    /// Runs a script up to its first error.
    fn run(&self, database: Database, script: &Script) -> Result<(), String>;
    /// Makes the second database what the first is.
    fn copy(&self);
    /// Each object of the schema.
    fn dump(&self, database: Database) -> Dump;
}

#[derive(Clone, Copy)]
enum Database {
    Main,
    Copy,
}

impl Database {
    const fn name(self) -> &'static str {
        match self {
            Self::Main => "app",
            Self::Copy => "copy",
        }
    }
}

/// The text of each object, twice.
#[derive(PartialEq, Eq)]
struct Dump {
    /// With the columns of tables in their order.
    exact: Vec<String>,
    /// Without an order of columns.
    loose: Vec<String>,
}

/// What the engine did with each migration, by version. None where it is not installed.
pub(crate) fn outcomes(set: &MigrationSet) -> Option<BTreeMap<String, Outcome>> {
    let engine = start(set.target)?;
    let mut outcomes = BTreeMap::new();
    for migration in set.migrations.iter() {
        let before = engine.dump(Database::Main);
        let outcome = match engine.run(Database::Main, &migration.up) {
            Err(error) => {
                println!("{}: the up fails: {}", migration.name(), error.trim());
                Outcome::UpFails
            }
            Ok(()) => match migration.down.script() {
                None => Outcome::NoDown,
                Some(down) => {
                    let outcome = undone(engine.as_ref(), &before, down, &migration.name());
                    again(engine.as_ref(), outcome, migration);
                    outcome
                }
            },
        };
        outcomes.insert(migration.version.to_string(), outcome);
    }
    Some(outcomes)
}

fn start(target: Target) -> Option<Box<dyn Engine>> {
    Some(match target.dialect {
        Dialect::Postgres => Box::new(postgres::Server::start()?),
        Dialect::Mysql => Box::new(mariadb::Server::start()?),
        Dialect::Sqlite => Box::new(sqlite::Files::new()),
    })
}

/// The same up a second time, on what the down left. Where the schema came back and the up fails,
/// rows are in its way, which no verdict about the schema is held against.
fn again(engine: &dyn Engine, outcome: Outcome, migration: &Migration) {
    if !matches!(outcome, Outcome::Restored | Outcome::Order) {
        return;
    }
    if let Err(error) = engine.run(Database::Copy, &migration.up) {
        println!("{}: the second up fails: {}", migration.name(), error.trim());
    }
}

fn undone(engine: &dyn Engine, before: &Dump, down: &Script, name: &str) -> Outcome {
    engine.copy();
    if let Err(error) = engine.run(Database::Copy, down) {
        println!("{name}: the down fails: {}", error.trim());
        return Outcome::DownFails;
    }
    let after = engine.dump(Database::Copy);
    if after.exact == before.exact {
        return Outcome::Restored;
    }
    if after.loose == before.loose {
        return Outcome::Order;
    }
    for (sign, from, to) in [('-', before, &after), ('+', &after, before)] {
        for object in from.loose.iter().filter(|object| !to.loose.contains(object)) {
            println!("{name}: {sign} {}", object.replace('\n', "\n    "));
        }
    }
    Outcome::Differs
}
