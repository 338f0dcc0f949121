//! Foreign keys: values that are there in the table referred to.

use std::collections::BTreeMap;

use crate::dialect::Dialect;
use crate::schema::{ForeignKey, Name, Schema, Table};
use crate::sql::quote::{identifier, path};

/// The columns a key refers to: those of the primary key where none are named.
pub(super) fn referenced<'s>(schema: &'s Schema, key: &'s ForeignKey) -> Vec<&'s str> {
    if !key.referenced_columns.is_empty() {
        return key.referenced_columns.iter().map(String::as_str).collect();
    }
    let table = schema.tables.get(&key.references);
    let primary = table.and_then(|table| table.primary_key.as_ref());
    primary.into_iter().flat_map(|key| &key.columns).map(|column| column.name.as_str()).collect()
}

/// Expressions that read the values of the columns of `keys` from the tables referred to, for the
/// row with that number. A column of several keys has the value of the longest one, by which the
/// others look for theirs.
pub(super) fn expressions(
    schema: &Schema,
    dialect: Dialect,
    keys: &[(&ForeignKey, usize)],
    row: usize,
) -> BTreeMap<String, String> {
    let mut sorted: Vec<&(&ForeignKey, usize)> = keys.iter().collect();
    sorted.sort_by_key(|(key, _)| std::cmp::Reverse(key.columns.len()));
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (key, count) in sorted {
        let columns = referenced(schema, key);
        let pairs: Vec<(&String, &str)> = key.columns.iter().zip(columns.iter().copied()).collect();
        let given: Vec<(String, String)> = pairs
            .iter()
            .filter_map(|(own, other)| Some(((*other).to_owned(), found.get(*own)?.clone())))
            .collect();
        let offset = if given.is_empty() { row % (*count).max(1) } else { 0 };
        for (own, other) in pairs {
            if !found.contains_key(own) {
                let sql = one(&key.references, other, &columns, &given, offset, dialect);
                found.insert(own.clone(), sql);
            }
        }
    }
    found
}

/// The value of a column in one row of a table. MySQL reads a table that it writes only through a
/// derived one.
fn one(
    table: &Name,
    column: &str,
    key: &[&str],
    given: &[(String, String)],
    offset: usize,
    dialect: Dialect,
) -> String {
    let name = |name: &str| identifier(name, dialect);
    let there = key.iter().map(|column| format!("{} IS NOT NULL", name(column)));
    let same = given.iter().map(|(column, value)| format!("{} = {value}", name(column)));
    let conditions: Vec<String> = there.chain(same).collect();
    let order: Vec<String> = key.iter().map(|column| name(column)).collect();
    format!(
        "(SELECT seen FROM (SELECT {} AS seen FROM {} WHERE {} ORDER BY {} LIMIT 1 OFFSET {offset}) AS found)",
        name(column),
        path(table, dialect),
        conditions.join(" AND "),
        order.join(", "),
    )
}

/// Makes the rows of a table refer to the first row of another one, or of itself.
pub(super) fn update(
    schema: &Schema,
    dialect: Dialect,
    name: &Name,
    table: &Table,
    key: &ForeignKey,
) -> Option<String> {
    let values = expressions(schema, dialect, &[(key, 1)], 0);
    let nullable = |column: &&String| table.column(column).is_some_and(|column| column.nullable);
    let sets: Vec<String> = key
        .columns
        .iter()
        .filter(nullable)
        .filter_map(|column| {
            Some(format!("{} = {}", identifier(column, dialect), values.get(column)?))
        })
        .collect();
    // The first row of a table that refers to itself is the root.
    let own = key.references == *name;
    let referenced = referenced(schema, key);
    let root = key.columns.iter().zip(&referenced).filter(|_| own);
    let root: Vec<String> = root
        .filter_map(|(column, other)| {
            Some(format!("{} <> {}", identifier(other, dialect), values.get(column)?))
        })
        .collect();
    let condition =
        if root.is_empty() { String::new() } else { format!(" WHERE {}", root.join(" OR ")) };
    (!sets.is_empty())
        .then(|| format!("UPDATE {} SET {}{condition}", path(name, dialect), sets.join(", ")))
}
