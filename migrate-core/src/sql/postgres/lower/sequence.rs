//! Sequences.

use super::table;
use crate::command::{Command, CreateSequence, Ident, ObjectChange, Path, What};
use crate::dialect::postgres::types;
use crate::schema::Sequence;
use crate::sql::postgres::expression::{TYPES, spelled};
use crate::sql::postgres::name::{ident, path, path_of};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// `CREATE SEQUENCE`.
pub(super) fn create(node: Node<'_>) -> What {
    let option = |kind| node.child(kind).and_then(number);
    let written = node.child(SyntaxKind::OPTION_AS_TYPE).and_then(|part| part.child_of(&TYPES));
    let data_type = written.map_or_else(|| "bigint".to_owned(), |kind| types::normal(kind.text()));
    let increment = option(SyntaxKind::OPTION_INCREMENT).unwrap_or(1);
    let (lowest, highest) = types::range(&data_type);
    let (minimum, maximum) = if increment > 0 { (1, highest) } else { (lowest, -1) };
    let minimum = option(SyntaxKind::OPTION_MIN_VALUE).unwrap_or(minimum);
    let maximum = option(SyntaxKind::OPTION_MAX_VALUE).unwrap_or(maximum);
    let first = if increment > 0 { minimum } else { maximum };
    let mut sequence = Sequence {
        data_type,
        start: option(SyntaxKind::OPTION_START).unwrap_or(first),
        increment,
        minimum,
        maximum,
        cycle: node.has(SyntaxKind::OPTION_CYCLE),
        ..Sequence::default()
    };
    if let Some(cache) = option(SyntaxKind::OPTION_CACHE).filter(|cache| *cache != 1) {
        sequence.settings.insert("cache".to_owned(), cache.to_string());
    }
    if node.has(SyntaxKind::UNLOGGED) {
        sequence.settings.insert("persistence".to_owned(), "unlogged".to_owned());
    }
    What::CreateSequence(Box::new(CreateSequence {
        name: path_of(node, SyntaxKind::SEQUENCE).unwrap_or_default(),
        sequence,
        owned_by: node.child(SyntaxKind::OPTION_OWNED_BY).and_then(owner),
        temporary: table::is_temporary(node),
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
    }))
}

fn number(option: Node<'_>) -> Option<i64> {
    let value = option.children().filter(|child| !child.is_token()).last()?;
    spelled(value).replace(['_', ' '], "").parse().ok()
}

/// The column of an `OWNED BY`, none for `NONE`.
fn owner(option: Node<'_>) -> Option<(Path, Ident)> {
    let name = option.child(SyntaxKind::QUALIFIED_COLUMN_NAME_REF)?;
    Some((table_of_column(name), ident(name)))
}

/// The table in a column's qualified name.
pub(super) fn table_of_column(name: Node<'_>) -> Path {
    let inner = name.child(SyntaxKind::PATH_REF).and_then(|path| path.child(SyntaxKind::PATH_REF));
    inner.map(path).unwrap_or_default()
}

/// `ALTER SEQUENCE`, one command for each option.
pub(super) fn alter(node: Node<'_>) -> Vec<Command> {
    let name = path_of(node, SyntaxKind::SEQUENCE_REF).unwrap_or_default();
    let actions = node.children().filter(|child| {
        let head = [SyntaxKind::SEQUENCE_REF, SyntaxKind::IF_EXISTS];
        !child.is_token() && !head.contains(&child.kind())
    });
    let command = |action: Node<'_>| {
        let what = What::AlterSequence {
            name: name.clone(),
            if_exists: node.has(SyntaxKind::IF_EXISTS),
            change: change(action),
        };
        Command::new(action.span(), what)
    };
    actions.map(command).collect()
}

fn change(action: Node<'_>) -> ObjectChange {
    let value = || number(action).map(|number| number.to_string());
    let (name, value) = match action.kind() {
        SyntaxKind::OPTION_AS_TYPE => {
            ("as", action.child_of(&TYPES).map(|kind| types::normal(kind.text())))
        }
        SyntaxKind::OPTION_INCREMENT => ("increment", value()),
        SyntaxKind::OPTION_MIN_VALUE => ("minvalue", value()),
        SyntaxKind::OPTION_NO_MIN_VALUE => ("minvalue", None),
        SyntaxKind::OPTION_MAX_VALUE => ("maxvalue", value()),
        SyntaxKind::OPTION_NO_MAX_VALUE => ("maxvalue", None),
        SyntaxKind::OPTION_START => ("start", value()),
        SyntaxKind::OPTION_RESTART => ("restart", value()),
        SyntaxKind::OPTION_CACHE => ("cache", value().filter(|cache| cache != "1")),
        SyntaxKind::OPTION_CYCLE => ("cycle", Some("true".to_owned())),
        SyntaxKind::OPTION_NO_CYCLE => ("cycle", None),
        SyntaxKind::OPTION_OWNED_BY => {
            ("owned by", owner(action).map(|(table, column)| format!("{table}.{}", column.name)))
        }
        SyntaxKind::SET_LOGGED => ("persistence", None),
        SyntaxKind::SET_UNLOGGED => ("persistence", Some("unlogged".to_owned())),
        _ => return super::object::change(action),
    };
    ObjectChange::Set { name: name.to_owned(), value }
}
