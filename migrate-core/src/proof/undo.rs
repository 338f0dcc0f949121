//! `DELETE`s that take back exactly what an `INSERT` added.

use std::collections::BTreeSet;

use super::copy::{split, unquoted};
use crate::command::{Data, DataKind};
use crate::schema::{IndexColumn, IndexKey, KeyColumn, Table};

/// Whether `delete` removes the rows that `insert` added, all of them and no other.
///
/// Recognised is the simple case: the rows are given as `VALUES`, and the deletion names the same
/// values of one column that no two rows of `table` share. `listed` are the columns that the rows are
/// for.
pub(super) fn undoes(delete: &Data, insert: &Data, listed: &[String], table: &Table) -> bool {
    let plain = insert.kind == DataKind::Insert
        && insert.values
        && !insert.overwrites
        && !insert.ignores
        && delete.kind == DataKind::Delete
        && !delete.limited;
    if !plain {
        return false;
    }
    let Some((column, deleted)) = named_rows(&delete.text) else { return false };
    let same = |name: &str| name.eq_ignore_ascii_case(&column);
    let at = listed.iter().position(|name| same(name));
    let unique =
        table.columns.iter().any(|found| same(&found.name) && is_unique(table, &found.name));
    let Some(at) = at.filter(|_| unique) else { return false };
    let inserted = inserted(&insert.text, at, listed.len());
    inserted.is_some_and(|inserted| !inserted.is_empty() && inserted == deleted)
}

/// The columns that the rows of an `INSERT` are for: those of the table where it lists none. A column that
/// the engine leaves out of them, in one dialect or another, makes that uncertain.
pub(super) fn listed(insert: &Data, table: &Table) -> Vec<String> {
    if !insert.columns.is_empty() {
        return insert.columns.iter().map(|column| column.name.clone()).collect();
    }
    if table.columns.iter().any(|column| column.generated.is_some() || column.invisible) {
        return Vec::new();
    }
    table.columns.iter().map(|column| column.name.clone()).collect()
}

/// What a key of another collation tells apart, a condition may not.
fn is_unique(table: &Table, column: &str) -> bool {
    let only = |columns: &[KeyColumn]| matches!(columns, [only] if only.name == column && only.collation.is_none());
    let key = table.primary_key.as_ref().is_some_and(|key| only(&key.columns));
    let unique = table.uniques.iter().any(|key| only(&key.columns));
    let indexed = table.indexes.values().any(|index| {
        let is_it = |part: &IndexColumn| {
            part.key == IndexKey::Column(column.to_owned()) && part.collation.is_none()
        };
        index.unique
            && index.predicate.is_none()
            && matches!(&index.columns[..], [only] if is_it(only))
    });
    key || unique || indexed
}

/// The column and the values of `DELETE FROM t WHERE column = value` and of `column IN (values)`.
fn named_rows(text: &str) -> Option<(String, BTreeSet<&str>)> {
    let words = split(text, ' ');
    let [delete, from, _, where_, rest @ ..] = words.as_slice() else { return None };
    let keywords = [(delete, "DELETE"), (from, "FROM"), (where_, "WHERE")];
    if keywords.iter().any(|(word, keyword)| !word.eq_ignore_ascii_case(keyword)) {
        return None;
    }
    let (column, values) = match rest {
        [column, equals, value] if *equals == "=" => (column, BTreeSet::from([*value])),
        [column, within, list] if within.eq_ignore_ascii_case("IN") => {
            (column, tuple(list)?.into_iter().collect())
        }
        _ => return None,
    };
    values.iter().all(|value| is_constant(value)).then(|| (unquoted(column).to_owned(), values))
}

/// The values of one column of `INSERT INTO t (…) VALUES (…), (…)`.
fn inserted(text: &str, at: usize, width: usize) -> Option<BTreeSet<&str>> {
    let words = split(text, ' ');
    let values = words.iter().position(|word| word.eq_ignore_ascii_case("VALUES"))?;
    let mut found = BTreeSet::new();
    for part in words.get(values + 1..)? {
        let part = part.trim_end_matches(',');
        if part.is_empty() {
            continue;
        }
        let row = tuple(part)?;
        let value = *row.get(at).filter(|_| row.len() == width)?;
        if !is_constant(value) {
            return None;
        }
        found.insert(value);
    }
    Some(found)
}

fn tuple(text: &str) -> Option<Vec<&str>> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    Some(split(inner, ',').into_iter().map(str::trim).collect())
}

/// A whole number or a text in quotes: the same each time it is read. A fraction may be rounded where it
/// is kept and not where it is compared.
fn is_constant(value: &str) -> bool {
    let number =
        !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    number || value.len() >= 2 && value.starts_with('\'') && value.ends_with('\'')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Ident;
    use crate::schema::{Column, PrimaryKey};

    fn verdict(delete: &str, insert: &str) -> bool {
        let key = KeyColumn { name: "id".to_owned(), ..KeyColumn::default() };
        let table = Table {
            columns: vec![Column::new("id", "integer"), Column::new("name", "text")].into(),
            primary_key: Some(PrimaryKey { columns: vec![key], ..PrimaryKey::default() }),
            ..Table::default()
        };
        let columns =
            ["id", "name"].map(|name| Ident { name: name.to_owned(), ..Ident::default() });
        let insert = Data {
            kind: DataKind::Insert,
            values: true,
            columns: columns.into(),
            text: insert.to_owned(),
            ..Data::default()
        };
        let delete = Data { kind: DataKind::Delete, text: delete.to_owned(), ..Data::default() };
        undoes(&delete, &insert, &listed(&insert, &table), &table)
    }

    #[test]
    fn the_same_keys_are_taken_back() {
        let insert = "INSERT INTO t (id, name) VALUES (1, 'a, b'), (2, 'it''s')";
        assert!(verdict("DELETE FROM t WHERE id IN (1, 2)", insert));
        assert!(verdict("DELETE FROM t WHERE id = 1", "INSERT INTO t (id, name) VALUES (1, 'a')"));
        assert!(!verdict("DELETE FROM t WHERE id = 1", insert), "one row stays");
        assert!(!verdict("DELETE FROM t WHERE id IN (1, 2, 3)", insert), "one row too many");
        assert!(!verdict("DELETE FROM t WHERE name = 'a, b'", insert), "others may be called so");
        assert!(!verdict("DELETE FROM t WHERE id = 1 OR id = 2", insert), "not the simple case");
        assert!(!verdict(
            "DELETE FROM t WHERE id = 1",
            "INSERT INTO t (id, name) VALUES (f(), 'a')"
        ));
    }
}
