//! The attributes of a composite type.

use super::split::words;
use crate::dialect::Dialect;
use crate::sql::{normal, quote};

/// The definition in which an attribute has another name.
pub(super) fn renamed(text: &str, from: &str, to: &str) -> Option<String> {
    let mut fields = read(text)?;
    let own = fields.iter_mut().find(|field| is_called(field, from))?;
    let (_, rest) = own.split_once(' ')?;
    *own = format!("{} {rest}", quote::identifier(to, Dialect::Postgres));
    Some(written(&fields))
}

/// The definition behind `ADD ATTRIBUTE`, `DROP ATTRIBUTE` or `ALTER ATTRIBUTE`.
pub(super) fn altered(text: &str, action: &str) -> Option<String> {
    let mut fields = read(text)?;
    match words(action)[..] {
        ["add", "attribute", _, ..] => {
            let field = action.strip_prefix("add attribute ")?;
            let field = field.trim_end_matches(" restrict").trim_end_matches(" cascade");
            fields.push(field.to_owned());
        }
        ["drop", "attribute", name] | ["drop", "attribute", name, "restrict" | "cascade"] => {
            let at = fields.iter().position(|field| is_called(field, &normal::unquoted(name)))?;
            fields.remove(at);
        }
        ["alter", "attribute", name, ..] => {
            let kind = retyped(action)?;
            let own = fields.iter_mut().find(|it| is_called(it, &normal::unquoted(name)))?;
            // A collation of its own goes with the type, unless it is said again.
            *own = format!("{} {kind}", own.split(' ').next()?);
        }
        _ => return None,
    }
    Some(written(&fields))
}

/// What follows `TYPE`.
fn retyped(action: &str) -> Option<&str> {
    let (head, kind) = action.split_once(" type ")?;
    let set = head.ends_with(" set data");
    let plain = head.split(' ').count() == if set { 5 } else { 3 };
    let kind = kind.trim_end_matches(" restrict").trim_end_matches(" cascade");
    (plain && !kind.contains(" , ")).then_some(kind)
}

fn is_called(field: &str, name: &str) -> bool {
    field.split(' ').next().is_some_and(|word| normal::unquoted(word) == name)
}

const HEAD: &str = "type as ( ";

/// `type as ( a text , b numeric(10,2) )`.
fn read(text: &str) -> Option<Vec<String>> {
    let inner = text.strip_prefix(HEAD)?.strip_suffix(" )")?;
    let fields: Vec<String> = inner.split(" , ").map(str::to_owned).collect();
    // A parenthesis or a quoted name with a comma in it is none that is understood.
    let is_whole = |field: &String| {
        field.matches('(').count() == field.matches(')').count()
            && field.matches('"').count().is_multiple_of(2)
    };
    fields.iter().all(is_whole).then_some(fields)
}

fn written(fields: &[String]) -> String {
    format!("{HEAD}{} )", fields.join(" , "))
}
