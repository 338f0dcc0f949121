//! What is said to an engine about rows.

use super::{Dialect, Parts};
use crate::schema::{Column, Name, Schema, Sequence, Table};
use crate::seed::Held;
use crate::sql::quote;

/// What its columns can hold.
pub(crate) const fn holds(dialect: Dialect) -> fn(&Column, &Schema) -> Held {
    Parts::of(dialect).holds
}

/// How a column, whose name as SQL comes second, is read as text that only the same value has.
pub(crate) const fn reads(dialect: Dialect) -> fn(&Column, &str) -> String {
    Parts::of(dialect).reads
}

/// Whether a query of a table finds the rows of those that inherit from it too.
pub(crate) const fn inherits(dialect: Dialect) -> bool {
    matches!(dialect, Dialect::Postgres)
}

/// Whether a table of that name is the one in which the engine keeps how far numbers have come, and to which
/// anybody may write.
pub(crate) fn counts_in(dialect: Dialect, table: &str) -> bool {
    dialect == Dialect::Sqlite && table.eq_ignore_ascii_case("sqlite_sequence")
}

/// The last number that the engine gave a row by itself, as an expression; none where it counts on
/// from the rows that are there.
pub(crate) fn counter(dialect: Dialect, table: &Name, column: &Column) -> Option<String> {
    (Parts::of(dialect).counter)(table, column)
}

/// The last number that a sequence gave out, as an expression, which is NULL where it has given none; none
/// where what comes next is less.
pub(crate) fn standing(dialect: Dialect, name: &Name, sequence: &Sequence) -> Option<String> {
    let upwards = sequence.increment > 0;
    let standing = || (Parts::of(dialect).standing)(&quote::path(name, dialect), sequence);
    upwards.then(standing).flatten()
}

/// What empties those tables, whatever refers to what.
pub(crate) fn emptied(dialect: Dialect, tables: &[String]) -> Vec<String> {
    if dialect == Dialect::Postgres {
        return vec![format!("TRUNCATE {} CASCADE", tables.join(", "))];
    }
    let (before, after) = unchecked(dialect);
    let delete = tables.iter().map(|table| format!("DELETE FROM {table}"));
    let before = before.trim_end_matches("; ").to_owned();
    std::iter::once(before).chain(delete).chain([after.to_owned()]).collect()
}

/// Whether the engine says that a column cannot be added to a table with rows, whichever they are.
pub(crate) fn wants_no_rows(dialect: Dialect, message: &str) -> bool {
    dialect == Dialect::Sqlite && message.starts_with("Cannot add a ")
}

/// Whether the engine numbers the rows of a table by that column, and takes other numbers too.
pub(crate) fn is_numbered(dialect: Dialect, table: &Table, column: &Column) -> bool {
    let counts = column.default.as_deref().is_some_and(|it| it.starts_with("nextval("));
    let is_rowid = || {
        let key = table.primary_key.as_ref().map(|key| key.columns.as_slice());
        let is_key = matches!(key, Some([only]) if only.name.eq_ignore_ascii_case(&column.name));
        is_key && !table.options.without_rowid && column.data_type == "INTEGER"
    };
    column.identity.is_some() || counts || dialect == Dialect::Sqlite && is_rowid()
}

/// Whether triggers of one moment fire in the order in which they were created.
pub(crate) const fn orders_triggers(dialect: Dialect) -> bool {
    matches!(dialect, Dialect::Mysql)
}

/// What stands for a value that the engine chooses.
pub(crate) const fn left_to_engine(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "NULL",
        Dialect::Postgres | Dialect::Mysql => "DEFAULT",
    }
}

/// What lets rows that refer to each other come one after the other, and what ends that.
pub(crate) const fn unchecked(dialect: Dialect) -> (&'static str, &'static str) {
    match dialect {
        Dialect::Postgres => ("SET CONSTRAINTS ALL DEFERRED; ", "SET CONSTRAINTS ALL IMMEDIATE"),
        Dialect::Mysql => ("SET foreign_key_checks = 0; ", "SET foreign_key_checks = 1"),
        Dialect::Sqlite => ("PRAGMA foreign_keys = off; ", "PRAGMA foreign_keys = on"),
    }
}
