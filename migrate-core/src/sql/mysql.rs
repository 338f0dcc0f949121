//! Reading the statements of MySQL and MariaDB.
//!
//! The grammar is that of the manuals' chapters on statements, hand-written, because what the rules are
//! about (`ALGORITHM`, `LOCK`, partitions, `CONVERT TO`) is what general parsers leave out. Expressions
//! stay ranges of tokens in one spelling. Nothing is skipped silently: what cannot be read is a
//! [`SyntaxError`] and an opaque command.

mod account;
mod action;
mod alter;
mod body;
mod cause;
mod column;
mod comment;
mod cursor;
mod data;
mod data_type;
mod default;
pub(crate) mod expression;
mod index;
mod key;
mod keyword;
pub(crate) mod literal;
mod names;
mod object;
mod option;
mod partition;
mod reads;
mod renames;
mod routine;
mod sequence;
mod session;
mod statement;
mod table;

use super::SyntaxError;
use super::lexer::Token;
use crate::command::Command;
use crate::dialect::Target;
use cursor::Cursor;

/// What one statement, made of `tokens`, asks for. What does not parse is opaque and an error.
pub(crate) fn statement(
    sql: &str,
    tokens: &[Token],
    target: Target,
    errors: &mut Vec<SyntaxError>,
) -> Vec<Command> {
    let expanded = comment::expanded(sql, tokens, target);
    let own = expanded.as_deref().unwrap_or(tokens);
    let Some(whole) = cursor::span(tokens) else { return Vec::new() };
    let cursor = Cursor::new(sql, own, target);
    let read = match cause::anywhere(sql, own, target) {
        Some(error) => Err(error),
        None => statement::read(cursor, whole),
    };
    match read {
        Ok(mut commands) => {
            names::attach(cursor, &mut commands);
            commands
        }
        Err(error) => {
            errors.push(error);
            vec![super::unread(whole, "it does not parse")]
        }
    }
}

#[cfg(test)]
mod tests;
