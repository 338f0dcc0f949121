//! What only white space tells apart.

use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token, TokenKind};

/// Languages in whose text blanks separate words and mean nothing else.
const FREE_OF_LAYOUT: [&str; 2] = ["PLPGSQL", "SQL"];

/// Whether two definitions differ in nothing but white space, also in the body that one of a function
/// has in dollar quotes, where the function's language allows that.
#[must_use]
pub fn same_but_for_space(one: &str, other: &str, dialect: Dialect) -> bool {
    let visible = |sql| -> Vec<Token> {
        let mut tokens = lexer::tokens(sql, dialect);
        tokens.retain(|token| token.kind != TokenKind::Whitespace);
        tokens
    };
    let (tokens, others) = (visible(one), visible(other));
    let is_free = is_free_of_layout(one, &tokens);
    let same = |(token, of_other): (&Token, &Token)| {
        let (text, other) = (token.text(one).trim_end(), of_other.text(other).trim_end());
        match (body(text), body(other)) {
            (Some(one), Some(other)) if is_free => same_but_for_space(one, other, dialect),
            _ => text == other,
        }
    };
    tokens.len() == others.len() && tokens.iter().zip(&others).all(same)
}

fn is_free_of_layout(sql: &str, tokens: &[Token]) -> bool {
    tokens.windows(2).any(|pair| match pair {
        [one, other] => one.is_word(sql, "LANGUAGE") && other.is_any_word(sql, &FREE_OF_LAYOUT),
        _ => false,
    })
}

/// What stands between dollar quotes.
fn body(text: &str) -> Option<&str> {
    let tag = text.strip_prefix('$')?.split_once('$')?.0;
    let inner = text.get(tag.len() + 2..)?;
    inner.strip_suffix('$')?.strip_suffix(tag)?.strip_suffix('$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_count_where_they_mean_something() {
        let same = |one: &str, other: &str| same_but_for_space(one, other, Dialect::Postgres);
        let function = |language: &str, body: &str| {
            format!("CREATE FUNCTION f()\n LANGUAGE {language}\nAS $function$ {body} $function$\n")
        };
        let spaced = |language| {
            let (one, other) = ("begin\n  return 1; end", "begin return 1;\n\nend ");
            same(&function(language, one), &function(language, other))
        };
        assert!(spaced("plpgsql") && spaced("sql") && !spaced("plpython3u"));
        let text = |body: &str| function("plpgsql", body);
        assert!(!same(&text("raise 'a b'"), &text("raise 'a  b'")));
        assert!(!same(&text("return 1"), &text("return 12")));
        assert!(!same(&text("-- a\nreturn 1"), &text("-- a return 1")));
        assert!(!same(&text("a b"), &text("ab")));
    }
}
