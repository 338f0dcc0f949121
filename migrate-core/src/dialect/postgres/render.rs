//! The model as SQL: what a person pastes, so names have quotes only where they need them.

mod column;
mod constraint;
mod index;
mod object;
mod sequence;
mod table;
mod view;

use crate::change::Change;
use crate::dialect::Dialect;
use crate::render::Scene;
use crate::replay::REWRITTEN;
use crate::schema::{Enum, Name, Settings};
use crate::sql::quote;
use crate::sql::spelled;

/// A name as SQL.
#[must_use]
pub fn name(name: &str) -> String {
    quote::identifier(name, Dialect::Postgres)
}

/// A name with its namespace, where that is not the default one.
#[must_use]
pub fn path(of: &Name) -> String {
    quote::path(of, Dialect::Postgres)
}

fn names(of: &[String]) -> String {
    quote::list(of, Dialect::Postgres)
}

/// Normal text as a person would write it.
fn spelled(normal: &str) -> String {
    spelled::spelled(normal.trim_end_matches(REWRITTEN).trim_end(), Dialect::Postgres)
}

/// One change; none where PostgreSQL has no statement for it.
#[must_use]
pub fn change(scene: Scene<'_>, change: &Change) -> Option<Vec<String>> {
    let one = |text: String| Some(vec![text]);
    match change {
        Change::CreateNamespace(it) => one(format!("CREATE SCHEMA {};", name(it))),
        Change::DropNamespace(it) => one(format!("DROP SCHEMA {};", name(it))),
        Change::CreateTable(it, table) => table::create(scene, it, table),
        Change::DropTable(it) => one(format!("DROP TABLE {};", path(it))),
        Change::RenameTable { from, to } if from.namespace == to.namespace => {
            one(format!("ALTER TABLE {} RENAME TO {};", path(from), name(&to.name)))
        }
        Change::RenameTable { .. } | Change::ReorderColumns(..) => None,
        Change::SetOptions(it, options) => table::options(scene, it, options),
        Change::AddColumn(table, it) => column::add(scene, table, it),
        Change::DropColumn(table, it) => Some(column::drop(scene, table, it)),
        Change::RenameColumn { table, from, to } => one(format!(
            "ALTER TABLE {} RENAME COLUMN {} TO {};",
            path(table),
            name(from),
            name(to)
        )),
        Change::AlterColumn(table, it) => column::alter(scene, table, it),
        Change::AddConstraint(table, it) => Some(constraint::add(scene, table, it)),
        Change::DropConstraint(table, it) => constraint::drop(scene, table, it),
        Change::CreateIndex { table, name, index } => Some(index::create(table, name, index)),
        Change::DropIndex { table, name } => Some(index::drop(table, name)),
        Change::PutView(it, view) => view::put(scene, it, view),
        Change::DropView(it) => view::drop(scene, it),
        Change::PutEnum(it, to) => put_enum(scene, it, to),
        Change::DropEnum(it) => one(format!("DROP TYPE {};", path(it))),
        Change::PutSequence(it, to) => sequence::put(scene, it, to),
        Change::DropSequence(it) => Some(sequence::drop(scene, it)),
        Change::PutObject(it, object) => object::put(scene, it, object),
        Change::DropObject(it) => object::drop(scene, it),
    }
}

/// A new type, or the values that one has more than before: no value ever leaves.
fn put_enum(scene: Scene<'_>, of: &Name, to: &Enum) -> Option<Vec<String>> {
    let Some(old) = scene.now.enums.get(of) else {
        let values: Vec<String> = to.values.iter().map(|value| quote::literal(value)).collect();
        return Some(vec![format!("CREATE TYPE {} AS ENUM ({});", path(of), values.join(", "))]);
    };
    let mut statements = Vec::new();
    let mut kept = old.values.iter().peekable();
    for (at, value) in to.values.iter().enumerate() {
        if kept.next_if(|old| *old == value).is_some() {
            continue;
        }
        let after = at.checked_sub(1).and_then(|at| to.values.get(at));
        let place = match (after, old.values.first()) {
            (Some(after), _) if kept.peek().is_some() => {
                format!(" AFTER {}", quote::literal(after))
            }
            (None, Some(first)) => format!(" BEFORE {}", quote::literal(first)),
            _ => String::new(),
        };
        let value = quote::literal(value);
        statements.push(format!("ALTER TYPE {} ADD VALUE {value}{place};", path(of)));
    }
    kept.next().is_none().then_some(statements)
}

/// Settings that a `WITH (…)` takes: storage parameters and the options of views.
fn parameters(settings: &Settings) -> String {
    let known = settings.iter().filter(|(key, _)| is_parameter(key));
    known.map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join(", ")
}

/// Every other setting is written with blanks or is one of a few words.
fn is_parameter(key: &str) -> bool {
    const OTHER: [&str; 7] =
        ["persistence", "tablespace", "owner", "cluster", "recursive", "populated", "columns"];
    !key.contains(' ') && !OTHER.contains(&key)
}
