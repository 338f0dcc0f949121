//! Types and namespaces.

use super::{noun, object};
use crate::command::{AlterObject, Command, EnumChange, Ident, Path, What};
use crate::schema::ObjectKind;
use crate::sql::postgres::expression::spelled;
use crate::sql::postgres::name::{ident, ident_of, path_of, string};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// `CREATE TYPE`.
pub(super) fn create(node: Node<'_>) -> Option<What> {
    let Some(kind) = node.child(SyntaxKind::ENUM_TYPE) else { return object::create(node) };
    let list = kind.child(SyntaxKind::VARIANT_LIST);
    let values = list.into_iter().flat_map(|list| list.all(SyntaxKind::VARIANT));
    Some(What::CreateEnum {
        name: path_of(node, SyntaxKind::TYPE_NAME)?,
        values: values.map(value).collect(),
        if_not_exists: false,
    })
}

fn value(node: Node<'_>) -> String {
    string(node).unwrap_or_else(|| spelled(node))
}

/// `ALTER TYPE`: whether it is enumerated shows where only such a type has what changes; renames and
/// the like are said of an enumerated type, and replay finds out.
pub(super) fn alter(node: Node<'_>) -> Option<Vec<Command>> {
    let name = path_of(node, SyntaxKind::TYPE_NAME_REF)?;
    let attributes = node.child(SyntaxKind::ALTER_TYPE_ATTRIBUTE_ACTION_LIST);
    if let Some(list) = attributes {
        let actions = list.children().filter(|child| !child.is_token());
        return Some(actions.map(|action| attribute(action, &name)).collect());
    }
    let action = node
        .children()
        .filter(|child| !child.is_token())
        .find(|child| !child.is(SyntaxKind::TYPE_NAME_REF))?;
    let change = match action.kind() {
        SyntaxKind::ADD_VALUE => {
            let neighbour = action.child_of(&[SyntaxKind::BEFORE_VALUE, SyntaxKind::AFTER_VALUE]);
            let neighbour = neighbour.and_then(|part| {
                let value = part.child(SyntaxKind::LITERAL).map(value)?;
                Some((part.is(SyntaxKind::BEFORE_VALUE), value))
            });
            EnumChange::AddValue {
                value: action.child(SyntaxKind::LITERAL).map(value)?,
                if_not_exists: action.has(SyntaxKind::IF_NOT_EXISTS),
                neighbour,
            }
        }
        SyntaxKind::RENAME_VALUE => {
            let mut values = action.all(SyntaxKind::LITERAL).map(value);
            EnumChange::RenameValue { from: values.next()?, to: values.next()? }
        }
        SyntaxKind::RENAME_ATTRIBUTE | SyntaxKind::SET_OPTIONS => {
            return Some(vec![attribute(action, &name)]);
        }
        _ => EnumChange::Other(object::change(action)),
    };
    Some(vec![Command::new(action.span(), What::AlterEnum { name, change })])
}

fn attribute(action: Node<'_>, name: &Path) -> Command {
    let what = What::AlterObject(AlterObject {
        kind: ObjectKind::Type,
        name: name.clone(),
        table: None,
        if_exists: false,
        change: object::change(action),
    });
    Command::new(action.span(), what)
}

/// `CREATE SCHEMA`, with what it creates in it.
pub(super) fn create_namespace(node: Node<'_>) -> Option<Vec<Command>> {
    let named = node.child_of(&[SyntaxKind::NAMED_SCHEMA, SyntaxKind::AUTHORIZATION_SCHEMA])?;
    let name = noun::name_node(named).map(ident)?;
    let if_not_exists = node.has(SyntaxKind::IF_NOT_EXISTS);
    let create = What::CreateNamespace { name: name.clone(), if_not_exists };
    let mut commands = vec![Command::new(node.span(), create)];
    if named.is(SyntaxKind::AUTHORIZATION_SCHEMA) || named.tokens().count() > 1 {
        commands.push(crate::sql::unread(named.span(), "whose a schema is, is not followed"));
    }
    let elements = node.children().filter(|child| {
        let head = [named.kind(), SyntaxKind::IF_NOT_EXISTS];
        !child.is_token() && !head.contains(&child.kind())
    });
    for mut command in elements.flat_map(super::statement) {
        if !place(&mut command.what, &name) {
            let reason = "what it creates in its own namespace is not followed";
            command = crate::sql::unread(command.span, reason);
        }
        commands.push(command);
    }
    Some(commands)
}

/// Puts what is created without a namespace into `name`; says whether it could.
fn place(what: &mut What, name: &Ident) -> bool {
    let path = match what {
        What::CreateTable(table) if table.query.is_none() => &mut table.name,
        What::CreateSequence(sequence) => &mut sequence.name,
        What::CreateIndex(index) => &mut index.table,
        _ => return false,
    };
    path.namespace.get_or_insert_with(|| name.name.clone());
    true
}

/// `DROP SCHEMA`.
pub(super) fn drop_namespaces(node: Node<'_>) -> What {
    What::DropNamespaces {
        names: node.all(SyntaxKind::SCHEMA_REF).map(ident).collect(),
        if_exists: node.has(SyntaxKind::IF_EXISTS),
        cascade: node.has(SyntaxKind::CASCADE),
    }
}

/// `ALTER SCHEMA`.
pub(super) fn alter_namespace(node: Node<'_>) -> Option<What> {
    let from = ident_of(node, SyntaxKind::SCHEMA_REF)?;
    if let Some(rename) = node.child(SyntaxKind::SCHEMA_RENAME_TO) {
        return Some(What::RenameNamespace { from, to: ident_of(rename, SyntaxKind::SCHEMA)? });
    }
    let action = node.child(SyntaxKind::OWNER_TO)?;
    Some(What::AlterObject(AlterObject {
        kind: ObjectKind::Owner,
        name: Path { namespace: None, name: format!("schema {}", from.name), span: from.span },
        table: None,
        if_exists: false,
        change: object::change(action),
    }))
}
