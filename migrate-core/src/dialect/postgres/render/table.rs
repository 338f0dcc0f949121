//! Tables as a whole.

use std::fmt::Write as _;

use super::{column, constraint, index, name, parameters, path};
use crate::render::Scene;
use crate::schema::{Constraint, Name, Table, TableOptions, Unique};
use crate::sql::quote;

/// `CREATE TABLE`, each column and constraint on a line of its own. What was never checked is no part
/// of it: a new table has nothing to check.
#[must_use]
pub fn create_table(called: &Name, table: &Table) -> String {
    let columns = table.columns.iter().map(column::column);
    let constraints = table.constraints();
    let early = constraints.iter().enumerate().filter(|(at, it)| !is_late(&constraints[..*at], it));
    let constraints = early.map(|(_, it)| constraint::constraint(it));
    let lines: Vec<String> = columns.chain(constraints).collect();
    let options = &table.options;
    let unlogged = if options.settings.contains_key("persistence") { "UNLOGGED " } else { "" };
    let body = match &lines[..] {
        [] => "()".to_owned(),
        lines => format!("(\n    {}\n)", lines.join(",\n    ")),
    };
    let mut text = format!("CREATE {unlogged}TABLE {} {body}", path(called));
    if !options.inherits.is_empty() {
        let parents: Vec<String> = options.inherits.iter().map(path).collect();
        let _ = write!(text, " INHERITS ({})", parents.join(", "));
    }
    if let Some(by) = &options.partition_by {
        let _ = write!(text, " PARTITION BY {}", super::spelled(by));
    }
    if let Some(method) = options.settings.get("access method") {
        let _ = write!(text, " USING {}", name(method));
    }
    let parameters = parameters(&options.settings);
    if !parameters.is_empty() {
        let _ = write!(text, " WITH ({parameters})");
    }
    if let Some(tablespace) = options.settings.get("tablespace") {
        let _ = write!(text, " TABLESPACE {}", name(tablespace));
    }
    text + ";"
}

/// Whether a constraint must be added behind `CREATE TABLE`: `NOT VALID` means nothing in a new table,
/// and the engine makes one key of two over the same columns, however they are called.
fn is_late(before: &[Constraint], constraint: &Constraint) -> bool {
    match constraint {
        Constraint::Check(check) => check.not_valid,
        Constraint::ForeignKey(key) => key.not_valid,
        Constraint::Unique(key) => before.iter().any(|other| match other {
            Constraint::PrimaryKey(other) => {
                (&other.columns, &other.include, other.deferrable)
                    == (&key.columns, &key.include, key.deferrable)
            }
            Constraint::Unique(other) => {
                Unique { name: None, ..other.clone() } == Unique { name: None, ..key.clone() }
            }
            _ => false,
        }),
        _ => false,
    }
}

/// A new table with everything that belongs to it.
pub(super) fn create(scene: Scene<'_>, called: &Name, table: &Table) -> Option<Vec<String>> {
    let mut statements = vec![create_table(called, &own(scene, table))];
    let constraints = table.constraints();
    let late = constraints.iter().enumerate().filter(|(at, it)| is_late(&constraints[..*at], it));
    let add = |it| format!("ALTER TABLE {} ADD {};", path(called), constraint::constraint(it));
    statements.extend(late.map(|(_, it)| add(it)));
    statements.extend(table.columns.iter().flat_map(|it| column::rest(called, it)));
    let indexes = table.indexes.iter();
    statements.extend(indexes.flat_map(|(it, index)| index::create(called, it, index)));
    let created = ["persistence", "tablespace", "access method"];
    let kept = |key: &String| created.contains(&&**key) || super::is_parameter(key);
    let settings =
        table.options.settings.clone().into_iter().filter(|(key, _)| kept(key)).collect();
    let base = TableOptions { settings, comment: None, ..table.options.clone() };
    statements.extend(difference(called, &base, &table.options)?);
    Some(statements)
}

/// A table without what the ones that it inherits from bring.
fn own(scene: Scene<'_>, table: &Table) -> Table {
    let mut own = table.clone();
    for parent in table.options.inherits.iter().filter_map(|it| scene.now.tables.get(it)) {
        own.columns.retain(|column| parent.column(&column.name).is_none());
        let handed = |name: &Option<String>| {
            parent.checks.iter().any(|check| !check.no_inherit && check.name == *name)
        };
        own.checks.retain(|check| !handed(&check.name));
    }
    own
}

/// What is said of a table as a whole, where it differs.
pub(super) fn options(scene: Scene<'_>, of: &Name, new: &TableOptions) -> Option<Vec<String>> {
    difference(of, &scene.now.tables.get(of)?.options, new)
}

fn difference(of: &Name, old: &TableOptions, new: &TableOptions) -> Option<Vec<String>> {
    if old.partition_by != new.partition_by {
        return None;
    }
    let table = path(of);
    let mut statements = Vec::new();
    if old.partition_of != new.partition_of {
        if let Some((parent, _)) = &old.partition_of {
            statements.push(format!("ALTER TABLE {} DETACH PARTITION {table};", path(parent)));
        }
        if let Some((parent, bound)) = &new.partition_of {
            let bound = super::spelled(bound);
            statements
                .push(format!("ALTER TABLE {} ATTACH PARTITION {table} {bound};", path(parent)));
        }
    }
    for parent in old.inherits.iter().filter(|it| !new.inherits.contains(it)) {
        statements.push(format!("ALTER TABLE {table} NO INHERIT {};", path(parent)));
    }
    for parent in new.inherits.iter().filter(|it| !old.inherits.contains(it)) {
        statements.push(format!("ALTER TABLE {table} INHERIT {};", path(parent)));
    }
    let added = new.settings.keys().filter(|key| !old.settings.contains_key(*key));
    for key in old.settings.keys().chain(added) {
        let value = new.settings.get(key).map(String::as_str);
        if old.settings.get(key).map(String::as_str) != value {
            statements.push(format!("ALTER TABLE {table} {};", setting(key, value)?));
        }
    }
    if old.comment != new.comment {
        let text = quote::optional(new.comment.as_deref());
        statements.push(format!("COMMENT ON TABLE {table} IS {text};"));
    }
    Some(statements)
}

/// The action that gives a setting its value; none for one that no action takes back.
fn setting(key: &str, value: Option<&str>) -> Option<String> {
    let switch = |what: &str| match value {
        None => format!("ENABLE {what}"),
        Some("disabled") => format!("DISABLE {what}"),
        Some(other) => format!("ENABLE {} {what}", other.to_ascii_uppercase()),
    };
    Some(match (key, value) {
        ("persistence", None) => "SET LOGGED".to_owned(),
        ("persistence", Some(_)) => "SET UNLOGGED".to_owned(),
        ("tablespace", value) => format!("SET TABLESPACE {}", name(value.unwrap_or("pg_default"))),
        ("access method", value) => format!("SET ACCESS METHOD {}", name(value.unwrap_or("heap"))),
        ("owner", Some(owner)) => format!("OWNER TO {}", name(owner)),
        ("owner", None) => return None,
        ("row security", None) => "DISABLE ROW LEVEL SECURITY".to_owned(),
        ("row security", Some(_)) => "ENABLE ROW LEVEL SECURITY".to_owned(),
        ("force row security", None) => "NO FORCE ROW LEVEL SECURITY".to_owned(),
        ("force row security", Some(_)) => "FORCE ROW LEVEL SECURITY".to_owned(),
        ("cluster", None) => "SET WITHOUT CLUSTER".to_owned(),
        ("cluster", Some(index)) => format!("CLUSTER ON {}", name(index)),
        ("replica identity", value) => format!("REPLICA IDENTITY {}", value.unwrap_or("DEFAULT")),
        (key, value) if super::is_parameter(key) => match value {
            Some(value) => format!("SET ({key} = {value})"),
            None => format!("RESET ({key})"),
        },
        (key, _) => match key.split_once(' ') {
            Some(("trigger", which)) if ["all", "user"].contains(&which) => {
                switch(&format!("TRIGGER {which}"))
            }
            Some(("trigger", which)) => switch(&format!("TRIGGER {}", name(which))),
            Some(("rule", which)) => switch(&format!("RULE {}", name(which))),
            _ => return None,
        },
    })
}
