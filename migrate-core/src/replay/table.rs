//! Tables.

mod create;
mod descend;
mod inherited;
pub(super) mod option;
mod rename;

use super::column;
use super::constraint;
use super::failure::{Outcome, Refusal};
use super::index;
use super::names::Relation;
use super::object;
use super::sequence;
use super::types;
use super::view;
use super::work::Work;
use crate::change::Change;
use crate::command::{AlterTable, ColumnChange, Path, TableChange};
use crate::schema::{Name, ObjectKind};

pub(super) use create::create;
pub(super) use descend::index_partitions;
pub(super) use rename::{move_to, rename_in_objects};

/// `DROP TABLE`.
pub(super) fn drop(
    work: &mut Work<'_>,
    tables: &[Path],
    if_exists: bool,
    cascade: bool,
) -> Outcome {
    let mut names = Vec::with_capacity(tables.len());
    for path in tables {
        match work.relation(path) {
            Some((Relation::Table, name)) => {
                work.targets.push(name.clone());
                names.push(name);
            }
            Some((Relation::Other(ObjectKind::Foreign), name)) => {
                let message = format!("`{name}` is a foreign table: `DROP FOREIGN TABLE` drops it");
                return Err(Refusal::refused(message, path.span).about(&name));
            }
            Some((Relation::Other(kind), name)) => {
                work.targets.push(name.clone());
                object::drop_one(work, kind, &name)?;
            }
            None if if_exists => work.missing(path),
            _ => return Err(work.table(path).err().unwrap_or_else(|| work.unknown_relation(path))),
        }
    }
    for (at, name) in names.iter().enumerate() {
        // What was named twice, or is a partition of another one on the list, is gone already.
        if work.schema().tables.contains_key(name) {
            let span = tables.get(at).map_or(work.span, |path| path.span);
            work.at(span, |work| drop_one(work, name, &names, cascade))?;
        }
    }
    Ok(())
}

/// Drops a table with all that belongs to it. What depends on it from elsewhere must be among those
/// that go as well, or be asked for by `CASCADE`.
pub(super) fn drop_one(work: &mut Work<'_>, name: &Name, with: &[Name], cascade: bool) -> Outcome {
    let engine = work.replay.engine;
    let what = format!("table `{name}`");
    if engine.binds {
        view::release(work, name, None, with, cascade)?;
        types::release_values(work, name, cascade, work.span)?;
        drop_children(work, name, with, cascade)?;
    }
    if engine.enforces_foreign_keys && work.session.foreign_keys {
        let keys = constraint::references_to(work, name, |_| true);
        let (own, others): (Vec<_>, Vec<_>) = keys
            .into_iter()
            .filter(|(table, _)| table != name)
            .partition(|(table, _)| with.contains(table));
        // Without binding `CASCADE` is a word that does nothing.
        constraint::release(work, &others, &what, cascade && engine.binds, work.span)?;
        if engine.binds {
            constraint::release(work, &own, &what, true, work.span)?;
        }
    }
    for object in work.dependents().belongings(name) {
        work.emit(Change::DropObject(object.clone()))?;
    }
    for owned in work.dependents().owned(name) {
        sequence::drop_owned(work, &owned, name, None, cascade)?;
    }
    work.settled(name);
    work.emit(Change::DropTable(name.clone()))
}

fn drop_children(work: &mut Work<'_>, name: &Name, with: &[Name], cascade: bool) -> Outcome {
    for child in work.dependents().children(name) {
        let Some(table) = work.schema().tables.get(&child) else { continue };
        let is_partition = table.options.partition_of.is_some();
        if !(is_partition || cascade || with.contains(&child)) {
            let others = [format!("table `{child}` inherits from it")];
            let what = format_args!("table `{name}`");
            return Err(Refusal::dependents(what, others, work.span).about(&child));
        }
        drop_one(work, &child, with, cascade)?;
    }
    Ok(())
}

/// One action of an `ALTER TABLE`.
pub(super) fn alter(work: &mut Work<'_>, alter: &AlterTable) -> Outcome {
    let name = match work.relation(&alter.table) {
        None if alter.if_exists => {
            work.missing(&alter.table);
            return Ok(());
        }
        // Statements that are written for tables and mean what the name means.
        Some((relation, name)) if relation != Relation::Table => {
            return rename::other(work, relation, &name, alter);
        }
        _ => work.table(&alter.table)?,
    };
    inherited::check(work, &name, &alter.change)?;
    if alter.only && is_structural(&alter.change) {
        return act_only(work, &name, &alter.change);
    }
    act(work, &name, &alter.change)?;
    if !alter.only {
        descend::switch_clones(work, &name, &alter.change)?;
    }
    Ok(())
}

/// Makes a change of a table and not of those that inherit it. Whether they keep what they have from it
/// as their own is followed for what belongs to one table anyway.
fn act_only(work: &mut Work<'_>, name: &Name, to: &TableChange) -> Outcome {
    let is_own = matches!(
        to,
        TableChange::AlterColumn {
            change: ColumnChange::Default(_) | ColumnChange::Nullable(_),
            ..
        }
    );
    if !is_own && !work.dependents().children(name).is_empty() {
        work.doubt_everything("only the table was changed, and not those that inherit from it");
    }
    change(work, name, to)
}

/// Makes a change of a table, and of those that inherit it.
fn act(work: &mut Work<'_>, name: &Name, to: &TableChange) -> Outcome {
    if !is_structural(to) {
        return option::change(work, name, to);
    }
    let before = descend::before(work, name, to);
    change(work, name, to)?;
    match before {
        Some(before) => descend::descend(work, name, to, &before),
        None => Ok(()),
    }
}

const fn is_structural(change: &TableChange) -> bool {
    matches!(
        change,
        TableChange::AddColumn { .. }
            | TableChange::DropColumn { .. }
            | TableChange::RenameColumn { .. }
            | TableChange::AlterColumn { .. }
            | TableChange::ReplaceColumn { .. }
            | TableChange::AddConstraint(_)
            | TableChange::DropConstraint { .. }
            | TableChange::RenameConstraint { .. }
            | TableChange::ValidateConstraint(_)
            | TableChange::AlterConstraint { .. }
            | TableChange::AddIndex(_)
            | TableChange::DropIndex { .. }
            | TableChange::RenameIndex { .. }
            | TableChange::SetIndexInvisible { .. }
    )
}

fn change(work: &mut Work<'_>, name: &Name, change: &TableChange) -> Outcome {
    match change {
        TableChange::AddColumn { column, if_not_exists, position } => {
            column::add(work, name, column, *if_not_exists, position.as_ref())
        }
        TableChange::DropColumn { column, if_exists, cascade } => {
            column::drop(work, name, column, *if_exists, *cascade)
        }
        TableChange::RenameColumn { from, to } => column::rename(work, name, from, to),
        TableChange::AlterColumn { column, if_exists, change } => {
            column::alter(work, name, column, *if_exists, change)
        }
        TableChange::ReplaceColumn { old, column, position, if_exists } => {
            column::replace(work, name, old, column, position.as_ref(), *if_exists)
        }
        TableChange::AddConstraint(new) => constraint::add(work, name, new),
        TableChange::DropConstraint { name: constraint, kind, if_exists, cascade } => {
            let (name_of, kind) = (constraint.as_ref(), *kind);
            let (if_exists, cascade) = (*if_exists, *cascade);
            let drop = constraint::Drop { name: name_of, kind, if_exists, cascade };
            constraint::drop(work, name, drop)
        }
        TableChange::RenameConstraint { from, to } => constraint::rename(work, name, from, to),
        TableChange::ValidateConstraint(constraint) => constraint::validate(work, name, constraint),
        TableChange::AlterConstraint { name: constraint, deferrable, enforced, no_inherit } => {
            let (deferrable, enforced, no_inherit) = (*deferrable, *enforced, *no_inherit);
            let to = constraint::Altered { deferrable, enforced, no_inherit };
            constraint::alter(work, name, constraint, to)
        }
        TableChange::AddIndex(new) => index::add(work, name, new),
        TableChange::DropIndex { name: index, if_exists } => {
            index::drop_in(work, name, index, *if_exists)
        }
        TableChange::RenameIndex { from, to } => index::rename_in(work, name, from, to),
        TableChange::SetIndexInvisible { name: index, invisible } => {
            index::set_invisible(work, name, index, *invisible)
        }
        _ => Ok(()),
    }
}
