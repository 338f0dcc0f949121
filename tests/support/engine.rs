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
    /// What is in the tables.
    fn rows(&self, database: Database) -> Rows;
    /// The URL of an empty database that is there for nothing else.
    fn spare(&self) -> String;
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
}

impl Engine {
    /// Starts the engine of a target (for `mysql`, MariaDB). None where it is not installed.
    #[must_use]
    pub fn start(target: Target) -> Option<Self> {
        Some(Self(match target.dialect {
            Dialect::Postgres => Box::new(postgres::Throwaway::start()?),
            Dialect::Mysql => Box::new(mariadb::Throwaway::start()?),
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
        let outcome = undone(engine, Database::Copy, &before, down, &migration.name());
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
        let (engine, main) = (&*self.0, Database::Main);
        engine.clear();
        let Some((migration, earlier)) = set.migrations.split_last() else {
            return Err("there is no migration".to_owned());
        };
        earlier.iter().try_for_each(|base| engine.run(main, &base.up))?;
        let (schema, rows) = (engine.dump(main), engine.rows(main));
        engine.run(main, &migration.up)?;
        let mut cycle = Cycle { outcome: Outcome::NoDown, rows: Vec::new(), again: None };
        let Some(down) = migration.down.script() else { return Ok(cycle) };
        cycle.outcome = undone(engine, main, &schema, down, &migration.name());
        if cycle.outcome != Outcome::DownFails {
            cycle.rows = rows.changed(&engine.rows(main));
            cycle.again = engine.run(main, &migration.up).err();
        }
        Ok(cycle)
    }

    /// The URL of an empty database that is there for nothing else, until there is the next one.
    #[must_use]
    pub fn spare(&self) -> String {
        self.0.spare()
    }
}

/// What is in the tables, and where sequences stand that no key of a row tells.
#[derive(Default)]
struct Rows {
    /// Each row, its columns in the order of their names.
    rows: Vec<String>,
    counters: BTreeMap<String, i64>,
}

impl Rows {
    /// Rows that are gone, rows that are new, and sequences that will hand out numbers again. One that
    /// is gone is the schema's affair.
    fn changed(&self, after: &Self) -> Vec<String> {
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
        let is_behind =
            |(name, at): &(&String, &i64)| after.counters.get(*name).is_some_and(|now| now < *at);
        let behind = self.counters.iter().filter(is_behind);
        let behind = behind.map(|(name, at)| format!("{name} stood at {at}")).collect();
        [without('-', &self.rows, &after.rows), without('+', &after.rows, &self.rows), behind]
            .concat()
    }
}

fn undone(
    engine: &dyn Server,
    database: Database,
    before: &Dump,
    down: &Script,
    name: &str,
) -> Outcome {
    if let Err(error) = engine.run(database, down) {
        println!("{name}: the down fails: {}", error.trim());
        return Outcome::DownFails;
    }
    let after = engine.dump(database);
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
