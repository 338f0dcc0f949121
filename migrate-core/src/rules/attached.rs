//! What hangs on a column, and is missed when another column takes its place.

use crate::finding::Finding;
use crate::replay::Step;
use crate::schema::{Index, IndexKey, Name};

use super::listing;

/// The finding, saying what the column that takes the place of another one needs as well.
pub(super) fn noted(step: &Step<'_>, table: &Name, column: &str, finding: Finding) -> Finding {
    let parts = parts(step, table, column);
    if parts.is_empty() {
        return finding;
    }
    finding.note(format!(
        "{} must be made for the new column as well, before the old one goes",
        listing::and(&parts)
    ))
}

/// What goes with the old column and has to be made for the new one before that, each as it says
/// itself in messages.
fn parts(step: &Step<'_>, table: &Name, column: &str) -> Vec<String> {
    let Some(it) = step.before.tables.get(table) else { return Vec::new() };
    let has = |names: &[String]| names.iter().any(|name| name == column);
    let named = |name: Option<&String>, kind: &str| match name {
        Some(name) => format!("{kind} `{name}`"),
        None => format!("a {kind}"),
    };
    let mut found = Vec::new();
    let own = it.column(column);
    if own.is_some_and(|own| own.default.is_some()) {
        found.push("the default".to_owned());
    }
    if own.is_some_and(|own| !own.nullable) {
        found.push("NOT NULL".to_owned());
    }
    if let Some(key) = &it.primary_key
        && key.columns.iter().any(|part| part.name == column)
    {
        found.push("the primary key".to_owned());
    }
    for key in it.uniques.iter().filter(|key| key.columns.iter().any(|it| it.name == column)) {
        found.push(named(key.name.as_ref(), "unique key"));
    }
    for key in it.foreign_keys.iter().filter(|key| has(&key.columns)) {
        found.push(named(key.name.as_ref(), "foreign key"));
    }
    let covers = |index: &Index| {
        index.columns.iter().any(|part| matches!(&part.key, IndexKey::Column(it) if it == column))
    };
    let indexes = it.indexes.iter().filter(|(_, index)| covers(index));
    found.extend(indexes.map(|(name, _)| format!("index `{name}`")));
    found
}
