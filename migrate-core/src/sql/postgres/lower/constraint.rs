//! Keys, checks and references.

use crate::command::NewConstraint;
use crate::schema::{
    Action, Check, Constraint, Deferrable, Exclusion, ForeignKey, KeyColumn, PrimaryKey, Settings,
    Unique,
};
use crate::sql::postgres::expression::{expression, spelled_all};
use crate::sql::postgres::name::{ident, ident_of, path_of};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// A constraint of a table.
pub(super) fn of_table(node: Node<'_>) -> Option<NewConstraint> {
    lowered(node, None)
}

/// A constraint of the column of that name.
pub(super) fn of_column(node: Node<'_>, column: &str) -> Option<NewConstraint> {
    lowered(node, Some(column))
}

fn lowered(node: Node<'_>, column: Option<&str>) -> Option<NewConstraint> {
    let name = node
        .child(SyntaxKind::CONSTRAINT_NAME_CLAUSE)
        .and_then(|clause| ident_of(clause, SyntaxKind::CONSTRAINT_NAME))
        .map(|name| name.name);
    let constraint = match node.kind() {
        SyntaxKind::PRIMARY_KEY_CONSTRAINT => primary_key(node, name, column),
        SyntaxKind::UNIQUE_CONSTRAINT => unique(node, name, column),
        SyntaxKind::CHECK_CONSTRAINT => check(node, name),
        SyntaxKind::FOREIGN_KEY_CONSTRAINT | SyntaxKind::REFERENCES_CONSTRAINT => {
            foreign_key(node, name, column)
        }
        SyntaxKind::EXCLUDE_CONSTRAINT => exclusion(node, name),
        _ => return None,
    };
    let mut new = NewConstraint::new(constraint, node.span());
    for part in node.children() {
        attribute(&mut new.constraint, part);
    }
    if matches!(new.constraint, Constraint::PrimaryKey(_) | Constraint::Unique(_)) {
        new.storage = storage(node);
    }
    new.references = path_of(node, SyntaxKind::TABLE_NAME_REF);
    let taken = node.child(SyntaxKind::USING_INDEX_NAME);
    new.using_index = taken.and_then(|taken| ident_of(taken, SyntaxKind::INDEX_REF));
    Some(new)
}

/// `WITH (fillfactor = 70)`, as the server has it.
fn storage(node: Node<'_>) -> Settings {
    let Some(clause) = node.find(SyntaxKind::WITH_PARAMS) else { return Settings::new() };
    let parameters = super::table::parameter_list(clause).into_iter();
    let written = |(name, value): (String, Option<String>)| {
        format!("{name}={}", value.as_deref().unwrap_or("true"))
    };
    let text = parameters.map(written).collect::<Vec<_>>().join(",");
    Settings::from([("storage".to_owned(), format!("{text} "))])
}

fn primary_key(node: Node<'_>, name: Option<String>, column: Option<&str>) -> Constraint {
    let (columns, without_overlaps) = key_columns(node, column);
    let include = included(node);
    Constraint::PrimaryKey(PrimaryKey {
        name,
        columns,
        include,
        without_overlaps,
        ..PrimaryKey::default()
    })
}

fn unique(node: Node<'_>, name: Option<String>, column: Option<&str>) -> Constraint {
    let (columns, without_overlaps) = key_columns(node, column);
    let parameters = node.child(SyntaxKind::INDEX_PARAMETERS).unwrap_or(node);
    Constraint::Unique(Unique {
        name,
        columns,
        include: included(node),
        nulls_not_distinct: node.has(SyntaxKind::NULLS_NOT_DISTINCT)
            || parameters.has(SyntaxKind::NULLS_NOT_DISTINCT),
        without_overlaps,
        ..Unique::default()
    })
}

fn key_columns(node: Node<'_>, column: Option<&str>) -> (Vec<KeyColumn>, bool) {
    if let Some(column) = column {
        return (vec![KeyColumn { name: column.to_owned(), ..KeyColumn::default() }], false);
    }
    let Some(list) = node.find(SyntaxKind::CONSTRAINT_COLUMN_REF_LIST) else {
        return (Vec::new(), false);
    };
    let columns = list.all(SyntaxKind::COLUMN_NAME_REF);
    let columns =
        columns.map(|column| KeyColumn { name: ident(column).name, ..KeyColumn::default() });
    (columns.collect(), list.has(SyntaxKind::WITHOUT_OVERLAPS))
}

fn included(node: Node<'_>) -> Vec<String> {
    let clause = node.find(SyntaxKind::CONSTRAINT_INCLUDE_CLAUSE);
    let list = clause.and_then(|clause| clause.child(SyntaxKind::COLUMN_REF_LIST));
    list.map(names).unwrap_or_default()
}

/// The names in a list of columns.
pub(super) fn names(list: Node<'_>) -> Vec<String> {
    list.descendants()
        .filter(|node| matches!(node.kind(), SyntaxKind::COLUMN_NAME_REF | SyntaxKind::COLUMN_NAME))
        .map(|column| ident(column).name)
        .collect()
}

fn check(node: Node<'_>, name: Option<String>) -> Constraint {
    let condition = node.children().find(|child| {
        !child.is_token()
            && !matches!(
                child.kind(),
                SyntaxKind::CONSTRAINT_NAME_CLAUSE
                    | SyntaxKind::NOT_VALID
                    | SyntaxKind::NO_INHERIT
                    | SyntaxKind::NOT_ENFORCED
                    | SyntaxKind::ENFORCED
            )
    });
    let expression = condition.map(expression).unwrap_or_default();
    Constraint::Check(Check { name, expression, ..Check::default() })
}

fn foreign_key(node: Node<'_>, name: Option<String>, column: Option<&str>) -> Constraint {
    let mut lists = node.children().filter(|child| {
        matches!(child.kind(), SyntaxKind::FOREIGN_KEY_COLUMN_LIST | SyntaxKind::COLUMN_REF_LIST)
    });
    let columns = match column {
        Some(column) => vec![column.to_owned()],
        None => lists.next().map(names).unwrap_or_default(),
    };
    let direct = || node.all(SyntaxKind::COLUMN_NAME_REF).map(|name| ident(name).name).collect();
    let referenced_columns = match lists.next() {
        Some(list) => names(list),
        None => direct(),
    };
    let on_delete = node.child(SyntaxKind::ON_DELETE_ACTION);
    let limited = on_delete.and_then(|action| action.find(SyntaxKind::COLUMN_REF_LIST));
    Constraint::ForeignKey(ForeignKey {
        name,
        columns,
        referenced_columns,
        on_delete: on_delete.map(action).unwrap_or_default(),
        on_update: node.child(SyntaxKind::ON_UPDATE_ACTION).map(action).unwrap_or_default(),
        on_delete_columns: limited.map(names).unwrap_or_default(),
        match_full: node.has(SyntaxKind::MATCH_FULL),
        period: node.find(SyntaxKind::PERIOD_COLUMN).is_some(),
        ..ForeignKey::default()
    })
}

fn action(node: Node<'_>) -> Action {
    let found = |node: Node<'_>| match node.kind() {
        SyntaxKind::CASCADE => Some(Action::Cascade),
        SyntaxKind::RESTRICT => Some(Action::Restrict),
        SyntaxKind::SET_NULL_COLUMNS => Some(Action::SetNull),
        SyntaxKind::SET_DEFAULT_COLUMNS => Some(Action::SetDefault),
        _ => None,
    };
    node.children().find_map(found).unwrap_or_default()
}

fn exclusion(node: Node<'_>, name: Option<String>) -> Constraint {
    let parts = node.children().filter(|child| {
        !matches!(
            child.kind(),
            SyntaxKind::EXCLUDE_KW
                | SyntaxKind::CONSTRAINT_NAME_CLAUSE
                | SyntaxKind::DEFERRABLE_CONSTRAINT_OPTION
                | SyntaxKind::NOT_DEFERRABLE_CONSTRAINT_OPTION
                | SyntaxKind::INITIALLY_DEFERRED_CONSTRAINT_OPTION
                | SyntaxKind::INITIALLY_IMMEDIATE_CONSTRAINT_OPTION
        )
    });
    let definition = spelled_all(parts);
    Constraint::Exclusion(Exclusion { name, definition, ..Exclusion::default() })
}

/// What an attribute says of the constraint it belongs to.
pub(super) fn attribute(constraint: &mut Constraint, node: Node<'_>) {
    if let Some(deferrable) = deferrable_of(node.kind()) {
        let current = match constraint {
            Constraint::PrimaryKey(key) => &mut key.deferrable,
            Constraint::Unique(key) => &mut key.deferrable,
            Constraint::ForeignKey(key) => &mut key.deferrable,
            Constraint::Exclusion(exclusion) => &mut exclusion.deferrable,
            Constraint::Check(_) => return,
        };
        // `DEFERRABLE INITIALLY IMMEDIATE` is `DEFERRABLE`; `INITIALLY DEFERRED` implies it.
        let immediate = node.is(SyntaxKind::INITIALLY_IMMEDIATE_CONSTRAINT_OPTION)
            || node.is(SyntaxKind::DEFERRABLE_CONSTRAINT_OPTION);
        if !immediate
            || *current == Deferrable::No && node.is(SyntaxKind::DEFERRABLE_CONSTRAINT_OPTION)
        {
            *current = deferrable;
        }
        return;
    }
    match (constraint, node.kind()) {
        (Constraint::Check(check), SyntaxKind::NOT_VALID) => check.not_valid = true,
        (Constraint::Check(check), SyntaxKind::NOT_ENFORCED) => check.not_enforced = true,
        (Constraint::Check(check), SyntaxKind::NO_INHERIT) => check.no_inherit = true,
        (Constraint::ForeignKey(key), SyntaxKind::NOT_VALID) => key.not_valid = true,
        (Constraint::ForeignKey(key), SyntaxKind::NOT_ENFORCED) => key.not_enforced = true,
        _ => {}
    }
}

/// What an option says of when a constraint is checked; `INITIALLY IMMEDIATE` is so anyway.
pub(super) fn deferrable_of(kind: SyntaxKind) -> Option<Deferrable> {
    match kind {
        SyntaxKind::DEFERRABLE_CONSTRAINT_OPTION => Some(Deferrable::InitiallyImmediate),
        SyntaxKind::INITIALLY_DEFERRED_CONSTRAINT_OPTION => Some(Deferrable::InitiallyDeferred),
        SyntaxKind::NOT_DEFERRABLE_CONSTRAINT_OPTION => Some(Deferrable::No),
        _ => None,
    }
}
