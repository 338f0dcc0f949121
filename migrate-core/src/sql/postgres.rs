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
use crate::dialect::Target;
use crate::sql::lexer::Token;

/// What the statement made of `tokens` asks for.
pub(crate) fn statement(
    sql: &str,
    tokens: &[Token],
    _: Target,
    errors: &mut Vec<SyntaxError>,
) -> Vec<Command> {
    let span = super::span_of(tokens);
    if let Err(error) = chain::check(sql, tokens) {
        errors.push(error);
        return vec![super::unread(span, "it is nested too deeply to be read")];
    }
    let tree = shape::tree(sql, span, tokens);
    if let Some(error) = tree.errors.first() {
        errors.push(cause::error(sql, tokens, error));
        return vec![super::unread(span, "it does not parse")];
    }
    let nodes = tree.root().into_iter().flat_map(tree::Node::children);
    let mut nodes = nodes.filter(|node| !node.is_token() && !node.is(SyntaxKind::EMPTY_STMT));
    let Some(node) = nodes.next() else { return Vec::new() };
    // The parser reads on where a semicolon is missing.
    if let Some(second) = nodes.next() {
        errors.push(cause::unseparated(sql, tokens, second.span().start));
        return vec![super::unread(span, "it does not parse")];
    }
    if let Some(error) = body::unfinished(node) {
        errors.push(error);
        return vec![super::unread(span, "its body does not parse")];
    }
    lower::statement(node)
}

#[cfg(test)]
mod tests;
