//! What is about the session and the engine rather than the schema.

use crate::command::{
    AlterTable, Command, Maintenance, Opaque, Setting, SettingScope, TableChange, Touches,
    Transaction, What,
};
use crate::sql::postgres::expression::spelled;
use crate::sql::postgres::name::{path, string};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// A statement about the session, a transaction or storage.
pub(super) fn statement(node: Node<'_>) -> Option<What> {
    let what = match node.kind() {
        SyntaxKind::SET
        | SyntaxKind::RESET
        | SyntaxKind::SET_ROLE
        | SyntaxKind::RESET_ROLE
        | SyntaxKind::SET_SESSION_AUTH
        | SyntaxKind::RESET_SESSION_AUTH => What::Set(setting(node)),
        SyntaxKind::BEGIN => What::Transaction(Transaction::Begin),
        SyntaxKind::COMMIT_TRANSACTION => What::Transaction(Transaction::Commit),
        SyntaxKind::ROLLBACK_TRANSACTION => What::Transaction(Transaction::Rollback),
        SyntaxKind::SAVEPOINT_CREATE
        | SyntaxKind::ROLLBACK_TO_SAVEPOINT
        | SyntaxKind::RELEASE_SAVEPOINT => What::Transaction(Transaction::Savepoint),
        SyntaxKind::PREPARE_TRANSACTION
        | SyntaxKind::COMMIT_PREPARED
        | SyntaxKind::ROLLBACK_PREPARED => What::Transaction(Transaction::Prepare),
        SyntaxKind::VACUUM | SyntaxKind::ANALYZE | SyntaxKind::REINDEX | SyntaxKind::REFRESH => {
            What::Maintenance(maintenance(node))
        }
        SyntaxKind::LOCK => lock(node),
        SyntaxKind::DISCARD if node.has(SyntaxKind::DISCARD_ALL) => {
            What::Set(Setting { name: "all".to_owned(), value: None, scope: SettingScope::Session })
        }
        SyntaxKind::EXECUTE => What::Opaque(Opaque {
            reason: "it runs a prepared statement".to_owned(),
            touches: Touches::Rows,
            dynamic: true,
        }),
        SyntaxKind::CALL => What::Opaque(Opaque {
            reason: "a procedure may do anything".to_owned(),
            touches: Touches::Everything,
            dynamic: false,
        }),
        kind if HARMLESS.contains(&kind) => What::Nothing,
        _ => return None,
    };
    Some(what)
}

/// Statements that leave schema, rows and settings alone.
const HARMLESS: [SyntaxKind; 17] = [
    SyntaxKind::SET_TRANSACTION,
    SyntaxKind::SET_CONSTRAINTS,
    SyntaxKind::SHOW,
    SyntaxKind::DISCARD,
    SyntaxKind::LISTEN,
    SyntaxKind::UNLISTEN,
    SyntaxKind::NOTIFY,
    SyntaxKind::CHECKPOINT,
    SyntaxKind::LOAD,
    SyntaxKind::PREPARE,
    SyntaxKind::DEALLOCATE,
    SyntaxKind::DECLARE,
    SyntaxKind::FETCH,
    SyntaxKind::MOVE,
    SyntaxKind::CLOSE,
    SyntaxKind::EXPLAIN,
    SyntaxKind::EMPTY_STMT,
];

fn setting(node: Node<'_>) -> Setting {
    let scope = if node.has(SyntaxKind::LOCAL_SCOPE) {
        SettingScope::Transaction
    } else {
        SettingScope::Session
    };
    let (name, value) = match node.kind() {
        SyntaxKind::SET_ROLE | SyntaxKind::RESET_ROLE => ("role".to_owned(), role(node)),
        SyntaxKind::SET_SESSION_AUTH | SyntaxKind::RESET_SESSION_AUTH => {
            ("session_authorization".to_owned(), role(node))
        }
        _ => name_and_value(node),
    };
    Setting { name, value, scope }
}

fn role(node: Node<'_>) -> Option<String> {
    let name = node.child_of(&[SyntaxKind::ROLE_REF, SyntaxKind::LITERAL])?;
    Some(string(name).unwrap_or_else(|| path(name).name))
}

/// What a `SET` or `RESET` names, and the value it gives.
pub(super) fn name_and_value(node: Node<'_>) -> (String, Option<String>) {
    if let Some(zone) = node.child(SyntaxKind::SET_TIME_ZONE) {
        return ("timezone".to_owned(), zone.child(SyntaxKind::LITERAL).map(plain));
    }
    if let Some(schema) = node.child(SyntaxKind::SET_SCHEMA_VALUE) {
        return ("search_path".to_owned(), schema.child(SyntaxKind::LITERAL).map(plain));
    }
    let config = node.child(SyntaxKind::SET_CONFIG).unwrap_or(node);
    let Some(name) = config.child(SyntaxKind::CONFIG_PARAMETER_REF) else {
        return ("all".to_owned(), None);
    };
    let name = spelled(name).replace(" . ", ".");
    let Some(value) = config.child(SyntaxKind::TO_CONFIG_VALUE) else { return (name, None) };
    let values: Vec<String> =
        value.children().filter(|child| !child.is_token()).map(plain).collect();
    (name, (!values.is_empty()).then(|| values.join(", ")))
}

/// A value in lower case and without quotes; a name in the letters it is kept in.
fn plain(node: Node<'_>) -> String {
    if node.is(SyntaxKind::CONFIG_VALUE_NAME) {
        return path(node).name;
    }
    match string(node) {
        Some(text) => text.to_ascii_lowercase(),
        None => spelled(node).replace("- ", "-"),
    }
}

/// `ALTER SYSTEM`, and `ALTER DATABASE` or `ALTER ROLE` where they set something.
pub(super) fn global(node: Node<'_>) -> Option<What> {
    let clause = node.child_of(&[SyntaxKind::SET_CONFIG_PARAM, SyntaxKind::RESET_CONFIG_PARAM])?;
    let (name, value) = name_and_value(clause);
    Some(What::Set(Setting { name, value, scope: SettingScope::Global }))
}

/// `CLUSTER`: it writes the table anew, and whoever does that the next time goes by the same index.
pub(super) fn cluster(node: Node<'_>) -> Vec<Command> {
    let mut commands = vec![Command::new(node.span(), What::Maintenance(maintenance(node)))];
    let part = |kind: SyntaxKind| node.descendants().find(|part| part.is(kind));
    let names = (part(SyntaxKind::TABLE_NAME_REF), part(SyntaxKind::INDEX_REF));
    if let (Some(table), Some(index)) = names {
        let change =
            TableChange::SetOption { name: "cluster".to_owned(), value: Some(path(index).name) };
        let alter = AlterTable {
            table: path(table),
            if_exists: false,
            only: true,
            algorithm: None,
            lock: None,
            change,
        };
        commands.push(Command::new(node.span(), What::AlterTable(Box::new(alter))));
    }
    commands
}

fn maintenance(node: Node<'_>) -> Maintenance {
    let words = match node.kind() {
        SyntaxKind::VACUUM if is_full(node) => "VACUUM FULL".to_owned(),
        SyntaxKind::REFRESH if node.has(SyntaxKind::WITH_NO_DATA) => {
            "REFRESH MATERIALIZED VIEW WITH NO DATA".to_owned()
        }
        SyntaxKind::REFRESH => "REFRESH MATERIALIZED VIEW".to_owned(),
        SyntaxKind::REINDEX => {
            let target = node.children().find(|child| REINDEX.contains(&child.kind()));
            let target = target.and_then(|target| target.tokens().next());
            let target = target.map(|word| word.text().to_ascii_uppercase()).unwrap_or_default();
            format!("REINDEX {target}").trim_end().to_owned()
        }
        _ => {
            let word = node.tokens().next().map(|word| word.text().to_ascii_uppercase());
            word.unwrap_or_default()
        }
    };
    let names = [SyntaxKind::TABLE_NAME_REF, SyntaxKind::INDEX_REF, SyntaxKind::VIEW_REF];
    let on = node.descendants().filter(|part| names.contains(&part.kind()));
    let on = on.map(path).collect();
    let concurrently = node.tokens().any(|token| token.is(SyntaxKind::CONCURRENTLY_KW));
    Maintenance { words, on, concurrently }
}

const REINDEX: [SyntaxKind; 5] = [
    SyntaxKind::REINDEX_TARGET_TABLE,
    SyntaxKind::REINDEX_TARGET_INDEX,
    SyntaxKind::REINDEX_TARGET_SCHEMA,
    SyntaxKind::REINDEX_TARGET_DATABASE,
    SyntaxKind::REINDEX_TARGET_SYSTEM,
];

/// Whether a `VACUUM` writes the table anew: `FULL`, unless it says that it is off.
fn is_full(node: Node<'_>) -> bool {
    let option = |option: Node<'_>| {
        let text = spelled(option);
        text == "full" || text == "full true" || text == "full on" || text == "full 1"
    };
    let list = node.child(SyntaxKind::VACUUM_OPTION_LIST);
    node.has(SyntaxKind::FULL_KW)
        || list.is_some_and(|list| list.all(SyntaxKind::VACUUM_OPTION).any(option))
}

fn lock(node: Node<'_>) -> What {
    let list = node.child(SyntaxKind::RELATION_LIST);
    let tables = list.into_iter().flat_map(|list| list.all(SyntaxKind::RELATION_NAME));
    let mode = node.child(SyntaxKind::LOCK_MODE_CLAUSE);
    let mode = mode.and_then(|clause| clause.children().find(|child| !child.is_token()));
    What::Lock {
        tables: tables.map(path).collect(),
        mode: mode.map(|mode| spelled(mode).to_ascii_uppercase()).unwrap_or_default(),
    }
}

/// `EXPLAIN ANALYZE` runs what it explains.
pub(super) fn explained(node: Node<'_>) -> Option<Vec<Command>> {
    let option = |part: Node<'_>| {
        part.is(SyntaxKind::EXPLAIN_OPTION)
            && part.text().to_ascii_lowercase().starts_with("analyze")
    };
    let runs = node.has(SyntaxKind::EXPLAIN_ANALYZE)
        || node.has(SyntaxKind::ANALYZE_KW)
        || node.descendants().any(option);
    let inner = node.children().filter(|child| !child.is_token()).last()?;
    (node.is(SyntaxKind::EXPLAIN) && runs).then(|| super::statement(inner))
}
