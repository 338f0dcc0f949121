//! Which table is first: one before those that refer to it.

use std::collections::BTreeSet;

use crate::schema::{ForeignKey, Name, Schema, Table};

/// The tables in the order in which rows can be inserted; those that refer to each other without a
/// NULL to begin with are one group.
pub(super) fn groups(schema: &Schema, due: &BTreeSet<Name>) -> Vec<Vec<Name>> {
    let mut left: Vec<&Name> = due.iter().collect();
    let mut waiting: BTreeSet<&Name> = due.iter().collect();
    let mut groups = Vec::new();
    while !left.is_empty() {
        let is_ready = |name: &&Name,
                        waiting: &BTreeSet<&Name>,
                        counts: fn(&Table, &ForeignKey) -> bool| {
            let Some(table) = schema.tables.get(*name) else { return true };
            !table.foreign_keys.iter().any(|key| {
                key.references != **name && waiting.contains(&key.references) && counts(table, key)
            })
        };
        let before = left.len();
        left.retain(|name| {
            let ready = is_ready(name, &waiting, |_, _| true);
            if ready {
                waiting.remove(name);
                groups.push(vec![(*name).clone()]);
            }
            !ready
        });
        if left.len() < before {
            continue;
        }
        // A circle: whoever can begin with NULL begins.
        let first = left.iter().copied().find(|name| is_ready(name, &waiting, must_refer));
        let group = match first {
            Some(name) => vec![name.clone()],
            None => circle(schema, &waiting, left[0]),
        };
        left.retain(|name| !group.contains(name));
        waiting.retain(|name| !group.contains(name));
        groups.push(group);
    }
    groups
}

/// Whether the columns of a key cannot be NULL.
fn must_refer(table: &Table, key: &ForeignKey) -> bool {
    key.columns.iter().all(|name| table.column(name).is_none_or(|column| !column.nullable))
}

/// What a table must refer to, directly or not.
fn circle(schema: &Schema, waiting: &BTreeSet<&Name>, first: &Name) -> Vec<Name> {
    let mut group = vec![first.clone()];
    let mut at = 0;
    while let Some(table) = group.get(at).and_then(|name| schema.tables.get(name)) {
        for key in table.foreign_keys.iter().filter(|key| must_refer(table, key)) {
            if waiting.contains(&key.references) && !group.contains(&key.references) {
                group.push(key.references.clone());
            }
        }
        at += 1;
    }
    group
}
