//! What follows a table to its new name.

use crate::change::Change;
use crate::command::{AlterTable, ColumnChange, Ident, ObjectChange, Path, TableChange};
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::names::Relation;
use crate::replay::object::comment_part;
use crate::replay::work::Work;
use crate::replay::{constraint, expression, index, sequence, view};
use crate::schema::{Constraint, ForeignKey, Name, Object, ObjectName, Sequence, TableOptions};

/// `RENAME TO`.
pub(super) fn rename(work: &mut Work<'_>, from: &Name, to: &Path) -> Outcome {
    let namespace = match &to.namespace {
        Some(namespace) => work.replay.engine.namespace(namespace).to_owned(),
        None => from.namespace.clone(),
    };
    let to_name = Name::new(namespace, to.name.clone());
    match work.replay.relation(&to_name) {
        // Only its letters change.
        Some((_, found)) if found == *from => {}
        Some((relation, found)) => {
            let what = format_args!("{} `{found}`", relation.words());
            return Err(Refusal::duplicate(what, to.span).about(&found));
        }
        None => {}
    }
    move_to(work, from, &to_name)
}

/// `SET SCHEMA`.
pub(super) fn set_namespace(work: &mut Work<'_>, from: &Name, to: &Ident) -> Outcome {
    let place = Path { namespace: Some(to.name.clone()), name: from.name.clone(), span: to.span };
    let to_name = work.new_place(&place, false)?;
    if to_name == *from {
        return Ok(());
    }
    if let Some((relation, found)) = work.replay.relation(&to_name) {
        let what = format_args!("{} `{found}`", relation.words());
        return Err(Refusal::duplicate(what, to.span).about(&found));
    }
    move_to(work, from, &to_name)?;
    for owned in work.dependents().owned(&to_name) {
        let moved = to_name.beside(owned.name.clone());
        sequence::move_to(work, &owned, &moved)?;
    }
    Ok(())
}

/// Gives a table another name, with all that is bound to it.
pub(in crate::replay) fn move_to(work: &mut Work<'_>, from: &Name, to: &Name) -> Outcome {
    let engine = work.replay.engine;
    let references = constraint::references_to(work, from, |_| true);
    let children = work.dependents().children(from);
    let owned = work.dependents().owned(from);
    work.emit(Change::RenameTable { from: from.clone(), to: to.clone() })?;
    work.renamed(from, to);
    for (table, key) in references.into_iter().filter(|(table, _)| table != from) {
        let new = ForeignKey { references: (engine.reference)(to), ..key.clone() };
        let (old, new) = (Constraint::ForeignKey(key), Constraint::ForeignKey(new));
        constraint::replace(work, &table, old, new)?;
    }
    for child in children {
        let mut options = work.table_at(&child)?.options.clone();
        follow(&mut options, from, to);
        work.emit(Change::SetOptions(Name::clone(&child), options))?;
    }
    for name in owned {
        if let Some(old) = work.schema().sequences.get(&name).cloned() {
            let owned_by = old.owned_by.map(|(_, column)| (to.clone(), column));
            let new = Sequence { owned_by, ..old };
            work.emit(Change::PutSequence(Name::clone(&name), new))?;
        }
    }
    rename_in_objects(work, from, to)?;
    view::follow_table(work, from, to)?;
    (engine.follow_table)(work, from, to)
}

fn follow(options: &mut TableOptions, from: &Name, to: &Name) {
    for parent in options.inherits.iter_mut().filter(|parent| *parent == from) {
        parent.clone_from(to);
    }
    if let Some((parent, _)) = &mut options.partition_of
        && parent == from
    {
        parent.clone_from(to);
    }
}

/// What belongs to a table moves with it: triggers, policies, grants.
pub(in crate::replay) fn rename_in_objects(work: &mut Work<'_>, from: &Name, to: &Name) -> Outcome {
    let dialect = work.replay.engine.dialect;
    for old in work.dependents().belongings(from) {
        let Some(object) = work.schema().objects.get(&old).cloned() else { continue };
        let suffix = format!(" on {}", from.name);
        let name = match old.name.name.strip_suffix(&suffix) {
            Some(own) => format!("{own} on {}", to.name),
            None => old.name.name.clone(),
        };
        let namespace = if old.name.namespace == from.namespace {
            to.namespace.clone()
        } else {
            old.name.namespace.clone()
        };
        let new = ObjectName { kind: old.kind, name: Name::new(namespace, name) };
        let text = expression::replace(&object.text, dialect, &to.name, |word| {
            word.name.eq_ignore_ascii_case(&from.name) && word.follows_on
        });
        if new != old {
            work.emit(Change::DropObject(ObjectName::clone(&old)))?;
        }
        let moved = Object { table: Some(to.clone()), text };
        work.emit(Change::PutObject(new, moved))?;
    }
    Ok(())
}

/// `ALTER TABLE` with the name of a view, a sequence or an index, which PostgreSQL takes.
pub(super) fn other(
    work: &mut Work<'_>,
    relation: Relation,
    name: &Name,
    alter: &AlterTable,
) -> Outcome {
    let change = match &alter.change {
        TableChange::Rename(to) => {
            ObjectChange::Rename(Ident { name: to.name.clone(), span: to.span })
        }
        TableChange::SetNamespace(to) => ObjectChange::SetNamespace(to.clone()),
        TableChange::RenameColumn { from, to } => {
            ObjectChange::RenameColumn { from: from.clone(), to: to.clone() }
        }
        TableChange::SetOption { name, value } => {
            ObjectChange::Set { name: name.clone(), value: value.clone() }
        }
        TableChange::AlterColumn { column, change: ColumnChange::Comment(text), .. }
            if relation == Relation::View =>
        {
            work.targets.push(name.clone());
            let what = format!("column {} of view", column.name);
            return comment_part(work, &what, name, text.as_deref());
        }
        _ => {
            let message = format!("`{name}` is no table but a {}", relation.words());
            return Err(Refusal::refused(message, alter.table.span).about(name));
        }
    };
    work.targets.push(name.clone());
    match relation {
        Relation::View => view::change(work, name, &change),
        Relation::Sequence => sequence::change(work, name, &change),
        Relation::Index => index::change(work, name, &change),
        Relation::Other(kind) => crate::replay::object::change(work, kind, name, &change),
        Relation::Table => Ok(()),
    }
}
