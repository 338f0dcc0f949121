//! What comes later in a script, found by name: rules that look ahead look at little.

use std::collections::BTreeMap;

use crate::change::Change;
use crate::command::{DataKind, TableChange, What};
use crate::replay::Step;
use crate::schema::{Constraint, ForeignKey, Index, IndexKey, KeyColumn, Name, Schema};

/// What may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// Something of that name is made, changed or dropped, gets that name or loses it.
    Touched,
    /// The table of that name goes.
    Dropped,
    /// An index of the table of that name goes.
    IndexDropped,
    /// The table of that name gets another one.
    Renamed,
    /// A table goes or gets another name that had a foreign key before the migration: `table.column`, the
    /// table that the key is to and the first of its own columns.
    ReferrerLeft,
    /// A column is added, renamed or altered: `table.column`.
    Column,
    /// An index or key is made that begins with a column or an expression: `table.column`.
    Keyed,
    /// A unique index of the table of that name is made.
    Unique,
    /// Rows are added to the table of that name.
    Filled,
    /// A setting of that name is set or reset.
    Set,
}

/// For each event and name the places of the steps in which it comes, in order. Names are in lower case
/// and without their namespaces: whoever asks compares what was found.
#[derive(Debug, Default)]
pub struct Outlook {
    places: BTreeMap<(Event, String), Vec<usize>>,
}

impl Outlook {
    /// What is in those steps of a migration, before which the schema was `settled`.
    #[must_use]
    pub fn of(steps: &[Step<'_>], settled: &Schema) -> Self {
        let mut outlook = Self::default();
        for (at, step) in steps.iter().enumerate() {
            for change in &step.changes {
                outlook.note(change, at);
                outlook.note_referrer(change, settled, at);
            }
            match &step.command.what {
                What::Data(data) if data.kind == DataKind::Insert => {
                    let tables = data.tables.iter();
                    tables.for_each(|path| outlook.add(Event::Filled, &path.name, at));
                }
                What::Set(setting) => outlook.add(Event::Set, &setting.name, at),
                // One that is refused was meant all the same.
                What::AlterTable(alter) => {
                    if let TableChange::Rename(to) = &alter.change {
                        outlook.add(Event::Touched, &to.name, at);
                    }
                }
                _ => {}
            }
        }
        outlook
    }

    /// The places of the steps, in order.
    #[must_use]
    pub fn places(&self, event: Event, name: &str) -> &[usize] {
        let key = (event, name.to_lowercase());
        self.places.get(&key).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, event: Event, name: &str, at: usize) {
        let places = self.places.entry((event, name.to_lowercase())).or_default();
        if places.last() != Some(&at) {
            places.push(at);
        }
    }

    fn note_referrer(&mut self, change: &Change, settled: &Schema, at: usize) {
        let (Change::DropTable(name) | Change::RenameTable { from: name, .. }) = change else {
            return;
        };
        let table = settled.tables.get(name);
        for key in table.iter().flat_map(|table| &table.foreign_keys) {
            self.add(Event::ReferrerLeft, &referring(key), at);
        }
    }

    fn note(&mut self, change: &Change, at: usize) {
        if let Some(name) = subject(change) {
            self.add(Event::Touched, name, at);
        }
        let column = |table: &Name, column: &str| format!("{}.{column}", table.name);
        match change {
            Change::RenameTable { from, to } => {
                self.add(Event::Renamed, &from.name, at);
                self.add(Event::Touched, &to.name, at);
            }
            Change::DropTable(name) => self.add(Event::Dropped, &name.name, at),
            Change::DropIndex { table, .. } => self.add(Event::IndexDropped, &table.name, at),
            Change::AddColumn(table, it) | Change::AlterColumn(table, it) => {
                self.add(Event::Column, &column(table, &it.name), at);
            }
            Change::RenameColumn { table, to, .. } => {
                self.add(Event::Column, &column(table, to), at);
            }
            Change::CreateIndex { table, index, .. } => {
                if let Some(first) = first_of_index(index) {
                    self.add(Event::Keyed, &column(table, first), at);
                }
                if index.unique {
                    self.add(Event::Unique, &table.name, at);
                }
            }
            Change::AddConstraint(table, constraint) => {
                if let Some(first) = first_of_key(constraint) {
                    self.add(Event::Keyed, &column(table, &first.name), at);
                }
            }
            _ => {}
        }
    }
}

/// The name of a foreign key in [`Event::ReferrerLeft`].
pub(crate) fn referring(key: &ForeignKey) -> String {
    let first = key.columns.first().map(String::as_str).unwrap_or_default();
    format!("{}.{first}", key.references.name)
}

fn first_of_index(index: &Index) -> Option<&str> {
    match &index.columns.first()?.key {
        IndexKey::Column(name) | IndexKey::Expression(name) => Some(name),
    }
}

fn first_of_key(constraint: &Constraint) -> Option<&KeyColumn> {
    match constraint {
        Constraint::PrimaryKey(key) => key.columns.first(),
        Constraint::Unique(key) => key.columns.first(),
        _ => None,
    }
}

/// The name of what a change is about, a routine's without its arguments.
fn subject(change: &Change) -> Option<&str> {
    match change {
        Change::CreateNamespace(name) | Change::DropNamespace(name) => Some(name),
        Change::PutObject(object, _) | Change::DropObject(object) => {
            object.name.name.split('(').next()
        }
        _ => change.subject().map(|name| name.name.as_str()),
    }
}

#[cfg(test)]
pub(crate) mod work {
    //! How many steps were looked at ahead: what rules cost, whatever the machine.

    use std::cell::Cell;

    thread_local! {
        static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn count() {
        LOOKED_AT.with(|looked| looked.set(looked.get() + 1));
    }

    /// How many since the last time that somebody asked.
    pub(crate) fn taken() -> usize {
        LOOKED_AT.with(Cell::take)
    }
}
