//! What the model keeps as text: the definition without the name, which goes back in behind the noun.

mod altered;
mod granted;
mod said;

use super::{name, path, spelled};
use crate::render::{Scene, Words};
use crate::schema::{Object, ObjectKind, ObjectName};
use crate::sql::quote;

/// `CREATE`, in place of another after a `DROP` where that harms nobody.
pub(super) fn put(scene: Scene<'_>, of: &ObjectName, object: &Object) -> Option<Vec<String>> {
    let old = scene.now.objects.get(of);
    if scene.words == Words::Engine {
        return said::put(of, object, old);
    }
    match of.kind {
        ObjectKind::Comment => return Some(vec![comment(of, Some(&object.text))?]),
        ObjectKind::Grant => return grant(of, object),
        _ => {}
    }
    let created = create(of, object)?;
    let Some(old) = old else { return Some(vec![created]) };
    let head = |text: &str| text.split(" as ").next().unwrap_or_default().to_owned();
    match of.kind {
        ObjectKind::Routine if head(&old.text) == head(&object.text) => {
            Some(vec![created.replacen("CREATE ", "CREATE OR REPLACE ", 1)])
        }
        // Columns and other types are made of these.
        ObjectKind::Domain | ObjectKind::Type | ObjectKind::Extension => None,
        _ => Some(vec![drop_old(of, old)?, created]),
    }
}

/// `DROP`.
pub(super) fn drop(scene: Scene<'_>, of: &ObjectName) -> Option<Vec<String>> {
    let old = scene.now.objects.get(of)?;
    if scene.words == Words::Engine {
        return Some(vec![said::drop(of, old)?]);
    }
    match of.kind {
        ObjectKind::Comment => Some(vec![comment(of, None)?]),
        ObjectKind::Grant => {
            let (right, on, grantee) = right(of, old)?;
            Some(vec![format!("REVOKE {right}{on} FROM {grantee};")])
        }
        _ => Some(vec![drop_old(of, old)?]),
    }
}

fn drop_old(of: &ObjectName, old: &Object) -> Option<String> {
    let (noun, _) = noun(of.kind, &old.text)?;
    dropped(noun.strip_prefix("CONSTRAINT ").unwrap_or(&noun), of, old)
}

fn dropped(noun: &str, of: &ObjectName, old: &Object) -> Option<String> {
    let called = match &old.table {
        Some(table) if of.kind != ObjectKind::Statistics => {
            format!("{} ON {}", name(own(of)?), path(table))
        }
        _ => routine_or_path(of)?,
    };
    Some(format!("DROP {noun} {called};"))
}

/// The name of something that belongs to a table, without the table.
fn own(of: &ObjectName) -> Option<&str> {
    of.name.name.rsplit_once(" on ").map(|(own, _)| own)
}

/// The name in front of a list of arguments is one; the list is types.
fn routine_or_path(of: &ObjectName) -> Option<String> {
    if of.kind != ObjectKind::Routine {
        return (!of.name.name.contains(' ') || of.kind == ObjectKind::Publication)
            .then(|| path(&of.name));
    }
    let (own, arguments) = of.name.name.split_once('(')?;
    let called = of.name.beside(own);
    Some(format!("{}({arguments}", path(&called)))
}

/// The words in front of the name, and what follows the name.
fn noun(kind: ObjectKind, text: &str) -> Option<(String, &str)> {
    let nouns: &[&str] = match kind {
        ObjectKind::Trigger => &["constraint trigger", "trigger"],
        ObjectKind::Policy => &["policy"],
        ObjectKind::Rule => &["rule"],
        ObjectKind::Routine => &["function", "procedure", "aggregate"],
        ObjectKind::Domain => &["domain"],
        ObjectKind::Type => &["type"],
        ObjectKind::Extension => &["extension"],
        ObjectKind::Statistics => &["statistics"],
        ObjectKind::EventTrigger => &["event trigger"],
        ObjectKind::Collation => &["collation"],
        ObjectKind::Publication => &["publication"],
        ObjectKind::Role => &["role", "user", "group"],
        _ => return None,
    };
    nouns.iter().find_map(|noun| {
        let rest = text.strip_prefix(noun)?;
        (rest.is_empty() || rest.starts_with(' '))
            .then(|| (noun.to_ascii_uppercase(), rest.trim_start()))
    })
}

fn create(of: &ObjectName, object: &Object) -> Option<String> {
    let (noun, rest) = noun(of.kind, &object.text)?;
    let spell = |text: &str| match spelled(text) {
        text if text.is_empty() => text,
        text => format!(" {text}"),
    };
    let body = match (of.kind, &object.table) {
        (ObjectKind::Trigger | ObjectKind::Policy, Some(table)) => {
            let at = if of.kind == ObjectKind::Policy { 0 } else { behind_events(rest)? };
            let (events, rest) = rest.split_at(at);
            let own = name(own(of)?);
            format!("{own}{} ON {}{}", spell(events.trim_end()), path(table), spell(rest))
        }
        (ObjectKind::Rule, Some(table)) => {
            let (event, rest) = rest.split_once(" to ")?;
            format!("{}{} TO {}{}", name(own(of)?), spell(event), path(table), spell(rest))
        }
        (ObjectKind::Routine, _) => {
            let called = of.name.name.split_once('(')?.0.to_owned();
            let called = path(&of.name.beside(called));
            format!("{called}{}", spelled(rest))
        }
        (ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Rule, None) => return None,
        _ => format!("{}{}", routine_or_path(of)?, spell(rest)),
    };
    Some(format!("CREATE {noun} {body};"))
}

/// Where the events of a trigger end: in front of what else may be said of it.
fn behind_events(text: &str) -> Option<usize> {
    let words = [
        "from ",
        "not deferrable",
        "deferrable",
        "initially ",
        "referencing ",
        "for each ",
        "for row",
        "for statement",
        "when ",
        "execute ",
    ];
    let starts = words.iter().filter_map(|word| {
        let at = text.find(&format!(" {word}"))?;
        Some(at + 1)
    });
    starts.min()
}

/// `COMMENT ON`; its name is what it is on, kind first.
fn comment(of: &ObjectName, text: Option<&str>) -> Option<String> {
    let kinds = [
        "materialized view",
        "table",
        "view",
        "index",
        "sequence",
        "function",
        "procedure",
        "aggregate",
        "routine",
        "type",
        "domain",
        "constraint",
        "trigger",
        "policy",
        "rule",
        "schema",
        "extension",
    ];
    let (kind, rest) = kinds
        .iter()
        .find_map(|kind| Some((*kind, of.name.name.strip_prefix(kind)?.strip_prefix(' ')?)))?;
    let place = |called: &str| path(&of.name.beside(called));
    let on = match (kind, rest.rsplit_once(" on ")) {
        ("constraint" | "trigger" | "policy" | "rule", Some((own, table))) => {
            format!("{} ON {}", name(own), place(table))
        }
        ("function" | "procedure" | "aggregate" | "routine", _) => {
            let (own, arguments) = rest.split_once('(')?;
            format!("{}({arguments}", place(own))
        }
        _ => place(rest),
    };
    let text = quote::optional(text);
    Some(format!("COMMENT ON {} {on} IS {text};", kind.to_ascii_uppercase()))
}

fn grant(of: &ObjectName, object: &Object) -> Option<Vec<String>> {
    let (right, on, grantee) = right(of, object)?;
    let passed_on = if object.text.is_empty() { "" } else { " WITH GRANT OPTION" };
    Some(vec![format!("GRANT {right}{on} TO {grantee}{passed_on};")])
}

/// The right, what it is to, and whose it is, out of the name that they make: `SELECT to app on t`.
fn right(of: &ObjectName, object: &Object) -> Option<(String, String, String)> {
    let (right, rest) = of.name.name.split_once(" to ")?;
    let (grantee, on) = rest.split_once(' ')?;
    let on = match &object.table {
        Some(table) => format!(" ON {}", path(table)),
        None if on == "membership" => String::new(),
        None => format!(" ON {}", spelled(on)),
    };
    let grantee = if grantee == "public" { "PUBLIC".to_owned() } else { name(grantee) };
    Some((spelled(right), on, grantee))
}
