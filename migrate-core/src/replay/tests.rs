//! Scripts, and what they come to.

mod doubts;
mod laws;
mod long;
mod mysql_names;
mod names;
mod postgres;
mod refused;
mod sqlite;
mod values;

use super::{FailureKind, Replay, Step};
use crate::dialect::{Dialect, Target};
use crate::schema::{Name, Schema, Table};
use crate::sql::{self, Script};

/// A database after a script.
pub(super) struct After {
    pub(super) replay: Replay,
}

pub(super) fn read(sql: &str, dialect: Dialect) -> Script {
    let script = sql::read(sql, Target::oldest(dialect));
    assert_eq!(script.errors, [], "{sql}");
    script
}

impl After {
    pub(super) fn new(sql: &str, dialect: Dialect) -> Self {
        let script = read(sql, dialect);
        let mut replay = Replay::new(Target::oldest(dialect));
        for step in replay.run(&script.statements) {
            assert_eq!(step.failure, None, "{sql}");
            check(&step);
        }
        Self { replay }
    }

    /// The same after one more script that the engine takes.
    pub(super) fn then(mut self, sql: &str) -> Self {
        let script = read(sql, self.replay.target.dialect);
        for step in self.replay.run(&script.statements) {
            assert_eq!(step.failure, None, "{sql}");
            check(&step);
        }
        self
    }

    /// What the engine says to one more script, of which only the last statement is refused.
    pub(super) fn refusal(&self, sql: &str) -> (FailureKind, String, Vec<String>) {
        let script = read(sql, self.replay.target.dialect);
        let mut replay = self.replay.clone();
        let steps = replay.run(&script.statements);
        let (last, before) = steps.split_last().unwrap();
        assert!(before.iter().all(|step| step.failure.is_none()), "{sql}: {before:#?}");
        let Some(failure) = last.failure.clone() else { panic!("{sql}: {:#?}", last.changes) };
        assert!(last.changes.is_empty() && last.before == replay.schema, "{sql}");
        (failure.kind, failure.message, failure.notes)
    }

    pub(super) fn is_refused(&self, sql: &str, kind: FailureKind) {
        assert_eq!(self.refusal(sql).0, kind, "{sql}");
    }

    pub(super) fn schema(&self) -> &Schema {
        self.replay.schema()
    }

    pub(super) fn table(&self, name: &str) -> &Table {
        let tables = &self.schema().tables;
        tables.get(&Name::bare(name)).unwrap_or_else(|| panic!("{name} in {tables:#?}"))
    }

    /// The names of indexes and constraints of a table, sorted.
    pub(super) fn names(&self, table: &str) -> Vec<String> {
        let table = self.table(table);
        let constraints = table.constraints();
        let names = constraints.iter().filter_map(|it| it.name().map(str::to_owned));
        let mut names: Vec<String> = names.chain(table.indexes.keys().cloned()).collect();
        names.sort();
        names
    }

    pub(super) fn columns(&self, table: &str) -> Vec<&str> {
        self.table(table).columns.iter().map(|column| column.name.as_str()).collect()
    }

    /// Asserts that a down brings back the schema from before an up.
    pub(super) fn round(before: &str, up: &str, down: &str, dialect: Dialect) {
        let start = Self::new(before, dialect);
        let schema = start.schema().clone();
        let end = start.then(up).then(down);
        assert_eq!(crate::diff::diff(&schema, end.schema()), [], "{up} / {down}");
        assert_eq!(end.replay.doubts(), Vec::<&super::Doubt>::new(), "{up} / {down}");
    }
}

/// What a step says it did is what it did.
pub(super) fn check(step: &Step<'_>) -> Schema {
    let mut schema = step.before.clone();
    for change in &step.changes {
        schema.apply(change).unwrap_or_else(|error| panic!("{error} in {step:#?}"));
    }
    if step.failure.is_some() {
        assert!(step.changes.is_empty(), "{step:#?}");
    }
    schema
}
