//! `ALTER DOMAIN`.

use super::normalize;
use super::split::{split, words};
use crate::schema::ObjectKind;

/// The definition behind an action; none where a constraint without a name is in it, since the engine
/// makes one up.
pub(super) fn altered(text: &str, action: &str) -> Option<String> {
    let kind = ObjectKind::Domain;
    let mut clauses = split(kind, text);
    let constraint = |name: &str| format!("constraint {name} ");
    let unsaid = |list: &mut Vec<String>, word: &str| list.retain(|it| !it.starts_with(word));
    match words(action)[..] {
        ["set", "default", ..] => {
            unsaid(&mut clauses.list, "default ");
            clauses.list.push(action.strip_prefix("set ")?.to_owned());
        }
        ["drop", "default"] => unsaid(&mut clauses.list, "default "),
        ["set", "not", "null"] => {
            unsaid(&mut clauses.list, "not null");
            clauses.list.push("not null".to_owned());
        }
        ["drop", "not", "null"] => unsaid(&mut clauses.list, "not null"),
        ["add", "constraint", _, ..] => clauses.list.push(action.strip_prefix("add ")?.to_owned()),
        ["drop", "constraint", name] | ["drop", "constraint", name, "cascade" | "restrict"] => {
            let count = clauses.list.len();
            unsaid(&mut clauses.list, &constraint(name));
            (clauses.list.len() < count).then_some(())?;
        }
        ["validate", "constraint", name] => {
            let mut own = clauses.list.iter_mut().filter(|it| it.starts_with(&constraint(name)));
            let own = own.next()?;
            own.truncate(own.trim_end_matches(" not valid").len());
        }
        ["rename", "constraint", from, "to", to] => {
            let own = clauses.list.iter_mut().find(|it| it.starts_with(&constraint(from)))?;
            let rest = own.strip_prefix(&constraint(from))?;
            *own = format!("{}{rest}", constraint(to));
        }
        _ => return None,
    }
    normalize(kind, &mut clauses);
    Some(clauses.joined(kind))
}
