//! A statement as the parser has to see it.
//!
//! The parser asks of each word whether it is one of five hundred keywords, one after the other, and
//! of what is a name in quotes it does not ask: without optimisation that was a fifth of all that
//! judging a set costs. It never looks at the letters of a name. So it gets those names in quotes that
//! are none of its keywords, in the same places.

use std::sync::LazyLock;

use squawk_parser::SyntaxKind;

use crate::sql::lexer::{Token, TokenKind};
use crate::text::Span;

/// What the parser knows, in lower case, by its own names for them: one list for each first letter.
static KEYWORDS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let mut words = vec![Vec::new(); 26];
    for kind in (0..u16::from(SyntaxKind::WHITESPACE)).map(SyntaxKind::from) {
        let word = format!("{kind:?}").to_ascii_lowercase();
        if let Some(word) = word.strip_suffix("_kw").filter(|_| kind.is_keyword()) {
            words[letter(word)].push(word.to_owned());
        }
    }
    words
});

/// Which of the lists a word would be in; any for what begins with no letter.
fn letter(word: &str) -> usize {
    let first = word.as_bytes().first().map_or(0, |byte| byte | 0x20);
    usize::from(first.wrapping_sub(b'a')) % 26
}

/// The part of `sql` at `span`, which consists of `tokens`, with its names in quotes.
pub(super) fn masked(sql: &str, span: Span, tokens: &[Token]) -> String {
    let bytes = sql.as_bytes();
    let mut masked = String::with_capacity(span.end - span.start);
    let mut copied = span.start;
    let mut at = 0;
    while at < tokens.len() {
        let Span { start, end } = tokens[at].span;
        if matches!(tokens[at].kind, TokenKind::Word) && end - start > 2 {
            // Quotes beside quotes would be one name, and behind `U&` another one.
            let joins = end < bytes.len() && bytes[end] == b'"'
                || start > 0 && matches!(bytes[start - 1], b'"' | b'&');
            if !joins && !is_keyword(&sql[start..end]) {
                masked.push_str(&sql[copied..start]);
                masked.push('"');
                masked.extend(std::iter::repeat_n('x', end - start - 2));
                masked.push('"');
                copied = end;
            }
        }
        at += 1;
    }
    masked.push_str(&sql[copied..span.end]);
    masked
}

fn is_keyword(word: &str) -> bool {
    let keywords = &KEYWORDS[letter(word)];
    let mut at = 0;
    while at < keywords.len() {
        if keywords[at].len() == word.len() && keywords[at].eq_ignore_ascii_case(word) {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use squawk_parser::{EntryPoint, LexedStr, StrStep};

    fn kinds(sql: &str) -> Vec<(SyntaxKind, usize)> {
        let lexed = LexedStr::new(sql);
        let output = EntryPoint::SourceFile.parse(&lexed.to_input());
        let mut kinds = Vec::new();
        lexed.intersperse_trivia(&output, &mut |step| match step {
            StrStep::Token { kind, text } => kinds.push((kind, text.len())),
            StrStep::Enter { kind } => kinds.push((kind, 0)),
            StrStep::Exit | StrStep::Error { .. } => {}
        });
        kinds
    }

    fn masked(sql: &str) -> String {
        let tokens = crate::sql::postgres::significant(sql);
        super::masked(sql, Span::new(0, sql.len()), &tokens)
    }

    #[test]
    fn every_keyword_keeps_its_meaning() {
        let keywords: Vec<&String> = KEYWORDS.iter().flatten().collect();
        assert!(keywords.len() > 500, "{}", keywords.len());
        for keyword in &keywords {
            let sql = format!("{keyword} {}", keyword.to_ascii_uppercase());
            assert_eq!(masked(&sql), sql);
        }
        // And nothing else has one.
        let kind = |sql: &str| kinds(sql).into_iter().find(|(_, length)| *length > 0);
        for keyword in keywords {
            let other = format!("{keyword}x");
            if !is_keyword(&other) {
                assert_eq!(kind(&other), Some((SyntaxKind::IDENT, other.len())), "{other}");
            }
        }
    }

    #[test]
    fn a_masked_statement_is_read_as_it_is_written() {
        let statements = [
            "SELECT users.name, orders.*, nothing(5) FROM users JOIN orders ON users.id = orders.of",
            "CREATE TABLE gruß (größe int DEFAULT 5, named \"quoted\" UNIQUE, text_ text)",
            "SELECT U&\"d\\0061t\", alias\"quoted\", \"quoted\"alias, value&other, E'x'name, 5::kind",
            "CREATE FUNCTION answer() RETURNS trigger LANGUAGE plpgsql AS $body$ words $body$",
        ];
        for sql in statements {
            assert_eq!(masked(sql).len(), sql.len());
            assert_eq!(kinds(&masked(sql)), kinds(sql), "{}", masked(sql));
        }
        assert_eq!(masked("DROP TABLE users, us"), "DROP TABLE \"xxx\", us");
    }
}
