//! What the server says of what the model keeps as text: a whole statement of some, and of others what there
//! is to compare.

use super::{dropped, name};
use crate::schema::{Object, ObjectKind, ObjectName};

/// `CREATE`, as the server says it.
pub(super) fn put(of: &ObjectName, object: &Object, old: Option<&Object>) -> Option<Vec<String>> {
    let created = match of.kind {
        ObjectKind::Extension => extension(of, object),
        ObjectKind::Trigger | ObjectKind::Rule | ObjectKind::Routine => {
            let text = object.text.trim().trim_end_matches(';');
            text.starts_with("CREATE ").then(|| format!("{text};"))?
        }
        _ => return None,
    };
    match (of.kind, old) {
        (_, None) => Some(vec![created]),
        // Its text says `OR REPLACE`, and others may need it.
        (ObjectKind::Routine, Some(_)) => Some(vec![created]),
        (ObjectKind::Extension, Some(_)) => None,
        (_, Some(old)) => Some(vec![drop(of, old)?, created]),
    }
}

/// The schema stands in front of the version.
fn extension(of: &ObjectName, object: &Object) -> String {
    let called = name(&of.name.name);
    let schema = object.text.split(' ').next().unwrap_or_default();
    format!("CREATE EXTENSION {called} SCHEMA {};", name(schema))
}

/// `DROP`.
pub(super) fn drop(of: &ObjectName, old: &Object) -> Option<String> {
    let noun = match of.kind {
        ObjectKind::Trigger => "TRIGGER",
        ObjectKind::Policy => "POLICY",
        ObjectKind::Rule => "RULE",
        ObjectKind::Routine => "ROUTINE",
        ObjectKind::Domain => "DOMAIN",
        ObjectKind::Type => "TYPE",
        ObjectKind::Extension => "EXTENSION",
        ObjectKind::Collation => "COLLATION",
        ObjectKind::Publication => "PUBLICATION",
        ObjectKind::EventTrigger => "EVENT TRIGGER",
        _ => return None,
    };
    dropped(noun, of, old)
}
