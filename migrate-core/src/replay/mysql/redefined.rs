//! What a column's new definition does to its check and to the indexes it is in.

use crate::change::Change;
use crate::replay::failure::Outcome;
use crate::replay::work::Work;
use crate::schema::{Check, Column, Constraint, Index, IndexKey, Name, Table};

/// After `MODIFY` and `CHANGE`, before the constraints of the new definition are added.
pub(super) fn follow(work: &mut Work<'_>, table: &Name, before: &Column) -> Outcome {
    drop_check(work, table, &before.name)?;
    let of = work.table_at(table)?;
    let Some(column) = of.column(&before.name).cloned() else { return Ok(()) };
    if column.data_type != before.data_type || column.charset != before.charset {
        fit_indexes(work, table, &column)?;
    }
    Ok(())
}

/// The check that was part of the old definition goes with it: the new one says its own.
fn drop_check(work: &mut Work<'_>, table: &Name, column: &str) -> Outcome {
    let engine = work.replay.engine;
    let is_own = |check: &&Check| {
        check.in_column && check.name.as_deref().is_some_and(|name| engine.same(name, column))
    };
    let Some(old) = work.table_at(table)?.checks.iter().find(is_own).cloned() else {
        return Ok(());
    };
    work.emit(Change::DropConstraint(table.clone(), Constraint::Check(old)))
}

/// A part of an index that counts as many characters as the column has counts the whole column.
pub(super) fn normalize_index(of: &Table, index: &mut Index) {
    for part in &mut index.columns {
        let IndexKey::Column(name) = &part.key else { continue };
        let length = of.column(name).and_then(|column| length(&column.data_type));
        part.prefix = part.prefix.filter(|prefix| Some(*prefix) != length);
    }
}

/// Indexes that count only the beginning of a column count all of it when it gets no longer than that,
/// and keep doing so when it grows again.
fn fit_indexes(work: &mut Work<'_>, table: &Name, column: &Column) -> Outcome {
    let of = work.table_at(table)?;
    let is_it = |key: &IndexKey| matches!(key, IndexKey::Column(name) if *name == column.name);
    let keeps = |prefix: u32| match length(&column.data_type) {
        Some(length) => prefix < length,
        None => is_long(&column.data_type),
    };
    let mut changed = Vec::new();
    let mut overflows = false;
    for (name, old) in &of.indexes {
        let mut index = old.clone();
        for part in index.columns.iter_mut().filter(|part| is_it(&part.key)) {
            overflows |= part.prefix.is_none() && old.method.is_none();
            part.prefix = part.prefix.filter(|prefix| keeps(*prefix));
        }
        if index != *old {
            changed.push((name.clone(), index));
        }
    }
    let key = of.primary_key.iter().flat_map(|key| &key.columns);
    let in_key = key.filter(|part| part.name == column.name);
    let shortened = in_key.filter_map(|part| part.prefix).any(|prefix| !keeps(prefix));
    if shortened || overflows && is_long(&column.data_type) {
        work.doubt(table, "the engine decides how much of a column its keys count from then on");
    }
    for (name, index) in changed {
        let table = table.clone();
        work.emit(Change::DropIndex { table: table.clone(), name: name.clone() })?;
        work.emit(Change::CreateIndex { table, name, index })?;
    }
    Ok(())
}

/// How many characters or bytes a column of that type holds at most, where the type says it.
fn length(data_type: &str) -> Option<u32> {
    let (name, rest) = data_type.split_once('(')?;
    let is_string = matches!(name, "char" | "varchar" | "binary" | "varbinary");
    is_string.then(|| rest.trim_end_matches(')').parse().ok()).flatten()
}

/// Whether it is a type of which an index can only count the beginning.
fn is_long(data_type: &str) -> bool {
    data_type.ends_with("text") || data_type.ends_with("blob")
}
