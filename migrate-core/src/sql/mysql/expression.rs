//! One spelling for expressions and definitions that mean the same.

use super::keyword::{self, Lower};
use super::literal;
use crate::dialect::Dialect;
use crate::sql::lexer::{Token, TokenKind, significant};
use crate::sql::span_of;

/// How much of the letter case of a text means nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// All of it but for literals: a condition over the columns of one table.
    Column,
    /// That of keywords alone: a query, whose tables and aliases are found by their letters where
    /// the file system tells them apart, and whose columns are returned in the letters given.
    Query,
}

/// The normal spelling of a condition, or of what a column is computed from: parentheses around all
/// of it mean nothing.
pub(super) fn condition(sql: &str, tokens: &[Token]) -> String {
    normal(sql, &without_idle(sql, bare(sql, tokens)), Letters::Column)
}

/// `(a > 0) AND (b > a)` without the parentheses: a comparison binds closer than what joins it to others.
fn without_idle(sql: &str, tokens: &[Token]) -> Vec<Token> {
    let joins = |token: Option<&Token>, bracket: &str| {
        token.is_none_or(|it| it.is_any_word(sql, &["AND", "OR"]) || it.is_symbol(sql, bracket))
    };
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        let width = rest.iter().position(|it| it.is_symbol(sql, ")") || it.is_symbol(sql, "("));
        let inside = width.and_then(|width| rest.get(..width)).unwrap_or_default();
        let closes = rest.get(inside.len()).is_some_and(|it| it.is_symbol(sql, ")"));
        // A parenthesis behind a word is that of a list or of a function.
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let is_idle = token.is_symbol(sql, "(")
            && closes
            && joins(before, "(")
            && joins(rest.get(inside.len() + 1), ")")
            && !before.is_some_and(|it| it.is_symbol(sql, "(") && is_listed(sql, tokens, at - 1))
            && is_comparison(sql, inside);
        if is_idle {
            kept.extend_from_slice(inside);
            at += inside.len() + 2;
        } else {
            kept.push(*token);
            at += 1;
        }
    }
    kept
}

/// Whether what opens there belongs to the word in front of it.
fn is_listed(sql: &str, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    before.is_some_and(|it| it.kind != TokenKind::Symbol && !it.is_any_word(sql, &["AND", "OR"]))
}

/// `a > 0`, and nothing that binds less.
fn is_comparison(sql: &str, tokens: &[Token]) -> bool {
    let [left, operator @ .., right] = tokens else { return false };
    let is_value = |token: &Token| match token.kind {
        TokenKind::Word => !keyword::is_reserved_somewhere(token.text(sql)),
        TokenKind::QuotedName | TokenKind::Number | TokenKind::String => true,
        _ => false,
    };
    let spelled: String = operator.iter().map(|token| token.text(sql)).collect();
    is_value(left)
        && is_value(right)
        && ["=", "<", ">", "<=", ">=", "<>", "!="].contains(&spelled.as_str())
}

/// The normal spelling of a query or a definition.
pub(super) fn query(sql: &str, tokens: &[Token]) -> String {
    normal(sql, tokens, Letters::Query)
}

/// `tokens` with single blanks, keywords in lower case, and quotes only where they are needed.
pub(super) fn normal(sql: &str, tokens: &[Token], letters: Letters) -> String {
    let mut text = String::with_capacity(tokens.len() * 6);
    let mut before: Option<&Token> = None;
    for token in tokens {
        if let Some(before) = before
            && is_apart(sql, before, token)
        {
            text.push(' ');
        }
        spell(&mut text, sql, before, token, letters);
        before = Some(token);
    }
    text
}

/// Whether a blank stands between two tokens.
fn is_apart(sql: &str, before: &Token, token: &Token) -> bool {
    let symbol = |token: &Token| match token.kind {
        TokenKind::Symbol => sql.as_bytes()[token.span.start],
        _ => 0,
    };
    match (symbol(before), symbol(token)) {
        (b'(' | b'.', _) | (_, b')' | b',' | b'.' | b';') => false,
        // `@name` and `@@name` hold together; behind them comes whatever the text has.
        (b'@', _) => before.span.end != token.span.start,
        (0, b'@') => before.span.end != token.span.start,
        (0, b'(') => !is_called(sql, before),
        (0, _) | (_, 0) => true,
        _ => before.span.end != token.span.start || !is_operator(sql, before, token),
    }
}

/// Whether a parenthesis behind the token belongs to it: that of a function, a type or a table.
fn is_called(sql: &str, token: &Token) -> bool {
    match token.kind {
        TokenKind::Word => !keyword::is_keyword(token.text(sql)),
        TokenKind::QuotedName => true,
        _ => false,
    }
}

/// Whether two adjacent characters are parts of one operator.
fn is_operator(sql: &str, one: &Token, other: &Token) -> bool {
    const OPERATORS: [&str; 10] = ["!=", "&&", "->", ":=", "<<", "<=", "<>", "=>", ">=", ">>"];
    let both = &sql[one.span.to(other.span).range()];
    both == "||" || OPERATORS.contains(&both)
}

fn spell(text: &mut String, sql: &str, before: Option<&Token>, token: &Token, letters: Letters) {
    let written = token.text(sql);
    match token.kind {
        TokenKind::Word => {
            let is_member = before.is_some_and(|before| before.is_symbol(sql, "."));
            word(text, written, is_member, letters);
        }
        TokenKind::QuotedName => {
            let inner = written.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
            name(text, &inner.unwrap_or(written).replace("``", "`"), letters);
        }
        TokenKind::String if !matches!(written.as_bytes().first(), Some(b'\'' | b'"')) => {
            // `x'…'`, `b'…'`, `N'…'`.
            text.push_str(&written.to_ascii_lowercase());
        }
        TokenKind::String => text.push_str(&literal::quoted(&literal::text(written))),
        TokenKind::Number => text.push_str(&written.to_ascii_lowercase()),
        _ => text.push_str(written),
    }
}

fn word(text: &mut String, written: &str, is_member: bool, letters: Letters) {
    if letters == Letters::Column {
        text.push_str(&written.to_ascii_lowercase());
    } else if !is_member && keyword::is_keyword(written) {
        text.push_str(Lower::of(written).as_str());
    } else {
        text.push_str(written);
    }
}

/// A name that stood in backticks, without them where nothing else could be meant.
fn name(text: &mut String, name: &str, letters: Letters) {
    let is_plain = name.bytes().enumerate().all(|(at, byte)| {
        byte == b'_' || byte.is_ascii_alphabetic() || (at > 0 && byte.is_ascii_digit())
    });
    let spelled =
        if letters == Letters::Column { name.to_ascii_lowercase() } else { name.to_owned() };
    if is_plain && !name.is_empty() && !keyword::is_reserved_somewhere(name) {
        text.push_str(&spelled);
    } else {
        text.extend(["`", &spelled.replace('`', "``"), "`"]);
    }
}

/// The check that MariaDB puts on a column of the type `JSON`.
pub(super) fn json_check(column: &str) -> String {
    let mut text = "json_valid(".to_owned();
    name(&mut text, column, Letters::Column);
    text.push(')');
    text
}

/// `tokens` without the parentheses around all of them.
pub(super) fn bare<'a>(sql: &str, tokens: &'a [Token]) -> &'a [Token] {
    let opening = tokens.iter().take_while(|token| token.is_symbol(sql, "(")).count();
    let closing = tokens.iter().rev().take_while(|token| token.is_symbol(sql, ")")).count();
    let mut depth = opening;
    let mut layers = opening.min(closing);
    for token in tokens.get(opening..tokens.len() - closing).unwrap_or_default() {
        match token.text(sql) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        layers = layers.min(depth);
    }
    tokens.get(layers..tokens.len() - layers).unwrap_or(tokens)
}

/// An expression without the parentheses around all of it.
pub(crate) fn inner(text: &str) -> &str {
    let tokens = significant(text, Dialect::Mysql);
    &text[span_of(bare(text, &tokens)).range()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(sql: &str, letters: Letters) -> String {
        normal(sql, &significant(sql, Dialect::Mysql), letters)
    }

    #[test]
    fn spelling_that_means_nothing_is_dropped() {
        for sql in ["`A`>0 AND `b` IN ('x',\"y\")", "a > 0 and B in ( 'x', 'y' ) -- why\n"] {
            assert_eq!(spelled(sql, Letters::Column), "a > 0 and b in ('x', 'y')");
        }
        let tokens = |sql| significant(sql, Dialect::Mysql);
        assert_eq!(condition("((A))", &tokens("((A))")), "a");
        assert_eq!(condition("(a)+(b)", &tokens("(a)+(b)")), "(a) + (b)");
        assert_eq!(spelled("JSON_VALID ( `c` )", Letters::Column), "json_valid(c)");
        assert_eq!(spelled("c->>'$.a'", Letters::Column), "c ->> '$.a'");
        assert_eq!(spelled("@a:=@@session.x", Letters::Query), "@a := @@session.x");
    }

    #[test]
    fn spelling_that_means_something_is_kept() {
        for sql in ["select A.b as Total from A", "`key` = 1", "`a b`", "'It''s' = a"] {
            assert_eq!(spelled(sql, Letters::Query), sql);
        }
        assert_ne!(spelled("`null`", Letters::Column), spelled("null", Letters::Column));
        assert_ne!(spelled("'A'", Letters::Column), spelled("'a'", Letters::Column));
    }
}
