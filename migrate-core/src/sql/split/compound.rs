//! Statements that have statements in them: where their bodies end.

use super::Terminator;
use crate::dialect::Dialect;
use crate::sql::lexer::{Token, TokenKind};

/// How many of `tokens` belong to the statement they begin with, if it has a body.
pub(super) fn end(sql: &str, tokens: &[Token], dialect: Dialect) -> Option<usize> {
    let first = tokens.first()?;
    let creates = first.is_word(sql, "CREATE");
    match dialect {
        Dialect::Sqlite => (creates && creates_trigger(sql, tokens)).then(|| trigger(sql, tokens)),
        Dialect::Postgres if creates => postgres(sql, tokens),
        Dialect::Mysql if creates || first.is_word(sql, "ALTER") => {
            has_body(sql, tokens).then(|| body(sql, tokens))
        }
        Dialect::Mysql if first.is_word(sql, "BEGIN") => {
            let is_block = tokens.get(1).is_some_and(|next| next.is_word(sql, "NOT"));
            is_block.then(|| body(sql, tokens))
        }
        _ => None,
    }
}

fn creates_trigger(sql: &str, tokens: &[Token]) -> bool {
    let word = |at: usize, keyword| tokens.get(at).is_some_and(|token| token.is_word(sql, keyword));
    let name = if word(1, "TEMP") || word(1, "TEMPORARY") { 2 } else { 1 };
    word(name, "TRIGGER")
}

/// The body of a trigger ends at `; END ;`, as in SQLite's own `sqlite3_complete`: an `END` that
/// closes a `CASE` never follows a semicolon.
fn trigger(sql: &str, tokens: &[Token]) -> usize {
    let semicolon = |token: &Token| token.is_symbol(sql, ";");
    (2..tokens.len())
        .find(|&at| {
            semicolon(&tokens[at])
                && tokens[at - 1].is_word(sql, "END")
                && semicolon(&tokens[at - 2])
        })
        .unwrap_or(tokens.len())
}

/// A PostgreSQL rule keeps its statements in parentheses, a function of SQL keeps them between `BEGIN
/// ATOMIC` and `END`.
fn postgres(sql: &str, tokens: &[Token]) -> Option<usize> {
    let word = |at: usize, keyword| tokens.get(at).is_some_and(|token| token.is_word(sql, keyword));
    let kind = if word(1, "OR") && word(2, "REPLACE") { 3 } else { 1 };
    let is_rule = word(kind, "RULE");
    if !is_rule && !word(kind, "FUNCTION") && !word(kind, "PROCEDURE") {
        return None;
    }
    let mut depth = 0_usize;
    let mut is_atomic = false;
    for (at, token) in tokens.iter().enumerate() {
        match (token.kind, token.text(sql)) {
            (TokenKind::Symbol, ";") if depth == 0 => return Some(at),
            (TokenKind::Symbol, "(") if is_rule => depth += 1,
            (TokenKind::Symbol, ")") if is_rule => depth = depth.saturating_sub(1),
            (TokenKind::Word, _) if is_rule => {}
            (TokenKind::Word, _) if !is_atomic => {
                is_atomic = token.is_word(sql, "BEGIN") && word(at + 1, "ATOMIC");
                depth += usize::from(is_atomic);
            }
            (TokenKind::Word, _) if token.is_word(sql, "CASE") => depth += 1,
            (TokenKind::Word, _) if token.is_word(sql, "END") => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Some(tokens.len())
}

/// Whether a MySQL statement is about something that has a body.
fn has_body(sql: &str, tokens: &[Token]) -> bool {
    // `CREATE OR REPLACE DEFINER = a @ b SQL SECURITY INVOKER AGGREGATE FUNCTION` has the kind at a
    // distance.
    for token in tokens.iter().skip(1).take(18) {
        if token.is_symbol(sql, ";") {
            return false;
        }
        if token.kind != TokenKind::Word {
            continue;
        }
        match token.text(sql).to_ascii_uppercase().as_str() {
            "PROCEDURE" | "FUNCTION" | "TRIGGER" | "EVENT" | "PACKAGE" => return true,
            "TABLE" | "VIEW" | "INDEX" | "DATABASE" | "SCHEMA" | "USER" | "ROLE" | "SEQUENCE" => {
                return false;
            }
            _ => {}
        }
    }
    false
}

/// What an `END` closes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A block, a branch or a loop: statements stand in it.
    Statements,
    /// A `CASE` that is an expression.
    Expression,
}

/// Reads the words of a body.
struct Body<'a> {
    sql: &'a str,
    open: Vec<Open>,
    /// Whether a statement may begin here.
    at_start: bool,
}

/// How many of `tokens` belong to a MySQL statement with a body: up to the first semicolon outside of
/// blocks, branches and loops.
fn body(sql: &str, tokens: &[Token]) -> usize {
    let mut body = Body { sql, open: Vec::new(), at_start: false };
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if Terminator::of(sql, token) == Some(Terminator::Custom) {
            return at;
        }
        match token.kind {
            TokenKind::Symbol if token.text(sql) == ";" => {
                if body.open.is_empty() {
                    return at;
                }
                body.at_start = true;
            }
            // A label, unless it is an assignment.
            TokenKind::Symbol if token.text(sql) == ":" => {
                body.at_start = !tokens.get(at + 1).is_some_and(|next| next.is_symbol(sql, "="));
            }
            TokenKind::Word => at += body.word(tokens, at),
            TokenKind::Symbol if token.text(sql) == ")" => body.at_start = body.open.is_empty(),
            _ => body.at_start = body.open.is_empty() && token.kind == TokenKind::String,
        }
        at += 1;
    }
    tokens.len()
}

impl Body<'_> {
    /// Takes note of a word; how many of those behind it belong to it.
    fn word(&mut self, tokens: &[Token], at: usize) -> usize {
        let is_next = |keywords: &[&str]| {
            tokens
                .get(at + 1)
                .is_some_and(|next| keywords.iter().any(|keyword| next.is_word(self.sql, keyword)))
        };
        let is_dot = |at: usize| tokens.get(at).is_some_and(|token| token.is_symbol(self.sql, "."));
        let is_member = at.checked_sub(1).is_some_and(is_dot) || is_dot(at + 1);
        let is_expression = self.open.last() == Some(&Open::Expression);
        let was_start = std::mem::take(&mut self.at_start);
        let upper = tokens[at].text(self.sql).to_ascii_uppercase();
        match upper.as_str() {
            _ if is_member => {}
            "BEGIN" => {
                self.open.push(Open::Statements);
                self.at_start = true;
            }
            "CASE" => {
                let open = if was_start { Open::Statements } else { Open::Expression };
                self.open.push(open);
            }
            "IF" | "WHILE" | "FOR" if was_start && !is_expression => {
                self.open.push(Open::Statements);
            }
            "LOOP" | "REPEAT" if was_start => {
                self.open.push(Open::Statements);
                self.at_start = true;
            }
            "THEN" | "ELSE" | "DO" => self.at_start = !is_expression,
            "END" => {
                let closed = self.open.pop();
                let words = ["IF", "CASE", "LOOP", "REPEAT", "WHILE", "FOR"];
                return usize::from(closed == Some(Open::Statements) && is_next(&words));
            }
            // What may stand in front of a body that is a single statement.
            "ROW" | "DETERMINISTIC" | "SQL" | "DATA" | "DEFINER" | "INVOKER" => {
                self.at_start = self.open.is_empty();
            }
            _ => {}
        }
        0
    }
}
