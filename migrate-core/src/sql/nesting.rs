//! How deep a statement is nested, before anything descends into it.

use super::SyntaxError;
use crate::sql::lexer::{Token, TokenKind};

/// The deepest nesting that is read. The engines' own limits are of the same order, and a reader that
/// calls itself needs far less stack for it than a thread has.
const DEEPEST: usize = 256;

/// Finds the first of `tokens`, all of one statement, that is nested too deeply to be read.
///
/// What opens is a parenthesis, a bracket, a brace, `CASE`, and each of a row of prefix operators, which
/// nest without closing. A `BEGIN` counts too, so that its `END` is not taken for that of a `CASE`.
///
/// # Errors
///
/// When there is such a token.
pub fn check(sql: &str, tokens: &[Token]) -> Result<(), SyntaxError> {
    let bytes = sql.as_bytes();
    let mut depth = 0_usize;
    let mut prefixes = 0_usize;
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        at += 1;
        let first = bytes[token.span.start];
        let is_prefix = match (token.kind, first) {
            (TokenKind::Symbol, b'(' | b'[' | b'{') => {
                depth += 1;
                false
            }
            (TokenKind::Symbol, b')' | b']' | b'}') => {
                depth = depth.saturating_sub(1);
                false
            }
            (TokenKind::Symbol, b'-' | b'+' | b'~' | b'!') => true,
            (TokenKind::Word, b'c' | b'C' | b'b' | b'B') => {
                depth += usize::from(token.is_any_word(sql, &["CASE", "BEGIN"]));
                false
            }
            (TokenKind::Word, b'e' | b'E') => {
                depth = depth.saturating_sub(usize::from(token.is_word(sql, "END")));
                false
            }
            (TokenKind::Word, b'n' | b'N') => token.is_word(sql, "NOT"),
            _ => false,
        };
        prefixes = if is_prefix { prefixes + 1 } else { 0 };
        if depth + prefixes > DEEPEST {
            return Err(refusal(token));
        }
    }
    Ok(())
}

fn refusal(token: &Token) -> SyntaxError {
    SyntaxError {
        span: token.span,
        message: format!("this is nested more than {DEEPEST} levels deep"),
        help: Some(
            "nothing is read at such a depth, and engines refuse it too: split the expression, or \
             compute its parts in a view or a table"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;
    use crate::sql::lexer::significant;

    fn refused(sql: &str) -> bool {
        [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite]
            .into_iter()
            .any(|dialect| check(sql, &significant(sql, dialect)).is_err())
    }

    #[test]
    fn whatever_opens_counts_until_it_closes() {
        let nested = |opening: &str, closing: &str, levels: usize| {
            format!("select {}1{}", opening.repeat(levels), closing.repeat(levels))
        };
        for (opening, closing) in
            [("(", ")"), ("{", "}"), ("case when ", " then 1 end "), ("not ", ""), ("- ", "")]
        {
            assert!(!refused(&nested(opening, closing, 256)), "{opening}");
            assert!(refused(&nested(opening, closing, 257)), "{opening}");
        }
        assert!(!refused(&format!("select {}", "(1), ".repeat(1_000))));
        assert!(!refused(&format!("select '{}'", "(".repeat(1_000))));
        assert!(!refused(&format!("select 1 {}", "+ - 1 ".repeat(1_000))));
    }

    #[test]
    fn the_token_that_is_too_much_is_pointed_at() {
        let sql = "(".repeat(300);
        let error = check(&sql, &significant(&sql, Dialect::Postgres)).unwrap_err();
        assert_eq!((error.span.start, error.span.end), (256, 257));
    }
}
