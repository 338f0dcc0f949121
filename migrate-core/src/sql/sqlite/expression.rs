//! Expressions, as far as it matters what they are: defaults and the parts of keys.

use super::cursor::Cursor;
use super::{ReadError, keyword};
use crate::dialect::Dialect;
use crate::schema::{IndexColumn, IndexKey};
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal::{self, normal_tokens};

/// The normal spelling of a default, which is none for `NULL`: a column without a default has that.
///
/// A lone name is no reference to a column here but a string (`parse.y`: `ccons ::= DEFAULT id`).
pub(crate) fn default(sql: &str, tokens: &[Token]) -> Option<String> {
    match bare(sql, tokens) {
        [token] if token.is_word(sql, "NULL") => None,
        [token] if is_bare_text(token, sql) => {
            Some(format!("'{}'", normal::unquoted(token.text(sql)).replace('\'', "''")))
        }
        [plus, number] if plus.is_symbol(sql, "+") && number.kind == TokenKind::Number => {
            Some(number.text(sql).to_owned())
        }
        [sign, number] if sign.kind == TokenKind::Symbol && number.kind == TokenKind::Number => {
            Some(format!("{}{}", sign.text(sql), number.text(sql)))
        }
        tokens => Some(normal_tokens(sql, tokens)),
    }
}

/// The normal spelling of a condition or of what a column is computed from: parentheses around all of
/// it mean nothing.
pub(super) fn whole(sql: &str, tokens: &[Token]) -> String {
    normal_tokens(sql, bare(sql, tokens))
}

/// [`whole`] of the expression in the parentheses that must come next.
pub(super) fn parenthesised(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
    let group = cursor.group()?;
    if group.is_empty() {
        return Err(cursor.within(group).error("an expression"));
    }
    Ok(whole(cursor.sql, group))
}

/// [`default`] of a text on its own, as a pragma returns it.
pub(crate) fn default_of(sql: &str) -> Option<String> {
    default(sql, &lexer::significant(sql, Dialect::Sqlite))
}

fn is_bare_text(token: &Token, sql: &str) -> bool {
    match token.kind {
        TokenKind::Word => !keyword::is_value(token.text(sql)),
        TokenKind::QuotedName => true,
        _ => false,
    }
}

/// One part of an index or key: an expression with an optional collation and direction.
///
/// The engine's syntax tree has no parentheses, so `((a))` is the column `a` to it, and a collation
/// is the part's own when it is outermost.
pub(super) fn part(sql: &str, tokens: &[Token]) -> IndexColumn {
    let (tokens, descending) = match tokens {
        [rest @ .., last] if last.is_word(sql, "ASC") => (rest, false),
        [rest @ .., last] if last.is_word(sql, "DESC") => (rest, true),
        _ => (tokens, false),
    };
    let (tokens, outer) = collated(sql, bare(sql, tokens));
    let tokens = bare(sql, tokens);
    let (within, inner) = collated(sql, tokens);
    let column = match bare(sql, within) {
        [name] if is_column(name, sql) => Some(normal::unquoted(name.text(sql))),
        _ => None,
    };
    match column {
        Some(column) => IndexColumn {
            descending,
            collation: outer.or(inner),
            ..IndexColumn::new(IndexKey::Column(column))
        },
        None => {
            let tokens = if outer.is_some() { tokens } else { within };
            let key = IndexKey::Expression(normal_tokens(sql, tokens));
            let collation = outer.or(inner);
            IndexColumn { descending, collation, ..IndexColumn::new(key) }
        }
    }
}

fn is_column(token: &Token, sql: &str) -> bool {
    keyword::is_name(token, sql)
        && !(token.kind == TokenKind::Word && keyword::is_value(token.text(sql)))
}

fn collated<'a>(sql: &str, tokens: &'a [Token]) -> (&'a [Token], Option<String>) {
    match tokens {
        [rest @ .., collate, name]
            if !rest.is_empty()
                && collate.is_word(sql, "COLLATE")
                && keyword::is_name(name, sql)
                && is_one_operand(sql, rest) =>
        {
            (rest, Some(normal::unquoted(name.text(sql))))
        }
        _ => (tokens, None),
    }
}

/// Whether a `COLLATE` behind `tokens` is about all of them: it binds tighter than any operator, so
/// they must be a name, a literal, a call or a parenthesis.
fn is_one_operand(sql: &str, tokens: &[Token]) -> bool {
    let mut depth = 0_usize;
    let mut operands = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text(sql) {
            "(" => {
                let is_call = at == 1 && tokens.first().is_some_and(|first| is_column(first, sql));
                operands += usize::from(depth == 0 && !is_call);
                depth += 1;
            }
            ")" => depth = depth.saturating_sub(1),
            _ => operands += usize::from(depth == 0),
        }
    }
    operands == 1
}

/// `tokens` without the parentheses around all of them.
fn bare<'a>(sql: &str, tokens: &'a [Token]) -> &'a [Token] {
    let opening = tokens.iter().take_while(|token| token.is_symbol(sql, "(")).count();
    let closing = tokens.iter().rev().take_while(|token| token.is_symbol(sql, ")")).count();
    let inner_end = tokens.len() - closing;
    let mut depth = opening;
    let mut layers = opening.min(closing);
    for token in tokens.get(opening..inner_end).unwrap_or_default() {
        match token.text(sql) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        layers = layers.min(depth);
    }
    tokens.get(layers..tokens.len() - layers).unwrap_or(tokens)
}
