//! What makes a table of SQLite normal, whether text or pragmas told it.
//!
//! - Names in keys and indexes are spelled like the column they mean.
//! - A foreign key names the other table and its columns in lower case: a rename spells them as it was
//!   spelled itself, and that other table may not even exist.
//! - A collation is said only where it is not the one that would hold anyway: `BINARY` for a
//!   column, the column's own for a key.
//! - Whether a column accepts NULL is what the engine enforces. `PRIMARY KEY` alone does not imply
//!   NOT NULL, for the sake of old mistakes, with three exceptions: the rowid, which is never NULL
//!   (<https://www.sqlite.org/lang_createtable.html#rowid>), and every key column of a `WITHOUT ROWID`
//!   (<https://www.sqlite.org/withoutrowid.html>) or `STRICT`
//!   table (<https://www.sqlite.org/stricttables.html>). `pragma_table_xinfo` tells the latter two as
//!   NOT NULL and the first as declared, which is why both origins come through here.
//! - `DEFAULT NULL` is no default. A foreign key is deferred or not, never just deferrable.

use crate::schema::{
    Column, Deferrable, Index, IndexColumn, IndexKey, KeyColumn, List, PrimaryKey, Table,
};

/// Makes `table` normal; doing it again changes nothing.
pub fn table(table: &mut Table) {
    for column in table.columns.iter_mut() {
        normal_column(column);
    }
    let names = Names::of(&table.columns);
    if let Some(key) = &mut table.primary_key {
        names.key(&mut key.columns);
    }
    for key in table.uniques.iter_mut() {
        names.key(&mut key.columns);
    }
    for key in table.foreign_keys.iter_mut() {
        key.columns.iter_mut().for_each(|column| names.respell(column));
        key.references = key.references.beside(key.references.name.to_ascii_lowercase());
        key.referenced_columns.iter_mut().for_each(|column| column.make_ascii_lowercase());
        if key.deferrable == Deferrable::InitiallyImmediate {
            key.deferrable = Deferrable::No;
        }
    }
    table.indexes.update(|_| true, |index| names.index(index));
    implied_not_null(table);
    table.sort();
}

/// Makes an index of `table` normal.
pub fn index(table: &Table, index: &mut Index) {
    Names::of(&table.columns).index(index);
}

/// Where the column is that is another name for the rowid: a lone key column declared `INTEGER`, in
/// so many letters and without `DESC`.
#[must_use]
pub fn rowid_column(table: &Table) -> Option<usize> {
    match &table.primary_key {
        Some(PrimaryKey { columns, .. }) if !table.options.without_rowid => match &columns[..] {
            [KeyColumn { name, descending: false, .. }] => {
                table.columns.iter().position(|column| {
                    column.name.eq_ignore_ascii_case(name)
                        && column.data_type.eq_ignore_ascii_case("INTEGER")
                })
            }
            _ => None,
        },
        _ => None,
    }
}

fn normal_column(column: &mut Column) {
    column.collation = column.collation.take().and_then(|name| normal_collation(&name));
    if column.default.as_deref().is_some_and(|text| text.eq_ignore_ascii_case("NULL")) {
        column.default = None;
    }
    if column.nullable {
        column.not_null_conflict = None;
    }
}

/// Collations are found in any letter case; `BINARY` is what there is without one.
fn normal_collation(name: &str) -> Option<String> {
    let name = name.to_ascii_uppercase();
    (name != "BINARY").then_some(name)
}

fn implied_not_null(table: &mut Table) {
    let rowid = rowid_column(table);
    let Some(key) = &mut table.primary_key else { return };
    if let Some(column) = rowid.and_then(|at| table.columns.get_mut(at)) {
        column.nullable = false;
        column.not_null_conflict = None;
        // The rowid is a number: no collation ever compares it.
        key.columns.iter_mut().for_each(|part| part.collation = None);
    }
    if !(table.options.without_rowid || table.options.strict) {
        return;
    }
    for part in &key.columns {
        for column in table.columns.iter_mut().filter(|column| column.name == part.name) {
            column.nullable = false;
        }
    }
}

/// The columns of a table. They are gone through for each name of a key, of which there are few: a map
/// would be made for each table and each index.
struct Names {
    columns: List<Column>,
}

impl Names {
    fn of(columns: &List<Column>) -> Self {
        Self { columns: columns.clone() }
    }

    fn get(&self, name: &str) -> Option<&Column> {
        let is_it = |column: &&Column| {
            column.name.len() == name.len() && column.name.eq_ignore_ascii_case(name)
        };
        // Where two have one name, the later one counts.
        self.columns.iter().rfind(is_it)
    }

    fn respell(&self, name: &mut String) {
        if let Some(column) = self.get(name)
            && column.name != *name
        {
            column.name.clone_into(name);
        }
    }

    fn key(&self, columns: &mut [KeyColumn]) {
        for column in columns {
            self.collation(Some(&column.name), &mut column.collation);
            self.respell(&mut column.name);
        }
    }

    fn index(&self, index: &mut Index) {
        for IndexColumn { key, collation, .. } in &mut index.columns {
            match key {
                IndexKey::Column(name) => {
                    self.collation(Some(name), collation);
                    self.respell(name);
                }
                IndexKey::Expression(_) => self.collation(None, collation),
            }
        }
    }

    /// Takes away a collation that would hold anyway. On a column that has another one, `BINARY`
    /// means something.
    fn collation(&self, column: Option<&str>, collation: &mut Option<String>) {
        let own = column.and_then(|name| self.get(name)).and_then(|own| own.collation.as_deref());
        if let Some(name) = collation {
            name.make_ascii_uppercase();
            if name == own.unwrap_or("BINARY") {
                *collation = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn normal_is_normal(mut table in crate::diff::tests::table()) {
            super::table(&mut table);
            let mut again = table.clone();
            super::table(&mut again);
            prop_assert_eq!(again, table);
        }
    }
}
