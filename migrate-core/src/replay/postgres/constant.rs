//! Constants and lists that PostgreSQL keeps in one form, however they are written, as measured on 15.

use crate::dialect::Dialect;
use crate::schema::{Column, Table};
use crate::sql::lexer::{self, TokenKind};

/// A quoted default that is the same constant without quotes: `'t'` is `true`, and `'5'` is `5` in a column of
/// type `integer`. Columns of other types keep that it was quoted.
pub(super) fn of_default(column: &Column) -> Option<String> {
    let text = column.default.as_deref()?;
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    match column.data_type.as_str() {
        "boolean" => {
            let word = match inner.to_ascii_lowercase().as_str() {
                "t" | "true" | "y" | "yes" | "on" | "1" => "true",
                "f" | "false" | "n" | "no" | "off" | "0" => "false",
                _ => return None,
            };
            Some(word.to_owned())
        }
        "integer" => {
            let is_plain = inner == "0" || !inner.starts_with('0');
            let is_number = !inner.is_empty() && inner.bytes().all(|it| it.is_ascii_digit());
            (is_plain && is_number).then(|| inner.to_owned())
        }
        _ => None,
    }
}

/// `c = ANY (ARRAY['a', 'b'])` as `c IN ('a', 'b')`, where the column is of type `text` or `integer` and so are
/// the constants: then the engine makes the former of the latter. In columns of other types it casts in one
/// and not in the other.
pub(super) fn list(expression: &str, table: &Table) -> Option<String> {
    let tokens = lexer::significant(expression, Dialect::Postgres);
    let mut words: Vec<(TokenKind, &str)> =
        tokens.iter().map(|token| (token.kind, token.text(expression))).collect();
    while let [(_, "("), .., (_, ")")] = words[..] {
        if closes(&words) + 1 != words.len() {
            break;
        }
        words = words.get(1..words.len() - 1)?.to_vec();
    }
    let (column, rest) = words.split_first()?;
    let data_type = table.column(column.1.trim_matches('"'))?.data_type.as_str();
    let texts: Vec<&str> = rest.iter().map(|(_, text)| *text).collect();
    let (verb, rest) = match &texts[..] {
        ["=", "any", "(", rest @ .., ")"] => ("in", rest),
        ["<", ">", "all", "(", rest @ .., ")"] | ["<>", "all", "(", rest @ .., ")"] => {
            ("not in", rest)
        }
        _ => return None,
    };
    let mut inner = rest;
    while let ["(", middle @ .., ")"] = inner {
        inner = middle;
    }
    let ["array", "[", inner @ .., "]"] = inner else { return None };
    let mut constants = Vec::new();
    for part in inner.split(|text| *text == ",") {
        let constant = match (data_type, part) {
            ("text", [text] | [text, ":", ":", "text"] | [text, "::", "text"])
                if text.starts_with('\'') =>
            {
                text
            }
            ("integer", [number]) if number.bytes().all(|it| it.is_ascii_digit()) => number,
            _ => return None,
        };
        constants.push((*constant).to_owned());
    }
    (constants.len() > 1).then(|| format!("{} {verb} ( {} )", column.1, constants.join(" , ")))
}

/// The place of the parenthesis that closes the first one.
fn closes(words: &[(TokenKind, &str)]) -> usize {
    let mut depth = 0_usize;
    let close = words.iter().position(|(_, text)| {
        match *text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    close.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(data_type: &str, default: &str) -> Column {
        let data_type = data_type.to_owned();
        Column { data_type, default: Some(default.to_owned()), ..Column::default() }
    }

    #[test]
    fn quotes_around_some_constants_mean_nothing() {
        let default = |data_type: &str, text: &str| of_default(&column(data_type, text));
        assert_eq!(default("boolean", "'t'").as_deref(), Some("true"));
        assert_eq!(default("boolean", "'off'").as_deref(), Some("false"));
        assert_eq!(default("integer", "'5'").as_deref(), Some("5"));
        assert_eq!(default("integer", "'05'"), None);
        assert_eq!(default("bigint", "'5'"), None);
        assert_eq!(default("numeric", "'5'"), None);
        assert_eq!(default("text", "'t'"), None);
    }

    #[test]
    fn a_list_is_an_array_where_no_constant_is_cast() {
        let named =
            |name: &str, data_type: &str| Column { name: name.to_owned(), ..column(data_type, "") };
        let table = Table {
            columns: [
                named("s", "text"),
                named("n", "integer"),
                named("v", "character varying(9)"),
            ]
            .into_iter()
            .collect(),
            ..Table::default()
        };
        for (text, expected) in [
            ("s = any ( array [ 'a' , 'b' ] )", Some("s in ( 'a' , 'b' )")),
            ("s = any ( array [ 'a' :: text , 'b' :: text ] )", Some("s in ( 'a' , 'b' )")),
            ("( s = any ( array [ 'a' :: text , 'b' :: text ] ) )", Some("s in ( 'a' , 'b' )")),
            ("s <> all ( array [ 'a' , 'b' ] )", Some("s not in ( 'a' , 'b' )")),
            ("n = any ( array [ 1 , 2 ] )", Some("n in ( 1 , 2 )")),
            ("s = any ( array [ 'a' ] )", None),
            ("v = any ( array [ 'a' , 'b' ] )", None),
            ("n = any ( array [ '1' , '2' ] )", None),
            ("s = any ( array [ 'a' , 'b' ] ) or n = 1", None),
            ("( s = any ( array [ 'a' , 'b' ] ) ) or ( n = 1 )", None),
        ] {
            assert_eq!(list(text, &table).as_deref(), expected, "{text}");
        }
    }
}
