//! What a new table takes over from others.

use crate::change::Change;
use crate::command::Path;
use crate::dialect::Dialect;
use crate::replay::failure::Outcome;
use crate::replay::work::Work;
use crate::replay::{column, index};
use crate::schema::{Check, Column, Constraint, Identity, Index, Name, Sequence, Table};

/// What `LIKE` takes over beside names, types and NOT NULL.
struct Wanted<'a>(&'a [String]);

impl Wanted<'_> {
    /// The last word on it counts.
    fn has(&self, what: &str) -> bool {
        let mut options = self.0.iter().rev();
        let said = options.find_map(|option| {
            let (verb, noun) = option.split_once(' ').unwrap_or(("INCLUDING", option));
            (noun == what || noun == "ALL").then_some(verb != "EXCLUDING")
        });
        said.unwrap_or(false)
    }
}

/// `LIKE other`.
pub(super) fn like(work: &mut Work<'_>, name: &Name, other: &Path, options: &[String]) -> Outcome {
    let other = work.table(other)?;
    let template = work.table_at(&other)?.clone();
    let wanted = Wanted(options);
    if work.replay.engine.unique_key.is_some() {
        work.emit(Change::SetOptions(name.clone(), template.options.clone()))?;
    }
    for column in &template.columns {
        copy_column(work, name, (&other, column), &wanted)?;
    }
    if wanted.has("CONSTRAINTS") {
        for check in &template.checks {
            copy_check(work, name, check.clone())?;
        }
    }
    if wanted.has("INDEXES") {
        copy_keys(work, name, &template)?;
        copy_indexes(work, name, &template, wanted.has("COMMENTS"))?;
    }
    Ok(())
}

fn copy_column(
    work: &mut Work<'_>,
    name: &Name,
    (other, column): (&Name, &Column),
    wanted: &Wanted<'_>,
) -> Outcome {
    let mut copy = column.clone();
    if !wanted.has("DEFAULTS") {
        copy.default = None;
    }
    if !wanted.has("GENERATED") {
        copy.generated = None;
    }
    if !wanted.has("IDENTITY") {
        copy.identity = None;
    }
    if !wanted.has("COMMENTS") {
        copy.comment = None;
    }
    if !wanted.has("STORAGE") {
        copy.settings.remove("storage");
    }
    copy.settings.remove("statistics");
    let numbered = matches!(copy.identity, Some(Identity::Always | Identity::ByDefault));
    work.emit(Change::AddColumn(name.clone(), copy))?;
    if numbered { copy_sequence(work, name, other, &column.name) } else { Ok(()) }
}

/// The sequence behind an identity column is like that of the other table but for its type, which is
/// always `bigint` (measured on 15.18: `sequence_options` in `sequence.c` tells all but that).
fn copy_sequence(work: &mut Work<'_>, name: &Name, other: &Name, column: &str) -> Outcome {
    let of = |sequence: &&Sequence| {
        sequence.owned_by.as_ref().is_some_and(|(table, of)| table == other && of == column)
    };
    let owned = work.dependents().owned(other);
    let sequences = owned.iter().filter_map(|name| work.schema().sequences.get(name));
    let Some(old) = sequences.into_iter().find(of).cloned() else {
        return column::number(work, name, column, "bigint", &[]);
    };
    let own = (work.replay.engine.name_sequence)(work, name, column);
    let mut copy = Sequence {
        data_type: "bigint".to_owned(),
        owned_by: Some((name.clone(), column.to_owned())),
        ..old
    };
    copy.settings.retain(|option, _| option == "cache");
    let own = name.beside(own);
    column::put_sequence(work, own, copy)
}

/// MySQL has no two checks of one name in a database, so it makes up one for each that is copied, whatever
/// that was called.
fn copy_check(work: &mut Work<'_>, name: &Name, check: Check) -> Outcome {
    let target = work.replay.target;
    let mut check = Constraint::Check(check);
    if target.dialect == Dialect::Mysql && !target.is_mariadb {
        *check.name_mut() = (work.replay.engine.name_constraint)(work, name, &check);
    }
    work.emit(Change::AddConstraint(name.clone(), check))
}

/// Keys get names of their own where names of keys are names of indexes.
fn copy_keys(work: &mut Work<'_>, name: &Name, template: &Table) -> Outcome {
    let keys = template.primary_key.iter().cloned().map(Constraint::PrimaryKey);
    let keys = keys.chain(template.uniques.iter().cloned().map(Constraint::Unique));
    for mut key in keys.chain(template.exclusions.iter().cloned().map(Constraint::Exclusion)) {
        *key.name_mut() = None;
        *key.name_mut() = (work.replay.engine.name_constraint)(work, name, &key);
        work.emit(Change::AddConstraint(name.clone(), key))?;
    }
    Ok(())
}

fn copy_indexes(work: &mut Work<'_>, name: &Name, template: &Table, comments: bool) -> Outcome {
    for (old, definition) in &template.indexes {
        let comment = definition.comment.clone().filter(|_| comments);
        let copy = Index { comment, ..definition.clone() };
        let keeps_name = !work.replay.engine.indexes_are_named_in_namespace;
        let new = if keeps_name { Some(old.clone()) } else { None };
        index::put(work, name, new, copy)?;
    }
    Ok(())
}

/// The columns and checks of the tables that a new one inherits from or is a partition of.
pub(in crate::replay::table) fn inherit(work: &mut Work<'_>, name: &Name) -> Outcome {
    let parents: Vec<Name> = work.table_at(name)?.options.parents().cloned().collect();
    for parent in parents {
        let template = work.table_at(&parent)?.clone();
        for column in &template.columns {
            if !work.has_column(name, &column.name) {
                let identity = None;
                let comment = None;
                let copy = Column { identity, comment, ..column.clone() };
                work.emit(Change::AddColumn(name.clone(), copy))?;
            }
        }
        for check in template.checks.iter().filter(|check| !check.no_inherit) {
            let check = Constraint::Check(check.clone());
            if !work.table_at(name)?.constraints().contains(&check) {
                work.emit(Change::AddConstraint(name.clone(), check))?;
            }
        }
    }
    Ok(())
}

/// The keys, references and indexes that a partition gets from its table.
pub(super) fn inherit_keys(work: &mut Work<'_>, name: &Name) -> Outcome {
    let Some((parent, _)) = work.table_at(name)?.options.partition_of.clone() else {
        return Ok(());
    };
    let template = work.table_at(&parent)?.clone();
    copy_keys(work, name, &template)?;
    copy_indexes(work, name, &template, false)?;
    for key in &template.foreign_keys {
        work.emit(Change::AddConstraint(name.clone(), Constraint::ForeignKey(key.clone())))?;
    }
    Ok(())
}
