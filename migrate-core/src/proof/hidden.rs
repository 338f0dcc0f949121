//! What PostgreSQL keeps of things and the model does not follow.
//!
//! Each answer is a reason to know nothing: none of these is common, and none is worth a field of
//! the model before it is.

use std::collections::BTreeMap;

use super::born::Born;
use crate::change::Change;
use crate::command::{ColumnChange, TableChange, What};
use crate::replay::Step;
use crate::schema::{
    Column, Constraint, IndexKey, Name, Object, ObjectKind, ObjectName, Schema, Table,
};

/// A part of the schema that was taken away, and that something hung on which a new one of the same
/// name does not have.
#[derive(Debug)]
pub(super) enum Lost {
    /// An index or constraint.
    Key(Name, String),
    /// A column.
    Column(Name, String),
    /// A routine, trigger, rule or other object.
    Object(ObjectName),
}

impl Lost {
    /// Whether there is one of that name again.
    pub(super) fn is_back(&self, after: &Schema) -> bool {
        match self {
            Self::Key(table, key) => after.tables.get(table).is_some_and(|table| {
                table.indexes.contains_key(key)
                    || table.constraints().iter().any(|found| found.name() == Some(key))
            }),
            Self::Column(table, column) => {
                after.tables.get(table).is_some_and(|table| table.column(column).is_some())
            }
            Self::Object(name) => after.objects.contains_key(name),
        }
    }

    pub(super) fn words(&self) -> String {
        match self {
            Self::Key(table, name) => format!("`{name}` of table `{table}`"),
            Self::Column(table, name) => format!("column `{name}` of table `{table}`"),
            Self::Object(name) => name.to_string(),
        }
    }
}

/// What of the part that `change` takes away would not come back with it.
pub(super) fn lost(change: &Change, before: &Schema) -> Option<Lost> {
    match change {
        Change::DropIndex { table, name } => key(before, table, name),
        Change::DropConstraint(table, constraint) => key(before, table, constraint.name()?),
        Change::DropColumn(table, column) => {
            let kinds = [ObjectKind::Grant, ObjectKind::Statistics, ObjectKind::Publication];
            let hangs = |name: &ObjectName, object: &Object| {
                let own = object.table.as_ref() == Some(table)
                    || has_word(&object.text, &table.name)
                    || has_word(&name.name.name, &table.name);
                let names = has_word(&object.text, column) || has_word(&name.name.name, column);
                kinds.contains(&name.kind) && own && names
            };
            let found = before.objects.iter().any(|(name, object)| hangs(name, object));
            found.then(|| Lost::Column(table.clone(), column.clone()))
        }
        Change::DropObject(gone) => {
            let bare = bare(gone);
            let kinds = [ObjectKind::Comment, ObjectKind::Label, ObjectKind::Grant];
            // Replay lets those go with it.
            let follows = |name: &ObjectName| match name.kind {
                ObjectKind::Comment => {
                    name.name.name == format!("{} {}", gone.kind.words(), gone.name.name)
                }
                ObjectKind::Grant => {
                    matches!(gone.kind, ObjectKind::Routine | ObjectKind::Type | ObjectKind::Domain)
                }
                _ => false,
            };
            let hangs = |name: &ObjectName| {
                kinds.contains(&name.kind) && has_word(&name.name.name, bare) && !follows(name)
            };
            let switch = gone.name.name.split(" on ").next().unwrap_or_default();
            let switched = |table: &Table| {
                let switches = [format!("trigger {switch}"), format!("rule {switch}")];
                switches.iter().any(|name| table.options.settings.contains_key(name))
            };
            let table = before.objects.get(gone).and_then(|object| object.table.as_ref());
            let table = table.and_then(|table| before.tables.get(table));
            let found = !kinds.contains(&gone.kind) && before.objects.keys().any(hangs)
                || table.is_some_and(|table| switched(table));
            found.then(|| Lost::Object(gone.clone()))
        }
        _ => None,
    }
}

fn key(before: &Schema, table: &Name, key: &str) -> Option<Lost> {
    let of = before.tables.get(table)?;
    let chosen = |name: &str| of.options.settings.get(name).is_some_and(|it| has_word(it, key));
    let described = |name: &ObjectName| {
        name.kind == ObjectKind::Comment
            && name.name.name.starts_with("constraint ")
            && has_word(&name.name.name, key)
    };
    let found = chosen("cluster")
        || of
            .options
            .settings
            .iter()
            .any(|(name, it)| name.contains("identity") && has_word(it, key))
        || before.objects.keys().any(described);
    found.then(|| Lost::Key(table.clone(), key.to_owned()))
}

/// Why nothing is known of the schema after the step, beside what replay says itself.
pub(super) fn of(step: &Step<'_>, born: &Born) -> Option<String> {
    if let What::Set(setting) = &step.command.what
        && setting.name == "search_path"
        && is_ambiguous(&step.before)
    {
        return Some("types or functions of one name are in several schemas".to_owned());
    }
    step.changes.iter().find_map(|change| match change {
        Change::DropObject(name) => used(name, &step.before),
        Change::PutObject(name, new) => replaced(name, new, &step.before),
        Change::AlterColumn(table, new) if !born.covers(change) && changes_type(step) => {
            let of = step.before.tables.get(table)?;
            retyped(of, of.column(&new.name)?, new)
        }
        Change::DropConstraint(table, Constraint::PrimaryKey(_)) => {
            let groups = |query: &str| query.contains("group by");
            let mut views = step.before.views.values();
            views
                .any(|view| groups(&view.query) && view.uses.iter().any(|(name, _)| name == table))
                .then(|| format!("a view that groups by the key of `{table}` goes with it"))
        }
        _ => None,
    })
}

/// Whether the search path decides which of two types or functions a name means: replay resolves
/// relations by it, and leaves the names in expressions as they are.
fn is_ambiguous(schema: &Schema) -> bool {
    let objects = schema.objects.keys().filter(|name| {
        matches!(name.kind, ObjectKind::Routine | ObjectKind::Type | ObjectKind::Domain)
    });
    let named = objects.map(|name| (bare(name), name.name.namespace.as_str()));
    let named = named.chain(schema.enums.keys().map(|it| (it.name.as_str(), &*it.namespace)));
    let mut seen = BTreeMap::new();
    named.into_iter().any(|(name, at)| seen.insert(name, at).is_some_and(|other| other != at))
}

fn changes_type(step: &Step<'_>) -> bool {
    matches!(&step.command.what, What::AlterTable(alter) if matches!(
        &alter.change,
        TableChange::AlterColumn { change: ColumnChange::Type { .. }, .. }
    ))
}

/// A function or collation that a table uses cannot go, or takes what uses it along.
fn used(gone: &ObjectName, before: &Schema) -> Option<String> {
    let bare = bare(gone);
    let uses = |table: &Table| match gone.kind {
        ObjectKind::Collation => table
            .columns
            .iter()
            .any(|column| column.collation.as_deref().is_some_and(|it| has_word(it, bare))),
        ObjectKind::Routine => expressions(table).any(|text| has_word(text, bare)),
        _ => false,
    };
    let (table, _) = before.tables.iter().find(|(_, table)| uses(table))?;
    Some(format!("table `{table}` may use {gone}"))
}

/// `CREATE OR REPLACE` takes a new body, but not every new head; and it keeps or loses what was said
/// of the old one.
fn replaced(name: &ObjectName, new: &Object, before: &Schema) -> Option<String> {
    let old = before.objects.get(name)?;
    match name.kind {
        ObjectKind::Routine => {
            // What follows may be replaced; a body may be written in several ways.
            let head = |text: &str| {
                let text = text.split(" as ").next().unwrap_or_default();
                let text = text.split(" return ").next().unwrap_or_default();
                text.split(" begin atomic ").next().unwrap_or_default().to_owned()
            };
            (head(&old.text) != head(&new.text))
                .then(|| format!("{name} cannot be replaced by every other"))
        }
        ObjectKind::Trigger | ObjectKind::Rule => {
            let lost = lost(&Change::DropObject(name.clone()), before)?;
            Some(format!("{} was switched on or off or described", lost.words()))
        }
        _ => None,
    }
}

/// A change of type writes anew whatever uses the column, with the casts that the new type needs;
/// they stay when the type comes back.
fn retyped(table: &Table, old: &Column, new: &Column) -> Option<String> {
    let name = &old.name;
    if ["storage", "compression"].iter().any(|setting| old.settings.contains_key(*setting)) {
        return Some(format!("another type resets how column `{name}` is stored"));
    }
    let measured = |settings: &crate::schema::Settings| {
        settings.keys().any(|setting| setting.contains("statistics"))
    };
    if table.indexes.values().any(|index| measured(&index.settings)) {
        return Some(format!("an index with a statistics target is built anew with `{name}`"));
    }
    let constructs = ["case", "coalesce", "nullif", "greatest", "least", "array"];
    let same = class(&old.data_type) == class(&new.data_type);
    let written_anew = |text: &str| {
        has_word(text, name) && !(same && constructs.iter().all(|word| !has_word(text, word)))
    };
    let found = expressions_but_generated(table).any(written_anew);
    found.then(|| format!("a condition that uses column `{name}` is written anew with its type"))
}

/// Types between which no operator needs a cast that it would not need anyway.
fn class(data_type: &str) -> &str {
    let bare = data_type.split('(').next().unwrap_or_default().trim();
    match bare {
        "smallint" | "integer" | "bigint" => "integer",
        "text" | "character varying" | "varchar" => "text",
        _ => bare,
    }
}

fn expressions(table: &Table) -> impl Iterator<Item = &str> {
    let columns = table.columns.iter().flat_map(|column| {
        let generated = column.generated.as_ref().map(|generated| generated.expression.as_str());
        column.default.as_deref().into_iter().chain(generated)
    });
    columns.chain(expressions_but_generated(table))
}

fn expressions_but_generated(table: &Table) -> impl Iterator<Item = &str> {
    let checks = table.checks.iter().map(|check| check.expression.as_str());
    let excluded = table.exclusions.iter().map(|exclusion| exclusion.definition.as_str());
    let indexed = table.indexes.values().flat_map(|index| {
        let keys = index.columns.iter().filter_map(|column| match &column.key {
            IndexKey::Expression(text) => Some(text.as_str()),
            IndexKey::Column(_) => None,
        });
        keys.chain(index.predicate.as_deref())
    });
    checks.chain(excluded).chain(indexed)
}

fn bare(name: &ObjectName) -> &str {
    let name = name.name.name.split('(').next().unwrap_or_default();
    name.split(" on ").next().unwrap_or_default().trim()
}

/// Whether `word` stands in `text` by itself.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
            !before.is_some_and(is_part) && !after.is_some_and(is_part)
        })
}
