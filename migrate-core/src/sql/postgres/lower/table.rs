//! `CREATE TABLE` in all its forms.

use super::{column, constraint, data};
use crate::command::{
    Command, CreateTable, NewConstraint, Opaque, Path, TableElement, Touches, What,
};
use crate::schema::{Settings, TableOptions};
use crate::sql::postgres::expression::{spelled, spelled_all};
use crate::sql::postgres::name::{ident, path, path_of};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// `CREATE TABLE`.
pub(super) fn create(node: Node<'_>) -> What {
    let mut table = head(node);
    if let Some(kind) = node.child(SyntaxKind::OF_TYPE) {
        let reason = format!("its columns are those of the type `{}`", spelled(kind));
        let touches = Touches::Only(vec![table.name]);
        return What::Opaque(Opaque { reason, touches, dynamic: false });
    }
    if let Some(list) = node.child(SyntaxKind::TABLE_ARG_LIST) {
        table.elements = elements(list);
    }
    if let Some(list) = node.child(SyntaxKind::INHERITS) {
        table.inherits = list.all(SyntaxKind::TABLE_NAME_REF).map(path).collect();
    }
    if let Some(parent) = node.child(SyntaxKind::PARTITION_OF) {
        let parent = path_of(parent, SyntaxKind::TABLE_NAME_REF).unwrap_or_default();
        let bound = node.child_of(&BOUNDS).map(spelled).unwrap_or_default();
        table.partition_of = Some((parent, bound));
    }
    table.options.partition_by = node.child(SyntaxKind::PARTITION_BY).map(partition_by);
    What::CreateTable(Box::new(table))
}

/// The kinds of bounds that a partition may have.
pub(super) const BOUNDS: [SyntaxKind; 4] = [
    SyntaxKind::PARTITION_FOR_VALUES_FROM,
    SyntaxKind::PARTITION_FOR_VALUES_IN,
    SyntaxKind::PARTITION_FOR_VALUES_WITH,
    SyntaxKind::PARTITION_DEFAULT,
];

fn partition_by(node: Node<'_>) -> String {
    let keywords = [SyntaxKind::PARTITION_KW, SyntaxKind::BY_KW];
    spelled_all(node.children().filter(|child| !keywords.contains(&child.kind())))
}

/// `CREATE TABLE … AS`.
pub(super) fn create_as(node: Node<'_>) -> What {
    let mut table = head(node);
    if let Some(list) = node.child(SyntaxKind::TABLE_ARG_LIST) {
        table.elements = elements(list);
    }
    let tail = node.children().skip_while(|child| !child.is(SyntaxKind::AS_KW)).skip(1);
    table.query = Some(spelled_all(tail));
    table.reads = data::reads(node);
    What::CreateTable(Box::new(table))
}

/// `SELECT … INTO t`.
pub(super) fn select_into(node: Node<'_>) -> What {
    let Some(into) = node.find(SyntaxKind::INTO_CLAUSE) else {
        return What::CreateTable(Box::default());
    };
    let mut query = String::new();
    for part in node.children() {
        match part.kind() {
            SyntaxKind::SELECT_CLAUSE => {
                let rest = part.children().filter(|child| !child.is(SyntaxKind::INTO_CLAUSE));
                rest.for_each(|child| super::super::expression::append(&mut query, child));
            }
            _ => super::super::expression::append(&mut query, part),
        }
    }
    let mut table = head(into);
    table.query = Some(query);
    table.reads = data::reads(node);
    What::CreateTable(Box::new(table))
}

fn head(node: Node<'_>) -> CreateTable {
    let mut table = CreateTable {
        name: path_of(node, SyntaxKind::TABLE_NAME).unwrap_or_default(),
        temporary: is_temporary(node),
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        ..CreateTable::default()
    };
    table.options = options(node);
    table
}

/// Whether something is created for the session alone.
pub(super) fn is_temporary(node: Node<'_>) -> bool {
    let temporary = table_is_in(node, "pg_temp");
    temporary || node.has(SyntaxKind::TEMP)
}

fn table_is_in(node: Node<'_>, namespace: &str) -> bool {
    let name = path_of(node, SyntaxKind::TABLE_NAME);
    name.is_some_and(|name| name.namespace.as_deref() == Some(namespace))
}

fn options(node: Node<'_>) -> TableOptions {
    let mut options = TableOptions::default();
    let settings = &mut options.settings;
    if node.has(SyntaxKind::UNLOGGED) {
        settings.insert("persistence".to_owned(), "unlogged".to_owned());
    }
    if let Some(clause) = node.child(SyntaxKind::TABLESPACE_CLAUSE) {
        let name = clause.child(SyntaxKind::TABLESPACE_REF).map(ident).unwrap_or_default();
        let own = own_tablespace(name.name);
        settings.extend(own.map(|name| ("tablespace".to_owned(), name)));
    }
    if let Some(clause) = node.child(SyntaxKind::USING_METHOD) {
        let method = clause.child(SyntaxKind::ACCESS_METHOD_REF).map(ident).unwrap_or_default();
        if method.name != "heap" {
            settings.insert("access method".to_owned(), method.name);
        }
    }
    if let Some(clause) = node.child(SyntaxKind::WITH_PARAMS) {
        parameters(clause, settings);
    }
    options
}

/// A tablespace that is not the one where things are kept of which nothing is said.
pub(super) fn own_tablespace(name: String) -> Option<String> {
    (name != "pg_default").then_some(name)
}

/// The storage parameters of a `WITH` or `SET`.
pub(super) fn parameters(clause: Node<'_>, settings: &mut Settings) {
    for (name, value) in parameter_list(clause) {
        settings.insert(name, value.unwrap_or_else(|| "true".to_owned()));
    }
}

/// Storage parameters in the order of writing; those without a value have none.
pub(super) fn parameter_list(clause: Node<'_>) -> Vec<(String, Option<String>)> {
    let Some(list) = clause.child(SyntaxKind::ATTRIBUTE_LIST) else { return Vec::new() };
    let option = |option: Node<'_>| {
        let name = option.children().take_while(|child| !child.is(SyntaxKind::EQ));
        let name = name.filter(|child| !child.is(SyntaxKind::ATTRIBUTE_VALUE));
        let value = option.child(SyntaxKind::ATTRIBUTE_VALUE).map(parameter_value);
        (spelled_all(name).replace(" . ", "."), value)
    };
    list.all(SyntaxKind::ATTRIBUTE_OPTION).map(option).collect()
}

/// Quotes around a storage parameter's value mean nothing, nor do the words for true and false.
fn parameter_value(node: Node<'_>) -> String {
    let text = spelled(node);
    let plain = text.trim_matches('\'').to_ascii_lowercase();
    match plain.as_str() {
        "on" | "true" | "yes" => "true".to_owned(),
        "off" | "false" | "no" => "false".to_owned(),
        _ => plain,
    }
}

fn elements(list: Node<'_>) -> Vec<TableElement> {
    let mut elements = Vec::new();
    let mut required = Vec::new();
    for part in list.children() {
        match part.kind() {
            SyntaxKind::COLUMN => {
                elements.push(TableElement::Column(Box::new(column::new(part))));
            }
            SyntaxKind::LIKE_CLAUSE => elements.push(like(part)),
            SyntaxKind::NOT_NULL_CONSTRAINT => {
                required.extend(part.child(SyntaxKind::COLUMN_NAME_REF).map(ident));
            }
            _ => {
                let constraint: Option<NewConstraint> = constraint::of_table(part);
                elements.extend(constraint.map(Box::new).map(TableElement::Constraint));
            }
        }
    }
    for element in &mut elements {
        if let TableElement::Column(column) = element
            && required.iter().any(|name| name.name == column.name.name)
        {
            column.column.nullable = false;
        }
    }
    elements
}

fn like(node: Node<'_>) -> TableElement {
    let table = path_of(node, SyntaxKind::RELATION_NAME_REF).unwrap_or_default();
    let options = node
        .children()
        .filter(|child| {
            matches!(child.kind(), SyntaxKind::INCLUDING_PROPERTY | SyntaxKind::EXCLUDING_PROPERTY)
        })
        .map(|option| spelled(option).to_ascii_uppercase())
        .collect();
    TableElement::Like { table, options }
}

/// `DROP TABLE`.
pub(super) fn drop(node: Node<'_>) -> What {
    What::DropTables {
        tables: node.all(SyntaxKind::TABLE_NAME_REF).map(path).collect(),
        if_exists: node.has(SyntaxKind::IF_EXISTS),
        cascade: node.has(SyntaxKind::CASCADE),
        temporary: false,
    }
}

/// A command that nothing more is known about than which things it may change.
pub(super) fn opaque(node: Node<'_>, reason: &str, things: Vec<Path>) -> Command {
    let touches = Touches::Only(things);
    let opaque = Opaque { reason: reason.to_owned(), touches, dynamic: false };
    Command::new(node.span(), What::Opaque(opaque))
}
