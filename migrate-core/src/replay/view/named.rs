//! `CREATE VIEW v (a, b) AS SELECT x, y`: the names of columns, said where their values are.

use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::{normal, quote};

/// The query whose columns have these names by themselves; nothing where it is not certain which of its
/// parts is which column.
pub(super) fn named(query: &str, columns: &[String], dialect: Dialect) -> Option<String> {
    let tokens = lexer::significant(query, dialect);
    tokens.first().filter(|token| token.is_word(query, "SELECT"))?;
    let mut depth = 0_usize;
    let mut items: Vec<(usize, usize)> = Vec::new();
    let (mut start, mut end) = (1, tokens.len());
    for (at, token) in tokens.iter().enumerate().skip(1) {
        match token.text(query) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                items.push((start, at));
                start = at + 1;
            }
            _ if depth == 0 && token.is_any_word(query, &ENDS) => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    items.push((start, end));
    if items.len() != columns.len() || tokens.get(1)?.is_any_word(query, &["DISTINCT", "ALL"]) {
        return None;
    }
    let mut text = query.get(..tokens.get(1)?.span.start)?.to_owned();
    for (number, ((from, to), name)) in items.into_iter().zip(columns).enumerate() {
        if number > 0 {
            text.push_str(if dialect == Dialect::Mysql { ", " } else { " , " });
        }
        text.push_str(&item(query, tokens.get(from..to)?, name, dialect)?);
    }
    if let Some(rest) = tokens.get(end) {
        text.push(' ');
        text.push_str(query.get(rest.span.start..)?);
    }
    Some(text)
}

/// What ends the list of a query.
const ENDS: [&str; 12] = [
    "EXCEPT",
    "FETCH",
    "FROM",
    "GROUP",
    "HAVING",
    "INTERSECT",
    "INTO",
    "LIMIT",
    "OFFSET",
    "ORDER",
    "UNION",
    "WHERE",
];

fn item(query: &str, tokens: &[Token], name: &str, dialect: Dialect) -> Option<String> {
    let is_name = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedName);
    let value = match tokens {
        [value @ .., word, alias] if word.is_word(query, "AS") && is_name(alias) => value,
        // What is a name behind an expression without the word is not looked for.
        [.., one, other] if is_name(one) && is_name(other) => return None,
        [.., one, other] if one.is_symbol(query, ")") && is_name(other) => return None,
        all => all,
    };
    let (first, last) = (value.first()?, value.last()?);
    if value.iter().any(|token| token.is_symbol(query, "*")) && value.len() < 4 {
        return None;
    }
    let text = query.get(first.span.to(last.span).range())?;
    let is_column = match value {
        [column] => is_name(column),
        [_, dot, column] => dot.is_symbol(query, ".") && is_name(column),
        _ => false,
    };
    let own = normal::unquoted(last.text(query));
    // A name that needs no quotes for its letters may be a word of the language: behind `AS` it is a name.
    let is_plain = name.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase());
    let spelled = if is_plain { name.to_owned() } else { quote::identifier(name, dialect) };
    Some(if is_column && own == name { text.to_owned() } else { format!("{text} as {spelled}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named_as(query: &str, columns: &[&str]) -> Option<String> {
        let columns: Vec<String> = columns.iter().map(|it| (*it).to_owned()).collect();
        named(query, &columns, Dialect::Postgres)
    }

    #[test]
    fn names_stand_where_the_values_are() {
        for query in ["select id , upper ( a ) from t", "select id as k , upper ( a ) as n from t"]
        {
            let said = "select id as key , upper ( a ) as name from t";
            assert_eq!(named_as(query, &["key", "name"]).as_deref(), Some(said));
        }
        let back = named_as("select t . a as b , c from t", &["a", "c"]);
        assert_eq!(back.as_deref(), Some("select t . a , c from t"));
        assert_eq!(named_as("select 1", &["one"]).as_deref(), Some("select 1 as one"));
    }

    #[test]
    fn what_is_not_certain_is_left_alone() {
        for query in [
            "select * from t",
            "select t . * from t",
            "with q as ( select 1 ) select 1",
            "select distinct a from t",
            "select a b from t",
            "select f ( a ) b from t",
        ] {
            assert_eq!(named_as(query, &["x"]), None, "{query}");
        }
        assert_eq!(named_as("select a , b from t", &["x"]), None);
    }
}
