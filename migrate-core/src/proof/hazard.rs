//! Commands whose effect on the schema no model can tell.

use crate::command::{Data, DataKind, Opaque, Path, SettingScope, Touches, Transaction, What};
use crate::replay::Step;
use crate::schema::{Name, ObjectKind, ObjectName, Schema};

/// Why nothing is known of the schema after the step, where that is so and replay left it open.
pub(super) fn of(step: &Step<'_>) -> Option<String> {
    let command = step.command;
    if command.conditional && defines(&command.what) && step.doubts.is_empty() {
        return Some("it may be skipped".to_owned());
    }
    match &command.what {
        What::Opaque(Opaque { touches: Touches::Rows, .. }) => None,
        What::Opaque(opaque) => step.doubts.is_empty().then(|| opaque.reason.clone()),
        What::Transaction(
            Transaction::Rollback | Transaction::Savepoint | Transaction::Prepare,
        ) => Some("what a transaction takes back is not followed".to_owned()),
        What::Set(setting) if setting.scope == SettingScope::Global => {
            Some(format!("`{}` is set for the whole server, which no schema keeps", setting.name))
        }
        What::Data(data) => calls(data, &step.before)
            .or_else(|| reads_nothing(data, step))
            .or_else(|| fires(data, step)),
        _ => None,
    }
}

/// A statement that reads what is not there is refused by the engine; replay finds only what is.
fn reads_nothing(data: &Data, step: &Step<'_>) -> Option<String> {
    let of_the_engine = |path: &Path| {
        let namespace = path.namespace.as_deref().unwrap_or_default();
        matches!(namespace, "pg_catalog" | "information_schema" | "mysql" | "performance_schema")
            || path.name.starts_with("pg_")
            || path.name.starts_with("sqlite_")
    };
    let reads = || data.reads.iter().filter(|path| !of_the_engine(path));
    let missing = step.targets.len() < data.tables.len() + reads().count();
    let found =
        |path: &&Path| step.targets.iter().any(|name| name.name.eq_ignore_ascii_case(&path.name));
    let path = missing.then(|| reads().find(|path| !found(path)))??;
    Some(format!("it reads `{path}`, which no migration created"))
}

/// Whether the command is about definitions rather than rows, sessions or storage.
pub(super) const fn defines(what: &What) -> bool {
    !matches!(
        what,
        What::Data(_)
            | What::Transaction(_)
            | What::Set(_)
            | What::Maintenance(_)
            | What::Lock { .. }
            | What::Nothing
    )
}

/// A function can change the schema. Those of the engine that people call do not; those that a
/// migration created may, unless they say they change nothing; others come with extensions, and
/// `SELECT create_hypertable(…)` is what those are called for.
fn calls(data: &Data, before: &Schema) -> Option<String> {
    let suspicious = data.calls.iter().find(|name| {
        changes_things(name, before)
            .unwrap_or_else(|| data.kind == DataKind::Select && !HARMLESS.contains(&name.as_str()))
    })?;
    Some(format!("it is not known what the function `{suspicious}` does"))
}

/// Triggers do what their functions do, and those may change the schema.
fn fires(data: &Data, step: &Step<'_>) -> Option<String> {
    if data.kind == DataKind::Select {
        return None;
    }
    let written = step.targets.get(..data.tables.len().min(step.targets.len()))?;
    let first = ObjectName { kind: ObjectKind::Trigger, name: Name::default() };
    let triggers = step.before.objects.from(&first);
    let mut own = triggers
        .take_while(|(it, _)| it.kind == ObjectKind::Trigger)
        .filter(|(_, it)| it.table.as_ref().is_some_and(|table| written.contains(table)));
    let (trigger, _) = own.find(|(_, it)| {
        let call = it.text.split(" execute ").nth(1).and_then(|call| call.split_once(' '));
        let name = call.map_or("", |(_, name)| name.split('(').next().unwrap_or_default().trim());
        let name = name.rsplit('.').next().unwrap_or_default().trim();
        let prefix = format!("{name}(");
        step.before.objects.iter().any(|(object, it)| {
            object.kind == ObjectKind::Routine
                && object.name.name.starts_with(&prefix)
                && defines_things(&it.text)
        })
    })?;
    Some(format!("{trigger} may do more than change rows"))
}

/// Whether the text of a function has a word with which a statement about the schema begins.
fn defines_things(text: &str) -> bool {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').skip(1);
    let verbs = ["create", "alter", "drop", "grant", "revoke", "execute"];
    words.map(str::to_ascii_lowercase).any(|word| verbs.contains(&word.as_str()))
}

/// Whether a function of the schema may change anything; nothing where there is none of that name.
fn changes_things(call: &str, before: &Schema) -> Option<bool> {
    let (namespace, name) = call.rsplit_once('.').unwrap_or(("", call));
    let namespace = if namespace == "public" { "" } else { namespace };
    let first = Name::new(namespace, name);
    let first = ObjectName { kind: ObjectKind::Routine, name: first };
    let is_it = |found: &ObjectName| {
        found.kind == ObjectKind::Routine
            && found.name.namespace == namespace
            && found
                .name
                .name
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
    };
    let mut of_that_name = before.objects.from(&first).take_while(|(found, _)| {
        found.kind == ObjectKind::Routine && found.name.name.starts_with(name)
    });
    let (_, object) = of_that_name.find(|(found, _)| is_it(found))?;
    let text = object.text.to_ascii_lowercase();
    let head = text.split(" as ").next().unwrap_or_default();
    let says = |word: &str| head.split([' ', ')', '(']).any(|found| found == word);
    Some(!(says("immutable") || says("stable")))
}

/// Whether a setting decides what definitions mean, who owns new things, or where they are kept.
///
/// Named are those that do not: a setting that nobody thought of counts as one that does.
pub(super) fn shapes_definitions(name: &str) -> bool {
    let name = name.strip_prefix("session.").unwrap_or(name);
    !name.starts_with('@') && !HARMLESS_SETTINGS.contains(&name)
}

const HARMLESS: [&str; 46] = [
    "setval",
    "nextval",
    "currval",
    "lastval",
    "set_config",
    "current_setting",
    "pg_sleep",
    "pg_advisory_lock",
    "pg_advisory_xact_lock",
    "pg_advisory_unlock",
    "pg_try_advisory_lock",
    "pg_get_serial_sequence",
    "pg_catalog.setval",
    "pg_catalog.set_config",
    "count",
    "min",
    "max",
    "sum",
    "avg",
    "coalesce",
    "now",
    "version",
    "lower",
    "upper",
    "length",
    "exists",
    "concat",
    "current_timestamp",
    "row_count",
    "last_insert_id",
    "changes",
    "last_insert_rowid",
    "random",
    "gen_random_uuid",
    "uuid",
    "nullif",
    "greatest",
    "least",
    "round",
    "cast",
    "date",
    "datetime",
    "strftime",
    "typeof",
    "get_lock",
    "release_lock",
];

const HARMLESS_SETTINGS: [&str; 51] = [
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
    "transaction_timeout",
    "search_path",
    "client_min_messages",
    "client_encoding",
    "standard_conforming_strings",
    "check_function_bodies",
    "xmloption",
    "row_security",
    "work_mem",
    "maintenance_work_mem",
    "max_parallel_maintenance_workers",
    "timezone",
    "time_zone",
    "time zone",
    "synchronous_commit",
    "jit",
    "session_replication_role",
    "constraints",
    "datestyle",
    "intervalstyle",
    "extra_float_digits",
    "application_name",
    "foreign_keys",
    "defer_foreign_keys",
    "foreign_key_checks",
    "unique_checks",
    "autocommit",
    "wait_timeout",
    "interactive_timeout",
    "lock_wait_timeout",
    "innodb_lock_wait_timeout",
    "max_statement_time",
    "sql_safe_updates",
    "cache_size",
    "journal_mode",
    "synchronous",
    "busy_timeout",
    "temp_store",
    "user_version",
    "application_id",
    "recursive_triggers",
    "foreign_key_check",
    "optimize",
    "integrity_check",
    "quick_check",
    "wal_checkpoint",
    "sql_notes",
    "legacy_alter_table",
];
