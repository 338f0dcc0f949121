//! Rights.

use crate::command::{Grant, Ident, Path, What};
use crate::sql::postgres::expression::{spelled, spelled_all};
use crate::sql::postgres::name::{ident, path};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// `GRANT` and `REVOKE`.
pub(super) fn grant(node: Node<'_>) -> What {
    let mut grant = rights(node);
    match node.child(SyntaxKind::ON_PRIVILEGE_OBJECTS_CLAUSE) {
        Some(clause) => {
            let objects = clause.children().find(|child| !child.is_token());
            grant.on = objects.map(on).unwrap_or_default();
            grant.tables = objects.map(tables).unwrap_or_default();
        }
        None => "membership".clone_into(&mut grant.on),
    }
    What::Grant(Box::new(grant))
}

/// `ALTER DEFAULT PRIVILEGES`.
pub(super) fn defaults(node: Node<'_>) -> What {
    let inner = node
        .child_of(&[SyntaxKind::GRANT_DEFAULT_PRIVILEGES, SyntaxKind::REVOKE_DEFAULT_PRIVILEGES]);
    let mut grant = inner.map(rights).unwrap_or_default();
    grant.default = true;
    let target = inner.and_then(|inner| inner.children().find(|child| is_target(*child)));
    let scope = [SyntaxKind::IN_SCHEMAS, SyntaxKind::FOR_ROLES];
    let scopes = scope.iter().filter_map(|kind| node.child(*kind));
    grant.on = spelled_all(target.into_iter().chain(scopes));
    What::Grant(Box::new(grant))
}

fn is_target(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        SyntaxKind::PRIVILEGE_TARGET_TABLES
            | SyntaxKind::PRIVILEGE_TARGET_SEQUENCES
            | SyntaxKind::PRIVILEGE_TARGET_FUNCTIONS
            | SyntaxKind::PRIVILEGE_TARGET_ROUTINES
            | SyntaxKind::PRIVILEGE_TARGET_TYPES
            | SyntaxKind::PRIVILEGE_TARGET_SCHEMAS
            | SyntaxKind::PRIVILEGE_TARGET_LARGE_OBJECTS
    )
}

/// What both kinds of grants say: the rights, to whom, and whether they may be passed on.
fn rights(node: Node<'_>) -> Grant {
    let revoke = matches!(node.kind(), SyntaxKind::REVOKE | SyntaxKind::REVOKE_DEFAULT_PRIVILEGES);
    let list = node.child(SyntaxKind::REVOKE_COMMAND_LIST);
    let is_membership = !node.has(SyntaxKind::ON_PRIVILEGE_OBJECTS_CLAUSE)
        && matches!(node.kind(), SyntaxKind::GRANT | SyntaxKind::REVOKE);
    let privileges = match list {
        Some(list) => {
            let rights = list.all(SyntaxKind::REVOKE_COMMAND);
            rights.map(|right| privilege(right, is_membership)).collect()
        }
        None => vec!["ALL".to_owned()],
    };
    let grantees = node.children().filter(|child| child.is(SyntaxKind::ROLE_REF_LIST)).last();
    let grantable = node.has(SyntaxKind::GRANT_OPTION_FOR)
        || node.has(SyntaxKind::ADMIN_OPTION_FOR)
        || node.find(SyntaxKind::GRANT_OPTION).is_some()
        || node.find(SyntaxKind::GRANT_ROLE_OPTION).is_some();
    Grant {
        revoke,
        privileges,
        grantees: grantees.map(roles).unwrap_or_default(),
        grantable,
        ..Grant::default()
    }
}

fn roles(list: Node<'_>) -> Vec<Ident> {
    list.all(SyntaxKind::ROLE_REF).map(ident).collect()
}

fn privilege(node: Node<'_>, is_membership: bool) -> String {
    if is_membership {
        return ident(node).name;
    }
    let list = node.child(SyntaxKind::COLUMN_REF_LIST);
    let words = node.children().filter(|child| !child.is(SyntaxKind::COLUMN_REF_LIST));
    let right = spelled_all(words).to_ascii_uppercase();
    match list {
        Some(list) => format!("{right} {}", spelled(list)),
        None => right,
    }
}

/// What rights are to, with the kind that a bare name stands for.
fn on(objects: Node<'_>) -> String {
    let text = spelled(objects);
    if objects.is(SyntaxKind::PRIVILEGE_DEFAULT) { format!("table {text}") } else { text }
}

fn tables(objects: Node<'_>) -> Vec<Path> {
    let names = [SyntaxKind::RELATION_NAME_REF, SyntaxKind::TABLE_NAME_REF];
    let is_table =
        matches!(objects.kind(), SyntaxKind::PRIVILEGE_DEFAULT | SyntaxKind::PRIVILEGE_TABLE);
    let found = objects.descendants().filter(|node| is_table && names.contains(&node.kind()));
    found.map(path).collect()
}
