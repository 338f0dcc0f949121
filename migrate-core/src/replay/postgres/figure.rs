//! What a column of a result would be called that an expression stands for (`FigureColname` in the
//! sources of PostgreSQL): an index over the expression is named after it.

use crate::dialect::Dialect;
use crate::dialect::postgres::types;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;

/// The name; `expr` for what has none.
pub(in crate::replay) fn result_name(text: &str) -> String {
    let tokens = lexer::significant(text, Dialect::Postgres);
    figure(text, &tokens).map_or_else(|| "expr".to_owned(), |figure| figure.name)
}

struct Figure {
    name: String,
    /// Whether a cast leaves it: that of a column or function, not that of a type or of a `CASE`.
    is_strong: bool,
}

fn strong(name: impl Into<String>) -> Option<Figure> {
    Some(Figure { name: name.into(), is_strong: true })
}

fn weak(name: impl Into<String>) -> Option<Figure> {
    Some(Figure { name: name.into(), is_strong: false })
}

/// An operand, casts and subscripts behind it, and nothing else: an operator has no name.
fn figure(text: &str, tokens: &[Token]) -> Option<Figure> {
    let (mut found, mut at) = operand(text, tokens)?;
    while let Some(token) = tokens.get(at) {
        let rest = tokens.get(at..).unwrap_or_default();
        if token.is_symbol(text, "[") {
            at += closes_at(text, rest, BRACKETS)? + 1;
        } else if token.is_symbol(text, ":") || token.is_symbol(text, "::") {
            let colons = rest.iter().take_while(|it| it.text(text).starts_with(':')).count();
            let of_type = rest.get(colons..).unwrap_or_default();
            let length = type_length(text, of_type);
            if found.as_ref().is_none_or(|figure| !figure.is_strong) {
                found = weak(type_name(text, of_type.get(..length)?));
            }
            at += colons + length;
        } else if token.is_word(text, "collate") {
            at += 2;
            while tokens.get(at).is_some_and(|token| token.is_symbol(text, ".")) {
                at += 2;
            }
        } else if token.is_symbol(text, ".") {
            found = strong(word(text, tokens.get(at + 1)?)?);
            at += 2;
        } else {
            return None;
        }
    }
    found
}

/// The name of the operand that the tokens begin with, if it has one, and how many it is.
fn operand(text: &str, tokens: &[Token]) -> Option<(Option<Figure>, usize)> {
    let first = tokens.first()?;
    if first.is_symbol(text, "(") {
        let end = closes_at(text, tokens, PARENTHESES)?;
        return Some((figure(text, tokens.get(1..end)?), end + 1));
    }
    let Some(name) = word(text, first) else {
        let is_value = !matches!(first.kind, TokenKind::Symbol);
        return is_value.then_some((None, 1));
    };
    let is = |at: usize, symbol: &str| tokens.get(at).is_some_and(|it| it.is_symbol(text, symbol));
    match name.as_str() {
        "case" => return case(text, tokens),
        "array" if is(1, "[") => {
            return Some((strong("array"), 2 + closes_at(text, tokens.get(1..)?, BRACKETS)?));
        }
        "true" | "false" | "null" => return Some((None, 1)),
        "not" => return None,
        "cast" if is(1, "(") => {
            let end = 1 + closes_at(text, tokens.get(1..)?, PARENTHESES)?;
            let inside = tokens.get(2..end)?;
            let cut = inside.iter().rposition(|token| token.is_word(text, "as"))?;
            let value = figure(text, inside.get(..cut)?).filter(|figure| figure.is_strong);
            let of_type = type_name(text, inside.get(cut + 1..)?);
            return Some((value.or_else(|| weak(of_type)), end + 1));
        }
        _ => {}
    }
    if tokens.get(1).is_some_and(|next| next.kind == TokenKind::String) {
        return Some((weak(type_name(text, tokens.get(..1)?)), 2));
    }
    let (mut name, mut at) = (name, 1);
    while is(at, ".")
        && let Some(next) = tokens.get(at + 1).and_then(|token| word(text, token))
    {
        name = next;
        at += 2;
    }
    if is(at, "(") {
        let side = tokens.get(at + 1).and_then(|token| word(text, token));
        if name == "trim" {
            name = match side.as_deref() {
                Some("leading") => "ltrim",
                Some("trailing") => "rtrim",
                _ => "btrim",
            }
            .to_owned();
        }
        at += closes_at(text, tokens.get(at..)?, PARENTHESES)? + 1;
    }
    Some((strong(name), at))
}

/// A `CASE` has the name of what follows `ELSE`, where a column or a function does.
fn case(text: &str, tokens: &[Token]) -> Option<(Option<Figure>, usize)> {
    let (mut depth, mut last) = (0_usize, None);
    for (at, token) in tokens.iter().enumerate() {
        if token.is_word(text, "case") {
            depth += 1;
        } else if token.is_word(text, "else") && depth == 1 {
            last = Some(at);
        } else if token.is_word(text, "end") {
            depth -= 1;
            if depth == 0 {
                let last = last.and_then(|last| figure(text, tokens.get(last + 1..at)?));
                let named = last.filter(|figure| figure.is_strong);
                return Some((named.or_else(|| weak("case")), at + 1));
            }
        }
    }
    None
}

fn word(text: &str, token: &Token) -> Option<String> {
    matches!(token.kind, TokenKind::Word | TokenKind::QuotedName)
        .then(|| normal::unquoted(token.text(text)))
}

/// What opens a group and what closes it.
pub(super) const PARENTHESES: [&str; 2] = ["(", ")"];
const BRACKETS: [&str; 2] = ["[", "]"];

/// Where the group closes that the tokens begin with.
pub(super) fn closes_at(text: &str, tokens: &[Token], [open, close]: [&str; 2]) -> Option<usize> {
    let mut depth = 0_usize;
    tokens.iter().position(|token| {
        if token.is_symbol(text, open) {
            depth += 1;
        } else if token.is_symbol(text, close) {
            depth = depth.saturating_sub(1);
        }
        depth == 0
    })
}

/// How many tokens the type is that stands behind a cast's colons.
fn type_length(text: &str, tokens: &[Token]) -> usize {
    const OPERATORS: [&str; 12] = [
        "and", "or", "is", "not", "in", "like", "ilike", "between", "similar", "collate", "at",
        "overlaps",
    ];
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let rest = tokens.get(at..).unwrap_or_default();
        if token.is_symbol(text, "(") {
            at += closes_at(text, rest, PARENTHESES).map_or(1, |end| end + 1);
        } else if token.is_symbol(text, "[") {
            at += closes_at(text, rest, BRACKETS).map_or(1, |end| end + 1);
        } else if token.is_symbol(text, ".") {
            at += 1;
        } else {
            let name = word(text, token).filter(|name| !OPERATORS.contains(&name.as_str()));
            if name.is_none() {
                break;
            }
            at += 1;
        }
    }
    at
}

/// The name of a type in `pg_type`, which for those of SQL is not the one that SQL has for them.
fn type_name(text: &str, tokens: &[Token]) -> String {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return String::new() };
    let normal = types::normal(&text[first.span.to(last.span).range()]);
    let element = types::without_modifier(normal.trim_end_matches("[]"));
    let name = match element.as_ref() {
        "smallint" => "int2",
        "integer" => "int4",
        "bigint" => "int8",
        "real" => "float4",
        "double precision" => "float8",
        "boolean" => "bool",
        "character varying" => "varchar",
        "character" => "bpchar",
        "timestamp without time zone" => "timestamp",
        "timestamp with time zone" => "timestamptz",
        "time without time zone" => "time",
        "time with time zone" => "timetz",
        "bit varying" => "varbit",
        other => other.rsplit('.').next().unwrap_or(other),
    };
    name.trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a PostgreSQL 15 named indexes over them.
    #[test]
    fn expressions_are_called_after_what_they_are() {
        for (text, name) in [
            ("lower ( a )", "lower"),
            ("( lower ( a ) )", "lower"),
            ("pg_catalog . lower ( a )", "lower"),
            ("a + b", "expr"),
            ("lower ( a ) || b", "expr"),
            ("coalesce ( a , b )", "coalesce"),
            ("coalesce ( a , b ) + 1", "expr"),
            ("a :: text", "a"),
            ("a :: integer - 1", "expr"),
            ("'a' || b", "expr"),
            ("array [ a , b ]", "array"),
            ("( array [ a ] ) [ 1 ]", "array"),
            ("case when a > 1 then b else a end", "a"),
            ("case when a > 1 then b else 1 end", "case"),
            ("cast ( a as text )", "a"),
            ("( 'x' || s ) :: varchar ( 3 )", "varchar"),
            ("1 :: bigint", "int8"),
            ("s collate \"C\"", "s"),
            ("a is null", "expr"),
            ("not ( a > 1 )", "expr"),
            ("( j ->> 'a' ) :: integer", "int4"),
            ("j [ 'a' ]", "j"),
            ("upper ( s ) :: text collate \"C\"", "upper"),
            ("extract ( year from date '2020-01-01' )", "extract"),
            ("trim ( s )", "btrim"),
            ("date '2020-01-01'", "date"),
            ("true", "expr"),
            ("s like 'a'", "expr"),
        ] {
            assert_eq!(result_name(text), name, "{text}");
        }
    }
}
