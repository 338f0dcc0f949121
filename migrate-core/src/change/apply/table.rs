//! Changes inside one table.

use super::ApplyError;
use crate::change::Change;
use crate::schema::{
    Column, Constraint, ForeignKey, Index, IndexColumn, IndexKey, List, Name, Table,
};

/// Makes a change that concerns `table` alone.
pub(super) fn change(table: &mut Table, name: &Name, change: &Change) -> Result<(), ApplyError> {
    match change {
        Change::SetOptions(_, options) => table.options = options.clone(),
        Change::AddColumn(_, column) => add_column(table, name, column)?,
        Change::DropColumn(_, column) => {
            let at = position(table, name, column)?;
            table.columns.remove(at);
        }
        Change::RenameColumn { from, to, .. } => rename_column(table, name, from, to)?,
        Change::AlterColumn(_, column) => {
            let at = position(table, name, &column.name)?;
            table.columns.set(at, column.clone());
        }
        Change::ReorderColumns(_, order) => reorder(table, name, order)?,
        Change::AddConstraint(_, constraint) => add_constraint(table, name, constraint)?,
        Change::DropConstraint(_, constraint) => drop_constraint(table, name, constraint)?,
        Change::CreateIndex { name: index, index: definition, .. } => {
            create_index(table, name, index, definition)?;
        }
        Change::DropIndex { name: index, .. } => drop_index(table, name, index)?,
        _ => {}
    }
    Ok(())
}

fn position(table: &Table, name: &Name, column: &str) -> Result<usize, ApplyError> {
    table
        .columns
        .iter()
        .position(|candidate| candidate.name == column)
        .ok_or_else(|| ApplyError::MissingColumn { table: name.clone(), column: column.to_owned() })
}

fn free(table: &Table, name: &Name, column: &str) -> Result<(), ApplyError> {
    if table.column(column).is_none() {
        return Ok(());
    }
    Err(ApplyError::DuplicateColumn { table: name.clone(), column: column.to_owned() })
}

fn add_column(table: &mut Table, name: &Name, column: &Column) -> Result<(), ApplyError> {
    free(table, name, &column.name)?;
    table.columns.push(column.clone());
    Ok(())
}

fn rename_column(table: &mut Table, name: &Name, from: &str, to: &str) -> Result<(), ApplyError> {
    let at = position(table, name, from)?;
    if from != to {
        free(table, name, to)?;
    }
    if let Some(column) = table.columns.get_mut(at) {
        to.clone_into(&mut column.name);
    }
    rename_uses(table, name, from, to);
    table.sort();
    Ok(())
}

/// Renames a column wherever the keys and indexes of its table name it. Expressions are not looked
/// into: their new text is a change of its own.
fn rename_uses(table: &mut Table, name: &Name, from: &str, to: &str) {
    let rename = |column: &mut String| {
        if *column == from {
            to.clone_into(column);
        }
    };
    if let Some(key) = &mut table.primary_key {
        key.columns.iter_mut().for_each(|column| rename(&mut column.name));
    }
    table.uniques.update(
        |key| key.columns.iter().any(|column| column.name == from),
        |key| key.columns.iter_mut().for_each(|column| rename(&mut column.name)),
    );
    let to_itself = |key: &ForeignKey| key.references == *name;
    table.foreign_keys.update(
        |key| {
            let is_it = |column: &String| column == from;
            key.columns.iter().any(is_it)
                || to_itself(key) && key.referenced_columns.iter().any(is_it)
        },
        |key| {
            key.columns.iter_mut().for_each(rename);
            if to_itself(key) {
                key.referenced_columns.iter_mut().for_each(rename);
            }
        },
    );
    table.indexes.update(
        |index| {
            let is_it =
                |part: &IndexColumn| matches!(&part.key, IndexKey::Column(it) if it == from);
            index.columns.iter().any(is_it) || index.include.iter().any(|column| column == from)
        },
        |index| {
            index.include.iter_mut().for_each(rename);
            for part in &mut index.columns {
                if let IndexKey::Column(column) = &mut part.key {
                    rename(column);
                }
            }
        },
    );
}

fn reorder(table: &mut Table, name: &Name, order: &[String]) -> Result<(), ApplyError> {
    let mut rest: Vec<Column> = table.columns.iter().cloned().collect();
    let mut ordered = Vec::with_capacity(rest.len());
    for wanted in order {
        let Some(at) = rest.iter().position(|column| column.name == *wanted) else { break };
        ordered.push(rest.remove(at));
    }
    if !rest.is_empty() || ordered.len() != order.len() {
        return Err(ApplyError::ColumnOrder { table: name.clone(), columns: order.to_vec() });
    }
    table.columns = ordered.into();
    Ok(())
}

fn add_constraint(
    table: &mut Table,
    name: &Name,
    constraint: &Constraint,
) -> Result<(), ApplyError> {
    match constraint {
        Constraint::PrimaryKey(_) if table.primary_key.is_some() => {
            return Err(ApplyError::DuplicatePrimaryKey(name.clone()));
        }
        Constraint::PrimaryKey(key) => table.primary_key = Some(key.clone()),
        Constraint::Unique(key) => table.uniques.insert(key.clone()),
        Constraint::Check(check) => table.checks.insert(check.clone()),
        Constraint::ForeignKey(key) => table.foreign_keys.insert(key.clone()),
        Constraint::Exclusion(exclusion) => table.exclusions.insert(exclusion.clone()),
    }
    Ok(())
}

fn drop_constraint(
    table: &mut Table,
    name: &Name,
    constraint: &Constraint,
) -> Result<(), ApplyError> {
    let found = match constraint {
        Constraint::PrimaryKey(key) => table.primary_key.take_if(|found| found == key).is_some(),
        Constraint::Unique(key) => take(&mut table.uniques, key),
        Constraint::Check(check) => take(&mut table.checks, check),
        Constraint::ForeignKey(key) => take(&mut table.foreign_keys, key),
        Constraint::Exclusion(exclusion) => take(&mut table.exclusions, exclusion),
    };
    if found {
        return Ok(());
    }
    let constraint = Box::new(constraint.clone());
    Err(ApplyError::MissingConstraint { table: name.clone(), constraint })
}

fn take<T: PartialEq>(list: &mut List<T>, wanted: &T) -> bool {
    let at = list.iter().position(|item| item == wanted);
    if let Some(at) = at {
        list.remove(at);
    }
    at.is_some()
}

fn create_index(
    table: &mut Table,
    name: &Name,
    index: &str,
    definition: &Index,
) -> Result<(), ApplyError> {
    if table.indexes.contains_key(index) {
        let (table, index) = (name.clone(), index.to_owned());
        return Err(ApplyError::DuplicateIndex { table, index });
    }
    table.indexes.insert(index.to_owned(), definition.clone());
    Ok(())
}

fn drop_index(table: &mut Table, name: &Name, index: &str) -> Result<(), ApplyError> {
    if table.indexes.remove(index) {
        return Ok(());
    }
    Err(ApplyError::MissingIndex { table: name.clone(), index: index.to_owned() })
}
