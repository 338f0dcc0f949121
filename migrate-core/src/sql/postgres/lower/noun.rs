//! What kind of thing a statement is about, and how the thing is named.

use super::routine;
use crate::command::Path;
use crate::schema::ObjectKind;
use crate::sql::postgres::expression::spelled;
use crate::sql::postgres::name::{ident, path};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// The noun in the name of a node: `TRIGGER` of `CREATE_TRIGGER`, `DROP_TRIGGER`, `OBJECT_TRIGGER`.
pub(super) fn noun(kind: SyntaxKind) -> String {
    let name = format!("{kind:?}");
    ["CREATE_", "ALTER_", "DROP_", "OBJECT_"]
        .iter()
        .find_map(|verb| name.strip_prefix(verb))
        .unwrap_or(&name)
        .to_owned()
}

/// The kind that a noun stands for, and what tells it from others of the kind.
pub(super) fn kind(noun: &str) -> Option<(ObjectKind, &'static str)> {
    let found = match noun {
        "FUNCTION" | "PROCEDURE" | "ROUTINE" | "AGGREGATE" => (ObjectKind::Routine, ""),
        "TRIGGER" => (ObjectKind::Trigger, ""),
        "POLICY" => (ObjectKind::Policy, ""),
        "RULE" => (ObjectKind::Rule, ""),
        "EXTENSION" => (ObjectKind::Extension, ""),
        "DOMAIN" => (ObjectKind::Domain, ""),
        "TYPE" => (ObjectKind::Type, ""),
        "EVENT_TRIGGER" => (ObjectKind::EventTrigger, ""),
        "STATISTICS" => (ObjectKind::Statistics, ""),
        "PUBLICATION" => (ObjectKind::Publication, ""),
        "SUBSCRIPTION" => (ObjectKind::Subscription, ""),
        "OPERATOR" => (ObjectKind::Operator, ""),
        "OPERATOR_CLASS" => (ObjectKind::Operator, "class "),
        "OPERATOR_FAMILY" => (ObjectKind::Operator, "family "),
        "ACCESS_METHOD" => (ObjectKind::Operator, "access method "),
        "CAST" => (ObjectKind::Cast, ""),
        "TRANSFORM" => (ObjectKind::Cast, "transform "),
        "COLLATION" => (ObjectKind::Collation, ""),
        "CONVERSION" => (ObjectKind::Collation, "conversion "),
        "TEXT_SEARCH_CONFIGURATION" | "TEXT_SEARCH_CONFIG" => {
            (ObjectKind::TextSearch, "configuration ")
        }
        "TEXT_SEARCH_DICTIONARY" | "TEXT_SEARCH_DICT" => (ObjectKind::TextSearch, "dictionary "),
        "TEXT_SEARCH_PARSER" => (ObjectKind::TextSearch, "parser "),
        "TEXT_SEARCH_TEMPLATE" => (ObjectKind::TextSearch, "template "),
        "FOREIGN_TABLE" => (ObjectKind::Foreign, ""),
        "SERVER" => (ObjectKind::Foreign, "server "),
        "FOREIGN_DATA_WRAPPER" => (ObjectKind::Foreign, "wrapper "),
        "USER_MAPPING" => (ObjectKind::Foreign, "mapping "),
        "LANGUAGE" => (ObjectKind::Language, ""),
        "ROLE" | "USER" | "GROUP" => (ObjectKind::Role, ""),
        "DATABASE" => (ObjectKind::Database, ""),
        "TABLESPACE" => (ObjectKind::Database, "tablespace "),
        _ => return None,
    };
    Some(found)
}

/// The table that a trigger, policy or rule belongs to.
pub(super) fn table(node: Node<'_>) -> Option<Path> {
    let clause = node.child_of(&[SyntaxKind::ON_RELATION, SyntaxKind::ON_TABLE]);
    if let Some(rule) = node.child(SyntaxKind::RULE_ON) {
        return rule.child(SyntaxKind::RELATION_NAME_REF).map(path);
    }
    let names = [SyntaxKind::RELATION_NAME_REF, SyntaxKind::TABLE_NAME_REF];
    clause.and_then(|clause| clause.child_of(&names)).map(path)
}

/// The node that names the thing a statement is about.
pub(super) fn name_node(node: Node<'_>) -> Option<Node<'_>> {
    node.children().find(|child| {
        !child.is_token()
            && !matches!(
                child.kind(),
                SyntaxKind::OR_REPLACE
                    | SyntaxKind::IF_EXISTS
                    | SyntaxKind::IF_NOT_EXISTS
                    | SyntaxKind::TEMP
                    | SyntaxKind::STAT_TYPES
            )
    })
}

/// The name under which the model keeps the thing that `name` names in `statement`.
pub(super) fn object_name(
    name: Node<'_>,
    statement: Node<'_>,
    noun: &str,
    table: Option<&Path>,
) -> Path {
    let prefix = kind(noun).map(|(_, prefix)| prefix).unwrap_or_default();
    if let Some(table) = table {
        let own = ident(name);
        return Path {
            namespace: table.namespace.clone(),
            name: format!("{} on {}", own.name, table.name),
            span: own.span,
        };
    }
    let mut path = match noun {
        "FUNCTION" | "PROCEDURE" | "ROUTINE" | "AGGREGATE" => routine::name(name, statement),
        "CAST" => bare(name, spelled(name)),
        "OPERATOR" => bare(name, operator(name, statement)),
        "TRANSFORM" => {
            let language = statement.child(SyntaxKind::LANGUAGE_REF).map(spelled);
            bare(name, format!("{} {}", spelled(name), language.unwrap_or_default()))
        }
        "USER_MAPPING" => {
            let server = statement.child(SyntaxKind::SERVER_CLAUSE).map(spelled);
            bare(name, format!("{} {}", spelled(name), server.unwrap_or_default()))
        }
        _ => path(name),
    };
    if matches!(noun, "OPERATOR_CLASS" | "OPERATOR_FAMILY")
        && let Some(method) = statement.child(SyntaxKind::USING_METHOD)
    {
        path.name = format!("{} {}", path.name, spelled(method));
    }
    path.name.insert_str(0, prefix);
    path
}

fn bare(node: Node<'_>, name: String) -> Path {
    Path { namespace: None, name, span: node.span() }
}

/// An operator with the types of its operands: `+ ( integer , integer )`.
fn operator(name: Node<'_>, statement: Node<'_>) -> String {
    let Some(list) = statement.child(SyntaxKind::ATTRIBUTE_LIST) else { return spelled(name) };
    let side = |side: &str| {
        let option = list.all(SyntaxKind::ATTRIBUTE_OPTION).find(|option| {
            option.child(SyntaxKind::ATTRIBUTE_NAME).is_some_and(|name| spelled(name) == side)
        });
        let value = option.and_then(|option| option.child(SyntaxKind::ATTRIBUTE_VALUE));
        value.map_or_else(|| "none".to_owned(), spelled)
    };
    format!("{} ( {} , {} )", spelled(name), side("leftarg"), side("rightarg"))
}
