//! Comments that the server executes: `/*! … */`, `/*!80013 … */`, MariaDB's `/*M! … */`.

use crate::dialect::{Dialect, Target};
use crate::sql::lexer::{self, Token, TokenKind};

/// `tokens` with the tokens inside of such comments in their place; none where there are no such
/// comments.
pub(super) fn expanded(sql: &str, tokens: &[Token], target: Target) -> Option<Vec<Token>> {
    let is_comment = |token: &Token| token.kind == TokenKind::ConditionalComment;
    if !tokens.iter().any(is_comment) {
        return None;
    }
    let mut expanded = Vec::with_capacity(tokens.len() * 2);
    for token in tokens {
        if !is_comment(token) {
            expanded.push(*token);
        } else if let Some((from, inner)) = content(token.text(sql), target) {
            expanded.extend(lexer::significant(inner, Dialect::Mysql).into_iter().map(|inside| {
                Token { span: inside.span.shifted(token.span.start + from), ..inside }
            }));
        }
    }
    Some(expanded)
}

/// The part of a comment that the server executes, and where it begins; none when it skips all of it.
fn content(text: &str, target: Target) -> Option<(usize, &str)> {
    let is_mariadb_only = text.starts_with("/*M!");
    if is_mariadb_only && !target.is_mariadb {
        return None;
    }
    let start = if is_mariadb_only { 4 } else { 3 };
    let rest = text.get(start..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    // Five digits or six are a version; fewer are SQL.
    let digits = if digits >= 5 { digits.min(6) } else { 0 };
    if digits > 0 && !is_reached(rest.get(..digits)?, target) {
        return None;
    }
    let inner = rest.get(digits..)?;
    Some((start + digits, inner.strip_suffix("*/").unwrap_or(inner)))
}

/// Whether the target executes a comment of that version: `50503` is 5.5.3, `100303` is 10.3.3.
fn is_reached(digits: &str, target: Target) -> bool {
    let Ok(version) = digits.parse::<u32>() else { return true };
    // MariaDB skips what was written for MySQL from 5.7 on (manual, "Comment Syntax").
    if target.is_mariadb && (50_700..=99_999).contains(&version) {
        return false;
    }
    let own = u32::from(target.version.major) * 10_000 + u32::from(target.version.minor) * 100 + 99;
    version <= own
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(sql: &str, target: &str) -> Vec<String> {
        let target: Target = target.parse().unwrap();
        let tokens = lexer::significant(sql, Dialect::Mysql);
        let tokens = expanded(sql, &tokens, target).unwrap_or(tokens);
        tokens.iter().map(|token| token.text(sql).to_owned()).collect()
    }

    #[test]
    fn the_version_says_who_executes_it() {
        let sql = "a /*! b */ /*!50503 c */ /*!80013 d */ /*M! e */ /*!100100 f */ /*M!999999 g */";
        assert_eq!(words(sql, "mysql 8.0"), ["a", "b", "c", "d"]);
        assert_eq!(words(sql, "mariadb 10.6"), ["a", "b", "c", "e", "f"]);
        assert_eq!(words("/*! a", "mysql"), ["a"]);
        assert_eq!(words("/*!*/", "mysql"), [""; 0]);
    }
}
