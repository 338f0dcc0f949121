//! One spelling for expressions and definitions that mean the same.

use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token, TokenKind};

/// `sql` without comments, with single blanks, words in lower case and quotes only where needed.
///
/// Meaning is kept for SQLite, whose names are case-insensitive however they are quoted.
#[must_use]
pub fn normal(sql: &str, dialect: Dialect) -> String {
    normal_tokens(sql, &lexer::significant(sql, dialect))
}

/// Like [`normal`], for tokens that were read already and hold no trivia.
#[must_use]
pub fn normal_tokens(sql: &str, tokens: &[Token]) -> String {
    let mut text = String::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        if before.is_some_and(|before| !is_operator(sql, before, token)) {
            text.push(' ');
        }
        text.push_str(&spelling(token, names_something(sql, before, tokens.get(at + 1)), sql));
    }
    text
}

/// Whether two scripts differ in nothing but comments and white space.
#[must_use]
pub fn same_meaning(one: &str, other: &str, dialect: Dialect) -> bool {
    let texts = |sql| {
        let tokens = lexer::significant(sql, dialect);
        tokens.iter().map(|token| token.text(sql).to_owned()).collect::<Vec<_>>()
    };
    texts(one) == texts(other)
}

/// Whether two characters are halves of one operator.
fn is_operator(sql: &str, one: &Token, other: &Token) -> bool {
    const OPERATORS: [&str; 9] = ["!=", "->", "<<", "<=", "<>", "==", ">=", ">>", "||"];
    one.kind == TokenKind::Symbol
        && other.kind == TokenKind::Symbol
        && one.span.end == other.span.start
        && OPERATORS.contains(&&sql[one.span.to(other.span).range()])
}

/// Whether a token between these two must be a name. Elsewhere SQLite takes a name in double quotes
/// that fits no column for a string (<https://www.sqlite.org/quirks.html#dblquote>).
fn names_something(sql: &str, before: Option<&Token>, after: Option<&Token>) -> bool {
    let keywords = ["FROM", "JOIN", "INTO", "UPDATE", "ON", "REFERENCES", "TABLE"];
    before.is_some_and(|token| {
        token.is_symbol(sql, ".") || keywords.iter().any(|keyword| token.is_word(sql, keyword))
    }) || after.is_some_and(|token| token.is_symbol(sql, "."))
}

fn spelling(token: &Token, names_something: bool, sql: &str) -> String {
    let text = token.text(sql);
    match token.kind {
        TokenKind::Word => text.to_ascii_lowercase(),
        TokenKind::QuotedName => {
            let name = unquoted(text);
            let may_be_text = text.starts_with('"') && !names_something;
            let lower = name.to_ascii_lowercase();
            if is_plain(&name) && !is_syntax(&lower) && !(may_be_text && lower != name) {
                lower
            } else {
                let name = if may_be_text { name } else { lower };
                format!("\"{}\"", name.replace('"', "\"\""))
            }
        }
        _ => text.to_owned(),
    }
}

/// Words that mean something else without their quotes wherever an expression or a clause of a
/// query may stand, sorted; `"null"` is a name or a string, never NULL.
#[rustfmt::skip]
const SYNTAX: [&str; 68] = [
    "all", "and", "as", "asc", "between", "by", "case", "cast", "collate", "cross", "current_date",
    "current_time", "current_timestamp", "default", "delete", "desc", "distinct", "else", "end",
    "escape", "except", "exists", "false", "filter", "from", "full", "glob", "group", "having", "in",
    "indexed", "inner", "insert", "intersect", "into", "is", "isnull", "join", "left", "like",
    "limit", "match", "natural", "not", "notnull", "null", "offset", "on", "or", "order", "outer",
    "over", "raise", "regexp", "returning", "right", "select", "set", "then", "true", "union",
    "update", "using", "values", "when", "where", "window", "with",
];

fn is_syntax(lower: &str) -> bool {
    SYNTAX.binary_search(&lower).is_ok()
}

/// The name that a word or a quoted name stands for.
#[must_use]
pub fn unquoted(text: &str) -> String {
    let Some(quote) = text.chars().next() else { return String::new() };
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    match quote {
        '[' => inner.to_owned(),
        '"' | '`' | '\'' => inner.replace(&format!("{quote}{quote}"), &quote.to_string()),
        _ => text.to_owned(),
    }
}

fn is_plain(name: &str) -> bool {
    name.bytes().enumerate().all(|(at, byte)| {
        byte == b'_' || byte.is_ascii_alphabetic() || (at > 0 && byte.is_ascii_digit())
    }) && !name.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_that_means_nothing_is_dropped() {
        let one = "SELECT  \"id\", [full name] -- why\n FROM Users WHERE name = 'Bob'";
        assert_eq!(
            normal(one, Dialect::Sqlite),
            "select id , \"full name\" from users where name = 'Bob'"
        );
    }

    #[test]
    fn spelling_that_may_mean_something_is_kept() {
        let normal = |sql| normal(sql, Dialect::Sqlite);
        assert_eq!(normal("a = \"Foo\""), "a = \"Foo\"", "may be a string");
        assert_eq!(normal("a = \"foo\""), "a = foo", "a string only where `foo` is no column");
        assert!(SYNTAX.is_sorted(), "it is searched by halving");
        assert_eq!(normal("a = \"null\""), "a = \"null\"");
        assert_eq!(normal("a = [x\"y]"), "a = \"x\"\"y\"");
        assert_eq!(
            normal("from \"Users\" where \"Users\".id = `Id`"),
            "from users where users . id = id"
        );
    }

    #[test]
    fn an_operator_stays_in_one_piece() {
        assert_eq!(normal("a||b ->> '$' <>(- -1)", Dialect::Sqlite), "a || b ->> '$' <> ( - - 1 )");
    }

    #[test]
    fn only_comments_and_blanks_may_differ() {
        let same = |one, other| same_meaning(one, other, Dialect::Sqlite);
        assert!(same("select 1;", "-- a number\nselect\n  1 ;"));
        assert!(!same("select 'a  b'", "select 'a b'"));
        assert!(!same("select 1", "select 1;"));
    }
}
