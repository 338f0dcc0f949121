//! PostgreSQL: the parser's tree, and what its statements ask for.

mod body;
mod cause;
mod chain;
mod expression;
mod keyword;
mod lower;
mod name;
mod names;
mod shape;
mod tree;

use self::tree::SyntaxKind;
use super::SyntaxError;
use crate::command::Command;
use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token};
use crate::text::Span;

/// What the statement made of `tokens` asks for.
pub(super) fn statement(
    sql: &str,
    tokens: &[Token],
    span: Span,
    errors: &mut Vec<SyntaxError>,
) -> Vec<Command> {
    if let Err(error) = chain::check(sql, tokens) {
        errors.push(error);
        return vec![super::unread(span, "it is nested too deeply to be read")];
    }
    let tree = shape::tree(sql, span, tokens);
    if let Some(error) = tree.errors.first() {
        errors.push(cause::error(sql, tokens, error));
        return vec![super::unread(span, "it does not parse")];
    }
    let mut commands = Vec::new();
    for node in tree.root().into_iter().flat_map(tree::Node::children) {
        if let Some(error) = body::unfinished(node) {
            errors.push(error);
            return vec![super::unread(span, "its body does not parse")];
        }
        if !node.is_token() && !node.is(SyntaxKind::EMPTY_STMT) {
            commands.extend(lower::statement(node));
        }
    }
    commands
}

/// The tokens of a text in normal spelling.
pub(crate) fn significant(text: &str) -> Vec<Token> {
    lexer::significant(text, Dialect::Postgres)
}

#[cfg(test)]
mod tests;
