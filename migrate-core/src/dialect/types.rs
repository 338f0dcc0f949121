//! The one spelling of a type: that of `format_type`, which the catalog answers with.

use std::borrow::Cow;

use crate::dialect::Dialect;
use crate::schema::Sequence;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal::lowered;
use crate::sql::quote;
use crate::sql::words::has_letters;

/// `written` as the engine would print it: synonyms resolved, dimensions of arrays forgotten.
#[must_use]
pub fn normal(written: &str) -> String {
    // What nearly all are.
    if lexer::is_word(written) && !written.eq_ignore_ascii_case("setof") {
        return with_modifiers(&lowered(written.to_owned()), &[]);
    }
    let tokens = lexer::significant(written, Dialect::Postgres);
    let words: Vec<String> = tokens.iter().map(|token| word(token, written)).collect();
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.first() == Some(&"setof") {
        return format!("setof {}", of_words(&words[1..]));
    }
    let array = words.iter().position(|word| matches!(*word, "[" | "array"));
    let is_array = array.is_some_and(|at| at > 0);
    if let Some(at) = array.filter(|at| *at > 0) {
        words.truncate(at);
    }
    let element = of_words(&words);
    if is_array { format!("{element}[]") } else { element }
}

/// The integer type that `serial` and its kin stand for.
#[must_use]
pub fn serial(written: &str) -> Option<&'static str> {
    if !has_letters(written, "serial") {
        return None;
    }
    match written.to_ascii_lowercase().as_str() {
        "serial" | "serial4" => Some("integer"),
        "bigserial" | "serial8" => Some("bigint"),
        "smallserial" | "serial2" => Some("smallint"),
        _ => None,
    }
}

/// The smallest and the largest value of an integer type.
#[must_use]
pub fn range(integer: &str) -> (i64, i64) {
    match integer {
        "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    }
}

/// The sequence of values of an integer type when nothing else is said of it.
#[must_use]
pub fn counting(integer: &str) -> Sequence {
    let (_, maximum) = range(integer);
    let data_type = integer.to_owned();
    Sequence { data_type, start: 1, increment: 1, minimum: 1, maximum, ..Sequence::default() }
}

/// A type without its length, precision or scale: `character varying` of `character varying(10)`.
#[must_use]
pub fn without_modifier(normal: &str) -> Cow<'_, str> {
    let Some((before, behind)) = normal.split_once('(') else { return Cow::Borrowed(normal) };
    match behind.split_once(')') {
        Some((_, behind)) => Cow::Owned(format!("{before}{behind}")),
        None => Cow::Borrowed(normal),
    }
}

/// Whether values of the type are cut or rounded to a size.
#[must_use]
pub fn has_modifier(normal: &str) -> bool {
    normal.contains('(') && !normal.ends_with("[]")
}

/// A token in the spelling that means the same everywhere.
fn word(token: &Token, written: &str) -> String {
    let text = token.text(written);
    match token.kind {
        TokenKind::Word => text.to_ascii_lowercase(),
        TokenKind::QuotedName => {
            let inner = text.strip_prefix('"').unwrap_or(text);
            let name = inner.strip_suffix('"').unwrap_or(inner).replace("\"\"", "\"");
            // Whoever quotes the name of a type of the engine's own means that of the catalog
            // (`"char"` is not `char`), so those keep their quotes.
            if resolved(&name) == name && name != "char" {
                quote::identifier(&name, Dialect::Postgres)
            } else {
                quote::name(&name)
            }
        }
        _ => text.to_owned(),
    }
}

/// The spelling of a type that is no array.
fn of_words(words: &[&str]) -> String {
    let words = match words {
        ["pg_catalog", ".", rest @ ..] if is_own(rest) => rest,
        _ => words,
    };
    let open = words.iter().position(|word| *word == "(");
    let close = words.iter().rposition(|word| *word == ")");
    let (head, modifiers, tail) = match (open, close) {
        (Some(open), Some(close)) if open < close => {
            (&words[..open], &words[open + 1..close], &words[close + 1..])
        }
        _ => (words, &words[..0], &words[..0]),
    };
    let joined = modifiers.concat();
    let modifiers: Vec<&str> = joined.split(',').filter(|word| !word.is_empty()).collect();
    if let ["time" | "timestamp" | "timetz" | "timestamptz", ..] = head {
        return of_time(head, &modifiers, tail);
    }
    if let ["interval", fields @ ..] = head {
        return of_interval(fields, &modifiers, tail);
    }
    let name = if head.contains(&".") { head.concat() } else { head.join(" ") };
    with_modifiers(&name, &modifiers)
}

/// Whether a name behind `pg_catalog.` is one that this module knows.
fn is_own(words: &[&str]) -> bool {
    words.first().is_some_and(|name| !name.starts_with('"'))
}

fn with_modifiers(name: &str, modifiers: &[&str]) -> String {
    match (name, modifiers) {
        ("float", [bits]) => {
            let double = bits.parse::<u32>().is_ok_and(|bits| bits > 24);
            if double { "double precision" } else { "real" }.to_owned()
        }
        ("char" | "character" | "nchar" | "national char" | "national character", []) => {
            "character(1)".to_owned()
        }
        ("bit", []) => "bit(1)".to_owned(),
        ("bpchar", [_, ..]) => format!("character({})", modifiers.join(",")),
        ("numeric" | "decimal" | "dec", [precision]) => format!("numeric({precision},0)"),
        (_, []) => resolved(name).to_owned(),
        _ => format!("{}({})", resolved(name), modifiers.join(",")),
    }
}

/// What the engine calls the type of that name.
fn resolved(name: &str) -> &str {
    match name {
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "int2" => "smallint",
        "bool" => "boolean",
        "float4" => "real",
        "float8" | "float" => "double precision",
        "decimal" | "dec" => "numeric",
        "varchar"
        | "char varying"
        | "national character varying"
        | "national char varying"
        | "nchar varying" => "character varying",
        "char" | "nchar" | "national char" | "national character" => "character",
        "varbit" => "bit varying",
        "timetz" => "time with time zone",
        "timestamptz" => "timestamp with time zone",
        "time" => "time without time zone",
        "timestamp" => "timestamp without time zone",
        _ => name,
    }
}

fn of_time(head: &[&str], modifiers: &[&str], tail: &[&str]) -> String {
    let zoned = matches!(head.first(), Some(&"timetz" | &"timestamptz"))
        || head.contains(&"with")
        || tail.contains(&"with");
    let stamp = head.first().is_some_and(|name| name.starts_with("timestamp"));
    let name = if stamp { "timestamp" } else { "time" };
    let zone = if zoned { "with time zone" } else { "without time zone" };
    match modifiers {
        [] => format!("{name} {zone}"),
        _ => format!("{name}({}) {zone}", modifiers.join(",")),
    }
}

fn of_interval(fields: &[&str], modifiers: &[&str], tail: &[&str]) -> String {
    let mut text = "interval".to_owned();
    for field in fields.iter().chain(tail) {
        text.push(' ');
        text.push_str(field);
    }
    if !modifiers.is_empty() {
        text.push_str(&format!("({})", modifiers.join(",")));
    }
    text
}

#[cfg(test)]
mod tests;
