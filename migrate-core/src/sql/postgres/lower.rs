//! From the parser's tree to commands: the only reader of the tree.

mod alter;
mod column;
mod comment;
mod constraint;
mod data;
mod grant;
mod index;
mod kind;
mod noun;
mod object;
mod routine;
mod sequence;
mod session;
mod table;
mod view;

pub(in crate::sql::postgres) use self::data::calls;
pub(in crate::sql::postgres) use self::routine::language;

use super::tree::{Node, SyntaxKind};
use super::{body, names};
use crate::command::{Command, What};

/// What a statement asks for.
pub(super) fn statement(node: Node<'_>) -> Vec<Command> {
    let lowered = definition(node).or_else(|| other(node));
    let Some(mut commands) = lowered.filter(|commands| !commands.is_empty()) else {
        let words: Vec<&str> = node.tokens().take(3).map(Node::text).collect();
        let reason = format!("`{} …` is not modelled", words.join(" "));
        return vec![crate::sql::unread(node.span(), &reason)];
    };
    names::attach(node, &mut commands);
    commands
}

/// Statements that define what the model has a place of its own for.
fn definition(node: Node<'_>) -> Option<Vec<Command>> {
    let one = |what: What| Some(vec![Command::new(node.span(), what)]);
    match node.kind() {
        SyntaxKind::CREATE_TABLE => one(table::create(node)),
        SyntaxKind::CREATE_TABLE_AS => one(table::create_as(node)),
        SyntaxKind::SELECT_INTO => one(table::select_into(node)),
        SyntaxKind::DROP_TABLE => one(table::drop(node)),
        SyntaxKind::ALTER_TABLE => Some(alter::table(node)),
        SyntaxKind::CREATE_INDEX => one(index::create(node)),
        SyntaxKind::DROP_INDEX => one(index::drop(node)),
        SyntaxKind::ALTER_INDEX => Some(index::alter(node)),
        SyntaxKind::CREATE_VIEW | SyntaxKind::CREATE_MATERIALIZED_VIEW => one(view::create(node)),
        SyntaxKind::DROP_VIEW | SyntaxKind::DROP_MATERIALIZED_VIEW => one(view::drop(node)),
        SyntaxKind::ALTER_VIEW | SyntaxKind::ALTER_MATERIALIZED_VIEW => Some(view::alter(node)),
        SyntaxKind::CREATE_SEQUENCE => one(sequence::create(node)),
        SyntaxKind::ALTER_SEQUENCE => Some(sequence::alter(node)),
        SyntaxKind::CREATE_TYPE => kind::create(node).and_then(one),
        SyntaxKind::ALTER_TYPE => kind::alter(node),
        SyntaxKind::CREATE_SCHEMA => kind::create_namespace(node),
        SyntaxKind::DROP_SCHEMA => one(kind::drop_namespaces(node)),
        SyntaxKind::ALTER_SCHEMA => kind::alter_namespace(node).and_then(one),
        SyntaxKind::CREATE_FUNCTION | SyntaxKind::CREATE_PROCEDURE => {
            routine::create(node).and_then(one)
        }
        SyntaxKind::COMMENT_ON => comment::comment(node).map(|command| vec![command]),
        SyntaxKind::SECURITY_LABEL => comment::label(node).map(|command| vec![command]),
        SyntaxKind::GRANT | SyntaxKind::REVOKE => one(grant::grant(node)),
        SyntaxKind::ALTER_DEFAULT_PRIVILEGES => one(grant::defaults(node)),
        _ => None,
    }
}

/// All other statements.
fn other(node: Node<'_>) -> Option<Vec<Command>> {
    let one = |what: What| vec![Command::new(node.span(), what)];
    match node.kind() {
        SyntaxKind::DO => Some(body::of_do(node)),
        SyntaxKind::SELECT
        | SyntaxKind::COMPOUND_SELECT
        | SyntaxKind::PAREN_SELECT
        | SyntaxKind::VALUES
        | SyntaxKind::TABLE
        | SyntaxKind::INSERT
        | SyntaxKind::UPDATE
        | SyntaxKind::DELETE
        | SyntaxKind::MERGE
        | SyntaxKind::TRUNCATE
        | SyntaxKind::COPY => Some(data::statement(node)),
        SyntaxKind::ALTER_SYSTEM
        | SyntaxKind::ALTER_DATABASE
        | SyntaxKind::ALTER_ROLE
        | SyntaxKind::ALTER_USER
            if session::global(node).is_some() =>
        {
            session::global(node).map(one)
        }
        SyntaxKind::CLUSTER => Some(session::cluster(node)),
        SyntaxKind::DROP_OWNED | SyntaxKind::REASSIGN => {
            Some(vec![crate::sql::unread(node.span(), "what a role owns is not modelled")])
        }
        SyntaxKind::IMPORT_FOREIGN_SCHEMA => {
            let reason = "the tables come from another server";
            Some(vec![crate::sql::unread(node.span(), reason)])
        }
        _ => session::explained(node)
            .or_else(|| session::statement(node).map(one))
            .or_else(|| generic(node)),
    }
}

/// What is compared by its text.
fn generic(node: Node<'_>) -> Option<Vec<Command>> {
    let one = |what: What| vec![Command::new(node.span(), what)];
    let name = format!("{:?}", node.kind());
    match name.split('_').next() {
        Some("CREATE") => object::create(node).map(one),
        Some("DROP") => object::drop(node).map(one),
        Some("ALTER") => object::alter(node),
        _ => None,
    }
}
