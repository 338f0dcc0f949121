//! The author's rows on a throwaway database: each statement when its tables are there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use migrate_core::schema::{Name, Schema, Table};
use migrate_core::set::seed_file::{Seed, SeedFile};

use super::rows::message;
use crate::driver::Driver;

/// A statement of `seed.sql` that no migration met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ungiven {
    /// The file as shown to people.
    pub path: String,
    /// The line on which it begins.
    pub line: usize,
    /// What the engine said of it last; none where it never had a table to write.
    pub error: Option<String>,
}

impl std::fmt::Display for Ungiven {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { path, line, error } = self;
        let error = error.as_deref().unwrap_or("its table was never there");
        write!(f, "{path}:{line}: no migration met these rows: {error}")
    }
}

/// What became of the statements so far.
#[derive(Debug, Default)]
pub(super) struct Given {
    file: Option<Arc<SeedFile>>,
    states: Vec<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Whether it worked since its tables were empty last.
    done: bool,
    /// Whether it ever did.
    worked: bool,
    /// What it was tried on and did not work.
    tried: Option<Tried>,
    error: Option<String>,
}

/// What has to change before a statement is tried again.
#[derive(Debug, PartialEq)]
struct Tried {
    tables: Vec<Arc<Table>>,
    /// How many tables have rows: those that it refers to may be there by now.
    filled: usize,
}

impl Given {
    pub(super) fn new(file: Option<Arc<SeedFile>>) -> Self {
        let states = file.iter().flat_map(|file| &file.statements).map(|_| State::default());
        Self { states: states.collect(), file }
    }

    /// Whether there is anything to give.
    pub(super) const fn is_any(&self) -> bool {
        !self.states.is_empty()
    }

    /// Runs what is due before the migration at that place of the set, where tables have so many rows;
    /// those in `without` get none. The tables that were written.
    pub(super) async fn give(
        &mut self,
        driver: &mut dyn Driver,
        schema: &Schema,
        place: usize,
        counts: &BTreeMap<Name, usize>,
        without: &BTreeSet<Name>,
    ) -> Vec<Name> {
        let Some(file) = self.file.clone() else { return Vec::new() };
        let mut written: Vec<Name> = Vec::new();
        let has_rows = |name: &Name| counts.get(name).is_some_and(|rows| *rows > 0);
        for (seed, state) in file.statements.iter().zip(&mut self.states) {
            let tables = seed.tables(schema);
            // All that it wrote is gone.
            let is_gone = !tables.is_empty()
                && !tables.iter().any(|name| has_rows(name) || written.contains(name));
            state.done &= !is_gone;
            let is_due = seed.is_met(place) && !state.done && seed.is_writable(schema);
            if !is_due || tables.iter().any(|name| without.contains(*name)) {
                continue;
            }
            let now = Tried {
                tables: tables.iter().filter_map(|it| schema.tables.get(*it)).cloned().collect(),
                filled: schema.tables.keys().filter(|it| has_rows(it)).count() + written.len(),
            };
            if state.tried.as_ref() == Some(&now) {
                continue;
            }
            match driver.execute(file.text(seed)).await {
                Ok(()) => {
                    *state = State { done: true, worked: true, ..State::default() };
                    written.extend(tables.into_iter().cloned());
                }
                Err(error) => {
                    state.error = Some(message(&error));
                    state.tried = Some(now);
                }
            }
        }
        written
    }

    /// The tables of statements that could run now and did not work.
    pub(super) fn waiting(&self, schema: &Schema, place: usize) -> Vec<Name> {
        let failed = self
            .with_states()
            .filter(|(seed, state)| seed.is_met(place) && !state.done && seed.is_writable(schema));
        failed.flat_map(|(seed, _)| seed.tables(schema)).cloned().collect()
    }

    /// Whether any of those tables has the author's rows.
    pub(super) fn reaches(&self, schema: &Schema, names: &BTreeSet<Name>) -> bool {
        let mut given = self.with_states().filter(|(_, state)| state.done);
        given.any(|(seed, _)| seed.tables(schema).iter().any(|name| names.contains(*name)))
    }

    /// What no migration met.
    pub(super) fn ungiven(&self) -> Vec<Ungiven> {
        let path = self.file.as_ref().map(|file| file.path.clone()).unwrap_or_default();
        let never = self.with_states().filter(|(_, state)| !state.worked);
        let one = |(seed, state): (&Seed, &State)| Ungiven {
            path: path.clone(),
            line: seed.line,
            error: state.error.clone(),
        };
        never.map(one).collect()
    }

    fn with_states(&self) -> impl Iterator<Item = (&Seed, &State)> {
        self.file.iter().flat_map(|file| &file.statements).zip(&self.states)
    }
}
