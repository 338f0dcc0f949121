//! The columns of a table that gets rows, with the values to try of each.

use std::collections::BTreeMap;

use crate::dialect::session::session;
use crate::dialect::{self, Dialect};
use crate::schema::{Column, Name, ObjectKind, PrimaryKey, Schema, Table};

use super::design::{Setting, Slot, Source};
use super::fact::{self, Facts, Known};
use super::kind::{Kind, USUAL, Values};
use super::{reference, salted};

/// The columns that are written.
pub(super) fn slots(
    name: &Name,
    table: &Table,
    setting: &Setting<'_>,
    salt: u64,
    together: bool,
) -> Vec<Slot> {
    let sources = sources(name, table, setting, together);
    let known = known(table, setting.dialect);
    let hints = hints(name, table, setting);
    let columns = table.columns.iter().filter(|column| column.generated.is_none());
    columns
        .map(|column| slot(column, &sources, &known, &hints, salt, setting))
        .map(|slot| within_partition(slot, name, table, setting.schema, setting.dialect))
        .collect()
}

/// Texts of the forms that checks ask for.
const FORMS: [&str; 9] = [
    "ABC",
    "abc",
    "a@b.org",
    "https://a.org/b",
    "/a",
    "0",
    "1.2.3",
    "2024-01-02",
    "3b1f8a52-9c04-4d2e-8f61-0a7bd5c3e9f1",
];

/// What the checks of the table say.
fn known(table: &Table, dialect: Dialect) -> Known {
    let mut known = Known::new();
    for check in table.checks.iter().filter(|check| !check.not_enforced) {
        fact::learn(&check.expression, dialect, &mut known);
    }
    known
}

/// Literals of the definitions around a table: of its checks, triggers and partitions.
fn hints(name: &Name, table: &Table, setting: &Setting<'_>) -> Vec<String> {
    let triggers = setting.schema.objects.iter().filter(|(object, what)| {
        object.kind == ObjectKind::Trigger && what.table.as_ref() == Some(name)
    });
    let mut texts: Vec<&str> = table.checks.iter().map(|check| check.expression.as_str()).collect();
    texts.extend(triggers.map(|(_, object)| object.text.as_str()));
    texts.extend(table.options.partition_by.as_deref());
    let mut found: Vec<String> =
        texts.iter().flat_map(|text| fact::literals(text, setting.dialect)).collect();
    // Partitions hold what is less than their numbers.
    let below = |it: &String| it.parse::<i64>().ok().map(|number| (number - 1).to_string());
    let below: Vec<String> = found.iter().filter_map(below).collect();
    found.extend(below);
    found.sort();
    found.dedup();
    found
}

fn slot(
    column: &Column,
    sources: &BTreeMap<String, Source>,
    known: &Known,
    hints: &[String],
    salt: u64,
    setting: &Setting<'_>,
) -> Slot {
    let held = dialect::rows::holds(setting.dialect)(column, setting.schema);
    let own = column.name.to_lowercase();
    let mut facts = known.get(&own).cloned().unwrap_or_default();
    let mut hints = hints.to_vec();
    if let Some(condition) = &held.condition {
        let mut domain = Known::new();
        fact::learn(condition, setting.dialect, &mut domain);
        facts = merged(facts, domain.remove("value").unwrap_or_default());
        hints.extend(fact::literals(condition, setting.dialect));
    }
    let salt = salted(salt, &[&column.name]);
    let values = held.kind.values(&facts, salt, session(setting.dialect));
    if matches!(held.kind, Kind::Text { .. }) {
        hints.extend(FORMS.iter().map(|form| format!("'{form}'")));
    }
    let is_number = matches!(held.kind, Kind::Integer { .. } | Kind::Decimal { .. });
    let rank = rank(&own, known, 0);
    let is_compared = rank > 0 || known.values().any(|facts| facts.above.contains(&own));
    let source = sources.get(&own).cloned().unwrap_or(Source::Own);
    Slot {
        name: column.name.clone(),
        source,
        nullable: column.nullable && !held.not_null && facts.null != Some(false),
        null: facts.null == Some(true) && column.nullable,
        default: column.default.as_ref().map(|default| format!("({default})")),
        hints: hints.into_iter().filter(|it| !is_number || !it.contains('\'')).collect(),
        // Columns that are compared with each other take values of one list in their order.
        shift: if is_compared { rank } else { usize::try_from(salt % 5).unwrap_or(0) },
        values,
        salt,
    }
}

fn merged(one: Facts, other: Facts) -> Facts {
    Facts {
        least: one.least.or(other.least),
        most: one.most.or(other.most),
        among: one.among.or(other.among),
        shortest: one.shortest.or(other.shortest),
        longest: one.longest.or(other.longest),
        pattern: one.pattern.or(other.pattern),
        json: one.json || other.json,
        null: one.null.or(other.null),
        above: one.above,
    }
}

/// How many columns are smaller than this one, each than the next.
fn rank(column: &str, known: &Known, depth: usize) -> usize {
    let below = known.get(column).map(|facts| facts.above.as_slice()).unwrap_or_default();
    let below = below.iter().filter(|_| depth < 5).map(|it| rank(it, known, depth + 1) + 1);
    below.max().unwrap_or(0).min(USUAL / 2)
}

/// Where the values of columns come from that are not their own.
fn sources(
    name: &Name,
    table: &Table,
    setting: &Setting<'_>,
    together: bool,
) -> BTreeMap<String, Source> {
    let mut sources = BTreeMap::new();
    for column in &table.columns {
        let is_key = |key: &PrimaryKey| key.columns.iter().any(|it| it.name == column.name);
        let predicted = together && table.primary_key.as_ref().is_some_and(is_key);
        if predicted || dialect::rows::is_numbered(setting.dialect, table, column) {
            sources.insert(column.name.to_lowercase(), Source::Numbered);
        }
    }
    for key in &table.foreign_keys {
        let own = key.references == *name;
        let late = own || setting.pending.contains(&key.references);
        let referenced = reference::referenced(setting.schema, key);
        for (column, other) in key.columns.iter().zip(referenced) {
            let nullable = table.column(column).is_some_and(|column| column.nullable);
            let source = match (own, late) {
                (_, false) => Source::Read,
                (_, true) if nullable => Source::Late,
                // Numbers of a row are those of the other one where both are made by this module.
                (true, true) => Source::Same(other.to_owned()),
                (false, true) if together => Source::Numbered,
                (false, true) => continue,
            };
            let at = column.to_lowercase();
            sources.insert(at, source);
        }
    }
    sources
}

/// Values that fit one of the partitions, where there is none for the rest.
fn within_partition(
    mut slot: Slot,
    name: &Name,
    table: &Table,
    schema: &Schema,
    dialect: Dialect,
) -> Slot {
    let mut wholes = vec![(name, table)];
    let mut found = Vec::new();
    while let Some((whole, table)) = wholes.pop() {
        let Some(by) = &table.options.partition_by else { continue };
        let is_key = by.to_lowercase().contains(&slot.name.to_lowercase());
        for (part, table) in &schema.tables {
            let Some((of, bound)) = &table.options.partition_of else { continue };
            if of == whole {
                let from = bound.split(" TO ").next().unwrap_or(bound);
                let from = from.strip_prefix("FOR VALUES").unwrap_or(from).trim_start();
                if is_key && (from.starts_with("FROM") || from.starts_with("IN")) {
                    found.extend(fact::literals(from, dialect));
                }
                wholes.push((part, table));
            }
        }
    }
    if !found.is_empty() {
        slot.values = Values { usual: found, edges: Vec::new() };
    }
    slot
}
