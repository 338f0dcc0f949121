//! One table from what the pragmas and the texts tell of it.

use super::facts::Facts;
use super::known::{Entry, Known};
use crate::dialect::Dialect;
use crate::dialect::sqlite::normalize;
use crate::schema::{Generated, Index, IndexKey, KeyColumn, List, Map, Table, Unique};
use crate::sql::normal;
use crate::sql::sqlite::{Created, create, resolve};

/// The table `name` with its indexes. Each text that cannot be read, or tells other than the pragmas,
/// goes to `unread` with the name of its row.
pub(super) fn table(
    name: &str,
    told: Facts,
    known: &Known,
    unread: &mut Vec<(String, String)>,
) -> Table {
    let mut facts = told.table;
    let entry = known.table(name);
    let written = entry.and_then(written_table);
    if let Some(written) = &written {
        for column in facts.columns.iter_mut() {
            column.collation =
                written.column(&column.name).and_then(|column| column.collation.clone());
        }
    }
    normalize::table(&mut facts);
    let indexes = std::mem::take(&mut facts.indexes);
    let mut table = match written {
        Some(written) if seen_by_pragmas(&written) == seen_by_pragmas(&facts) => written,
        _ => {
            unread.extend(entry.map(as_text));
            facts
        }
    };
    for (index, facts) in &indexes {
        let entry = known.indexes(name).find(|entry| entry.name == *index);
        let index_facts = match entry.and_then(|entry| written_index(entry, &table)) {
            Some(written) if index_seen_by_pragmas(&written) == *facts => written,
            _ => {
                unread.extend(entry.map(as_text));
                facts.clone()
            }
        };
        table.indexes.insert(index.clone(), index_facts);
    }
    table
}

fn as_text(entry: &Entry) -> (String, String) {
    let sql = entry.sql.as_deref().unwrap_or_default();
    (entry.name.clone(), normal::normal(sql, Dialect::Sqlite))
}

fn written_table(entry: &Entry) -> Option<Table> {
    match create(entry.sql.as_deref()?).ok()?.what {
        Created::Table(table) => Some(*table),
        _ => None,
    }
}

fn written_index(entry: &Entry, table: &Table) -> Option<Index> {
    match create(entry.sql.as_deref()?).ok()?.what {
        Created::Index { mut index, .. } => {
            resolve::index(table, &mut index);
            normalize::index(table, &mut index);
            Some(index)
        }
        _ => None,
    }
}

/// `table` without what no pragma tells.
fn seen_by_pragmas(table: &Table) -> Table {
    let mut table = table.clone();
    table.checks = List::new();
    table.indexes = Map::new();
    for column in table.columns.iter_mut() {
        column.not_null_conflict = None;
        column.identity = None;
        if let Some(Generated { expression, .. }) = &mut column.generated {
            expression.clear();
        }
    }
    let served_by_key = normalize::rowid_column(&table).is_none();
    if let Some(key) = &mut table.primary_key {
        key.name = None;
        key.conflict = None;
    }
    let key = table.primary_key.as_ref().filter(|_| served_by_key);
    let key = key.map(|key| unordered(&key.columns));
    for unique in table.uniques.iter_mut() {
        let columns = unordered(&unique.columns);
        *unique = Unique { columns, ..Unique::default() };
    }
    for reference in table.foreign_keys.iter_mut() {
        reference.name = None;
        reference.deferrable = Default::default();
    }
    table.sort();
    // The engine keeps one index for constraints that differ in no column and no collation.
    table.uniques.dedup();
    table.uniques.retain(|unique| Some(&unique.columns) != key.as_ref());
    table
}

fn unordered(columns: &[KeyColumn]) -> Vec<KeyColumn> {
    columns.iter().map(|column| KeyColumn { descending: false, ..column.clone() }).collect()
}

fn index_seen_by_pragmas(index: &Index) -> Index {
    let mut index = index.clone();
    for part in &mut index.columns {
        if let IndexKey::Expression(expression) = &mut part.key {
            expression.clear();
        }
    }
    index.predicate = index.predicate.map(|_| String::new());
    index
}
