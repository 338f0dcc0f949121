//! Indexes.

use super::table;
use crate::command::{
    AlterIndex, Command, CreateIndex, DropIndexes, Ident, ObjectChange, Path, What,
};
use crate::schema::{Index, IndexColumn, IndexKey};
use crate::sql::postgres::expression::{bare, expression, spelled, spelled_all};
use crate::sql::postgres::name::{ident, path, path_of};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// `CREATE INDEX`.
pub(super) fn create(node: Node<'_>) -> What {
    let relation = node.child(SyntaxKind::TABLE_RELATION_NAME);
    let mut index = Index {
        unique: node.has(SyntaxKind::UNIQUE_KW),
        nulls_not_distinct: node.has(SyntaxKind::NULLS_NOT_DISTINCT),
        ..Index::default()
    };
    for part in node.children() {
        clause(&mut index, part);
    }
    What::CreateIndex(Box::new(CreateIndex {
        name: path_of(node, SyntaxKind::INDEX),
        table: relation.map(path).unwrap_or_default(),
        index,
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        concurrently: node.has(SyntaxKind::CONCURRENTLY_KW),
        only: relation.is_some_and(|relation| relation.has(SyntaxKind::ONLY_KW)),
        ..CreateIndex::default()
    }))
}

fn clause(index: &mut Index, part: Node<'_>) {
    match part.kind() {
        SyntaxKind::USING_METHOD => {
            let method = part.child(SyntaxKind::ACCESS_METHOD_REF).map(|name| ident(name).name);
            index.method = method.filter(|method| method != "btree");
        }
        SyntaxKind::PARTITION_ITEM_LIST => {
            index.columns = part.all(SyntaxKind::PARTITION_ITEM).map(key).collect();
        }
        SyntaxKind::INDEX_INCLUDE_CLAUSE => {
            let items = part.descendants().filter(|node| node.is(SyntaxKind::PARTITION_ITEM));
            index.include = items.map(|item| ident(item).name).collect();
        }
        SyntaxKind::WHERE_CLAUSE => {
            let condition = part.children().find(|child| !child.is_token());
            index.predicate = condition.map(expression);
        }
        SyntaxKind::WITH_PARAMS => table::parameters(part, &mut index.settings),
        SyntaxKind::TABLESPACE_CLAUSE => {
            let name = part.child(SyntaxKind::TABLESPACE_REF).map(ident).unwrap_or_default();
            let own = table::own_tablespace(name.name);
            index.settings.extend(own.map(|name| ("tablespace".to_owned(), name)));
        }
        _ => {}
    }
}

fn key(item: Node<'_>) -> IndexColumn {
    let value = item.children().find(|child| !child.is_token());
    let (value, collation) = match value.filter(|value| value.is(SyntaxKind::COLLATE)) {
        Some(collate) => {
            let inner = collate.children().find(|child| !child.is_token());
            (inner, super::column::collation(collate))
        }
        None => (value, None),
    };
    let key = match value.map(bare) {
        Some(name) if name.is(SyntaxKind::NAME_REF) => IndexKey::Column(ident(name).name),
        Some(value) => IndexKey::Expression(expression(value)),
        None => IndexKey::Column(String::new()),
    };
    let descending = item.has(SyntaxKind::SORT_DESC);
    let nulls = item.child_of(&[SyntaxKind::NULLS_FIRST, SyntaxKind::NULLS_LAST]);
    let nulls = nulls.map(|nulls| nulls.is(SyntaxKind::NULLS_FIRST));
    IndexColumn {
        descending,
        collation,
        // NULLs sort as if larger than everything.
        nulls_first: nulls.filter(|first| *first != descending),
        operator_class: operator_class(item),
        ..IndexColumn::new(key)
    }
}

fn operator_class(item: Node<'_>) -> Option<String> {
    let class = item.child(SyntaxKind::OP_CLASS_REF)?;
    let mut text = spelled(class).replace(" . ", ".");
    if let Some(options) = item.child(SyntaxKind::ATTRIBUTE_LIST) {
        text.push(' ');
        text.push_str(&spelled(options));
    }
    Some(text)
}

/// `DROP INDEX`.
pub(super) fn drop(node: Node<'_>) -> What {
    What::DropIndexes(DropIndexes {
        names: node.all(SyntaxKind::INDEX_REF).map(path).collect(),
        if_exists: node.has(SyntaxKind::IF_EXISTS),
        cascade: node.has(SyntaxKind::CASCADE),
        concurrently: node.has(SyntaxKind::CONCURRENTLY_KW),
        ..DropIndexes::default()
    })
}

/// `ALTER INDEX`.
pub(super) fn alter(node: Node<'_>) -> Vec<Command> {
    if let Some(all) = node.child(SyntaxKind::ALL_IN_TABLESPACE) {
        return vec![crate::sql::unread(all.span(), "it moves every index of a tablespace")];
    }
    let name = path_of(node, SyntaxKind::INDEX_REF).unwrap_or_default();
    let if_exists = node.has(SyntaxKind::IF_EXISTS);
    let actions = node.children().filter(|child| {
        !child.is_token() && !matches!(child.kind(), SyntaxKind::INDEX_REF | SyntaxKind::IF_EXISTS)
    });
    let mut commands = Vec::new();
    for action in actions {
        for change in changes(action) {
            let alter = AlterIndex { name: name.clone(), if_exists, change };
            commands.push(Command::new(action.span(), What::AlterIndex(alter)));
        }
    }
    commands
}

fn changes(action: Node<'_>) -> Vec<ObjectChange> {
    let set = |name: &str, value| ObjectChange::Set { name: name.to_owned(), value };
    match action.kind() {
        SyntaxKind::INDEX_RENAME_TO => vec![ObjectChange::Rename(last_name(action))],
        SyntaxKind::SET_TABLESPACE => {
            vec![set("tablespace", table::own_tablespace(last_name(action).name))]
        }
        SyntaxKind::SET_OPTIONS | SyntaxKind::RESET_OPTIONS => parameter_changes(action),
        SyntaxKind::ATTACH_INDEX_PARTITION => {
            let partition: Option<Path> = path_of(action, SyntaxKind::INDEX_REF);
            vec![ObjectChange::AttachPartition(partition.unwrap_or_default())]
        }
        SyntaxKind::ALTER_SET_STATISTICS => {
            let number = action.child(SyntaxKind::LITERAL).map(spelled).unwrap_or_default();
            let value = action.child(SyntaxKind::SET_STATISTICS);
            let value = value.map(|set| spelled_all(set.all(SyntaxKind::LITERAL)));
            vec![set(&format!("statistics of {number}"), value)]
        }
        _ => vec![ObjectChange::Other { text: spelled(action), span: action.span() }],
    }
}

/// One change for each storage parameter of a `SET` or `RESET`.
pub(super) fn parameter_changes(action: Node<'_>) -> Vec<ObjectChange> {
    let reset = action.is(SyntaxKind::RESET_OPTIONS);
    let change = |(name, value): (String, Option<String>)| {
        let value = value.or_else(|| Some("true".to_owned())).filter(|_| !reset);
        ObjectChange::Set { name, value }
    };
    table::parameter_list(action).into_iter().map(change).collect()
}

/// The name that an action ends with.
pub(super) fn last_name(action: Node<'_>) -> Ident {
    action.children().filter(|child| !child.is_token()).last().map(ident).unwrap_or_default()
}
