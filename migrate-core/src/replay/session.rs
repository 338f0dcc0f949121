//! What holds from one statement of a script to the next and is no schema.

use super::Replay;
use super::engine::Engine;
use super::failure::Outcome;
use super::work::Work;
use crate::change::Change;
use crate::command::{Setting, SettingScope, Transaction};
use crate::diff::diff;
use crate::schema::{Constraint, Name, Object, ObjectKind, ObjectName};
use crate::text::Span;

/// The session of one script.
#[derive(Clone, Debug)]
pub(super) struct Session {
    /// Where names without a namespace are looked up (PostgreSQL); new things go to the first.
    pub(super) search_path: Vec<String>,
    /// The search path from before the transaction changed it.
    path_after: Option<Vec<String>>,
    /// Whether foreign keys are enforced and thereby refuse (SQLite, MySQL).
    pub(super) foreign_keys: bool,
    /// Whether the bodies of functions are read when they are created (PostgreSQL).
    pub(super) checks_bodies: bool,
    /// Whether a rename leaves triggers and views alone (SQLite).
    pub(super) legacy_alter_table: bool,
    /// The database at the `BEGIN` that stands in the script.
    began: Option<Box<Replay>>,
    temporary: Vec<Name>,
    /// The indexes and primary keys that the statement has dropped so far.
    pub(super) dropped: Vec<Dropped>,
}

/// An index or primary key that was dropped.
#[derive(Clone, Debug)]
pub(super) struct Dropped {
    pub(super) table: Name,
    /// What it is, in words: index `k`.
    pub(super) what: String,
    pub(super) span: Span,
}

impl Session {
    pub(super) fn new(engine: &Engine) -> Self {
        Self {
            search_path: vec![String::new()],
            path_after: None,
            foreign_keys: engine.enforces_foreign_keys,
            checks_bodies: true,
            legacy_alter_table: false,
            began: None,
            temporary: Vec::new(),
            dropped: Vec::new(),
        }
    }

    /// Takes in what an action of the statement dropped.
    pub(super) fn note_dropped(&mut self, changes: &[Change], span: Span) {
        for change in changes {
            let (table, what) = match change {
                Change::DropIndex { table, name } => (table.clone(), format!("index `{name}`")),
                Change::DropConstraint(table, Constraint::PrimaryKey(_)) => {
                    (table.clone(), "the primary key".to_owned())
                }
                _ => continue,
            };
            self.dropped.push(Dropped { table, what, span });
        }
    }

    /// Notes that `name` goes with the session.
    pub(super) fn add_temporary(&mut self, name: &Name) {
        self.temporary.push(name.clone());
    }

    /// Whether it made something that goes with it.
    pub(super) const fn has_temporary(&self) -> bool {
        !self.temporary.is_empty()
    }

    pub(super) fn take_temporary(&mut self) -> Vec<Name> {
        std::mem::take(&mut self.temporary)
    }

    fn set_search_path(&mut self, engine: &Engine, value: Option<&str>, scope: SettingScope) {
        let path = match value {
            None => vec![String::new()],
            Some(value) => value
                .split(',')
                .map(|part| part.trim().trim_matches(['"', '\'']))
                .filter(|part| !part.is_empty() && *part != "$user" && *part != "pg_catalog")
                .map(|part| engine.namespace(part).to_owned())
                .collect(),
        };
        let before = std::mem::replace(&mut self.search_path, path);
        match scope {
            SettingScope::Transaction => {
                self.path_after.get_or_insert(before);
            }
            _ => self.path_after = None,
        }
    }

    fn end_transaction(&mut self) {
        if let Some(path) = self.path_after.take() {
            self.search_path = path;
        }
    }
}

/// `SET`, `PRAGMA name = value`.
pub(super) fn set(work: &mut Work<'_>, setting: &Setting) -> Outcome {
    if setting.scope == SettingScope::Database {
        return keep(work, setting);
    }
    if setting.scope == SettingScope::Global {
        return Ok(());
    }
    let engine = work.replay.engine;
    let value = setting.value.as_deref();
    let is_on = !matches!(value, Some("0" | "off" | "false" | "no"));
    match setting.name.as_str() {
        "search_path" => work.session.set_search_path(engine, value, setting.scope),
        "foreign_keys" | "foreign_key_checks" if value.is_some() => {
            work.session.foreign_keys = is_on;
        }
        "check_function_bodies" => work.session.checks_bodies = value.is_none() || is_on,
        "legacy_alter_table" if value.is_some() => work.session.legacy_alter_table = is_on,
        _ => {}
    }
    Ok(())
}

/// A number that is kept in the file for whoever uses it (SQLite); in a new one it is zero.
fn keep(work: &mut Work<'_>, setting: &Setting) -> Outcome {
    const NUMBERS: [&str; 2] = ["user_version", "application_id"];
    let Some(value) = setting.value.as_deref().filter(|_| NUMBERS.contains(&&*setting.name)) else {
        return Ok(());
    };
    let object = ObjectName { kind: ObjectKind::Setting, name: Name::bare(setting.name.clone()) };
    let digits = value.strip_prefix("0x").map(|digits| i64::from_str_radix(digits, 16));
    let Ok(number) = digits.unwrap_or_else(|| value.parse()) else {
        work.doubt(&object.name, "what it is set to is no plain number");
        return Ok(());
    };
    if number != 0 {
        return work
            .emit(Change::PutObject(object, Object { table: None, text: number.to_string() }));
    }
    if work.schema().objects.contains_key(&object) {
        return work.emit(Change::DropObject(object));
    }
    Ok(())
}

/// Transaction control. A rollback takes back what the transaction did, where the engine's DDL is part
/// of transactions and the script itself began it.
pub(super) fn transaction(work: &mut Work<'_>, what: &Transaction) -> Outcome {
    match what {
        Transaction::Begin => work.session.began = Some(Box::new(work.replay.clone())),
        Transaction::Commit => {
            work.session.began = None;
            work.session.end_transaction();
        }
        Transaction::Rollback if work.replay.engine.transactional_ddl => {
            work.session.end_transaction();
            match work.session.began.take() {
                Some(began) => {
                    for change in diff(&work.replay.schema, &began.schema) {
                        work.emit(change)?;
                    }
                    work.replay.doubts = began.doubts;
                    work.replay.inline = began.inline;
                    work.replay.memory = began.memory;
                }
                None => {
                    work.doubt_everything("a `ROLLBACK` takes back what began before this script")
                }
            }
        }
        Transaction::RollbackTo if work.replay.engine.transactional_ddl => {
            work.doubt_everything("`ROLLBACK TO` takes back a part of the transaction");
        }
        _ => {}
    }
    Ok(())
}
