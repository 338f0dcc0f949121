//! Rows before and after: what to ask for them, and which columns did not come back.
//!
//! Every value is read as text that only the same value has, NULL apart. Rows are compared as a whole
//! first, as a multiset; where they differ, column by column, and by the primary key where that came
//! back, so that values which only changed places are seen too.

mod cause;
mod clock;
mod compare;
mod reach;

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::{self, Dialect};
use crate::schema::{Name, Schema, Sequence, Table};
use crate::sql::quote::{identifier, path};

pub use cause::{Cause, cause};
pub use clock::noted_by_engine;
pub use compare::{Loss, compare};
pub use reach::touched;
pub(crate) use reach::{named, words};

/// A row of an answer.
pub type Row = Vec<Option<String>>;

/// The rows of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The columns, in the order of the cells.
    pub columns: Vec<String>,
    /// The columns of the primary key.
    pub key: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The last number that the engine gave out by itself.
    pub counter: Option<String>,
}

/// What is read of some tables, and the queries for it.
#[derive(Clone, Debug)]
pub struct Reading {
    tables: Vec<Name>,
    contents: Vec<Content>,
    /// All queries, to be sent in one text; empty where there is nothing to read.
    pub sql: String,
}

/// The mark of a row that is no row of a table, but a counter.
const COUNTER: &str = "counter";

impl Reading {
    /// Reads those of the tables that the schema has, and those of the sequences.
    #[must_use]
    pub fn new<'n>(
        schema: &Schema,
        dialect: Dialect,
        names: impl Iterator<Item = &'n Name>,
    ) -> Self {
        let mut reading = Self { tables: Vec::new(), contents: Vec::new(), sql: String::new() };
        for name in names {
            if let Some(sequence) = schema.sequences.get(name) {
                reading.count(name, sequence, dialect);
            }
            let Some(table) = schema.tables.get(name) else { continue };
            if table.columns.is_empty() || table.options.partition_of.is_some() {
                continue;
            }
            let at = reading.tables.len();
            reading.sql.push_str(&select(name, table, dialect, at));
            if let Some(counter) = counter(name, table, schema, dialect) {
                reading.sql.push_str(&format!("SELECT '{COUNTER}', '{at}', {counter};\n"));
            }
            reading.tables.push(name.clone());
            reading.contents.push(Content {
                columns: table.columns.iter().map(|column| column.name.clone()).collect(),
                key: key(table),
                ..Content::default()
            });
        }
        reading
    }

    /// Reads where a sequence stands that belongs to no column.
    fn count(&mut self, name: &Name, sequence: &Sequence, dialect: Dialect) {
        let standing = dialect::rows::standing(dialect, name, sequence);
        if let Some(counter) = standing.filter(|_| sequence.owned_by.is_none()) {
            let at = self.tables.len();
            self.sql.push_str(&format!("SELECT '{COUNTER}', '{at}', {counter};\n"));
            self.tables.push(name.clone());
            self.contents.push(Content::default());
        }
    }

    /// The rows by table, of the answers to all queries one after the other.
    #[must_use]
    pub fn contents(mut self, answers: Vec<Row>) -> BTreeMap<Name, Content> {
        for row in answers {
            let mut cells = row.into_iter();
            let mark = cells.next().flatten().unwrap_or_default();
            let is_counter = mark == COUNTER;
            let mark = if is_counter { cells.next().flatten().unwrap_or_default() } else { mark };
            let at: Option<usize> = mark.parse().ok();
            let Some(content) = at.and_then(|at| self.contents.get_mut(at)) else { continue };
            if is_counter {
                content.counter = cells.next().flatten();
            } else {
                content.rows.push(cells.collect());
            }
        }
        self.tables.into_iter().zip(self.contents).collect()
    }
}

fn key(table: &Table) -> Vec<String> {
    let columns = table.primary_key.iter().flat_map(|key| &key.columns);
    columns.map(|column| column.name.clone()).collect()
}

fn select(name: &Name, table: &Table, dialect: Dialect, at: usize) -> String {
    let cells: Vec<String> = table
        .columns
        .iter()
        .map(|column| dialect::rows::reads(dialect)(column, &identifier(&column.name, dialect)))
        .collect();
    // Those that inherit from a table are tables of their own; partitions are not.
    let only = if dialect::rows::inherits(dialect) && table.options.partition_by.is_none() {
        "ONLY "
    } else {
        ""
    };
    format!("SELECT '{at}', {} FROM {only}{};\n", cells.join(", "), path(name, dialect))
}

fn counter(name: &Name, table: &Table, schema: &Schema, dialect: Dialect) -> Option<String> {
    let column =
        table.columns.iter().find(|column| dialect::rows::is_numbered(dialect, table, column))?;
    let own = |sequence: &Sequence| {
        sequence.owned_by.as_ref().is_some_and(|(of, by)| of == name && *by == column.name)
    };
    let usual = name.beside(format!("{}_{}_seq", name.name, column.name));
    let named = schema.sequences.get(&usual).filter(|it| own(it)).map(|it| (&usual, it));
    let found = named.or_else(|| schema.sequences.iter().find(|(_, sequence)| own(sequence)));
    match found {
        Some((name, sequence)) => dialect::rows::standing(dialect, name, sequence),
        None => dialect::rows::counter(dialect, name, column),
    }
}

/// What counts the rows of the tables: one row of an answer for each, its number and the count.
#[must_use]
pub fn counts(names: &[&Name], dialect: Dialect) -> String {
    let text = crate::dialect::session::session(dialect).as_text("count(*)");
    let one = |(at, name): (usize, &&Name)| {
        format!("SELECT '{at}', {text} FROM {};\n", path(name, dialect))
    };
    names.iter().enumerate().map(one).collect()
}

/// What empties those tables, and what is then in the way: the statements, and all that are empty
/// behind them. A table goes with those that refer to it, with its parts and with its heirs.
#[must_use]
pub fn emptied(
    schema: &Schema,
    dialect: Dialect,
    names: &BTreeSet<Name>,
) -> (Vec<String>, BTreeSet<Name>) {
    let mut all = names.clone();
    loop {
        let parts = all.iter().filter_map(|name| schema.tables.get(name));
        let wholes = parts.filter_map(|table| table.options.partition_of.as_ref());
        let wholes: BTreeSet<&Name> = wholes.map(|(whole, _)| whole).collect();
        let goes = |name: &Name, table: &Table| {
            wholes.contains(name)
                || table.foreign_keys.iter().any(|key| all.contains(&key.references))
                || table.options.parents().any(|parent| all.contains(parent))
        };
        let more = schema.tables.iter().filter(|(name, _)| !all.contains(*name));
        let more: Vec<Name> =
            more.filter(|(name, table)| goes(name, table)).map(|(name, _)| name.clone()).collect();
        if more.is_empty() {
            break;
        }
        all.extend(more);
    }
    (empties(schema, dialect, &all), all)
}

fn empties(schema: &Schema, dialect: Dialect, names: &BTreeSet<Name>) -> Vec<String> {
    let is_meant =
        |name: &Name, table: &Table| table.options.partition_of.is_none() && names.contains(name);
    let tables = schema.tables.iter().filter(|(name, table)| is_meant(name, table));
    let paths: Vec<String> = tables.map(|(name, _)| path(name, dialect)).collect();
    if paths.is_empty() {
        return Vec::new();
    }
    dialect::rows::emptied(dialect, &paths)
}

#[cfg(test)]
mod tests;
