//! `ALTER` of what is kept by its text.

use super::{FROM_ELSEWHERE, clause, find, is_of_the_server};
use crate::change::Change;
use crate::command::{AlterObject, ObjectChange};
use crate::replay::dependents::User;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::replay::{WHOEVER, expression, types};
use crate::schema::{Name, ObjectKind, ObjectName};

/// `ALTER` of an object.
pub(in crate::replay) fn alter(work: &mut Work<'_>, alter: &AlterObject) -> Outcome {
    let table = alter.table.as_ref().and_then(|path| work.find_relation(path));
    let Some(found) = find(work, alter.kind, &alter.name, table.as_ref()) else {
        if alter.if_exists {
            work.missing(&alter.name);
            return Ok(());
        }
        let about = work.first_place(&alter.name);
        if alter.kind == ObjectKind::Owner {
            work.doubt(&about, "whose a schema is, is not followed");
            return Ok(());
        }
        if is_of_the_server(alter.kind) {
            work.doubt(&about, FROM_ELSEWHERE);
            return Ok(());
        }
        let what = format_args!("{} `{}`", alter.kind.words(), alter.name);
        return Err(Refusal::unknown(what, alter.name.span).about(&about));
    };
    work.targets.extend(table);
    work.targets.push(found.name.clone());
    change(work, found.kind, &found.name, &alter.change)
}

/// A change of an object that is known by its full name. What changes becomes part of the text.
pub(in crate::replay) fn change(
    work: &mut Work<'_>,
    kind: ObjectKind,
    name: &Name,
    change: &ObjectChange,
) -> Outcome {
    let old = ObjectName { kind, name: name.clone() };
    let Some(mut object) = work.schema().objects.get(&old).cloned() else { return Ok(()) };
    let said = match change {
        ObjectChange::RenameColumn { from, to } => {
            clause::renamed(kind, &object.text, &from.name, &to.name)
        }
        ObjectChange::Other { text, .. } if work.replay.engine.binds => {
            clause::altered(kind, &object.text, text)
        }
        _ => None,
    };
    if let Some(text) = said {
        object.text = text;
        return work.emit(Change::PutObject(old, object));
    }
    let (to, span) = match change {
        ObjectChange::Rename(to) => (renamed(name, &to.name), to.span),
        ObjectChange::SetNamespace(to) => {
            let namespace = work.replay.engine.namespace(&to.name).to_owned();
            (Name::new(namespace, name.name.clone()), to.span)
        }
        ObjectChange::Owner(owner) => {
            let text = without(&object.text, "owner to");
            object.text = match &*owner.name {
                WHOEVER => text,
                owner => format!("{text} ; owner to {owner}"),
            };
            return work.emit(Change::PutObject(old, object));
        }
        ObjectChange::Set { name: setting, value } => {
            let key = format!("set {setting} =");
            let text = without(&object.text, &key);
            object.text = match value {
                Some(value) => format!("{text} ; {key} {value}"),
                None => text,
            };
            return work.emit(Change::PutObject(old, object));
        }
        ObjectChange::RenameColumn { from, to } => {
            object.text = format!("{} ; rename {} to {}", object.text, from.name, to.name);
            return work.emit(Change::PutObject(old, object));
        }
        ObjectChange::Other { text, .. } => {
            object.text = format!("{} ; {text}", object.text);
            return work.emit(Change::PutObject(old, object));
        }
        ObjectChange::AttachPartition(_) => return Ok(()),
    };
    let new = ObjectName { kind, name: to.clone() };
    if work.schema().objects.contains_key(&new) {
        return Err(Refusal::duplicate(new, span).about(&to));
    }
    match kind {
        ObjectKind::Domain | ObjectKind::Type => types::rename_in_columns(work, name, &to)?,
        ObjectKind::Routine if work.replay.engine.binds => rename_calls(work, name, &to)?,
        _ => {}
    }
    work.emit(Change::DropObject(old))?;
    work.emit(Change::PutObject(new, object))?;
    super::follow(work, kind, name, &to)
}

/// Triggers call a function by its identity, whatever it is called.
fn rename_calls(work: &mut Work<'_>, from: &Name, to: &Name) -> Outcome {
    let bare = |name: &Name| name.name.split('(').next().unwrap_or_default().to_owned();
    let (old, new) = (bare(from), bare(to));
    for user in work.dependents().mentions(&old) {
        let User::Object(name) = user else { continue };
        let Some(mut object) = work.schema().objects.get(&name).cloned() else { continue };
        object.text = expression::replace(&object.text, work.replay.engine.dialect, &new, |word| {
            word.is_called && word.name == old
        });
        work.emit(Change::PutObject(name, object))?;
    }
    Ok(())
}

/// What follows the name stays: the types of arguments, `on table`.
fn renamed(name: &Name, to: &str) -> Name {
    let tail = ["(", " on "].into_iter().filter_map(|mark| name.name.find(mark)).min();
    let tail = tail.and_then(|at| name.name.get(at..)).unwrap_or_default();
    name.beside(format!("{to}{tail}"))
}

/// The text without an earlier alteration of the same kind.
fn without(text: &str, alteration: &str) -> String {
    let mut parts = text.split(" ; ");
    let definition = parts.next().unwrap_or_default().to_owned();
    parts
        .filter(|part| !part.starts_with(alteration))
        .fold(definition, |text, part| format!("{text} ; {part}"))
}
