//! Definitions in clauses (PostgreSQL): which of them say nothing, and which an `ALTER` puts in the place of
//! others.

mod domain;
mod fields;
mod listed;
mod split;

use crate::schema::ObjectKind;
use split::{Clauses, split};

/// The definition without what goes without saying, and its clauses in one order.
pub(super) fn canonical(kind: ObjectKind, text: &str) -> Option<String> {
    match kind {
        ObjectKind::Routine if text.starts_with("aggregate ") => return listed::aggregate(text),
        ObjectKind::Routine | ObjectKind::Policy | ObjectKind::Domain => {}
        ObjectKind::Statistics => return listed::statistics(text),
        // A rule does something else besides, unless it says that it does it instead.
        ObjectKind::Rule => return Some(text.replacen(" do also ", " do ", 1)),
        _ => return None,
    }
    let mut clauses = split(kind, text);
    normalize(kind, &mut clauses);
    Some(clauses.joined(kind))
}

/// The definition behind an `ALTER`. None where what that does is not told by its words.
pub(super) fn altered(kind: ObjectKind, text: &str, action: &str) -> Option<String> {
    let (definition, trail) = match text.split_once(" ; ") {
        Some((definition, trail)) => (definition, Some(trail)),
        None => (text, None),
    };
    let definition = match kind {
        ObjectKind::Routine => routine(definition, action),
        ObjectKind::Policy => policy(definition, action),
        ObjectKind::Domain => domain::altered(definition, action),
        ObjectKind::Type => fields::altered(definition, action),
        ObjectKind::Publication => listed::publication(definition, action),
        ObjectKind::Foreign => listed::options(definition, action),
        _ => None,
    }?;
    Some(match trail {
        Some(trail) => format!("{definition} ; {trail}"),
        None => definition,
    })
}

/// The definition of a composite type in which an attribute has another name.
pub(super) fn renamed(kind: ObjectKind, text: &str, from: &str, to: &str) -> Option<String> {
    (kind == ObjectKind::Type).then(|| fields::renamed(text, from, to)).flatten()
}

fn normalize(kind: ObjectKind, clauses: &mut Clauses) {
    let is_c = clauses.list.iter().any(|it| matches!(&**it, "language c" | "language internal"));
    let list = std::mem::take(&mut clauses.list);
    clauses.list = list.into_iter().filter_map(|clause| said(kind, clause, is_c)).collect();
    match kind {
        // Those of a policy stand in one order anyway.
        ObjectKind::Policy => {}
        _ => clauses.list.sort(),
    }
}

/// A clause in one spelling; none where it says what holds anyway.
fn said(kind: ObjectKind, clause: String, is_c: bool) -> Option<String> {
    let silent: &[&str] = match kind {
        ObjectKind::Routine => &[
            "called on null input",
            "volatile",
            "security invoker",
            "external security invoker",
            "not leakproof",
            "parallel unsafe",
        ],
        ObjectKind::Policy => &["as permissive", "for all", "to public"],
        _ => &["null", "default null"],
    };
    let is_usual = kind == ObjectKind::Routine
        && matches!((is_c, &*clause), (false, "cost 100") | (true, "cost 1") | (_, "rows 1000"));
    if silent.contains(&clause.as_str()) || is_usual {
        return None;
    }
    Some(match clause.as_str() {
        "returns null on null input" => "strict".to_owned(),
        "external security definer" => "security definer".to_owned(),
        _ => clause,
    })
}

/// What tells a clause of a routine from others.
fn key(clause: &str) -> String {
    let mut words = clause.split(' ');
    let first = words.next().unwrap_or_default();
    match first {
        "immutable" | "stable" | "volatile" => "volatility".to_owned(),
        "strict" | "called" | "returns" => "strict".to_owned(),
        "not" | "leakproof" => "leakproof".to_owned(),
        "external" | "security" => "security".to_owned(),
        "set" => format!("set {}", words.next().unwrap_or_default()),
        other => other.to_owned(),
    }
}

fn routine(text: &str, action: &str) -> Option<String> {
    let kind = ObjectKind::Routine;
    let mut clauses = split(kind, text);
    if action == "reset all" {
        clauses.list.retain(|clause| !clause.starts_with("set "));
        return Some(clauses.joined(kind));
    }
    if let Some(name) = action.strip_prefix("reset ") {
        let gone = format!("set {name}");
        clauses.list.retain(|clause| key(clause) != gone);
        return Some(clauses.joined(kind));
    }
    let new = split(kind, action.trim_end_matches(" restrict"));
    if !new.head.is_empty() || !new.body.is_empty() || new.list.is_empty() {
        return None;
    }
    for clause in new.list {
        // What the session has at the time is not known.
        if clause.ends_with(" from current") {
            return None;
        }
        let own = key(&clause);
        clauses.list.retain(|it| key(it) != own);
        clauses.list.push(clause);
    }
    normalize(kind, &mut clauses);
    Some(clauses.joined(kind))
}

fn policy(text: &str, action: &str) -> Option<String> {
    let kind = ObjectKind::Policy;
    let mut clauses = split(kind, text);
    let new = split(kind, action);
    if !new.head.is_empty() || new.list.is_empty() {
        return None;
    }
    let rank = |clause: &String| {
        let first = clause.split(' ').next().unwrap_or_default();
        ["as", "for", "to", "using", "with"].iter().position(|word| *word == first)
    };
    for clause in new.list {
        let own = rank(&clause);
        clauses.list.retain(|it| rank(it) != own);
        clauses.list.push(clause);
    }
    clauses.list.sort_by_key(rank);
    normalize(kind, &mut clauses);
    Some(clauses.joined(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(kind: ObjectKind, text: &str, there: &[&str], back: &[&str]) {
        let start = canonical(kind, text).unwrap_or_else(|| text.to_owned());
        let mut now = start.clone();
        for action in there {
            now = altered(kind, &now, action).unwrap();
        }
        assert_ne!(now, start);
        for action in back {
            now = altered(kind, &now, action).unwrap();
        }
        assert_eq!(now, start);
    }

    #[test]
    fn what_is_altered_back_is_what_it_was() {
        let routine =
            "function ( x integer ) returns integer as 'select x' language sql strict volatile";
        there_and_back(
            ObjectKind::Routine,
            routine,
            &["called on null input immutable", "set search_path = public", "cost 5"],
            &["volatile", "strict", "reset search_path", "cost 100"],
        );
        let policy = "for select to a using ( owner = 'a' )";
        there_and_back(
            ObjectKind::Policy,
            policy,
            &["to public", "using ( owner = 'b' )"],
            &["using ( owner = 'a' )", "to a"],
        );
        let domain = "as numeric(10,2) constraint pos check ( value > 0 ) default 1";
        there_and_back(
            ObjectKind::Domain,
            domain,
            &[
                "drop constraint pos",
                "add constraint small check ( value < 9 )",
                "set not null",
                "drop default",
            ],
            &[
                "set default 1",
                "drop constraint small",
                "add constraint pos check ( value > 0 )",
                "drop not null",
            ],
        );
        let fields = "type as ( street text , city text )";
        there_and_back(
            ObjectKind::Type,
            fields,
            &["add attribute zip text"],
            &["drop attribute zip"],
        );
        let there = renamed(ObjectKind::Type, fields, "city", "town").unwrap();
        assert_eq!(renamed(ObjectKind::Type, &there, "town", "city").unwrap(), fields);
    }

    #[test]
    fn what_goes_without_saying_is_not_said() {
        let canonical = |kind, text: &str| canonical(kind, text).unwrap();
        assert_eq!(
            canonical(
                ObjectKind::Routine,
                "function ( ) returns integer as 'as volatile' called on null input language sql parallel unsafe"
            ),
            "function ( ) returns integer as 'as volatile' language sql"
        );
        assert_eq!(
            canonical(
                ObjectKind::Routine,
                "function ( ) returns table ( a integer ) language sql return 1"
            ),
            "function ( ) returns table ( a integer ) language sql return 1"
        );
        assert_eq!(
            canonical(ObjectKind::Policy, "for all to public using ( true )"),
            "using ( true )"
        );
        assert_eq!(canonical(ObjectKind::Domain, "as text default null"), "as text");
    }

    #[test]
    fn what_is_not_understood_is_left_to_others() {
        for (kind, action) in [
            (ObjectKind::Routine, "depends on extension x"),
            (ObjectKind::Routine, "set search_path from current"),
            (ObjectKind::Domain, "add check ( value > 0 )"),
            (ObjectKind::Domain, "drop constraint other"),
            (ObjectKind::Type, "alter attribute zip type text"),
            (ObjectKind::Statistics, "set statistics 5"),
        ] {
            assert_eq!(altered(kind, "type as ( a text )", action), None, "{action}");
        }
    }
}
