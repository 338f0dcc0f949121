//! `CREATE TABLE`.

pub(super) mod like;
mod query;

use std::borrow::Cow;

use crate::change::Change;
use crate::command::{CreateTable, NewColumn, NewConstraint, TableElement};
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::names::Relation;
use crate::replay::work::Work;
use crate::replay::{column, constraint, index};
use crate::schema::{Check, Constraint, ForeignKey, Name, Table};

/// `CREATE TABLE`.
pub(in crate::replay) fn create(work: &mut Work<'_>, create: &CreateTable) -> Outcome {
    let name = work.new_place(&create.name, create.temporary)?;
    work.targets.push(name.clone());
    if let Some((relation, found)) = work.replay.relation(&name) {
        if relation == Relation::Table && create.or_replace {
            super::drop_one(work, &found, &[], true)?;
        } else if create.if_not_exists {
            return Ok(());
        } else {
            let what = format_args!("{} `{found}`", relation.words());
            return Err(Refusal::duplicate(what, create.name.span).about(&found));
        }
    }
    if create.if_not_exists && work.replay.is_doubted(&name).is_some() {
        work.doubt(&name, "it may have been there before with another definition");
    } else {
        work.settled(&name);
    }
    let mut table = Table { options: create.options.clone(), ..Table::default() };
    for parent in &create.inherits {
        table.options.inherits.push(work.table(parent)?);
    }
    if let Some((parent, bound)) = &create.partition_of {
        table.options.partition_of = Some((work.table(parent)?, bound.clone()));
    }
    let takes_over = table.options.partition_of.is_some()
        || !table.options.inherits.is_empty()
        || create.elements.iter().any(|element| matches!(element, TableElement::Like { .. }));
    let mut sequences = Vec::new();
    if !takes_over {
        let new = create.elements.iter().filter_map(new_column);
        (table.columns, sequences) = column::all(work, &name, new)?;
    }
    if work.replay.engine.binds
        && let Some(columns) = query::columns(work, create)
    {
        table.columns = columns.into();
    }
    work.emit(Change::CreateTable(name.clone(), table))?;
    for (name, sequence) in sequences {
        column::put_sequence(work, name, sequence)?;
    }
    fill(work, &name, create, takes_over)?;
    normalize(work, &name)?;
    if create.temporary {
        work.temporary(&name);
    }
    if create.query.is_some() {
        work.doubt(&name, "its columns come from a query");
    }
    for read in &create.reads {
        match work.find_relation(read) {
            Some(read) => work.targets.push(read),
            None if work.is_own(read) => {}
            None => return Err(work.unknown_relation(read)),
        }
    }
    work.as_one(&name);
    Ok(())
}

fn new_column(element: &TableElement) -> Option<&NewColumn> {
    match element {
        TableElement::Column(column) => Some(column),
        _ => None,
    }
}

fn fill(work: &mut Work<'_>, name: &Name, create: &CreateTable, takes_over: bool) -> Outcome {
    if takes_over {
        like::inherit(work, name)?;
    }
    let mut constraints: Vec<&NewConstraint> = Vec::new();
    for element in &create.elements {
        match element {
            TableElement::Column(column) => {
                if takes_over {
                    column::define(work, name, column)?;
                }
                constraints.extend(&column.constraints);
            }
            TableElement::Constraint(constraint) => constraints.push(constraint),
            TableElement::Like { table, options } => like::like(work, name, table, options)?,
            TableElement::Index(_) => {}
        }
    }
    let constraints = in_order(work, constraints);
    let is_reference =
        |new: &Cow<'_, NewConstraint>| matches!(new.constraint, Constraint::ForeignKey(_));
    // A reference brings an index with it where no other one serves it.
    let (references, others): (Vec<_>, Vec<_>) = constraints.into_iter().partition(is_reference);
    others.iter().try_for_each(|new| constraint::add(work, name, new))?;
    for element in &create.elements {
        if let TableElement::Index(new) = element {
            index::add(work, name, new)?;
        }
    }
    references.iter().try_for_each(|new| constraint::add(work, name, new))?;
    if takes_over { like::inherit_keys(work, name) } else { Ok(()) }
}

/// Constraints in the order in which the engine makes, and thereby names, them. PostgreSQL makes one
/// of two keys that say the same; the first name that either has is its.
fn in_order<'c>(
    work: &Work<'_>,
    mut constraints: Vec<&'c NewConstraint>,
) -> Vec<Cow<'c, NewConstraint>> {
    constraints.sort_by_key(|new| constraint::rank(&new.constraint));
    let mut kept: Vec<Cow<'c, NewConstraint>> = Vec::with_capacity(constraints.len());
    for new in constraints {
        let is_same = |other: &&mut Cow<'c, NewConstraint>| {
            work.replay.engine.binds && is_same_key(&other.constraint, &new.constraint)
        };
        match kept.iter_mut().find(is_same) {
            Some(same) if same.constraint.name().is_none() && new.constraint.name().is_some() => {
                let name = new.constraint.name().map(str::to_owned);
                *same.to_mut().constraint.name_mut() = name;
            }
            Some(_) => {}
            None => kept.push(checked(work, new)),
        }
    }
    kept
}

/// PostgreSQL takes what a new table checks as checked, whatever is said of it.
fn checked<'c>(work: &Work<'_>, new: &'c NewConstraint) -> Cow<'c, NewConstraint> {
    let mut new = Cow::Borrowed(new);
    match &new.constraint {
        Constraint::Check(Check { not_valid: true, .. })
        | Constraint::ForeignKey(ForeignKey { not_valid: true, .. })
            if work.replay.engine.binds => {}
        _ => return new,
    }
    if let Constraint::Check(Check { not_valid, .. })
    | Constraint::ForeignKey(ForeignKey { not_valid, .. }) = &mut new.to_mut().constraint
    {
        *not_valid = false;
    }
    new
}

fn is_same_key(one: &Constraint, other: &Constraint) -> bool {
    match (one, other) {
        (Constraint::Unique(one), Constraint::Unique(other)) => {
            one.columns == other.columns
                && one.include == other.include
                && one.deferrable == other.deferrable
                && one.nulls_not_distinct == other.nulls_not_distinct
        }
        (Constraint::PrimaryKey(one), Constraint::Unique(other)) => {
            one.columns == other.columns
                && one.include == other.include
                && one.deferrable == other.deferrable
                && !other.nulls_not_distinct
        }
        _ => false,
    }
}

/// Makes the new table normal.
fn normalize(work: &mut Work<'_>, name: &Name) -> Outcome {
    let table = work.table_at(name)?;
    let mut normal = table.clone();
    (work.replay.engine.normalize)(&mut normal);
    if normal == *table {
        return Ok(());
    }
    work.emit(Change::DropTable(name.clone()))?;
    work.emit(Change::CreateTable(name.clone(), normal))
}
