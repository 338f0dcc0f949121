//! What a change of a table does to those that inherit from it and to its partitions.

use std::sync::Arc;

use super::create::like;
use crate::change::Change;
use crate::command::{ColumnChange, Ident, TableChange};
use crate::replay::failure::Outcome;
use crate::replay::work::Work;
use crate::replay::{constraint, index};
use crate::schema::{Column, Constraint, Index, Name, ObjectKind, ObjectName, Table};

/// The table before a change that others inherit; none where no other table is concerned.
pub(super) fn before(work: &Work<'_>, name: &Name, change: &TableChange) -> Option<Arc<Table>> {
    let inherited = match change {
        TableChange::AddColumn { .. }
        | TableChange::RenameColumn { .. }
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint { .. }
        | TableChange::RenameConstraint { .. } => true,
        TableChange::AlterColumn { change, .. } => matches!(
            change,
            ColumnChange::Type { .. } | ColumnChange::Default(_) | ColumnChange::Nullable(_)
        ),
        _ => false,
    };
    if !inherited || work.dependents().children(name).is_empty() {
        return None;
    }
    work.schema().tables.get(name).cloned()
}

/// Does to the children of a table what was done to it.
pub(super) fn descend(
    work: &mut Work<'_>,
    name: &Name,
    change: &TableChange,
    before: &Table,
) -> Outcome {
    for child in work.dependents().children(name) {
        match change {
            TableChange::AddColumn { .. } | TableChange::AddConstraint(_) => {
                note_merged(work, name, &child, before)?;
                like::inherit(work, &child)?;
                imply_not_null(work, name, &child)?;
                inherit_new_keys(work, name, &child, before)?;
                descend(work, &child, change, before)?;
            }
            TableChange::AlterColumn { .. } | TableChange::RenameColumn { .. } => {
                super::act(work, &child, change)?;
            }
            TableChange::DropConstraint { cascade, .. } => {
                drop_inherited(work, name, &child, before, *cascade)?;
            }
            TableChange::RenameConstraint { from, to } => {
                rename_inherited(work, &child, from, to, before)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// What a table had before its parent got the same stays its own, and does not go with that of the parent
/// (PostgreSQL). Whose it is, is not followed.
fn note_merged(work: &mut Work<'_>, name: &Name, child: &Name, before: &Table) -> Outcome {
    let (parent, own) = (work.table_at(name)?, work.table_at(child)?);
    let is_new = |column: &&Column| before.column(&column.name).is_none();
    let mut columns = parent.columns.iter().filter(is_new);
    let mut checks = parent.checks.iter().filter(|check| !before.checks.contains(check));
    let merged = columns.any(|it| own.column(&it.name).is_some())
        || checks.any(|it| own.checks.iter().any(|own| own.name == it.name));
    if merged {
        work.doubt(child, "it has of its own what it now inherits as well");
    }
    Ok(())
}

/// A trigger of a partitioned table that fires for each row stands in each of its partitions, where it is
/// switched along with it.
pub(super) fn switch_clones(work: &mut Work<'_>, name: &Name, change: &TableChange) -> Outcome {
    let TableChange::SetOption { name: option, .. } = change else { return Ok(()) };
    let Some(trigger) = option.strip_prefix("trigger ") else { return Ok(()) };
    let trigger = name.beside(format!("{trigger} on {}", name.name));
    let trigger = ObjectName { kind: ObjectKind::Trigger, name: trigger };
    let trigger = work.schema().objects.get(&trigger).map(|it| it.text.contains("for each row"));
    if trigger == Some(false) {
        return Ok(());
    }
    for partition in partitions(work, name) {
        if trigger.is_none() {
            work.doubt(&partition, "triggers that it has from its table may be switched with them");
            continue;
        }
        super::option::change(work, &partition, change)?;
    }
    Ok(())
}

/// The partitions of a table, and theirs.
fn partitions(work: &Work<'_>, name: &Name) -> Vec<Name> {
    let is_partition = |child: &Name| {
        work.schema().tables.get(child).is_some_and(|it| it.options.partition_of.is_some())
    };
    let children = work.dependents().children(name).into_iter().map(|it| Name::clone(&it));
    let mut found: Vec<Name> = children.filter(|child| is_partition(child)).collect();
    let theirs: Vec<Name> = found.iter().flat_map(|child| partitions(work, child)).collect();
    found.extend(theirs);
    found
}

/// A key that a table got makes its columns NOT NULL in its partitions too.
fn imply_not_null(work: &mut Work<'_>, name: &Name, child: &Name) -> Outcome {
    let parent = work.table_at(name)?;
    let changed: Vec<Column> = work
        .table_at(child)?
        .columns
        .iter()
        .filter(|own| own.nullable && parent.column(&own.name).is_some_and(|it| !it.nullable))
        .map(|own| Column { nullable: false, ..own.clone() })
        .collect();
    changed.into_iter().try_for_each(|column| work.emit(Change::AlterColumn(child.clone(), column)))
}

/// Keys and references that the table did not have before come to its partitions.
fn inherit_new_keys(work: &mut Work<'_>, name: &Name, child: &Name, before: &Table) -> Outcome {
    if work.table_at(child)?.options.partition_of.is_none() {
        return Ok(());
    }
    let new = crate::diff::lost(&work.table_at(name)?.constraints(), &before.constraints());
    for constraint in new.into_iter().filter(|it| !matches!(it, Constraint::Check(_))) {
        attach(work, child, constraint)?;
    }
    Ok(())
}

/// Gives a partition a key or reference of its table, unless it has the same.
fn attach(work: &mut Work<'_>, child: &Name, mut constraint: Constraint) -> Outcome {
    let own = work.table_at(child)?.constraints();
    if own.iter().any(|own| nameless(own) == nameless(&constraint)) {
        return Ok(());
    }
    if !matches!(constraint, Constraint::ForeignKey(_)) {
        *constraint.name_mut() = None;
        *constraint.name_mut() = (work.replay.engine.name_constraint)(work, child, &constraint);
    }
    work.emit(Change::AddConstraint(child.clone(), constraint))
}

fn nameless(constraint: &Constraint) -> Constraint {
    let mut nameless = constraint.clone();
    *nameless.name_mut() = None;
    nameless
}

/// What a table lost its children lose, where they had it from it.
fn drop_inherited(
    work: &mut Work<'_>,
    name: &Name,
    child: &Name,
    before: &Table,
    cascade: bool,
) -> Outcome {
    let lost = crate::diff::lost(&before.constraints(), &work.table_at(name)?.constraints());
    let is_partition = work.table_at(child)?.options.partition_of.is_some();
    for gone in lost {
        let is_check = matches!(gone, Constraint::Check(_));
        let own = work.table_at(child)?.constraints().into_iter().find(|own| {
            if is_check { *own == gone } else { is_partition && nameless(own) == nameless(&gone) }
        });
        let Some(own) = own else { continue };
        let of = work.table_at(child)?.clone();
        constraint::remove(work, child, own, cascade, work.span)?;
        for grandchild in work.dependents().children(child) {
            drop_inherited(work, child, &grandchild, &of, cascade)?;
        }
    }
    Ok(())
}

/// Checks have one name in a table and its children; keys have names of their own.
fn rename_inherited(
    work: &mut Work<'_>,
    child: &Name,
    from: &Ident,
    to: &Ident,
    before: &Table,
) -> Outcome {
    let is_check = before.checks.iter().any(|check| check.name.as_deref() == Some(&from.name));
    if !is_check || constraint::named(work, child, &from.name)?.is_none() {
        return Ok(());
    }
    let (from, to) = (from.clone(), to.clone());
    super::act(work, child, &TableChange::RenameConstraint { from, to })
}

/// An index of a partitioned table comes to each of its partitions that has none like it.
pub(in crate::replay) fn index_partitions(
    work: &mut Work<'_>,
    table: &Name,
    new: &Index,
) -> Outcome {
    for child in work.dependents().children(table) {
        let of = work.table_at(&child)?;
        if of.options.partition_of.is_none() {
            continue;
        }
        if !of.indexes.values().any(|own| own == new) {
            index::put(work, &child, None, new.clone())?;
        }
        index_partitions(work, &child, new)?;
    }
    Ok(())
}

/// `ATTACH PARTITION`: what the table has and the partition lacks.
pub(super) fn attach_all(work: &mut Work<'_>, parent: &Name, child: &Name) -> Outcome {
    let of = work.table_at(parent)?.clone();
    for constraint in of.constraints() {
        if !matches!(constraint, Constraint::Check(_)) {
            attach(work, child, constraint)?;
        }
    }
    for new in of.indexes.values() {
        if !work.table_at(child)?.indexes.values().any(|own| own == new) {
            index::put(work, child, None, new.clone())?;
        }
    }
    imply_not_null(work, parent, child)
}
