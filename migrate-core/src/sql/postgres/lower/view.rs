//! Views.

use super::index::{last_name, parameter_changes};
use super::{constraint, data, table};
use crate::command::{Command, CreateView, ObjectChange, What};
use crate::schema::View;
use crate::sql::postgres::expression::spelled;
use crate::sql::postgres::name::{ident, path, path_of};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// `CREATE VIEW`, materialised or not.
pub(super) fn create(node: Node<'_>) -> What {
    let materialized = node.is(SyntaxKind::CREATE_MATERIALIZED_VIEW);
    let mut view = View { materialized, ..View::default() };
    if let Some(list) = node.child(SyntaxKind::COLUMN_LIST) {
        view.columns = constraint::names(list);
    }
    let query = node.children().skip_while(|child| !child.is(SyntaxKind::AS_KW));
    let query = query.filter(|child| !child.is_token()).find(|child| !is_option(*child));
    view.query = query.map(spelled).unwrap_or_default();
    options(node, &mut view);
    let star = query.is_some_and(has_star);
    let name = path_of(node, SyntaxKind::VIEW).unwrap_or_default();
    let mut reads = data::reads(node);
    if node.has(SyntaxKind::RECURSIVE_KW) {
        reads.retain(|read| read.namespace.is_some() || read.name != name.name);
    }
    What::CreateView(Box::new(CreateView {
        name,
        view,
        reads,
        star,
        temporary: table::is_temporary(node),
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        or_replace: node.has(SyntaxKind::OR_REPLACE),
        alters: false,
    }))
}

fn is_option(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        SyntaxKind::WITH_DATA | SyntaxKind::WITH_NO_DATA | SyntaxKind::WITH_CHECK_OPTION
    )
}

fn options(node: Node<'_>, view: &mut View) {
    let settings = &mut view.settings;
    let mut set = |name: &str, value: String| settings.insert(name.to_owned(), value);
    if node.has(SyntaxKind::RECURSIVE_KW) {
        set("recursive", "true".to_owned());
    }
    if let Some(option) = node.child(SyntaxKind::WITH_CHECK_OPTION) {
        let local = option.has(SyntaxKind::LOCAL_CHECK_OPTION);
        set("check_option", if local { "local" } else { "cascaded" }.to_owned());
    }
    if let Some(clause) = node.child(SyntaxKind::TABLESPACE_CLAUSE) {
        let name = clause.child(SyntaxKind::TABLESPACE_REF).map(ident).unwrap_or_default();
        if let Some(name) = table::own_tablespace(name.name) {
            set("tablespace", name);
        }
    }
    if node.has(SyntaxKind::WITH_NO_DATA) {
        set("populated", "false".to_owned());
    }
    if let Some(clause) = node.child(SyntaxKind::WITH_PARAMS) {
        table::parameters(clause, settings);
    }
}

/// Whether a query has a `*` that stands for columns, rather than in `count(*)`.
fn has_star(query: Node<'_>) -> bool {
    query.descendants().any(|node| {
        matches!(node.kind(), SyntaxKind::TARGET | SyntaxKind::FIELD_EXPR | SyntaxKind::TABLE)
            && (node.has(SyntaxKind::STAR) || node.is(SyntaxKind::TABLE))
    }) || query.is(SyntaxKind::TABLE)
}

/// `DROP VIEW`, materialised or not.
pub(super) fn drop(node: Node<'_>) -> What {
    What::DropViews {
        views: node.all(SyntaxKind::VIEW_REF).map(path).collect(),
        materialized: node.is(SyntaxKind::DROP_MATERIALIZED_VIEW),
        if_exists: node.has(SyntaxKind::IF_EXISTS),
        cascade: node.has(SyntaxKind::CASCADE),
    }
}

/// `ALTER VIEW`, materialised or not.
pub(super) fn alter(node: Node<'_>) -> Vec<Command> {
    if let Some(all) = node.child(SyntaxKind::ALL_IN_TABLESPACE) {
        return vec![crate::sql::unread(all.span(), "it moves every view of a tablespace")];
    }
    let view = path_of(node, SyntaxKind::VIEW_REF).unwrap_or_default();
    let actions = node.children().filter(|child| {
        !child.is_token() && !matches!(child.kind(), SyntaxKind::VIEW_REF | SyntaxKind::IF_EXISTS)
    });
    let mut commands = Vec::new();
    for action in actions {
        for change in changes(action) {
            let what = What::AlterView {
                view: view.clone(),
                materialized: node.is(SyntaxKind::ALTER_MATERIALIZED_VIEW),
                if_exists: node.has(SyntaxKind::IF_EXISTS),
                change,
            };
            commands.push(Command::new(action.span(), what));
        }
    }
    commands
}

fn changes(action: Node<'_>) -> Vec<ObjectChange> {
    match action.kind() {
        SyntaxKind::SET_OPTIONS | SyntaxKind::RESET_OPTIONS => parameter_changes(action),
        SyntaxKind::ALTER_VIEW_COLUMN => {
            let column = action.child(SyntaxKind::COLUMN_NAME_REF).map(ident).unwrap_or_default();
            let value = action.child(SyntaxKind::SET_DEFAULT);
            let value = value.and_then(|set| set.children().find(|child| !child.is_token()));
            let name = format!("default of {}", column.name);
            vec![ObjectChange::Set { name, value: value.map(spelled) }]
        }
        SyntaxKind::SET_TABLESPACE => {
            let value = table::own_tablespace(last_name(action).name);
            vec![ObjectChange::Set { name: "tablespace".to_owned(), value }]
        }
        _ => vec![super::object::change(action)],
    }
}
