//! Indexes.

use super::constraint;
use super::expression;
use super::failure::{Outcome, Refusal};
use super::names::Relation;
use super::view;
use super::work::Work;
use crate::change::Change;
use crate::command::{AlterIndex, CreateIndex, DropIndexes, Ident, ObjectChange};
use crate::schema::{Index, IndexKey, Name};
use crate::text::Span;

/// `CREATE INDEX`.
pub(super) fn create(work: &mut Work<'_>, create: &CreateIndex) -> Outcome {
    if let Some((Relation::View, name)) = work.relation(&create.table) {
        return view::create_index(work, &name, create);
    }
    let table = work.table(&create.table)?;
    add(work, &table, create)
}

/// An index of a table that is known.
pub(super) fn add(work: &mut Work<'_>, table: &Name, create: &CreateIndex) -> Outcome {
    let engine = work.replay.engine;
    let mut index = create.index.clone();
    respell(work, table, &mut index)?;
    (engine.check_new_index)(table, &index, work.span)?;
    (engine.make_room)(work, table, &index)?;
    let written = create.name.as_ref();
    let name = written.map(|path| path.name.clone());
    let Some(name) = name.or_else(|| (engine.name_index)(work, table, create)) else {
        let message = format!("the index of table `{table}` has no name");
        return Err(Refusal::refused(message, work.span));
    };
    let span = written.map_or(work.span, |path| path.span);
    if let Some((what, about)) = taken(work, table, &name) {
        if create.if_not_exists {
            return Ok(());
        }
        if !create.or_replace {
            return Err(Refusal::duplicate(what, span).about(&about));
        }
        let written = Ident { name: name.clone(), span };
        drop_in(work, table, &written, true)?;
    }
    if create.only || !engine.binds {
        if create.only {
            work.replay.memory.note_alone(&table.beside(name.as_str()));
        }
        return put(work, table, Some(name), index);
    }
    put(work, table, Some(name), index.clone())?;
    super::table::index_partitions(work, table, &index)
}

/// What has the name that an index of `table` is to get.
fn taken(work: &Work<'_>, table: &Name, name: &str) -> Option<(String, Name)> {
    let engine = work.replay.engine;
    if engine.indexes_are_named_in_namespace {
        let (relation, found) = work.replay.relation(&table.beside(name))?;
        let about = work.dependents().table_of_index(&found).unwrap_or_else(|| found.clone());
        return Some((format!("{} `{found}`", relation.words()), about));
    }
    let of = work.schema().tables.get(table)?;
    let found = of.indexes.keys().find(|other| engine.same(other, name))?;
    Some((format!("index `{found}` of table `{table}`"), table.clone()))
}

/// Creates an index whose columns are known.
pub(super) fn put(
    work: &mut Work<'_>,
    table: &Name,
    name: Option<String>,
    index: Index,
) -> Outcome {
    let name = match name {
        Some(name) => name,
        None => {
            let create = CreateIndex { index: index.clone(), ..CreateIndex::default() };
            let name = (work.replay.engine.name_index)(work, table, &create);
            name.unwrap_or_else(|| format!("{}_idx", table.name))
        }
    };
    work.emit(Change::CreateIndex { table: table.clone(), name, index })
}

fn respell(work: &Work<'_>, table: &Name, index: &mut Index) -> Outcome {
    // The columns of an index have no places of their own: the statement is where they stand.
    let span = work.span;
    for part in &mut index.columns {
        if let IndexKey::Column(column) = &mut part.key {
            *column = work.column_named(table, column, span)?;
        }
    }
    for column in &mut index.include {
        *column = work.column_named(table, column, span)?;
    }
    let expressions = index.columns.iter().filter_map(|part| match &part.key {
        IndexKey::Expression(text) => Some(text),
        IndexKey::Column(_) => None,
    });
    for text in expressions.chain(&index.predicate) {
        super::memory::check_text(work, std::slice::from_ref(table), text, span)?;
    }
    let of = work.table_at(table)?;
    (work.replay.engine.check_indexable)(work, of, index)?;
    (work.replay.engine.normalize_index)(of, index);
    Ok(())
}

/// `DROP INDEX`.
pub(super) fn drop(work: &mut Work<'_>, drop: &DropIndexes) -> Outcome {
    if let Some(table) = &drop.table {
        if drop.if_exists && work.relation(table).is_none() {
            work.missing(table);
            return Ok(());
        }
        let table = work.table(table)?;
        return drop.names.iter().try_for_each(|path| {
            let name = Ident { name: path.name.clone(), span: path.span };
            drop_in(work, &table, &name, drop.if_exists)
        });
    }
    for path in &drop.names {
        let places = work.places(path);
        let found = places.iter().find(|name| work.dependents().table_of_index(name).is_some());
        let Some(name) = found.cloned() else {
            if let Some((relation, other)) = work.relation(path) {
                let message = format!("`{path}` is no index but a {}", relation.words());
                return Err(Refusal::refused(message, path.span).about(&other));
            }
            if drop.if_exists {
                work.missing(path);
                continue;
            }
            let about = work.first_place(path);
            let refusal = Refusal::unknown(format_args!("index `{path}`"), path.span).about(&about);
            return Err(refusal.nearest(&path.name, near(work, path).iter().map(String::as_str)));
        };
        let table = work.dependents().table_of_index(&name).unwrap_or_default();
        work.targets.push(table.clone());
        if work.schema().views.contains_key(&table) {
            view::drop_index(work, &table, &name.name)?;
        } else {
            drop_one(work, &table, &name.name, drop.cascade, path.span)?;
        }
    }
    Ok(())
}

/// Names of indexes that may have been meant.
fn near(work: &Work<'_>, path: &crate::command::Path) -> Vec<String> {
    const MOST: usize = 100;
    let tables = work.schema().tables.values().take(MOST);
    let names = tables.flat_map(|table| table.indexes.keys()).filter(|name| {
        name.len().abs_diff(path.name.len()) <= 3 && name.get(..1) == path.name.get(..1)
    });
    names.take(MOST).cloned().collect()
}

fn drop_one(work: &mut Work<'_>, table: &Name, name: &str, cascade: bool, span: Span) -> Outcome {
    let of = work.table_at(table)?;
    let spelled = of.indexes.keys().find(|other| work.replay.engine.same(other, name)).cloned();
    let Some(name) = spelled else {
        let message = format!("index `{name}` serves a constraint of table `{table}`");
        let help =
            format!("drop the constraint instead: `ALTER TABLE {table} DROP CONSTRAINT {name}`");
        return Err(Refusal::refused(message, span).note(help).about(table));
    };
    let definition = of.indexes.get(&name).cloned().unwrap_or_default();
    let unique = definition.unique;
    let dropped = table.beside(&name);
    // Asked for while nothing is dropped, which is when the answer is at hand.
    let children = work.dependents().children(table);
    work.settled(&dropped);
    work.emit(Change::DropIndex { table: table.clone(), name: name.clone() })?;
    if work.replay.engine.binds {
        drop_in_partitions(work, &children, &dropped, &definition)?;
        work.replay.memory.forget_index(&dropped);
    }
    if unique && work.replay.engine.binds {
        let columns = definition.columns.iter().filter_map(|part| match &part.key {
            IndexKey::Column(column) => Some(column.as_str()),
            IndexKey::Expression(_) => None,
        });
        let columns = columns.collect();
        let gone = constraint::Gone { columns, is_primary: false, cascade, span };
        constraint::release_unkeyed(work, table, &format!("index `{name}`"), &gone)?;
    }
    Ok(())
}

/// The indexes of partitions go with that of their table, where they belong to it.
fn drop_in_partitions(
    work: &mut Work<'_>,
    children: &[Name],
    whole: &Name,
    like: &Index,
) -> Outcome {
    for child in children {
        let of = work.table_at(child)?;
        let memory = &work.replay.memory;
        let goes = |name: &str| memory.goes_with(whole, &child.beside(name));
        let same = of.indexes.iter().find(|(name, index)| *index == like && goes(name));
        let Some(name) = same.filter(|_| of.options.partition_of.is_some()).map(|(name, _)| name)
        else {
            continue;
        };
        let (table, name) = (child.clone(), name.clone());
        let part = child.beside(&name);
        let children = work.dependents().children(child);
        work.emit(Change::DropIndex { table, name })?;
        drop_in_partitions(work, &children, &part, like)?;
        work.replay.memory.forget_index(&part);
    }
    Ok(())
}

/// `DROP INDEX` of a table that is known.
pub(super) fn drop_in(work: &mut Work<'_>, table: &Name, name: &Ident, if_exists: bool) -> Outcome {
    let Some(found) = spelled(work, table, &name.name)? else {
        if if_exists {
            return Ok(());
        }
        return Err(missing(work, table, name));
    };
    work.emit(Change::DropIndex { table: table.clone(), name: found })
}

fn spelled(work: &Work<'_>, table: &Name, name: &str) -> Outcome<Option<String>> {
    let engine = work.replay.engine;
    let mut names = work.table_at(table)?.indexes.keys();
    Ok(names.find(|other| engine.same(other, name)).cloned())
}

fn missing(work: &Work<'_>, table: &Name, name: &Ident) -> Box<Refusal> {
    let what = format_args!("index `{}` of table `{table}`", name.name);
    let refusal = Refusal::unknown(what, name.span).about(table);
    match work.schema().tables.get(table) {
        Some(of) => refusal.nearest(&name.name, of.indexes.keys().map(String::as_str)),
        None => refusal,
    }
}

/// `RENAME INDEX` (MySQL).
pub(super) fn rename_in(work: &mut Work<'_>, table: &Name, from: &Ident, to: &Ident) -> Outcome {
    let Some(found) = spelled(work, table, &from.name)? else {
        return Err(missing(work, table, from));
    };
    move_to(work, table, &found, to)
}

fn move_to(work: &mut Work<'_>, table: &Name, from: &str, to: &Ident) -> Outcome {
    if let Some((what, about)) = taken(work, table, &to.name)
        && !work.replay.engine.same(from, &to.name)
    {
        return Err(Refusal::duplicate(what, to.span).about(&about));
    }
    let Some(index) = work.table_at(table)?.indexes.get(from).cloned() else { return Ok(()) };
    work.replay.memory.rename_index(&table.beside(from), &table.beside(&to.name));
    work.emit(Change::DropIndex { table: table.clone(), name: from.to_owned() })?;
    work.emit(Change::CreateIndex { table: table.clone(), name: to.name.clone(), index })
}

/// `ALTER INDEX … INVISIBLE` (MySQL).
pub(super) fn set_invisible(
    work: &mut Work<'_>,
    table: &Name,
    name: &Ident,
    invisible: bool,
) -> Outcome {
    let Some(found) = spelled(work, table, &name.name)? else {
        return Err(missing(work, table, name));
    };
    alter_definition(work, table, &found, |index| index.invisible = invisible)
}

fn alter_definition(
    work: &mut Work<'_>,
    table: &Name,
    name: &str,
    alter: impl FnOnce(&mut Index),
) -> Outcome {
    let Some(old) = work.table_at(table)?.indexes.get(name).cloned() else { return Ok(()) };
    let mut index = old.clone();
    alter(&mut index);
    if index == old {
        return Ok(());
    }
    let (table, name) = (table.clone(), name.to_owned());
    work.emit(Change::DropIndex { table: table.clone(), name: name.clone() })?;
    work.emit(Change::CreateIndex { table, name, index })
}

/// `ALTER INDEX` (PostgreSQL).
pub(super) fn alter(work: &mut Work<'_>, alter: &AlterIndex) -> Outcome {
    let places = work.places(&alter.name);
    let found = places.iter().find(|name| work.dependents().table_of_index(name).is_some());
    match found.cloned() {
        Some(name) => change(work, &name, &alter.change),
        // `ALTER INDEX` renames tables and views too.
        None => match work.relation(&alter.name) {
            Some((Relation::Table, name)) => {
                work.targets.push(name.clone());
                match &alter.change {
                    ObjectChange::Rename(to) => {
                        let to = name.beside(to.name.clone());
                        super::table::move_to(work, &name, &to)
                    }
                    _ => Ok(()),
                }
            }
            None if alter.if_exists => {
                work.missing(&alter.name);
                Ok(())
            }
            _ => {
                let about = work.first_place(&alter.name);
                let what = format_args!("index `{}`", alter.name);
                Err(Refusal::unknown(what, alter.name.span).about(&about))
            }
        },
    }
}

/// A change of an index that is known by its full name.
pub(super) fn change(work: &mut Work<'_>, name: &Name, change: &ObjectChange) -> Outcome {
    let Some(table) = work.dependents().table_of_index(name) else { return Ok(()) };
    work.targets.push(table.clone());
    if work.schema().views.contains_key(&table) {
        return view::change_index(work, &table, &name.name, change);
    }
    let is_plain = work.table_at(&table)?.indexes.contains_key(&name.name);
    match change {
        ObjectChange::Rename(to) if is_plain => move_to(work, &table, &name.name, to),
        ObjectChange::Rename(to) => {
            let from = Ident { name: name.name.clone(), span: to.span };
            constraint::rename(work, &table, &from, to)
        }
        ObjectChange::Set { name: setting, value } if is_plain => {
            alter_definition(work, &table, &name.name, |index| match value {
                _ if setting == "comment" => index.comment.clone_from(value),
                Some(value) => {
                    index.settings.insert(setting.clone(), value.clone());
                }
                None => {
                    index.settings.remove(setting);
                }
            })
        }
        ObjectChange::AttachPartition(part) => {
            let places = work.places(part);
            let known = places.iter().find(|it| work.dependents().table_of_index(it).is_some());
            if let Some(known) = known {
                work.replay.memory.note_attached(known);
            }
            Ok(())
        }
        ObjectChange::Owner(_) => Ok(()),
        _ => {
            work.doubt(&table, "an index of it was altered in a way that is not modelled");
            Ok(())
        }
    }
}

/// Whether an index of a table cannot be without one of its columns.
pub(super) fn names_column(work: &Work<'_>, index: &Index, column: &str) -> bool {
    let dialect = work.replay.engine.dialect;
    let key = index.columns.iter().any(|part| match &part.key {
        IndexKey::Column(name) => name == column,
        IndexKey::Expression(text) => expression::names(text, column, dialect),
    });
    let predicate = index.predicate.as_deref();
    key || index.include.iter().any(|name| name == column)
        || predicate.is_some_and(|text| expression::names(text, column, dialect))
}
