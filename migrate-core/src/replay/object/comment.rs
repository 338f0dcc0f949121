//! Comments.

use crate::change::Change;
use crate::command::Path;
use crate::replay::failure::Outcome;
use crate::replay::work::Work;
use crate::schema::{Name, Object, ObjectKind, ObjectName};

/// `COMMENT ON` what has no field for it.
pub(in crate::replay) fn comment(
    work: &mut Work<'_>,
    kind: &str,
    on: &Path,
    text: Option<&str>,
) -> Outcome {
    let relation = work.find_relation(on);
    if relation.is_none() && matches!(kind, "table" | "view" | "materialized view" | "sequence") {
        return Err(work.unknown_relation(on));
    }
    let (table, at) = match relation {
        Some(relation) => (Some(relation.clone()), relation),
        None => (owner(work, kind, on), commented(work, kind, on)),
    };
    work.targets.push(at.clone());
    if is_said_by_the_engine(kind) && !is_known(work, kind, &at) {
        work.doubt(&at, "what was said of it before is not known");
    }
    put(work, kind, &at, table, text.unwrap_or_default())
}

/// Whether the engine, or whoever made the database, has a comment on such things before a migration has.
fn is_said_by_the_engine(kind: &str) -> bool {
    matches!(kind, "extension" | "language" | "procedural language")
        || matches!(kind, "database" | "role" | "tablespace")
}

fn is_known(work: &Work<'_>, kind: &str, at: &Name) -> bool {
    work.schema().objects.contains_key(&on(kind, at))
}

/// What is said of the schema that every database has.
const PUBLIC: &str = "standard public schema";

/// What is said of a thing of which no migration has said anything; none where only the engine knows.
fn standard(words: &str, at: &Name) -> Option<&'static str> {
    match words {
        "extension" => None,
        "schema" if at.name == "public" => Some(PUBLIC),
        _ => Some(""),
    }
}

fn on(words: &str, at: &Name) -> ObjectName {
    let name = at.beside(format!("{words} {}", at.name));
    ObjectName { kind: ObjectKind::Comment, name }
}

/// `COMMENT ON` a part of a relation, with which it goes.
pub(in crate::replay) fn comment_part(
    work: &mut Work<'_>,
    words: &str,
    of: &Name,
    text: Option<&str>,
) -> Outcome {
    put(work, words, of, Some(of.clone()), text.unwrap_or_default())
}

fn put(work: &mut Work<'_>, words: &str, at: &Name, table: Option<Name>, text: &str) -> Outcome {
    let comment = on(words, at);
    if standard(words, at) != Some(text) {
        return work.emit(Change::PutObject(comment, Object { table, text: text.to_owned() }));
    }
    match work.schema().objects.contains_key(&comment) {
        true => work.emit(Change::DropObject(comment)),
        false => Ok(()),
    }
}

/// What routines are called in `COMMENT ON`.
pub(super) const ROUTINES: [&str; 4] = ["aggregate", "function", "procedure", "routine"];

/// A comment goes with what it is on.
pub(in crate::replay) fn drop_comment(work: &mut Work<'_>, words: &str, on: &Name) -> Outcome {
    if !work.replay.engine.binds {
        return Ok(());
    }
    let comment = self::on(words, on);
    if work.schema().objects.contains_key(&comment) {
        return work.emit(Change::DropObject(comment));
    }
    Ok(())
}

/// A comment stays on what it is on, whatever that is called.
pub(in crate::replay) fn rename_comment(
    work: &mut Work<'_>,
    words: &str,
    from: &Name,
    to: &Name,
) -> Outcome {
    if !work.replay.engine.binds {
        return Ok(());
    }
    let old = on(words, from);
    let Some(comment) = work.schema().objects.get(&old).cloned() else { return Ok(()) };
    work.emit(Change::DropObject(old))?;
    work.emit(Change::PutObject(on(words, to), comment))
}

/// The full name of what a comment is on: a routine may be named without its arguments.
fn commented(work: &Work<'_>, kind: &str, on: &Path) -> Name {
    let routine =
        ROUTINES.contains(&kind).then(|| super::find(work, ObjectKind::Routine, on, None));
    routine.flatten().map_or_else(|| work.first_place(on), |found| found.name)
}

/// The table of a commented constraint, trigger, policy or rule.
fn owner(work: &Work<'_>, kind: &str, on: &Path) -> Option<Name> {
    if !matches!(kind, "constraint" | "trigger" | "policy" | "rule") {
        return None;
    }
    let (_, table) = on.name.rsplit_once(" on ")?;
    work.find_relation(&Path { name: table.to_owned(), ..on.clone() })
}
