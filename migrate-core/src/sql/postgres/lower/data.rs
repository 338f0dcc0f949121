//! Statements that read and write rows.

use std::collections::BTreeSet;

use crate::command::{Command, Data, DataKind, Ident, Path, Setting, SettingScope, What};
use crate::sql::postgres::expression::spelled;
use crate::sql::postgres::name::{ident, path, string, unquoted};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// A statement that reads or writes rows.
pub(super) fn statement(node: Node<'_>) -> Vec<Command> {
    let (settings, others) = settings(node);
    let command = |what| Command::new(node.span(), what);
    let mut commands: Vec<Command> =
        settings.into_iter().map(|set| command(What::Set(set))).collect();
    if commands.is_empty() || others {
        commands.push(command(What::Data(Box::new(data(node)))));
    }
    commands
}

/// What a statement does with rows.
pub(super) fn data(node: Node<'_>) -> Data {
    let mut data = Data { text: spelled(node), ..Data::default() };
    written(&mut data, node);
    let mut found = Found::default();
    for part in node.descendants() {
        match part.kind() {
            SyntaxKind::INSERT | SyntaxKind::UPDATE | SyntaxKind::DELETE | SyntaxKind::MERGE => {
                written(&mut data, part);
            }
            SyntaxKind::LIMIT_CLAUSE | SyntaxKind::FETCH_CLAUSE => data.limited = true,
            _ => found.add(part),
        }
    }
    own_clauses(&mut data, node);
    data.reads = found.read();
    data.calls = found.calls;
    data
}

/// What a query reads and calls.
#[derive(Default)]
struct Found {
    /// What it gives names to itself.
    own: BTreeSet<String>,
    relations: Vec<Path>,
    calls: Vec<String>,
}

impl Found {
    fn add(&mut self, part: Node<'_>) {
        match part.kind() {
            SyntaxKind::CTE_NAME => {
                self.own.insert(ident(part).name);
            }
            SyntaxKind::RELATION_FROM_ITEM | SyntaxKind::TABLE => {
                let name = part.child_of(&[
                    SyntaxKind::RELATION_NAME_REF,
                    SyntaxKind::RELATION_NAME,
                    SyntaxKind::TABLE_RELATION_NAME,
                ]);
                self.relations.extend(name.map(path));
            }
            SyntaxKind::CALL_EXPR => {
                let name = called(part).filter(|name| !self.calls.contains(name));
                self.calls.extend(name);
            }
            _ => {}
        }
    }

    /// The tables and views, each once, those that the query names itself left out.
    fn read(&mut self) -> Vec<Path> {
        let mut seen = BTreeSet::new();
        let mut relations = std::mem::take(&mut self.relations);
        relations.retain(|path| {
            (path.namespace.is_some() || !self.own.contains(&path.name))
                && seen.insert((path.namespace.clone(), path.name.clone()))
        });
        relations
    }
}

/// The function that a call names, in lower case, `pg_catalog` left out.
fn called(call: Node<'_>) -> Option<String> {
    let name = call.child_of(&[SyntaxKind::NAME_REF, SyntaxKind::FIELD_EXPR])?;
    let name: Vec<String> = name
        .tokens()
        .filter(|token| !token.is(SyntaxKind::DOT))
        .map(|token| unquoted(token.text()))
        .filter(|part| part != "pg_catalog")
        .collect();
    Some(name.join("."))
}

/// Adds what the statement at `node` itself writes.
fn written(data: &mut Data, node: Node<'_>) {
    let kind = match node.kind() {
        SyntaxKind::INSERT => DataKind::Insert,
        SyntaxKind::UPDATE => DataKind::Update,
        SyntaxKind::DELETE => DataKind::Delete,
        SyntaxKind::MERGE => DataKind::Merge,
        SyntaxKind::TRUNCATE => DataKind::Truncate,
        SyntaxKind::COPY if node.has(SyntaxKind::COPY_FROM) => DataKind::Insert,
        _ => return,
    };
    data.kind = data.kind.max(kind);
    let relations =
        [SyntaxKind::RELATION_NAME_REF, SyntaxKind::RELATION_NAME, SyntaxKind::TABLE_RELATION_NAME];
    match node.kind() {
        SyntaxKind::TRUNCATE => {
            let list = node.child(SyntaxKind::TABLE_LIST);
            let tables = list.into_iter().flat_map(|list| list.all(relations[2]));
            data.tables.extend(tables.map(path));
        }
        SyntaxKind::COPY => {
            let table = node.child(SyntaxKind::COPY_TABLE);
            let name = table.and_then(|table| table.child(SyntaxKind::TABLE_NAME_REF));
            data.tables.extend(name.map(path));
        }
        _ => data.tables.extend(node.child_of(&relations).map(path)),
    }
    data.tables.dedup();
}

/// What the clauses of the statement itself say, those of its parts left out.
fn own_clauses(data: &mut Data, node: Node<'_>) {
    for part in node.children() {
        match part.kind() {
            SyntaxKind::COLUMN_TARGET_LIST | SyntaxKind::SET_CLAUSE | SyntaxKind::COPY_TABLE => {
                let names = part.descendants().filter(|name| name.is(SyntaxKind::COLUMN_NAME_REF));
                data.columns.extend(names.map(ident));
            }
            SyntaxKind::WHERE_CLAUSE => data.filtered = limits(part),
            SyntaxKind::WHERE_CURRENT_OF => data.filtered = true,
            SyntaxKind::VALUES => {
                data.values = true;
                data.arity = arity(part);
            }
            SyntaxKind::ON_CONFLICT_CLAUSE => {
                data.overwrites = part.has(SyntaxKind::CONFLICT_DO_UPDATE_SET);
                data.ignores = part.has(SyntaxKind::CONFLICT_DO_NOTHING);
            }
            SyntaxKind::CASCADE => data.cascade = true,
            SyntaxKind::COPY_FROM | SyntaxKind::COPY_TO => data.outside = outside(part),
            _ => {}
        }
    }
}

/// Whether a condition is more than `true`.
fn limits(clause: Node<'_>) -> bool {
    let condition = clause.children().find(|child| !child.is_token());
    let text = condition.map(super::super::expression::expression).unwrap_or_default();
    !matches!(text.as_str(), "true" | "1 = 1")
}

fn arity(values: Node<'_>) -> Option<usize> {
    let row = values.child(SyntaxKind::ROW_LIST)?.child(SyntaxKind::ROW)?;
    Some(row.children().filter(|child| !child.is_token()).count())
}

/// The words of a `COPY` that reach out of the database.
fn outside(part: Node<'_>) -> Option<Ident> {
    let program = part.child(SyntaxKind::COPY_PROGRAM)?;
    let name = if program.has(SyntaxKind::PROGRAM_KW) { "COPY PROGRAM" } else { "COPY FILE" };
    Some(Ident { name: name.to_owned(), span: part.span() })
}

/// The functions that are called, in lower case, `pg_catalog` left out.
pub(in crate::sql::postgres) fn calls(node: Node<'_>) -> Vec<String> {
    let mut found = Found::default();
    node.descendants()
        .filter(|part| part.is(SyntaxKind::CALL_EXPR))
        .for_each(|part| found.add(part));
    found.calls
}

/// The settings that a `SELECT set_config(…)` makes, and whether it does anything else.
fn settings(node: Node<'_>) -> (Vec<Setting>, bool) {
    let mut found = Vec::new();
    let list = node.child(SyntaxKind::SELECT_CLAUSE);
    let list = list.and_then(|clause| clause.child(SyntaxKind::TARGET_LIST));
    let Some(list) = list.filter(|_| node.is(SyntaxKind::SELECT)) else { return (found, true) };
    let mut others = node.children().any(|child| child.is(SyntaxKind::FROM_CLAUSE));
    for target in list.all(SyntaxKind::TARGET) {
        match target.child(SyntaxKind::CALL_EXPR).and_then(set_config) {
            Some(setting) => found.push(setting),
            None => others = true,
        }
    }
    (found, others)
}

fn set_config(call: Node<'_>) -> Option<Setting> {
    let name = call.child_of(&[SyntaxKind::NAME_REF, SyntaxKind::FIELD_EXPR])?;
    if ident(name).name != "set_config" {
        return None;
    }
    let arguments: Vec<Node<'_>> = call.child(SyntaxKind::ARG_LIST)?.all(SyntaxKind::ARG).collect();
    let [name, value, local] = arguments[..] else { return None };
    let local = spelled(local) == "true";
    Some(Setting {
        name: string(name)?.to_ascii_lowercase(),
        value: Some(string(value)?.to_ascii_lowercase()),
        scope: if local { SettingScope::Transaction } else { SettingScope::Session },
    })
}

/// The tables and views that a query reads, each once, those that it names itself left out.
pub(super) fn reads(node: Node<'_>) -> Vec<Path> {
    let mut found = Found::default();
    node.descendants().for_each(|part| found.add(part));
    found.read()
}
