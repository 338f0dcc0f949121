//! Functions, procedures and aggregates, which PostgreSQL tells apart wherever one is named.

use crate::command::{CreateObject, Path};
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{Name, ObjectKind, ObjectName};

/// The routine that a `DROP` of that noun means. One that is named with the types of its arguments
/// must be of that kind; among those of a bare name only such are looked for.
pub(super) fn find(work: &Work<'_>, noun: &str, path: &Path) -> Outcome<Option<ObjectName>> {
    if path.name.ends_with(')') {
        let found = super::find(work, ObjectKind::Routine, path, None);
        if let Some(found) = &found {
            check(work, found, noun, path)?;
        }
        return Ok(found);
    }
    let called = |place: &Name| {
        let name = format!("{}(", path.name);
        let from = place.beside(name);
        let from = ObjectName { kind: ObjectKind::Routine, name: from };
        let all = work.schema().objects.from(&from).take_while(|(found, _)| {
            found.kind == ObjectKind::Routine
                && found.name.namespace == from.name.namespace
                && found.name.name.starts_with(&from.name.name)
        });
        let all = all.filter(|(_, object)| is_a(noun, &object.text));
        all.map(|(found, _)| found.clone()).collect::<Vec<_>>()
    };
    let places = work.places(path);
    let mut found = places.iter().map(called).find(|found| !found.is_empty()).unwrap_or_default();
    match found.pop() {
        Some(last) if found.is_empty() => Ok(Some(last)),
        Some(last) => {
            let message = format!("more than one {noun} is called `{path}`");
            let note = format!("write the types of its arguments: `{}`", last.name);
            Err(Refusal::refused(message, path.span).note(note).about(&last.name))
        }
        None => Ok(None),
    }
}

fn check(work: &Work<'_>, found: &ObjectName, noun: &str, path: &Path) -> Outcome {
    let text = work.schema().objects.get(found).map_or("", |object| object.text.as_str());
    if is_a(noun, text) {
        return Ok(());
    }
    let own = kind(text);
    let message = format!("`{path}` is no {noun} but a {own}");
    let note = format!("`DROP {}` drops it", own.to_ascii_uppercase());
    Err(Refusal::refused(message, path.span).note(note).about(&found.name))
}

/// Refuses `CREATE OR REPLACE` of one kind where there is another.
pub(super) fn check_replaced(
    work: &Work<'_>,
    found: &ObjectName,
    create: &CreateObject,
) -> Outcome {
    if create.kind != ObjectKind::Routine || !work.replay.engine.binds {
        return Ok(());
    }
    let old = work.schema().objects.get(found).map_or("", |object| object.text.as_str());
    let (old, new) = (kind(old), kind(&create.text));
    if old == new {
        return Ok(());
    }
    let message =
        format!("`{}` is a {old}, and `CREATE OR REPLACE` makes no {new} of it", found.name);
    Err(Refusal::refused(message, create.name.span).about(&found.name))
}

/// The first word of its definition.
fn kind(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

fn is_a(noun: &str, text: &str) -> bool {
    noun == "routine" || kind(text) == noun
}
