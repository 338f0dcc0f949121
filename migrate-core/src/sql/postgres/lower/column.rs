//! Columns as they are defined.

use super::constraint;
use crate::command::NewColumn;
use crate::dialect::postgres::types;
use crate::schema::{Column, Generated, Identity};
use crate::sql::postgres::expression::{self, TYPES, spelled};
use crate::sql::postgres::name::{ident, path};
use crate::sql::postgres::tree::{Node, SyntaxKind};
use crate::text::Span;

/// The column of a `COLUMN` or `ADD_COLUMN`.
pub(super) fn new(node: Node<'_>) -> NewColumn {
    let mut new = NewColumn { span: node.span(), ..NewColumn::default() };
    if let Some(name) = node.child(SyntaxKind::COLUMN_NAME) {
        new.name = ident(name);
        new.span = Span::new(name.span().start, node.span().end);
    }
    new.column = Column::new(new.name.name.clone(), "");
    if let Some(written) = node.child_of(&TYPES) {
        new.type_span = written.span();
        match types::serial(written.text()) {
            Some(integer) => {
                new.serial = true;
                new.column.nullable = false;
                integer.clone_into(&mut new.column.data_type);
            }
            None => new.column.data_type = types::normal(written.text()),
        }
    }
    for part in node.children() {
        attribute(&mut new, part);
    }
    new
}

fn attribute(new: &mut NewColumn, part: Node<'_>) {
    match part.kind() {
        SyntaxKind::COLLATE => new.column.collation = collation(part),
        SyntaxKind::NOT_NULL_CONSTRAINT => new.column.nullable = false,
        SyntaxKind::NULL_CONSTRAINT => new.explicit_null = true,
        SyntaxKind::DEFAULT_CONSTRAINT => {
            let value = part.children().find(|child| !child.is_token() && is_value(*child));
            let data_type = new.column.data_type.as_str();
            new.column.default = value.and_then(|value| expression::default(value, data_type));
        }
        SyntaxKind::GENERATED_CONSTRAINT => generated(new, part),
        SyntaxKind::STORAGE => setting(new, "storage", part, SyntaxKind::STORAGE_MODE),
        SyntaxKind::COMPRESSION_METHOD => {
            setting(new, "compression", part, SyntaxKind::COMPRESSION_METHOD_NAME);
        }
        _ => {
            if let Some(constraint) = constraint::of_column(part, &new.name.name) {
                new.constraints.push(constraint);
            }
        }
    }
}

fn is_value(node: Node<'_>) -> bool {
    !node.is(SyntaxKind::CONSTRAINT_NAME_CLAUSE)
}

fn setting(new: &mut NewColumn, name: &str, part: Node<'_>, kind: SyntaxKind) {
    if let Some(value) = part.child(kind) {
        new.column.settings.insert(name.to_owned(), spelled(value));
    }
}

/// The collation of a `COLLATE` clause, quoted where it must be.
pub(super) fn collation(node: Node<'_>) -> Option<String> {
    let name = node.child(SyntaxKind::COLLATION_REF)?;
    let path = path(name);
    let written = spelled(name).replace(" . ", ".");
    match path.namespace.as_deref() {
        Some("pg_catalog") => Some(written.trim_start_matches("pg_catalog.").to_owned()),
        _ => Some(written),
    }
    .filter(|name| name != "\"default\"" && name != "default")
}

fn generated(new: &mut NewColumn, part: Node<'_>) {
    if let Some(stored) = part.child(SyntaxKind::GENERATED_STORED) {
        let value = stored.children().find(|child| {
            !child.is_token()
                && !matches!(
                    child.kind(),
                    SyntaxKind::GENERATED_ALWAYS | SyntaxKind::STORED | SyntaxKind::VIRTUAL
                )
        });
        new.column.generated = value.map(|value| Generated {
            expression: expression::expression(value),
            stored: stored.has(SyntaxKind::STORED),
        });
    }
    if let Some(identity) = part.child(SyntaxKind::GENERATED_IDENTITY) {
        new.column.nullable = false;
        new.column.identity = kind_of_identity(identity);
        let options = identity.child(SyntaxKind::SEQUENCE_OPTION_LIST);
        new.identity_options = options.map(sequence_options).unwrap_or_default();
    }
}

/// What a node says of when values are numbered.
pub(super) fn kind_of_identity(node: Node<'_>) -> Option<Identity> {
    if node.has(SyntaxKind::GENERATED_BY_DEFAULT) {
        Some(Identity::ByDefault)
    } else {
        node.has(SyntaxKind::GENERATED_ALWAYS).then_some(Identity::Always)
    }
}

/// The options of a sequence in normal spelling.
pub(super) fn sequence_options(list: Node<'_>) -> Vec<String> {
    list.children()
        .filter(|option| !option.is_token() && option.span().start < option.span().end)
        .map(spelled)
        .collect()
}
