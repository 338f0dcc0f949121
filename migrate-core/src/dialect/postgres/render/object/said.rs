//! What the server says of what the model keeps as text: a whole statement of some, and of others what there
//! is to compare.

use super::{altered, dropped, granted, name, path};
use crate::schema::{Object, ObjectKind, ObjectName};

/// What makes it, as the server says it.
pub(super) fn put(of: &ObjectName, object: &Object, old: Option<&Object>) -> Option<Vec<String>> {
    let made = made(of, object)?;
    let Some(old) = old else { return Some(vec![made]) };
    match of.kind {
        // The text of a routine says `OR REPLACE`, and others may need it; of a comment and of an owner there is
        // one.
        ObjectKind::Routine | ObjectKind::Comment | ObjectKind::Owner => Some(vec![made]),
        ObjectKind::Grant | ObjectKind::DefaultPrivileges => Some(vec![granted::changed(&made)?]),
        ObjectKind::Domain => altered::domain(of, &old.text, &object.text),
        ObjectKind::Type => altered::composite(of, &old.text, &object.text),
        // Columns are made of these, and what an extension brings is used by anything.
        ObjectKind::Extension | ObjectKind::Collation => None,
        _ => Some(vec![drop(of, old)?, made]),
    }
}

fn made(of: &ObjectName, object: &Object) -> Option<String> {
    let verbs: &[&str] = match of.kind {
        ObjectKind::Extension => return Some(extension(of, object)),
        ObjectKind::Grant => &["GRANT ", "REVOKE "],
        ObjectKind::DefaultPrivileges | ObjectKind::Owner => &["ALTER "],
        ObjectKind::Comment => &["COMMENT ON "],
        _ => &["CREATE "],
    };
    let text = object.text.trim().trim_end_matches(';');
    verbs.iter().any(|verb| text.starts_with(verb)).then(|| format!("{text};"))
}

/// The schema stands in front of the version.
fn extension(of: &ObjectName, object: &Object) -> String {
    let called = name(&of.name.name);
    let schema = object.text.split(' ').next().unwrap_or_default();
    format!("CREATE EXTENSION {called} SCHEMA {};", name(schema))
}

/// `DROP`, or what takes it back.
pub(super) fn drop(of: &ObjectName, old: &Object) -> Option<String> {
    let noun = match of.kind {
        ObjectKind::Trigger => "TRIGGER",
        ObjectKind::Policy => "POLICY",
        ObjectKind::Rule => "RULE",
        ObjectKind::Routine => "ROUTINE",
        ObjectKind::Domain => "DOMAIN",
        ObjectKind::Type => "TYPE",
        ObjectKind::Extension => "EXTENSION",
        ObjectKind::Collation if of.name.name.starts_with("conversion ") => return None,
        ObjectKind::Collation => "COLLATION",
        ObjectKind::Publication => "PUBLICATION",
        ObjectKind::EventTrigger => "EVENT TRIGGER",
        ObjectKind::Statistics => "STATISTICS",
        ObjectKind::Cast => return cast(of),
        ObjectKind::Grant | ObjectKind::DefaultPrivileges => {
            return granted::back(&made(of, old)?);
        }
        ObjectKind::Comment => return comment(of, &made(of, old)?),
        ObjectKind::Owner => return owner(&made(of, old)?),
        _ => return None,
    };
    match &old.table {
        None if of.kind != ObjectKind::Routine => Some(format!("DROP {noun} {};", path(&of.name))),
        _ => dropped(noun, of, old),
    }
}

/// What PostgreSQL says of `public` in every new database.
const STANDARD: &str = "'standard public schema'";

/// An extension comes with a comment that nobody here knows.
fn comment(of: &ObjectName, made: &str) -> Option<String> {
    let (on, _) = made.split_once(" IS ")?;
    match &*of.name.name {
        "schema public" => Some(format!("{on} IS {STANDARD};")),
        name if name.starts_with("extension ") => None,
        _ => Some(format!("{on} IS NULL;")),
    }
}

/// The user that compares is the one who would have created it.
fn owner(made: &str) -> Option<String> {
    let (alter, _) = made.rsplit_once(" OWNER TO ")?;
    Some(format!("{alter} OWNER TO CURRENT_USER;"))
}

/// Its name has both types as the server writes them; that of a transform begins with another word.
fn cast(of: &ObjectName) -> Option<String> {
    let (from, to) = of.name.name.split_once(" as ")?;
    Some(format!("DROP CAST ({from} AS {to});"))
}
