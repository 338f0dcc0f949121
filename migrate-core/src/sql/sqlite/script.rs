//! One statement: what kind it is, and what it asks for.

use super::cursor::Cursor;
use super::{ReadError, alter, cause, create, data, drop, session};
use crate::command::{Command, What};
use crate::dialect::Target;
use crate::sql::lexer::{Token, TokenKind};
use crate::sql::{SyntaxError, unread};
use crate::text::Span;

/// What a reader of one kind of statement makes of it.
pub(super) type Read = Result<What, ReadError>;

/// What one statement, made of `tokens`, asks for.
pub(crate) fn statement(
    sql: &str,
    tokens: &[Token],
    _: Target,
    errors: &mut Vec<SyntaxError>,
) -> Vec<Command> {
    let span = Cursor::new(sql, tokens).whole();
    if tokens.iter().any(|token| !token.terminated) {
        return vec![unread(span, "a quote in it is never closed")];
    }
    let read = well_formed(sql, tokens).and_then(|()| commands(sql, tokens, span));
    read.unwrap_or_else(|error| {
        errors.push(SyntaxError {
            span: error.at,
            help: cause::likely(sql, tokens, error.at),
            message: error.to_string(),
        });
        vec![unread(span, "it does not parse")]
    })
}

fn commands(sql: &str, tokens: &[Token], span: Span) -> Result<Vec<Command>, ReadError> {
    let mut cursor = Cursor::new(sql, tokens);
    if cursor.take_words(&["ALTER", "TABLE"]) {
        return Ok(vec![alter::read(&mut cursor)?]);
    }
    if cursor.take_word("EXPLAIN") {
        cursor.take_words(&["QUERY", "PLAN"]);
        // Those after the first would be read as deep as there are of them.
        if cursor.at_word("EXPLAIN") {
            return Err(cursor.error("a statement"));
        }
        let rest = cursor.rest();
        return match commands(sql, rest, span)?.as_slice() {
            _ if rest.is_empty() => Err(cursor.error("a statement")),
            _ => Ok(vec![Command::new(span, What::Nothing)]),
        };
    }
    let what = what(&mut cursor)?;
    cursor.expect_end()?;
    Ok(vec![Command::new(span, what)])
}

fn what(cursor: &mut Cursor<'_>) -> Read {
    if data::begins(cursor) {
        data::read(cursor)
    } else if cursor.take_word("CREATE") {
        create::read(cursor)
    } else if cursor.take_word("DROP") {
        drop::read(cursor)
    } else if let Some(read) = session::reader(cursor) {
        read(cursor)
    } else {
        Err(cursor.error("a statement"))
    }
}

/// That everything opened is closed, and that no character stands there which no statement has.
fn well_formed(sql: &str, tokens: &[Token]) -> Result<(), ReadError> {
    let cursor = |at| Cursor::new(sql, tokens).at(at);
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Symbol {
            continue;
        }
        let follows = |symbol| {
            let next = tokens.get(at + 1);
            next.is_some_and(|next| {
                next.is_symbol(sql, symbol) && next.span.start == token.span.end
            })
        };
        let is_known = match sql.as_bytes()[token.span.start] {
            b'(' => {
                open.push(at);
                true
            }
            b')' => open.pop().is_some(),
            b'!' => follows("="),
            // `$a::b` is a parameter with a name of Tcl; `a::b` is nothing.
            b':' if follows(":") => at.checked_sub(1).is_some_and(|before| {
                tokens.iter().take(before).any(|token| token.is_symbol(sql, "$"))
            }),
            b',' | b'.' | b';' | b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'=' | b'&'
            | b'|' | b'~' | b'?' | b':' | b'@' | b'$' => true,
            _ => false,
        };
        if !is_known {
            return Err(cursor(at).error("something that SQLite knows"));
        }
    }
    match open.pop() {
        Some(at) => Err(cursor(at).error("a `)` that closes this")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
