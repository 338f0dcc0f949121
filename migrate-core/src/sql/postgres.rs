//! PostgreSQL: the parser's tree, and what its statements ask for.

mod body;
mod expression;
mod lower;
mod name;
mod tree;

use squawk_parser::EntryPoint;

use self::tree::{SyntaxKind, Tree};
use super::SyntaxError;
use crate::command::Command;
use crate::text::Span;

/// What the statement at `span` asks for.
pub(super) fn statement(sql: &str, span: Span, errors: &mut Vec<SyntaxError>) -> Vec<Command> {
    let tree = Tree::parse(sql, span, EntryPoint::SourceFile);
    if let Some(error) = tree.errors.first() {
        let end =
            sql.get(error.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        errors.push(SyntaxError {
            span: Span::new(error.at, error.at + end),
            message: error.message.clone(),
            help: None,
        });
        return vec![super::unread(span, "it does not parse")];
    }
    let mut commands = Vec::new();
    for node in tree.root().into_iter().flat_map(tree::Node::children) {
        if !node.is_token() && !node.is(SyntaxKind::EMPTY_STMT) {
            commands.extend(lower::statement(node));
        }
    }
    commands
}

#[cfg(test)]
mod tests;
