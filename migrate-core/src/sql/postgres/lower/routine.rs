//! Functions, procedures and aggregates.

use super::{data, noun, table};
use crate::command::{CreateObject, Path, Routine, What};
use crate::dialect::postgres::types;
use crate::schema::ObjectKind;
use crate::sql::postgres::body;
use crate::sql::postgres::expression::{TYPES, spelled};
use crate::sql::postgres::name::{ident_of, path, string};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// A routine's name with the types of its arguments, where those are written: `f(integer,text)`.
pub(super) fn name(node: Node<'_>, statement: Node<'_>) -> Path {
    let names = [
        SyntaxKind::FUNCTION_NAME_REF,
        SyntaxKind::PROCEDURE_NAME_REF,
        SyntaxKind::ROUTINE_NAME_REF,
        SyntaxKind::PATH_REF,
        SyntaxKind::PATH,
    ];
    let mut path = path(node.child_of(&names).unwrap_or(node));
    let list = node.child(SyntaxKind::PARAM_LIST);
    if let Some(list) = list.or_else(|| statement.child(SyntaxKind::PARAM_LIST)) {
        path.span = path.span.to(list.span());
        path.name = format!("{}({})", path.name, argument_types(list, statement).join(", "));
    }
    path
}

fn argument_types(list: Node<'_>, statement: Node<'_>) -> Vec<String> {
    let noun = noun::noun(statement.kind());
    let counts_out = noun == "PROCEDURE";
    let is_argument = |param: &Node<'_>| counts_out || !param.has(SyntaxKind::PARAM_OUT);
    list.all(SyntaxKind::PARAM)
        .filter(is_argument)
        .filter_map(|param| param.child_of(&TYPES))
        .map(|kind| types::without_modifier(&types::normal(kind.text())).into_owned())
        .collect()
}

/// `CREATE FUNCTION` and `CREATE PROCEDURE`.
pub(super) fn create(node: Node<'_>) -> Option<What> {
    let noun = noun::noun(node.kind());
    let name_node = noun::name_node(node)?;
    let routine = routine(node);
    Some(What::CreateObject(Box::new(CreateObject {
        kind: ObjectKind::Routine,
        name: noun::object_name(name_node, node, &noun, None),
        table: None,
        text: definition(node, name_node),
        uses: data::reads(node),
        if_not_exists: false,
        or_replace: node.has(SyntaxKind::OR_REPLACE),
        temporary: table::is_temporary(node),
        routine: Some(routine),
    })))
}

/// The definition without the name; options may stand in any order.
fn definition(node: Node<'_>, name: Node<'_>) -> String {
    let (mut parts, mut options, mut body) = (Vec::new(), Vec::new(), None);
    for part in node.children().filter(|part| part.span() != name.span()) {
        match part.kind() {
            SyntaxKind::CREATE_KW | SyntaxKind::OR_REPLACE => {}
            SyntaxKind::FUNC_OPTION_LIST => options.extend(part.children().map(spelled)),
            SyntaxKind::ATOMIC_BODY | SyntaxKind::RETURN_STMT => body = Some(spelled(part)),
            _ => parts.push(spelled(part)),
        }
    }
    options.sort();
    parts.append(&mut options);
    parts.extend(body);
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

fn routine(node: Node<'_>) -> Routine {
    let mut routine = Routine { volatility: "volatile".to_owned(), ..Routine::default() };
    if let Some(list) = node.child(SyntaxKind::PARAM_LIST) {
        let name = |param| ident_of(param, SyntaxKind::PARAM_NAME).unwrap_or_default().name;
        routine.arguments = list.all(SyntaxKind::PARAM).map(name).collect();
    }
    routine.returns = node.child(SyntaxKind::RET_TYPE).map(|kind| {
        let text = spelled(kind);
        text.strip_prefix("returns ").unwrap_or(&text).to_owned()
    });
    let mut source = None;
    let options = node.child(SyntaxKind::FUNC_OPTION_LIST);
    for option in options.into_iter().flat_map(Node::children) {
        match option.kind() {
            SyntaxKind::LANGUAGE_FUNC_OPTION => routine.language = language(option),
            SyntaxKind::SECURITY_DEFINER_FUNC_OPTION => routine.security_definer = true,
            SyntaxKind::IMMUTABLE | SyntaxKind::STABLE | SyntaxKind::VOLATILE => {
                routine.volatility = spelled(option);
            }
            SyntaxKind::SET_FUNC_OPTION => {
                let clause = option.child(SyntaxKind::SET_CONFIG_PARAM).unwrap_or(option);
                let (name, value) = super::session::name_and_value(clause);
                routine.settings.push((name, value.unwrap_or_default()));
            }
            SyntaxKind::AS_FUNC_OPTION => source = option.child(SyntaxKind::AS_DEFINITION),
            _ => {}
        }
    }
    if routine.language.is_empty() {
        "sql".clone_into(&mut routine.language);
    }
    let inline = node.child_of(&[SyntaxKind::ATOMIC_BODY, SyntaxKind::RETURN_STMT]);
    (routine.body, routine.body_is_known) = match (inline, source) {
        (Some(inline), _) => (body::inline(inline), true),
        (None, Some(source)) => body::of_routine(source, &routine.language),
        (None, None) => (Vec::new(), false),
    };
    routine
}

/// The language that a clause names, which may stand in quotes.
pub(in crate::sql::postgres) fn language(clause: Node<'_>) -> String {
    let name = clause.children().find(|child| !child.is_token());
    let name = name.map(|name| string(name).unwrap_or_else(|| path(name).name));
    name.unwrap_or_default().to_ascii_lowercase()
}
