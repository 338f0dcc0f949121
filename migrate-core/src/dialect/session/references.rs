//! Which references a script may break, and how to ask for the broken ones: where the engine lets it,
//! which is SQLite.

use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::sql::normal::names_in;
use crate::sql::quote::literal;
use crate::sql::split::Statement;

/// Whether a statement may leave rows that refer to nothing.
///
/// Adding a table, an index, a view or a trigger changes no row that refers to anything (`CREATE
/// TABLE … AS` copies rows, but makes no references). `ALTER TABLE` changes rows only where it adds
/// a column that `REFERENCES` something and has a default.
#[must_use]
pub fn may_break(sql: &str, statement: &Statement) -> bool {
    let words: Vec<&str> = statement.leading.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["CREATE" | "PRAGMA", ..] | ["DROP", "VIEW" | "TRIGGER", ..] => false,
        ["ALTER", ..] => words_of(&sql[statement.span.range()]).contains("references"),
        _ => true,
    }
}

/// Every word and quoted name of a script in lower case: no table that it touches itself is missing.
#[must_use]
pub fn words_of(sql: &str) -> BTreeSet<String> {
    names_in(sql, Dialect::Sqlite)
}

/// Lists the tables with references from or to a table named in `words`, each in a row. A row
/// without a name says that such a table has a trigger, which may reach any other.
#[must_use]
pub fn select_tables(words: &BTreeSet<String>) -> String {
    let words: Vec<String> = words.iter().map(|word| literal(word)).collect();
    let words = words.join(", ");
    format!(
        "SELECT s.name FROM main.sqlite_schema AS s JOIN pragma_foreign_key_list(s.name, 'main') AS f \
         WHERE s.type = 'table' AND (lower(s.name) IN ({words}) OR lower(f.\"table\") IN ({words})) \
         UNION SELECT NULL FROM main.sqlite_schema \
         WHERE type = 'trigger' AND lower(tbl_name) IN ({words})"
    )
}

/// Lists broken references, those of `tables` or all: the table, the one referred to, and how many
/// rows. A table that a script has dropped has none, and asking for them is an error.
#[must_use]
pub fn select_broken(tables: Option<&BTreeSet<String>>) -> String {
    const COLUMNS: &str = "SELECT c.\"table\", c.parent, CAST(count(*) AS TEXT)";
    const ORDER: &str = "GROUP BY 1, 2 ORDER BY 1, 2";
    match tables {
        None => {
            format!("{COLUMNS} FROM pragma_foreign_key_check(NULL, 'main') AS c {ORDER}")
        }
        Some(tables) => {
            let rows: Vec<String> =
                tables.iter().map(|table| format!("({})", literal(table))).collect();
            format!(
                "{COLUMNS} FROM (VALUES {}) AS t JOIN main.sqlite_schema AS s \
                 ON s.type = 'table' AND s.name = t.column1 \
                 JOIN pragma_foreign_key_check(s.name, 'main') AS c {ORDER}",
                rows.join(", ")
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::split::statements;

    #[test]
    fn what_cannot_break_a_reference_is_not_checked() {
        let may = |sql: &str| {
            let found = statements(sql, Dialect::Sqlite);
            found.iter().map(|statement| may_break(sql, statement)).collect::<Vec<_>>()
        };
        assert_eq!(may("create table a (b); drop view v; pragma x = 1"), [false; 3]);
        assert_eq!(may("alter table a add b; alter table a add c references d"), [false, true]);
        assert_eq!(
            may("drop table a; delete from b; with c as (select 1) delete from d"),
            [true; 3]
        );
    }
}
