//! What the body of a routine runs.

use super::cursor::{self, Cursor};
use super::statement;
use crate::command::{Command, Statement, What};
use crate::sql::lexer::{Token, TokenKind};

/// The statements of a body.
pub(super) struct Body {
    pub(super) statements: Vec<Statement>,
    /// Whether all of them could be read, and none is put together while it runs.
    pub(super) is_known: bool,
}

/// The statements of a body: everything between its blocks, branches and loops.
pub(super) fn read(mut cursor: Cursor<'_>) -> Body {
    let mut body = Body { statements: Vec::new(), is_known: true };
    let mut depth = 0_usize;
    while !cursor.is_at_end() {
        let is_branch = depth > 1;
        match cursor.word().as_str() {
            "begin" => {
                depth += 1;
                cursor.next();
                cursor.take_words(&["NOT", "ATOMIC"]);
            }
            "end" => {
                depth = depth.saturating_sub(1);
                cursor.until(";", &[]);
                cursor.next();
            }
            "if" | "elseif" | "while" | "when" | "case" | "until" => {
                condition(&mut cursor, &mut depth)
            }
            "for" => {
                depth += 1;
                cursor.until(";", &["DO", "LOOP"]);
                cursor.next();
            }
            "else" => {
                cursor.next();
            }
            "loop" | "repeat" => {
                depth += 1;
                cursor.next();
            }
            "declare" => declaration(&mut cursor),
            "return" | "leave" | "iterate" | "open" | "close" | "fetch" | "signal" | "resignal"
            | "get" | "exit" => {
                cursor.until(";", &[]);
                cursor.next();
            }
            _ if cursor.ahead(1).is_some_and(|next| next.is_symbol(cursor.sql, ":"))
                && cursor.ahead(2).is_some_and(|next| !next.is_symbol(cursor.sql, "=")) =>
            {
                cursor.next();
                cursor.next();
            }
            _ => simple(&mut cursor, is_branch, &mut body),
        }
    }
    body
}

/// Skips a condition up to what opens its branch.
fn condition(cursor: &mut Cursor<'_>, depth: &mut usize) {
    let word = cursor.word();
    if matches!(word.as_str(), "if" | "while" | "case") {
        *depth += 1;
    }
    cursor.next();
    match word.as_str() {
        "while" => cursor.until(";", &["DO"]),
        "case" => return skip_operand(cursor),
        "until" => cursor.until(";", &["END"]),
        _ => skip_to_then(cursor),
    };
    if word.as_str() != "until" {
        cursor.next();
    }
}

/// Skips what stands between `CASE` and its first `WHEN`.
fn skip_operand(cursor: &mut Cursor<'_>) {
    cursor.until(";", &["WHEN"]);
}

/// Skips to the `THEN` of a branch, over those of `CASE` expressions.
fn skip_to_then<'a>(cursor: &mut Cursor<'a>) -> &'a [Token] {
    let start = cursor.position();
    let mut cases = 0_usize;
    while let Some(token) = cursor.peek() {
        if token.is_symbol(cursor.sql, ";") {
            break;
        }
        if token.kind == TokenKind::Word {
            match cursor.word().as_str() {
                "case" => cases += 1,
                "end" => cases = cases.saturating_sub(1),
                "then" if cases == 0 => break,
                _ => {}
            }
        }
        cursor.next();
    }
    cursor.since(start)
}

/// `DECLARE …`: a handler has a statement of its own behind its conditions, which is read next.
fn declaration(cursor: &mut Cursor<'_>) {
    let is_handler = cursor.word_ahead(2).as_str() == "handler";
    if !is_handler {
        cursor.until(";", &[]);
        cursor.next();
        return;
    }
    cursor.next();
    cursor.next();
    cursor.next();
    cursor.take_word("FOR");
    loop {
        if cursor.take_word("SQLSTATE") {
            cursor.take_word("VALUE");
            cursor.next();
        } else if !cursor.take_words(&["NOT", "FOUND"]) {
            cursor.next();
        }
        if !cursor.take_symbol(",") {
            return;
        }
    }
}

/// A statement up to its semicolon.
fn simple(cursor: &mut Cursor<'_>, is_branch: bool, body: &mut Body) {
    let tokens = cursor.until(";", &[]);
    cursor.next();
    let Some(span) = cursor::span(tokens) else { return };
    let inside = cursor.within(tokens);
    let Ok(mut commands) = statement::read(inside, span) else {
        body.is_known = false;
        return;
    };
    for command in &mut commands {
        command.conditional |= is_branch;
        body.is_known &= !is_dynamic(command);
    }
    body.statements.push(Statement { span, commands });
}

fn is_dynamic(command: &Command) -> bool {
    matches!(&command.what, What::Opaque(opaque) if opaque.dynamic)
}
