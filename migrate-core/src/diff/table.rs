//! The difference between two versions of one table, in three stages.

use std::collections::HashMap;

use crate::change::Change;
use crate::schema::{Column, Constraint, Name, Table};

/// First stage: what hangs on columns goes, foreign keys before the keys they may refer to.
pub(super) fn loosen(name: &Name, old: &Table, new: &Table) -> Vec<Change> {
    let indexes = old
        .indexes
        .iter()
        .filter(|(index, definition)| new.indexes.get(*index) != Some(definition))
        .map(|(index, _)| Change::DropIndex { table: name.clone(), name: index.clone() });
    let constraints = lost(&old.constraints(), &new.constraints())
        .into_iter()
        .rev()
        .map(|constraint| Change::DropConstraint(name.clone(), constraint));
    indexes.chain(constraints).collect()
}

/// Second stage: columns and attributes.
pub(super) fn reshape(name: &Name, old: &Table, new: &Table) -> Vec<Change> {
    let (before, after) = (by_name(old), by_name(new));
    let mut changes = Vec::new();
    let mut order = Vec::with_capacity(new.columns.len());
    for column in &old.columns {
        match after.get(column.name.as_str()) {
            None => changes.push(Change::DropColumn(name.clone(), column.name.clone())),
            Some(_) => order.push(column.name.as_str()),
        }
    }
    for column in &new.columns {
        match before.get(column.name.as_str()) {
            None => {
                order.push(column.name.as_str());
                changes.push(Change::AddColumn(name.clone(), column.clone()));
            }
            Some(old) if *old != column => {
                changes.push(Change::AlterColumn(name.clone(), column.clone()));
            }
            Some(_) => {}
        }
    }
    if !new.columns.iter().map(|column| column.name.as_str()).eq(order) {
        let order = new.columns.iter().map(|column| column.name.clone()).collect();
        changes.push(Change::ReorderColumns(name.clone(), order));
    }
    if old.options != new.options {
        changes.push(Change::SetOptions(name.clone(), new.options.clone()));
    }
    changes
}

/// Third stage: the new keys, then the references to keys, then the indexes.
pub(super) fn tighten(name: &Name, old: &Table, new: &Table) -> Vec<Change> {
    let constraints = lost(&new.constraints(), &old.constraints())
        .into_iter()
        .map(|constraint| Change::AddConstraint(name.clone(), constraint));
    let indexes = new
        .indexes
        .iter()
        .filter(|(index, definition)| old.indexes.get(*index) != Some(definition))
        .map(|(index, definition)| Change::CreateIndex {
            table: name.clone(),
            name: index.clone(),
            index: definition.clone(),
        });
    constraints.chain(indexes).collect()
}

fn by_name(table: &Table) -> HashMap<&str, &Column> {
    table.columns.iter().map(|column| (column.name.as_str(), column)).collect()
}

/// What `old` has more often than `new`; both are sorted. A table may have the same check twice.
pub(crate) fn lost(old: &[Constraint], new: &[Constraint]) -> Vec<Constraint> {
    let mut new = new.iter().peekable();
    let mut lost = Vec::new();
    for constraint in old {
        while new.next_if(|other| *other < constraint).is_some() {}
        if new.next_if_eq(&constraint).is_none() {
            lost.push(constraint.clone());
        }
    }
    lost
}
