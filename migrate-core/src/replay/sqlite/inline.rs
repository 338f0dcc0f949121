//! Which constraints stand at a column: they go with it, while others keep it from going.
//!
//! The model does not keep the difference, since it means nothing until a column is dropped.

use std::sync::Arc;

use super::super::work::Work;
use super::relations::key;
use crate::command::{NewColumn, TableElement};
use crate::schema::{Constraint, Name, Table};

type List = Vec<(String, Constraint)>;

/// The constraints in the table `table`, in its own spelling, that a column's definition lists.
fn of_column(table: &Table, new: &NewColumn, list: &mut List) {
    let owner = new.name.name.to_ascii_lowercase();
    for written in &new.constraints {
        list.push((owner.clone(), normal(table, &written.constraint)));
    }
}

/// A constraint as it is spelled in its table.
fn normal(table: &Table, constraint: &Constraint) -> Constraint {
    let mut alone = Table { options: table.options.clone(), ..Table::default() };
    match constraint {
        Constraint::Check(check) => alone.checks.push(check.clone()),
        Constraint::ForeignKey(key) => {
            let own = table.columns.iter().filter(|column| {
                key.columns.iter().any(|it| it.eq_ignore_ascii_case(&column.name))
            });
            alone.columns = own.cloned().collect();
            alone.foreign_keys.push(key.clone());
        }
        _ => return constraint.clone(),
    }
    crate::dialect::sqlite::normalize::table(&mut alone);
    crate::sql::sqlite::resolve::part(&mut alone, Some(table));
    alone.constraints().pop().unwrap_or_else(|| constraint.clone())
}

/// Notes the constraints at the columns of a new table.
pub(super) fn define(work: &mut Work<'_>, name: &Name, elements: &[TableElement]) {
    let mut table = Table::default();
    let columns = elements.iter().filter_map(|element| match element {
        TableElement::Column(column) => Some(&**column),
        _ => None,
    });
    let columns: Vec<&NewColumn> = columns.collect();
    let has_any = columns.iter().any(|column| !column.constraints.is_empty());
    if !has_any {
        work.replay.inline.remove(&key(name));
        return;
    }
    table.columns = columns.iter().map(|column| column.column.clone()).collect();
    let mut list = List::new();
    columns.iter().for_each(|column| of_column(&table, column, &mut list));
    work.replay.inline.insert(key(name), Arc::new(list));
}

/// Notes the constraints at a column that is added.
pub(super) fn add(work: &mut Work<'_>, name: &Name, table: &Table, new: &NewColumn) {
    let mut list = all(work, name);
    of_column(table, new, &mut list);
    work.replay.inline.insert(key(name), Arc::new(list));
}

fn all(work: &Work<'_>, name: &Name) -> List {
    work.replay.inline.get(&key(name)).map(|list| List::clone(list)).unwrap_or_default()
}

/// The constraints that stand at a column.
pub(super) fn at(work: &Work<'_>, name: &Name, column: &str) -> Vec<Constraint> {
    let list = work.replay.inline.get(&key(name)).into_iter().flat_map(|list| list.iter());
    let own = list.filter(|(owner, _)| owner.eq_ignore_ascii_case(column));
    own.map(|(_, constraint)| constraint.clone()).collect()
}

/// Replaces a constraint wherever it stands.
pub(super) fn replace(work: &mut Work<'_>, name: &Name, old: &Constraint, new: &Constraint) {
    change(work, name, |(_, constraint)| {
        if constraint == old {
            constraint.clone_from(new);
        }
    });
}

/// Changes what is known of the constraints of a table.
pub(super) fn change(work: &mut Work<'_>, name: &Name, each: impl Fn(&mut (String, Constraint))) {
    if let Some(list) = work.replay.inline.get_mut(&key(name)) {
        Arc::make_mut(list).iter_mut().for_each(each);
    }
}

/// Forgets what stood at a column.
pub(super) fn forget(work: &mut Work<'_>, name: &Name, column: &str) {
    if let Some(list) = work.replay.inline.get_mut(&key(name)) {
        Arc::make_mut(list).retain(|(owner, _)| !owner.eq_ignore_ascii_case(column));
    }
}

/// What is known of `from` is known of `to`.
pub(super) fn rename(work: &mut Work<'_>, from: &Name, to: &Name) {
    let (from, to) = (key(from), key(to));
    let inline = &mut work.replay.inline;
    let list = inline.get(&from).cloned();
    inline.remove(&from);
    match list {
        Some(list) => inline.insert(to, list),
        None => drop(inline.remove(&to)),
    }
}
