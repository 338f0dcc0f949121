//! Tables, and what an `ALTER TABLE` does to one.

use std::fmt::Write as _;

use super::{column, defined, index, literal, name, names, path, spelled, with_check};
use crate::change::Change;
use crate::dialect::Target;
use crate::render::Scene;
use crate::replay::IMPLICIT;
use crate::schema::{
    Action, Check, Constraint, ForeignKey, IndexKey, Name, Schema, Table, TableOptions,
};

/// `CREATE TABLE`, each column, key and constraint on a line of its own. The indexes that the engine
/// makes for references are left to it.
pub(super) fn create_table(called: &Name, table: &Table, target: Target) -> String {
    let columns = table.columns.iter().map(|it| with_check(it, &table.checks));
    let constraints = table.constraints();
    let is_reference = |it: &&Constraint| matches!(it, Constraint::ForeignKey(_));
    let others = constraints.iter().filter(|it| !is_reference(it)).filter_map(constraint);
    let references = references(called, &table.foreign_keys).into_iter().map(|(_, text)| text);
    let own = table.indexes.iter().filter(|(_, it)| !it.settings.contains_key(IMPLICIT));
    let indexes = own.map(|(called, it)| index::key(called, it, target));
    let lines: Vec<String> = columns.chain(others).chain(indexes).chain(references).collect();
    let mut text = format!("CREATE TABLE {} (\n    {}\n)", path(called), lines.join(",\n    "));
    for option in options(&TableOptions::default(), &table.options) {
        let _ = write!(text, " {option}");
    }
    if let Some(by) = &table.options.partition_by {
        let _ = write!(text, " PARTITION BY {}", spelled(by));
    }
    text + ";"
}

/// References in the order of the numbers that the engine gave them, without their names where it
/// gives the same ones again: the index that it makes for one is called after the column then, and
/// after the reference otherwise.
fn references<'k>(
    called: &Name,
    keys: impl IntoIterator<Item = &'k ForeignKey>,
) -> Vec<(&'k ForeignKey, String)> {
    let number = |key: &ForeignKey| number(called, key.name.as_deref()?);
    let mut sorted: Vec<&ForeignKey> = keys.into_iter().collect();
    sorted.sort_by_key(|key| number(key).unwrap_or(u32::MAX));
    let mut next = 1;
    let mut found = Vec::new();
    for key in sorted {
        let text = match (&key.name, number(key)) {
            (_, Some(number)) if number == next => {
                next += 1;
                foreign_key(key)
            }
            (Some(given), _) => format!("CONSTRAINT {} {}", name(given), foreign_key(key)),
            (None, _) => foreign_key(key),
        };
        found.push((key, text));
    }
    found
}

/// The number in a name such as `t_ibfk_3`.
fn number(table: &Name, given: &str) -> Option<u32> {
    given.strip_prefix(table.name.as_str())?.strip_prefix("_ibfk_")?.parse().ok()
}

/// Whether the index that the engine makes for each reference gets the name that it has.
pub(super) fn names_its_indexes(called: &Name, table: &Table) -> bool {
    let references = references(called, &table.foreign_keys);
    let mut made = table.indexes.iter().filter(|(_, it)| it.settings.contains_key(IMPLICIT));
    made.all(|(index, it)| {
        let leads = |key: &ForeignKey| {
            let columns = it.columns.iter().map(|part| &part.key);
            key.columns
                .iter()
                .zip(columns)
                .all(|(column, part)| *part == IndexKey::Column(column.clone()))
        };
        let is_named_so = |(key, text): &&(&ForeignKey, String)| {
            let is_named = text.starts_with("CONSTRAINT ");
            let name = if is_named { key.name.as_ref() } else { key.columns.first() };
            name == Some(index)
        };
        let mut served = references.iter().filter(|(key, _)| leads(key));
        // Where it serves two, the engine may call it after either.
        served.next().is_some_and(|first| is_named_so(&first)) && served.next().is_none()
    })
}

/// A constraint as `CREATE TABLE` and `ADD` want it; none for a check that its column declares.
fn constraint(constraint: &Constraint) -> Option<String> {
    let text = match constraint {
        Constraint::PrimaryKey(key) => {
            return Some(format!("PRIMARY KEY ({})", index::key_columns(&key.columns)));
        }
        Constraint::Unique(key) => format!("UNIQUE ({})", index::key_columns(&key.columns)),
        Constraint::Check(check) if check.in_column => return None,
        Constraint::Check(check) => written_check(check),
        Constraint::ForeignKey(key) => foreign_key(key),
        Constraint::Exclusion(_) => return None,
    };
    Some(match constraint.name() {
        Some(given) => format!("CONSTRAINT {} {text}", name(given)),
        None => text,
    })
}

fn written_check(check: &Check) -> String {
    let enforced = if check.not_enforced { " NOT ENFORCED" } else { "" };
    format!("CHECK ({}){enforced}", spelled(&check.expression))
}

fn foreign_key(key: &ForeignKey) -> String {
    let mut text = format!(
        "FOREIGN KEY ({}) REFERENCES {} ({})",
        names(&key.columns),
        path(&key.references),
        names(&key.referenced_columns)
    );
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != Action::NoAction {
            let _ = write!(text, " ON {event} {}", action.sql());
        }
    }
    text
}

/// What is said of a table as a whole, where it differs.
fn options(old: &TableOptions, new: &TableOptions) -> Vec<String> {
    let mut found = Vec::new();
    let mut set = |name: &str, old: &Option<String>, new: &Option<String>| {
        if let Some(value) = new.as_ref().filter(|_| old != new) {
            found.push(format!("{name}={value}"));
        }
    };
    set("ENGINE", &old.engine, &new.engine);
    set("DEFAULT CHARSET", &old.charset, &new.charset);
    set("COLLATE", &old.collation, &new.collation);
    for (key, value) in &new.settings {
        set(&key.to_ascii_uppercase(), &old.settings.get(key).cloned(), &Some(value.clone()));
    }
    if old.comment != new.comment {
        found.push(format!("COMMENT={}", literal(new.comment.as_deref().unwrap_or_default())));
    }
    found
}

/// What `ALTER TABLE` is told; none where there is no action.
pub(super) fn actions(scene: Scene<'_>, table: &Name, change: &Change) -> Option<Vec<String>> {
    let schema = scene.now;
    let of = schema.tables.get(table)?;
    let one = |text: String| Some(vec![text]);
    match change {
        Change::SetOptions(_, new) => set_options(&of.options, new),
        Change::AddColumn(_, it) => one(format!("ADD COLUMN {}", column(it))),
        Change::DropColumn(_, it) => one(format!("DROP COLUMN {}", name(it))),
        Change::RenameColumn { from, to, .. } => {
            one(format!("RENAME COLUMN {} TO {}", name(from), name(to)))
        }
        Change::AlterColumn(_, it) => one(format!("MODIFY COLUMN {}", defined(schema, table, it))),
        Change::ReorderColumns(_, order) => reorder(schema, table, order),
        Change::AddConstraint(_, Constraint::Check(check)) if check.in_column => {
            let column = of.column(check.name.as_deref()?)?;
            one(format!("MODIFY COLUMN {}", with_check(column, [check])))
        }
        Change::DropConstraint(_, Constraint::Check(check)) if check.in_column => {
            let it = of.column(check.name.as_deref()?)?;
            one(format!("MODIFY COLUMN {}", column(it)))
        }
        Change::AddConstraint(_, Constraint::ForeignKey(key)) => {
            let mut keys = of.foreign_keys.clone();
            keys.push(key.clone());
            let all = references(table, &keys);
            one(format!("ADD {}", all.into_iter().find(|(it, _)| *it == key)?.1))
        }
        Change::AddConstraint(_, it) => one(format!("ADD {}", constraint(it)?)),
        Change::DropConstraint(_, it) => one(drop_constraint(it)?),
        Change::CreateIndex { index, .. } if index.settings.contains_key(IMPLICIT) => {
            Some(Vec::new())
        }
        Change::CreateIndex { name, index, .. } => {
            one(format!("ADD {}", index::key(name, index, scene.target)))
        }
        Change::DropIndex { name: it, .. } => one(format!("DROP INDEX {}", name(it))),
        _ => None,
    }
}

fn drop_constraint(it: &Constraint) -> Option<String> {
    Some(match it {
        Constraint::PrimaryKey(_) => "DROP PRIMARY KEY".to_owned(),
        Constraint::ForeignKey(key) => format!("DROP FOREIGN KEY {}", name(key.name.as_deref()?)),
        other => format!("DROP CONSTRAINT {}", name(other.name()?)),
    })
}

/// Partitions are made anew; a setting that goes has no statement that says so.
fn set_options(old: &TableOptions, new: &TableOptions) -> Option<Vec<String>> {
    let is_lost = |old: &Option<String>, new: &Option<String>| old.is_some() && new.is_none();
    if is_lost(&old.engine, &new.engine)
        || is_lost(&old.charset, &new.charset)
        || is_lost(&old.collation, &new.collation)
        || old.settings.keys().any(|key| !new.settings.contains_key(key))
    {
        return None;
    }
    let mut actions = Vec::new();
    let options = options(old, new);
    if !options.is_empty() {
        actions.push(options.join(", "));
    }
    match (&old.partition_by, &new.partition_by) {
        (old, new) if old == new => {}
        (_, Some(by)) => actions.push(format!("PARTITION BY {}", spelled(by))),
        (_, None) => actions.push("REMOVE PARTITIONING".to_owned()),
    }
    Some(actions)
}

/// Each column that stands in another place than it should is put behind the one it follows.
fn reorder(schema: &Schema, table: &Name, order: &[String]) -> Option<Vec<String>> {
    let of = schema.tables.get(table)?;
    let mut current: Vec<&str> = of.columns.iter().map(|column| &*column.name).collect();
    let mut actions = Vec::new();
    for (at, wanted) in order.iter().enumerate() {
        if current.get(at) == Some(&wanted.as_str()) {
            continue;
        }
        let from = current.iter().position(|column| column == wanted)?;
        let moved = current.remove(from);
        let place = match at.checked_sub(1).and_then(|before| order.get(before)) {
            Some(before) => format!("AFTER {}", name(before)),
            None => "FIRST".to_owned(),
        };
        current.insert(at, moved);
        actions
            .push(format!("MODIFY COLUMN {} {place}", defined(schema, table, of.column(wanted)?)));
    }
    Some(actions)
}
