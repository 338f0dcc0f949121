//! Statements that read and write rows.

use std::collections::BTreeSet;

use crate::command::Path;
use crate::sql::postgres::name::{ident, path};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// The tables and views that a query reads, each once, those that it names itself left out.
pub(super) fn reads(node: Node<'_>) -> Vec<Path> {
    let mut own = BTreeSet::new();
    let mut found: Vec<Path> = Vec::new();
    for part in node.descendants() {
        match part.kind() {
            SyntaxKind::CTE_NAME => {
                own.insert(ident(part).name);
            }
            SyntaxKind::RELATION_FROM_ITEM | SyntaxKind::TABLE => {
                let name = part.child_of(&[
                    SyntaxKind::RELATION_NAME_REF,
                    SyntaxKind::RELATION_NAME,
                    SyntaxKind::TABLE_RELATION_NAME,
                ]);
                found.extend(name.map(path));
            }
            _ => {}
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|path| {
        (path.namespace.is_some() || !own.contains(&path.name))
            && seen.insert((path.namespace.clone(), path.name.clone()))
    });
    found
}
