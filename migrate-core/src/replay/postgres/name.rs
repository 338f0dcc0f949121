//! The names that PostgreSQL makes up (`makeObjectName`, `ChooseRelationName`, `ChooseConstraintName`
//! and `ChooseIndexColumnNames` in its sources).

use super::figure::{PARENTHESES, closes_at, result_name};
use crate::command::CreateIndex;
use crate::dialect::Dialect;
use crate::replay::expression;
use crate::replay::work::Work;
use crate::schema::{Constraint, IndexKey, KeyColumn, Name};
use crate::sql::lexer;

/// The bytes of a name that count (`NAMEDATALEN - 1`).
const LONGEST: usize = 63;

/// `first_second_label`, of which the longer of the first two is shortened until it fits.
fn object_name(first: &str, second: Option<&str>, label: &str) -> String {
    let room = LONGEST.saturating_sub(label.len() + 1 + usize::from(second.is_some()));
    let (mut one, mut two) = (first.len(), second.map_or(0, str::len));
    while one + two > room {
        if one > two {
            one -= 1;
        } else {
            two -= 1;
        }
    }
    let first = clipped(first, one);
    match second {
        Some(second) => format!("{first}_{}_{label}", clipped(second, two)),
        None => format!("{first}_{label}"),
    }
}

/// No more than so many bytes, at a whole character.
fn clipped(text: &str, longest: usize) -> &str {
    let end = (0..=longest.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// A name of that form that `is_free`: a number is put behind the label until it is.
fn numbered(
    first: &str,
    second: Option<&str>,
    label: &str,
    is_free: impl Fn(&str) -> bool,
) -> String {
    let mut name = object_name(first, second, label);
    let mut pass = 0_u32;
    while !is_free(&name) {
        pass += 1;
        name = object_name(first, second, &format!("{label}{pass}"));
    }
    name
}

/// The name of a new relation of a table that no relation has.
pub(super) fn free_name(
    work: &Work<'_>,
    table: &Name,
    second: Option<&str>,
    label: &str,
) -> String {
    let at = |name: &str| table.beside(name);
    numbered(&table.name, second, label, |name| !work.is_taken(&at(name)))
}

/// The name of a constraint that got none.
pub(super) fn constraint(work: &Work<'_>, table: &Name, constraint: &Constraint) -> Option<String> {
    let at = |name: &str| table.beside(name);
    let is_free = |name: &str| !work.dependents().has_constraint(&at(name));
    let is_free_relation = |name: &str| is_free(name) && !work.is_taken(&at(name));
    Some(match constraint {
        Constraint::PrimaryKey(_) => numbered(&table.name, None, "pkey", is_free_relation),
        Constraint::Unique(key) => {
            let columns = addition(key_columns(&key.columns).chain(strs(&key.include)));
            numbered(&table.name, Some(&columns), "key", is_free_relation)
        }
        Constraint::Exclusion(other) => {
            let columns = addition(elements(&other.definition).iter().map(String::as_str));
            numbered(&table.name, Some(&columns), "excl", is_free_relation)
        }
        Constraint::ForeignKey(key) => {
            let columns = plain_addition(strs(&key.columns));
            numbered(&table.name, Some(&columns), "fkey", is_free)
        }
        Constraint::Check(check) => {
            let column = only_column(work, table, &check.expression);
            numbered(&table.name, column.as_deref(), "check", is_free)
        }
    })
}

fn strs(names: &[String]) -> impl Iterator<Item = &str> {
    names.iter().map(String::as_str)
}

fn key_columns(key: &[KeyColumn]) -> impl Iterator<Item = &str> {
    key.iter().map(|part| part.name.as_str())
}

/// The name of an index that got none.
pub(super) fn index(work: &Work<'_>, table: &Name, create: &CreateIndex) -> Option<String> {
    let index = &create.index;
    let parts = index.columns.iter().map(|part| match &part.key {
        IndexKey::Column(column) => column.clone(),
        IndexKey::Expression(text) => result_name(text),
    });
    let parts: Vec<String> = parts.chain(index.include.iter().cloned()).collect();
    let columns = addition(strs(&parts));
    Some(free_name(work, table, Some(&columns), "idx"))
}

/// Names joined until they are long enough; one that comes again gets a number.
fn addition<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut used: Vec<String> = Vec::new();
    for name in names {
        let mut unique = clipped(name, LONGEST).to_owned();
        let mut count = 0_u32;
        while used.contains(&unique) {
            count += 1;
            let digits = count.to_string();
            unique = format!("{}{digits}", clipped(name, LONGEST - digits.len()));
        }
        used.push(unique);
    }
    plain_addition(strs(&used))
}

fn plain_addition<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for name in names {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(name);
        if joined.len() > LONGEST {
            break;
        }
    }
    clipped(&joined, LONGEST).to_owned()
}

/// The column of a check, where it names exactly one.
fn only_column(work: &Work<'_>, table: &Name, text: &str) -> Option<String> {
    let of = work.schema().tables.get(table)?;
    let words = expression::words(text, Dialect::Postgres);
    let mut named: Option<&str> = None;
    for word in &words {
        let Some(column) = of.column(&word.name).filter(|it| word.is_column(&it.name, false))
        else {
            continue;
        };
        if named.is_some_and(|named| named != column.name) {
            return None;
        }
        named = Some(&column.name);
    }
    named.map(str::to_owned)
}

/// The names of what an `EXCLUDE` compares.
fn elements(definition: &str) -> Vec<String> {
    let tokens = lexer::significant(definition, Dialect::Postgres);
    let Some(open) = tokens.iter().position(|token| token.is_symbol(definition, "(")) else {
        return Vec::new();
    };
    let list = tokens.get(open..).unwrap_or_default();
    let list = list
        .get(1..closes_at(definition, list, PARENTHESES).unwrap_or(list.len()))
        .unwrap_or_default();
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut start: Option<usize> = None;
    for token in list {
        if token.is_symbol(definition, "(") {
            depth += 1;
        } else if token.is_symbol(definition, ")") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && token.is_symbol(definition, ",") {
            start = None;
            continue;
        } else if depth == 0 && token.is_word(definition, "with") {
            if let Some(start) = start.take() {
                names.push(result_name(&definition[start..token.span.start]));
            }
            // What follows up to the comma is the operator.
            start = Some(usize::MAX);
            continue;
        }
        start.get_or_insert(token.span.start);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_lose_the_end_of_their_longer_part() {
        let table = "a".repeat(40);
        let column = "b".repeat(40);
        let name = object_name(&table, Some(&column), "key");
        assert_eq!(name, format!("{}_{}_key", "a".repeat(29), "b".repeat(29)));
        assert_eq!(object_name("t", None, "pkey"), "t_pkey");
        assert_eq!(object_name(&"é".repeat(40), None, "pkey").len(), 63);
    }

    #[test]
    fn what_is_excluded_is_called_like_an_index() {
        assert_eq!(elements("using gist ( room with = , lower ( a ) with && )"), ["room", "lower"]);
    }

    #[test]
    fn names_that_come_again_are_numbered() {
        assert_eq!(addition(["a", "lower", "lower"].into_iter()), "a_lower_lower1");
    }
}
