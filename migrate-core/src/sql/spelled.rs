//! Normal text as a person would write it.

use super::lexer::{self, Token};
use crate::dialect::Dialect;

/// Normal text without the blanks that only keep its tokens apart: inside parentheses, before commas,
/// around dots, between a function and its parenthesis.
#[must_use]
pub fn spelled(normal: &str, dialect: Dialect) -> String {
    let tokens = lexer::tokens(normal, dialect);
    let mut text = String::with_capacity(normal.len());
    let mut before: Option<&Token> = None;
    for (at, token) in tokens.iter().enumerate() {
        if !token.is_trivia() {
            before = Some(token);
        } else if is_needless(normal, before, tokens.get(at + 1)) {
            continue;
        }
        text.push_str(token.text(normal));
    }
    text
}

fn is_needless(text: &str, before: Option<&Token>, after: Option<&Token>) -> bool {
    let is = |token: Option<&Token>, symbols: &[&str]| {
        token.is_some_and(|token| symbols.iter().any(|symbol| token.is_symbol(text, symbol)))
    };
    is(before, &[".", "("])
        || is(after, &[".", ",", ";", ")"])
        || is(after, &["("]) && before.is_some_and(|token| is_function(text, token))
}

/// Whether what stands before a parenthesis is the name of a function, rather than an operator or a
/// keyword.
fn is_function(text: &str, token: &Token) -> bool {
    let word = token.text(text).to_ascii_lowercase();
    let is_name = word.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    is_name && !KEYWORDS.contains(&&*word)
}

const KEYWORDS: [&str; 24] = [
    "all", "and", "any", "as", "by", "check", "else", "exists", "from", "having", "in", "into",
    "is", "join", "like", "not", "on", "or", "select", "set", "then", "values", "when", "where",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_spelled_for_people() {
        let postgres = |normal| spelled(normal, Dialect::Postgres);
        assert_eq!(
            postgres("now ( ) - ( random ( ) * ( interval '12 ( months' ) )"),
            "now() - (random() * (interval '12 ( months'))"
        );
        assert_eq!(postgres("( a > 0 ) and ( b is null )"), "(a > 0) and (b is null)");
        assert_eq!(postgres("lower ( a , b ) :: text"), "lower(a, b) :: text");
    }

    #[test]
    fn bodies_are_too() {
        assert_eq!(
            spelled("begin update t set a = new . b , \"x . y\" = 'a , b' ; end", Dialect::Sqlite),
            "begin update t set a = new.b, \"x . y\" = 'a , b'; end"
        );
    }
}
