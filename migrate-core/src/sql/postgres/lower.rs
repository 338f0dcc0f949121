//! From the parser's tree to commands: the only reader of the tree.

mod alter;
mod column;
mod constraint;
mod data;
mod index;
mod table;

use super::tree::{Node, SyntaxKind};
use crate::command::{Command, What};

/// What a statement asks for.
pub(super) fn statement(node: Node<'_>) -> Vec<Command> {
    let one = |what: What| vec![Command::new(node.span(), what)];
    match node.kind() {
        SyntaxKind::CREATE_TABLE => one(table::create(node)),
        SyntaxKind::CREATE_TABLE_AS => one(table::create_as(node)),
        SyntaxKind::SELECT_INTO => one(table::select_into(node)),
        SyntaxKind::DROP_TABLE => one(table::drop(node)),
        SyntaxKind::ALTER_TABLE => alter::table(node),
        SyntaxKind::CREATE_INDEX => one(index::create(node)),
        SyntaxKind::DROP_INDEX => one(index::drop(node)),
        SyntaxKind::ALTER_INDEX => index::alter(node),
        _ => vec![crate::sql::unread(node.span(), "this kind of statement is not read yet")],
    }
}
