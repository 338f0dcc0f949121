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
    let words: Vec<String> = tokens.iter().map(|token| spelling(token, sql)).collect();
    words.join(" ")
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

fn spelling(token: &Token, sql: &str) -> String {
    let text = token.text(sql);
    match token.kind {
        TokenKind::Word => text.to_ascii_lowercase(),
        TokenKind::QuotedName => {
            let name = unquoted(text);
            if is_plain(&name) { name.to_ascii_lowercase() } else { format!("\"{name}\"") }
        }
        _ => text.to_owned(),
    }
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
    fn only_comments_and_blanks_may_differ() {
        let same = |one, other| same_meaning(one, other, Dialect::Sqlite);
        assert!(same("select 1;", "-- a number\nselect\n  1 ;"));
        assert!(!same("select 'a  b'", "select 'a b'"));
        assert!(!same("select 1", "select 1;"));
    }
}
