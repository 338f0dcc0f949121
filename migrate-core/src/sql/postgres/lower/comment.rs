//! Comments and security labels.

use super::noun;
use super::sequence::table_of_column;
use crate::command::{
    AlterIndex, AlterTable, ColumnChange, Command, CreateObject, Ident, ObjectChange, Path,
    TableChange, What,
};
use crate::schema::ObjectKind;
use crate::sql::postgres::expression::spelled;
use crate::sql::postgres::name::{ident, path, path_of, string};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// `COMMENT ON`.
pub(super) fn comment(node: Node<'_>) -> Option<Command> {
    let on = node.children().find(|child| !child.is_token())?;
    let text = node.child(SyntaxKind::LITERAL).map(text).unwrap_or_default();
    let alter = |table, change| {
        let alter = AlterTable {
            table,
            if_exists: false,
            only: false,
            algorithm: None,
            lock: None,
            change,
        };
        What::AlterTable(Box::new(alter))
    };
    let what = match on.kind() {
        SyntaxKind::OBJECT_TABLE => {
            let change = TableChange::SetOption { name: "comment".to_owned(), value: text };
            alter(path_of(on, SyntaxKind::TABLE_NAME_REF)?, change)
        }
        SyntaxKind::OBJECT_COLUMN => {
            let name = on.child(SyntaxKind::QUALIFIED_COLUMN_NAME_REF)?;
            let change = ColumnChange::Comment(text);
            let change = TableChange::AlterColumn { column: ident(name), if_exists: false, change };
            alter(table_of_column(name), change)
        }
        SyntaxKind::OBJECT_INDEX => What::AlterIndex(AlterIndex {
            name: path_of(on, SyntaxKind::INDEX_REF)?,
            if_exists: false,
            change: ObjectChange::Set { name: "comment".to_owned(), value: text },
        }),
        _ => {
            let (kind, on) = thing(on)?;
            What::Comment { kind, on, text }
        }
    };
    Some(Command::new(node.span(), what))
}

/// The text of a comment; none for `NULL`.
fn text(literal: Node<'_>) -> Option<String> {
    match spelled(literal) {
        word if word == "null" => None,
        spelling => Some(string(literal).unwrap_or(spelling)),
    }
}

/// What a comment or a label is put on: the words for its kind, and its name.
fn thing(on: Node<'_>) -> Option<(String, Path)> {
    let noun = noun::noun(on.kind());
    let words = noun.to_ascii_lowercase().replace('_', " ");
    let name = noun::name_node(on)?;
    let owners =
        [SyntaxKind::TABLE_NAME_REF, SyntaxKind::RELATION_NAME_REF, SyntaxKind::DOMAIN_REF];
    let owner = on.children().filter(|child| owners.contains(&child.kind())).last();
    let dependent = matches!(noun.as_str(), "CONSTRAINT" | "TRIGGER" | "POLICY" | "RULE");
    let owner = owner.filter(|_| dependent).map(path);
    Some((words, noun::object_name(name, on, &noun, owner.as_ref())))
}

/// `SECURITY LABEL`.
pub(super) fn label(node: Node<'_>) -> Option<Command> {
    let on = node
        .children()
        .filter(|child| !child.is_token())
        .find(|child| !matches!(child.kind(), SyntaxKind::FOR_PROVIDER | SyntaxKind::LITERAL))?;
    let (kind, on) = thing(on)?;
    let provider = node.child(SyntaxKind::FOR_PROVIDER).map(spelled).unwrap_or_default();
    let name = Ident { name: format!("{kind} {on}"), span: on.span };
    let what = What::CreateObject(Box::new(CreateObject {
        kind: ObjectKind::Label,
        name: Path { namespace: None, name: name.name, span: name.span },
        table: None,
        text: format!("{provider} {}", node.child(SyntaxKind::LITERAL).map(spelled)?),
        uses: Vec::new(),
        if_not_exists: false,
        or_replace: true,
        temporary: false,
        routine: None,
    }));
    Some(Command::new(node.span(), what))
}
