//! What an engine does with each pair, found out on a throwaway server: the truth that verdicts are
//! held against.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "only tests use it, which fail by panicking and say what failed"
)]

mod mariadb;
mod postgres;
mod sqlite;

use std::collections::BTreeMap;

use migrate_core::dialect::{Dialect, Target};
use migrate_core::schema::Schema;
use migrate_core::set::{Migration, MigrationSet, Script};

/// What an engine did with a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The schema came back.
    Restored,
    /// It came back but for what means nothing: the order of columns, blanks in a body.
    Order,
    /// It did not come back.
    Differs,
    /// The down failed.
    DownFails,
    /// The up failed, so that there is nothing to undo.
    UpFails,
    /// There is no down.
    NoDown,
}

/// A throwaway server.
pub struct Engine(Box<dyn Server>);

/// Two databases on one server: the first only ever goes up, so that a bad down does not spoil what
/// is said of later migrations; the second is a copy of it that goes down and up again.
trait Server {
    /// Makes the first database an empty one.
    fn clear(&self);
    /// Runs a script up to its first error.
    fn run(&self, database: Database, script: &Script) -> Result<(), String>;
    /// Makes the second database what the first is.
    fn copy(&self);
    /// Each object of the schema.
    fn dump(&self, database: Database) -> Dump;
    /// Each row of each table, its columns in the order of their names.
    fn rows(&self, database: Database) -> Vec<String>;
    /// Where each sequence stands that no key of a row tells.
    fn counters(&self, database: Database) -> BTreeMap<String, i64>;
    /// The schema as the product reads it.
    fn schema(&self, database: Database) -> Schema;
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
    /// With the columns of tables in their order, and bodies to the letter.
    exact: Vec<String>,
    /// Without either.
    loose: Vec<String>,
}

/// What happened to one pair on databases with rows.
pub struct Cycle {
    /// To the schema, by the engine's own dump.
    pub outcome: Outcome,
    /// What is different in the rows.
    pub rows: Vec<String>,
    /// What the second up failed with.
    pub again: Option<String>,
    /// The schema before the up and the one after the down, as the product reads them.
    pub schemas: Option<(Schema, Schema)>,
}

impl Engine {
    /// Starts the engine of a target (for `mysql`, MariaDB). None where it is not installed.
    #[must_use]
    pub fn start(target: Target) -> Option<Self> {
        Some(Self(match target.dialect {
            Dialect::Postgres => Box::new(postgres::Throwaway::start()?),
            Dialect::Mysql => Box::new(mariadb::Throwaway::start(target)?),
            Dialect::Sqlite => Box::new(sqlite::Files::new()),
        }))
    }

    /// What the engine does with each migration, by version.
    #[must_use]
    pub fn outcomes(&self, set: &MigrationSet) -> BTreeMap<String, Outcome> {
        let outcome = |it: &Migration| (it.version.to_string(), self.outcome(it));
        set.migrations.iter().map(outcome).collect()
    }

    fn outcome(&self, migration: &Migration) -> Outcome {
        let engine = &*self.0;
        let before = engine.dump(Database::Main);
        if let Err(error) = engine.run(Database::Main, &migration.up) {
            println!("{}: the up fails: {}", migration.name(), error.trim());
            return Outcome::UpFails;
        }
        let Some(down) = migration.down.script() else { return Outcome::NoDown };
        engine.copy();
        let outcome = undone(engine, &before, down, &migration.name());
        // Where the schema came back and the up fails, rows are in its way, which no verdict about the
        // schema is held against.
        if matches!(outcome, Outcome::Restored | Outcome::Order)
            && let Err(error) = engine.run(Database::Copy, &migration.up)
        {
            println!("{}: the second up fails: {}", migration.name(), error.trim());
        }
        outcome
    }

    /// What the engine does with the last migration of a set; the others only go up.
    ///
    /// # Errors
    ///
    /// When an up fails the first time.
    pub fn cycle(&self, set: &MigrationSet) -> Result<Cycle, String> {
        let engine = &*self.0;
        let Some((migration, earlier)) = set.migrations.split_last() else {
            return Err("there is no migration".to_owned());
        };
        engine.clear();
        earlier.iter().try_for_each(|base| engine.run(Database::Main, &base.up))?;
        let before = engine.dump(Database::Main);
        let rows = (engine.rows(Database::Main), engine.counters(Database::Main));
        let schema = engine.schema(Database::Main);
        engine.run(Database::Main, &migration.up)?;
        let outcome = Outcome::NoDown;
        let mut cycle = Cycle { outcome, rows: Vec::new(), again: None, schemas: None };
        let Some(down) = migration.down.script() else { return Ok(cycle) };
        engine.copy();
        cycle.outcome = undone(engine, &before, down, &migration.name());
        if cycle.outcome == Outcome::DownFails {
            return Ok(cycle);
        }
        cycle.rows = changed(&rows.0, &engine.rows(Database::Copy));
        cycle.rows.extend(behind(&rows.1, &engine.counters(Database::Copy)));
        cycle.schemas = Some((schema, engine.schema(Database::Copy)));
        cycle.again = engine.run(Database::Copy, &migration.up).err();
        Ok(cycle)
    }
}

/// Rows that are gone and rows that are new.
fn changed(before: &[String], after: &[String]) -> Vec<String> {
    let without = |sign: char, from: &[String], to: &[String]| {
        let mut rest = to.to_vec();
        let mut found = Vec::new();
        for row in from {
            match rest.iter().position(|other| other == row) {
                Some(at) => drop(rest.swap_remove(at)),
                None => found.push(format!("{sign} {row}")),
            }
        }
        found
    };
    [without('-', before, after), without('+', after, before)].concat()
}

/// Sequences that will hand out numbers again. One that is gone is the schema's affair.
fn behind(before: &BTreeMap<String, i64>, after: &BTreeMap<String, i64>) -> Vec<String> {
    let is_behind = |(name, at): &(&String, &i64)| after.get(*name).is_some_and(|now| now < *at);
    let found = before.iter().filter(is_behind);
    found.map(|(name, at)| format!("{name} stood at {at}")).collect()
}

fn undone(engine: &dyn Server, before: &Dump, down: &Script, name: &str) -> Outcome {
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
