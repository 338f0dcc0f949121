//! What is compared by its text: created, altered, dropped.

use super::{data, noun};
use crate::command::{
    AlterObject, Command, CreateObject, DropObjects, DroppedKind, Ident, ObjectChange, Path, What,
};
use crate::schema::ObjectKind;
use crate::sql::postgres::expression::{spelled, spelled_all};
use crate::sql::postgres::name::{ident_of, path};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// `CREATE` of anything that is compared by its text.
pub(super) fn create(node: Node<'_>) -> Option<What> {
    let noun = noun::noun(node.kind());
    let (kind, _) = noun::kind(&noun)?;
    let name_node = noun::name_node(node)?;
    let table = noun::table(node);
    Some(What::CreateObject(Box::new(CreateObject {
        kind,
        name: noun::object_name(name_node, node, &noun, table.as_ref()),
        text: definition(node, name_node),
        uses: uses(node, kind),
        table,
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        or_replace: node.has(SyntaxKind::OR_REPLACE),
        temporary: false,
        routine: None,
    })))
}

/// The definition without what names the thing and its table: both may change, and it stays.
fn definition(node: Node<'_>, name: Node<'_>) -> String {
    let mut text = String::new();
    for part in node.children().filter(|part| part.span() != name.span()) {
        match part.kind() {
            SyntaxKind::CREATE_KW
            | SyntaxKind::OR_REPLACE
            | SyntaxKind::IF_NOT_EXISTS
            | SyntaxKind::ON_RELATION
            | SyntaxKind::ON_TABLE => {}
            // Whatever is not for each row is for each statement.
            SyntaxKind::FOR_EACH_ROW => append_word(&mut text, "for each row"),
            SyntaxKind::FOR_EACH_STATEMENT => {}
            SyntaxKind::TRIGGER_EVENT_LIST => append_word(&mut text, &events(part)),
            // `EXECUTE PROCEDURE f()` is the old way to write `EXECUTE FUNCTION f()`.
            // What is in the default namespace has no other name than the one behind its dot.
            _ if node.is(SyntaxKind::CREATE_TRIGGER) && part.text().starts_with("public.") => {
                append_word(&mut text, spelled(part).trim_start_matches("public . "));
            }
            SyntaxKind::PROCEDURE_KW => append_word(&mut text, "function"),
            // `NEW TABLE AS rows` is `NEW TABLE rows`.
            SyntaxKind::REFERENCING => {
                append_word(&mut text, &spelled(part).replace(" table as ", " table "))
            }
            SyntaxKind::RULE_ON => {
                let rest = part.children().filter(|part| !part.is(SyntaxKind::RELATION_NAME_REF));
                append_word(&mut text, &spelled_all(rest));
            }
            _ => append_word(&mut text, &spelled(part)),
        }
    }
    text
}

/// The events of a trigger in the order in which the server has them.
fn events(list: Node<'_>) -> String {
    const ORDER: [SyntaxKind; 4] = [
        SyntaxKind::TRIGGER_EVENT_INSERT,
        SyntaxKind::TRIGGER_EVENT_DELETE,
        SyntaxKind::TRIGGER_EVENT_UPDATE,
        SyntaxKind::TRIGGER_EVENT_TRUNCATE,
    ];
    let of_kind = |kind: &SyntaxKind| list.all(*kind).map(spelled).collect::<Vec<_>>();
    ORDER.iter().flat_map(of_kind).collect::<Vec<_>>().join(" or ")
}

fn append_word(text: &mut String, word: &str) {
    if !text.is_empty() && !word.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

/// What a definition may use: relations that it reads, functions that it calls.
fn uses(node: Node<'_>, kind: ObjectKind) -> Vec<Path> {
    let mut uses = data::reads(node);
    let calls = matches!(kind, ObjectKind::Trigger | ObjectKind::EventTrigger | ObjectKind::Policy);
    let names = [SyntaxKind::NAME_REF, SyntaxKind::FIELD_EXPR];
    for call in node.descendants().filter(|part| calls && part.is(SyntaxKind::CALL_EXPR)) {
        if let Some(name) = call.child_of(&names) {
            let mut function = path(name);
            function.name.push_str("()");
            uses.push(function);
        }
    }
    uses
}

/// `DROP` of anything that is neither table, index, view nor namespace.
pub(super) fn drop(node: Node<'_>) -> Option<What> {
    let noun = noun::noun(node.kind());
    let kinds = match noun.as_str() {
        "TYPE" => vec![
            DroppedKind::Enum,
            DroppedKind::Object(ObjectKind::Type),
            DroppedKind::Object(ObjectKind::Domain),
        ],
        "SEQUENCE" => vec![DroppedKind::Sequence],
        "FUNCTION" => vec![DroppedKind::Routine("function")],
        "PROCEDURE" => vec![DroppedKind::Routine("procedure")],
        "AGGREGATE" => vec![DroppedKind::Routine("aggregate")],
        "ROUTINE" => vec![DroppedKind::Routine("routine")],
        _ => vec![DroppedKind::Object(noun::kind(&noun)?.0)],
    };
    let table = noun::table(node);
    let names = name_nodes(node)
        .into_iter()
        .map(|name| noun::object_name(name, node, &noun, table.as_ref()))
        .collect();
    Some(What::DropObjects(DropObjects {
        kinds,
        names,
        table,
        if_exists: node.has(SyntaxKind::IF_EXISTS),
        cascade: node.has(SyntaxKind::CASCADE),
    }))
}

/// The nodes that name what a `DROP` drops.
fn name_nodes(node: Node<'_>) -> Vec<Node<'_>> {
    let lists = [
        SyntaxKind::FUNCTION_SIG_LIST,
        SyntaxKind::PROCEDURE_SIG_LIST,
        SyntaxKind::ROUTINE_SIG_LIST,
        SyntaxKind::OP_SIG_LIST,
    ];
    let list = node.child_of(&lists).unwrap_or(node);
    let Some(first) = noun::name_node(list) else { return Vec::new() };
    if matches!(node.kind(), SyntaxKind::DROP_TRANSFORM | SyntaxKind::DROP_USER_MAPPING) {
        return vec![first];
    }
    list.children().filter(|child| child.is(first.kind())).collect()
}

/// `ALTER` of anything that is compared by its text, one command for each action.
pub(super) fn alter(node: Node<'_>) -> Option<Vec<Command>> {
    let noun = noun::noun(node.kind());
    let (kind, _) = noun::kind(&noun)?;
    let name = noun::name_node(node)?;
    let table = noun::table(node);
    let path = noun::object_name(name, node, &noun, table.as_ref());
    let actions: Vec<Node<'_>> = node
        .children()
        .filter(|child| {
            let head = [SyntaxKind::IF_EXISTS, SyntaxKind::ON_RELATION, SyntaxKind::ON_TABLE];
            !child.is_token() && !head.contains(&child.kind()) && child.span() != name.span()
        })
        .collect();
    let what = |change| {
        What::AlterObject(AlterObject {
            kind,
            name: path.clone(),
            table: table.clone(),
            if_exists: node.has(SyntaxKind::IF_EXISTS),
            change,
        })
    };
    if actions.is_empty() {
        let change = ObjectChange::Other { text: spelled(node), span: node.span() };
        return Some(vec![Command::new(node.span(), what(change))]);
    }
    let command = |action: Node<'_>| Command::new(action.span(), what(change(action)));
    Some(actions.into_iter().map(command).collect())
}

/// A change that many kinds of things know.
pub(super) fn change(action: Node<'_>) -> ObjectChange {
    let other = || ObjectChange::Other { text: spelled(action), span: action.span() };
    let renamed = |from: SyntaxKind, to: SyntaxKind| {
        let (from, to) = (ident_of(action, from)?, ident_of(action, to)?);
        Some(ObjectChange::RenameColumn { from, to })
    };
    match action.kind() {
        SyntaxKind::SET_SCHEMA => ObjectChange::SetNamespace(super::index::last_name(action)),
        SyntaxKind::OWNER_TO => ObjectChange::Owner(owner(action)),
        SyntaxKind::RENAME_COLUMN => {
            renamed(SyntaxKind::COLUMN_NAME_REF, SyntaxKind::COLUMN_NAME).unwrap_or_else(other)
        }
        SyntaxKind::RENAME_ATTRIBUTE => {
            renamed(SyntaxKind::COMPOSITE_FIELD_REF, SyntaxKind::COMPOSITE_FIELD)
                .unwrap_or_else(other)
        }
        kind if RENAMES.contains(&kind) => ObjectChange::Rename(super::index::last_name(action)),
        _ => other(),
    }
}

/// The role behind `OWNER TO`; that of the session has one name.
pub(super) fn owner(action: Node<'_>) -> Ident {
    let mut owner = super::index::last_name(action);
    if matches!(&*owner.name, "current_role" | "session_user" | "user") {
        crate::replay::WHOEVER.clone_into(&mut owner.name);
    }
    owner
}

/// Every `RENAME TO` that has a node of its own.
const RENAMES: [SyntaxKind; 31] = [
    SyntaxKind::AGGREGATE_RENAME_TO,
    SyntaxKind::COLLATION_RENAME_TO,
    SyntaxKind::CONVERSION_RENAME_TO,
    SyntaxKind::DATABASE_RENAME_TO,
    SyntaxKind::DOMAIN_RENAME_TO,
    SyntaxKind::EVENT_TRIGGER_RENAME_TO,
    SyntaxKind::FOREIGN_DATA_WRAPPER_RENAME_TO,
    SyntaxKind::FUNCTION_RENAME_TO,
    SyntaxKind::INDEX_RENAME_TO,
    SyntaxKind::LANGUAGE_RENAME_TO,
    SyntaxKind::OP_CLASS_RENAME_TO,
    SyntaxKind::OP_FAMILY_RENAME_TO,
    SyntaxKind::POLICY_RENAME_TO,
    SyntaxKind::PROCEDURE_RENAME_TO,
    SyntaxKind::PUBLICATION_RENAME_TO,
    SyntaxKind::ROLE_RENAME_TO,
    SyntaxKind::ROUTINE_RENAME_TO,
    SyntaxKind::RULE_RENAME_TO,
    SyntaxKind::SCHEMA_RENAME_TO,
    SyntaxKind::SEQUENCE_RENAME_TO,
    SyntaxKind::SERVER_RENAME_TO,
    SyntaxKind::STATISTICS_RENAME_TO,
    SyntaxKind::SUBSCRIPTION_RENAME_TO,
    SyntaxKind::TABLESPACE_RENAME_TO,
    SyntaxKind::TEXT_SEARCH_CONFIGURATION_RENAME_TO,
    SyntaxKind::TEXT_SEARCH_DICTIONARY_RENAME_TO,
    SyntaxKind::TEXT_SEARCH_PARSER_RENAME_TO,
    SyntaxKind::TEXT_SEARCH_TEMPLATE_RENAME_TO,
    SyntaxKind::TRIGGER_RENAME_TO,
    SyntaxKind::TYPE_RENAME_TO,
    SyntaxKind::VIEW_RENAME_TO,
];
