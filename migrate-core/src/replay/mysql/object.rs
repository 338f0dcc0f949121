//! What MySQL keeps of databases, routines and events beside their definitions.

use crate::change::Change;
use crate::command::{AlterObject, CreateObject, ObjectChange, What};
use crate::replay::failure::Outcome;
use crate::replay::object;
use crate::replay::work::Work;
use crate::schema::{Name, ObjectKind, ObjectName};

/// The commands whose effect depends on more than the model has.
pub(super) fn carry_out(work: &mut Work<'_>, what: &What) -> Option<Outcome> {
    if let Err(refusal) = super::member::check(work, what) {
        return Some(Err(refusal));
    }
    if let What::AlterObject(alter) = what
        && let Some(is_on) = switches(alter)
    {
        let outcome = object::alter(work, alter);
        return Some(outcome.and_then(|()| switch(work, is_on)));
    }
    match what {
        What::AlterObject(alter) if alter.kind == ObjectKind::Database => {
            alter_database(work);
            Some(Ok(()))
        }
        What::AlterObject(alter) if is_described(alter) => {
            if let Some(outcome) = describe(work, alter) {
                return Some(outcome);
            }
            let outcome = object::alter(work, alter);
            doubt_targets(work, "what an `ALTER` changes of its definition is not modelled");
            Some(outcome)
        }
        What::CreateObject(create) if starts_at_once(create) => {
            let outcome = object::create(work, create);
            doubt_targets(work, "it starts at the moment at which it was created");
            Some(outcome)
        }
        _ => None,
    }
}

/// The character set of a database is that of the tables that name none, but only of new ones.
fn alter_database(work: &mut Work<'_>) {
    let schema = work.schema();
    let followers = schema.tables.iter().filter(|(_, table)| table.options.charset.is_none());
    let mut doubted: Vec<Name> = followers.map(|(name, _)| name.clone()).collect();
    doubted.push(Name::default());
    for name in &doubted {
        work.doubt(name, "the database has another character set than before, or may have");
    }
}

/// Whether it does nothing but switch an event on or off.
fn switches(alter: &AlterObject) -> Option<bool> {
    match &alter.change {
        ObjectChange::Other { text, .. } if alter.kind == ObjectKind::Event => {
            match text.to_ascii_lowercase().as_str() {
                "enable" => Some(true),
                "disable" => Some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Writes down whether the event that was altered is on, in place of how it came to be. One that was
/// created otherwise says so in its definition, which then says more than what counts.
fn switch(work: &mut Work<'_>, is_on: bool) -> Outcome {
    const OFF: &str = " ; disable";
    let Some(name) = work.targets.last().cloned() else { return Ok(()) };
    let event = ObjectName { kind: ObjectKind::Event, name };
    let Some(mut object) = work.schema().objects.get(&event).cloned() else { return Ok(()) };
    let definition = object.text.split(" ; ").next().unwrap_or_default().to_lowercase();
    if definition.contains("enable") || definition.contains("disable") {
        work.doubt(&event.name, "it was created switched on or off, and was switched since");
        return Ok(());
    }
    let parts = object.text.split(" ; ");
    let is_switch =
        |part: &&str| ["enable", "disable"].iter().any(|it| part.eq_ignore_ascii_case(it));
    object.text = parts.filter(|part| !is_switch(part)).collect::<Vec<_>>().join(" ; ");
    if !is_on {
        object.text.push_str(OFF);
    }
    work.emit(Change::PutObject(event, object))
}

const fn is_described(alter: &AlterObject) -> bool {
    let is_renamed = matches!(alter.change, ObjectChange::Rename(_));
    !is_renamed && matches!(alter.kind, ObjectKind::Routine | ObjectKind::Event)
}

/// Puts what an `ALTER` says in its place in the definition; nothing where that is not certain.
fn describe(work: &mut Work<'_>, alter: &AlterObject) -> Option<Outcome> {
    let ObjectChange::Other { text: action, .. } = &alter.change else { return None };
    let found = object::find(work, alter.kind, &alter.name, None)?;
    let mut object = work.schema().objects.get(&found).cloned()?;
    object.text = super::described::altered(alter.kind, &object.text, action)?;
    work.targets.push(found.name.clone());
    Some(work.emit(Change::PutObject(found, object)))
}

/// Whether it is an event that repeats and does not say since when.
fn starts_at_once(create: &CreateObject) -> bool {
    let text = create.text.to_ascii_lowercase();
    create.kind == ObjectKind::Event && text.contains(" every ") && !text.contains(" starts ")
}

fn doubt_targets(work: &mut Work<'_>, reason: &str) {
    for name in work.targets.clone() {
        work.doubt(&name, reason);
    }
}
