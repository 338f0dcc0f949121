//! Which columns of a table are indexed, and which are unique.

use crate::change::Change;
use crate::command::{TableChange, What};
use crate::replay::Step;
use crate::rule::Context;
use crate::rule::outlook::{self, Event};
use crate::schema::{Constraint, ForeignKey, IndexKey, Name, Schema, Table};

/// The columns of each index and key, in order.
pub(super) fn indexed(table: &Table) -> impl Iterator<Item = Vec<&str>> {
    let keys = table.primary_key.iter().map(|key| &key.columns);
    let keys = keys.chain(table.uniques.iter().map(|key| &key.columns));
    let keys = keys.map(|key| key.iter().map(|part| &*part.name).collect());
    let whole = table.indexes.values().filter(|index| index.predicate.is_none());
    let indexes =
        whole.map(|index| index.columns.iter().map_while(|part| column(&part.key)).collect());
    keys.chain(indexes)
}

/// The columns of each unique index and key.
pub(in crate::rules) fn unique(table: &Table) -> Vec<Vec<&str>> {
    let keys = table.primary_key.iter().map(|key| &key.columns);
    let keys = keys.chain(table.uniques.iter().map(|key| &key.columns));
    let keys = keys.map(|key| key.iter().map(|part| &*part.name).collect());
    let whole = table.indexes.values().filter(|index| index.unique && index.predicate.is_none());
    let indexes =
        whole.filter_map(|index| index.columns.iter().map(|part| column(&part.key)).collect());
    keys.chain(indexes).collect()
}

fn column(key: &IndexKey) -> Option<&str> {
    match key {
        IndexKey::Column(name) => Some(name),
        IndexKey::Expression(_) => None,
    }
}

/// Whether a table of the schema has an index that begins with those columns.
pub(in crate::rules) fn is_indexed(schema: &Schema, table: &Name, columns: &[String]) -> bool {
    let table = schema.tables.get(table);
    table.is_some_and(|table| indexed(table).any(|index| serves(&index, columns)))
}

/// Whether an index begins with those columns, in any order.
pub(super) fn serves(index: &[&str], columns: &[String]) -> bool {
    index.len() >= columns.len()
        && index[..columns.len()]
            .iter()
            .all(|name| columns.iter().any(|column| column.eq_ignore_ascii_case(name)))
}

/// The foreign keys that a step makes, each with its table.
pub(super) fn made<'s>(step: &'s Step<'_>) -> Vec<(&'s Name, &'s ForeignKey)> {
    let mut found = Vec::new();
    // What is renamed or validated was judged when it was made.
    if let What::AlterTable(alter) = &step.command.what
        && !matches!(
            alter.change,
            TableChange::AddConstraint(_)
                | TableChange::AddColumn { .. }
                | TableChange::ReplaceColumn { .. }
                | TableChange::AttachPartition { .. }
        )
    {
        return found;
    }
    for change in &step.changes {
        match change {
            Change::CreateTable(name, table) => {
                found.extend(table.foreign_keys.iter().map(|key| (name, key)));
            }
            Change::AddConstraint(name, Constraint::ForeignKey(key)) => found.push((name, key)),
            _ => {}
        }
    }
    found
}

/// Whether the table had that key before the migration, or another one that the script drops or
/// renames: what a rebuild copies, or a down makes again, was judged when it was made.
pub(super) fn is_old(context: &Context<'_>, of: &Name, key: &ForeignKey) -> bool {
    let steps = context.whenever(Event::ReferrerLeft, &outlook::referring(key));
    let replaced = steps.flat_map(|step| &step.changes).filter_map(|change| match change {
        Change::DropTable(name) | Change::RenameTable { from: name, .. } => Some(name),
        _ => None,
    });
    let mut tables =
        std::iter::once(of).chain(replaced).filter_map(|name| context.settled.tables.get(name));
    tables.any(|table| {
        let mut keys = table.foreign_keys.iter();
        keys.any(|old| old.columns == key.columns && old.references == key.references)
    })
}

/// The table as it is after the step, as far as that matters for its columns and keys.
pub(super) fn table_after<'s>(step: &'s Step<'_>, name: &Name) -> Option<&'s Table> {
    let made = step.changes.iter().find_map(|change| match change {
        Change::CreateTable(it, table) if it == name => Some(table),
        _ => None,
    });
    made.or_else(|| {
        let same =
            |it: &Name| it.namespace == name.namespace && it.name.eq_ignore_ascii_case(&name.name);
        let found =
            step.before.tables.get(name).or_else(|| {
                step.before.tables.iter().find(|(it, _)| same(it)).map(|(_, table)| table)
            });
        found.map(|table| &**table)
    })
}
