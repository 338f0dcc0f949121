//! What turns one schema into another.
//!
//! Knows no dialect: spelling differences are gone before a [`Schema`] exists, so that comparing is
//! plain comparison. The maps skip whatever two versions of a schema share, which makes the cost that
//! of the difference, not that of the schema.

mod table;

use std::sync::Arc;

pub(crate) use table::lost;

use crate::change::Change;
use crate::schema::{Constraint, Difference, Map, Name, Schema, Table};

/// The changes that turn `from` into `to`, in an order in which they can be applied.
///
/// What hangs on other things goes first and comes last: triggers and views around tables, foreign
/// keys around the tables they join, keys and indexes around columns. Nothing is ever taken for a
/// rename: that is a question for a person.
#[must_use]
pub fn diff(from: &Schema, to: &Schema) -> Vec<Change> {
    let created = |name, ()| Change::CreateNamespace(name);
    let namespaces = compare(&from.namespaces, &to.namespaces, created, Change::DropNamespace);
    let views = compare(&from.views, &to.views, Change::PutView, Change::DropView);
    let enums = compare(&from.enums, &to.enums, Change::PutEnum, Change::DropEnum);
    let sequences =
        compare(&from.sequences, &to.sequences, Change::PutSequence, Change::DropSequence);
    let objects = compare(&from.objects, &to.objects, Change::PutObject, Change::DropObject);
    let tables = Tables::compare(&from.tables, &to.tables);

    let mut changes = namespaces.put;
    changes.extend(objects.dropped);
    changes.extend(views.dropped);
    changes.extend(tables.loosened);
    changes.extend(tables.dropped);
    changes.extend(enums.put);
    changes.extend(sequences.put);
    changes.extend(tables.reshaped);
    changes.extend(tables.created);
    changes.extend(tables.tightened);
    changes.extend(views.put);
    changes.extend(objects.put);
    changes.extend(sequences.dropped);
    changes.extend(enums.dropped);
    changes.extend(namespaces.dropped);
    changes
}

struct Compared {
    put: Vec<Change>,
    dropped: Vec<Change>,
}

fn compare<K: Ord + Clone, V: Clone + PartialEq>(
    from: &Map<K, V>,
    to: &Map<K, V>,
    put: impl Fn(K, V) -> Change,
    dropped: impl Fn(K) -> Change,
) -> Compared {
    let mut compared = Compared { put: Vec::new(), dropped: Vec::new() };
    for item in from.diff(to) {
        match item {
            Difference::Added(key, value) | Difference::Changed { key, to: value, .. } => {
                compared.put.push(put(key.clone(), value.clone()));
            }
            Difference::Removed(key, _) => compared.dropped.push(dropped(key.clone())),
        }
    }
    compared
}

/// The changes of all tables, by the stage at which they can be made.
#[derive(Default)]
struct Tables {
    loosened: Vec<Change>,
    dropped: Vec<Change>,
    reshaped: Vec<Change>,
    created: Vec<Change>,
    tightened: Vec<Change>,
}

impl Tables {
    fn compare(from: &Map<Name, Arc<Table>>, to: &Map<Name, Arc<Table>>) -> Self {
        let mut tables = Self::default();
        for item in from.diff(to) {
            match item {
                Difference::Added(name, table) => {
                    tables.created.push(Change::CreateTable(name.clone(), Table::clone(table)));
                }
                Difference::Removed(name, _) => {
                    tables.dropped.push(Change::DropTable(name.clone()))
                }
                Difference::Changed { key: name, from: old, to: new } => {
                    tables.loosened.extend(table::loosen(name, old, new));
                    tables.reshaped.extend(table::reshape(name, old, new));
                    tables.tightened.extend(table::tighten(name, old, new));
                }
            }
        }
        // References between tables are the outermost layer: gone before any key they may need is
        // dropped, back when every key they may need is there.
        tables.loosened.sort_by_key(|change| !concerns_reference(change));
        tables.tightened.sort_by_key(concerns_reference);
        tables
    }
}

const fn concerns_reference(change: &Change) -> bool {
    use Constraint::ForeignKey;
    matches!(
        change,
        Change::AddConstraint(_, ForeignKey(_)) | Change::DropConstraint(_, ForeignKey(_))
    )
}

#[cfg(test)]
pub(crate) mod tests;
