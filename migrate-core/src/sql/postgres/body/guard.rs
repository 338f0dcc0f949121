//! Blocks and branches that say no more than `IF NOT EXISTS` or `IF EXISTS`.

use crate::command::{Command, TableChange, What};
use crate::sql::postgres::expression::bare;
use crate::sql::postgres::name::string;
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// What a guard lets pass.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// Something that exists already is left alone.
    Missing,
    /// Something that is missing is left alone.
    Existing,
}

impl Guard {
    /// What handlers that do nothing turn a failing statement into.
    pub(super) fn of_handlers(section: Node<'_>) -> Option<Self> {
        let mut guard = None;
        for handler in section.all(SyntaxKind::PLPGSQL_EXCEPTION_HANDLER) {
            let body = handler.child(SyntaxKind::PLPGSQL_BODY);
            let silent = body.is_none_or(|body| {
                body.children().filter(|child| !child.is_token()).all(is_silent)
            });
            for condition in handler.all(SyntaxKind::PLPGSQL_CONDITION) {
                let name = condition.text().to_ascii_lowercase();
                let this = match name.split('_').next() {
                    Some("duplicate") if silent => Self::Missing,
                    Some("undefined") if silent => Self::Existing,
                    _ => return None,
                };
                if guard.is_some_and(|guard| guard != this) {
                    return None;
                }
                guard = Some(this);
            }
        }
        guard
    }

    /// The commands with the guard as their own `IF [NOT] EXISTS`, where they have one.
    pub(super) fn apply(self, mut commands: Vec<Command>) -> Option<Vec<Command>> {
        let [command] = &mut commands[..] else { return None };
        if command.conditional {
            return None;
        }
        let flag = match self {
            Self::Missing => if_not_exists(&mut command.what)?,
            Self::Existing => if_exists(&mut command.what)?,
        };
        *flag = true;
        Some(commands)
    }
}

/// Whether a statement of the language does nothing that matters: `NULL`, `RAISE NOTICE`.
pub(super) fn is_silent(node: Node<'_>) -> bool {
    let raises = |level: Node<'_>| level.text().eq_ignore_ascii_case("exception");
    match node.kind() {
        SyntaxKind::PLPGSQL_NULL_STMT => true,
        SyntaxKind::PLPGSQL_RAISE_STMT => {
            node.child(SyntaxKind::PLPGSQL_RAISE_LEVEL).is_some_and(|level| !raises(level))
        }
        _ => false,
    }
}

/// `IF [NOT] EXISTS (SELECT … FROM the catalog WHERE … 'x')` around what creates or drops `x`.
pub(super) fn of_branch(condition: Node<'_>, mut commands: Vec<Command>) -> Option<Vec<Command>> {
    let target = condition.find(SyntaxKind::TARGET)?;
    let value = target.children().find(|child| !child.is_token()).map(bare)?;
    let negated = value.is(SyntaxKind::PREFIX_EXPR) && value.has(SyntaxKind::NOT_KW);
    let call = if negated { value.child(SyntaxKind::CALL_EXPR)? } else { value };
    let exists = call.child(SyntaxKind::EXISTS_FN)?;
    if !asks_catalog(exists) {
        return None;
    }
    let [command] = &mut commands[..] else { return None };
    let names = names(&command.what);
    let literals: Vec<String> = exists
        .descendants()
        .filter(|node| node.is(SyntaxKind::LITERAL))
        .filter_map(string)
        .collect();
    if names.is_empty() || !names.iter().all(|name| literals.contains(name)) {
        return None;
    }
    let guard = if negated { Guard::Missing } else { Guard::Existing };
    guard.apply(commands)
}

/// Whether a query reads nothing but the catalog, and joins its conditions by `AND` alone.
fn asks_catalog(exists: Node<'_>) -> bool {
    let relations: Vec<Node<'_>> =
        exists.descendants().filter(|node| node.is(SyntaxKind::RELATION_NAME_REF)).collect();
    let is_catalog = |node: Node<'_>| {
        let text = node.text().to_ascii_lowercase();
        text.starts_with("pg_") || text.starts_with("information_schema")
    };
    let only_and = !exists.tokens().any(|token| {
        matches!(token.kind(), SyntaxKind::OR_KW | SyntaxKind::NEQ | SyntaxKind::NEQB)
    });
    only_and && !relations.is_empty() && relations.into_iter().all(is_catalog)
}

/// The names that a catalog query must ask for to be about this very command.
fn names(what: &What) -> Vec<String> {
    match what {
        What::CreateTable(table) => vec![table.name.name.clone()],
        What::CreateIndex(index) => index.name.iter().map(|name| name.name.clone()).collect(),
        What::CreateEnum { name, .. } => vec![name.name.clone()],
        What::CreateNamespace { name, .. } => vec![name.name.clone()],
        What::CreateSequence(sequence) => vec![sequence.name.name.clone()],
        What::CreateObject(object) => match &object.table {
            Some(table) => {
                let own = object.name.name.strip_suffix(&format!(" on {}", table.name));
                own.map(ToOwned::to_owned).into_iter().collect()
            }
            None => vec![object.name.name.clone()],
        },
        What::DropTables { tables, .. } => tables.iter().map(|name| name.name.clone()).collect(),
        What::DropIndexes(indexes) => indexes.names.iter().map(|name| name.name.clone()).collect(),
        What::DropObjects(objects) => objects.names.iter().map(|name| name.name.clone()).collect(),
        What::AlterTable(alter) => match &alter.change {
            TableChange::AddColumn { column, .. } => vec![column.name.name.clone()],
            TableChange::DropColumn { column, .. } => vec![column.name.clone()],
            TableChange::AddConstraint(new) => {
                new.constraint.name().map(ToOwned::to_owned).into_iter().collect()
            }
            TableChange::DropConstraint { name, .. } => {
                name.iter().map(|name| name.name.clone()).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Where a command says that something that exists already is left alone.
fn if_not_exists(what: &mut What) -> Option<&mut bool> {
    match what {
        What::CreateTable(table) => Some(&mut table.if_not_exists),
        What::CreateIndex(index) => Some(&mut index.if_not_exists),
        What::CreateEnum { if_not_exists, .. } | What::CreateNamespace { if_not_exists, .. } => {
            Some(if_not_exists)
        }
        What::CreateSequence(sequence) => Some(&mut sequence.if_not_exists),
        What::CreateObject(object) if !object.or_replace => Some(&mut object.if_not_exists),
        What::AlterTable(alter) => match &mut alter.change {
            TableChange::AddColumn { if_not_exists, .. } => Some(if_not_exists),
            TableChange::AddConstraint(new) => Some(&mut new.if_not_exists),
            _ => None,
        },
        _ => None,
    }
}

/// Where a command says that something that is missing is left alone.
fn if_exists(what: &mut What) -> Option<&mut bool> {
    match what {
        What::DropTables { if_exists, tables, .. } if tables.len() == 1 => Some(if_exists),
        What::DropIndexes(indexes) if indexes.names.len() == 1 => Some(&mut indexes.if_exists),
        What::DropObjects(objects) if objects.names.len() == 1 => Some(&mut objects.if_exists),
        What::AlterTable(alter) => match &mut alter.change {
            TableChange::DropColumn { if_exists, .. }
            | TableChange::DropConstraint { if_exists, .. } => Some(if_exists),
            _ => None,
        },
        _ => None,
    }
}
