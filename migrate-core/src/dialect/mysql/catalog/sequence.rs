//! Sequences of MariaDB: the catalog has their names, and each of them is a table of one row that says the
//! rest.

use super::Row;
use crate::dialect::Dialect;
use crate::dialect::session::session;
use crate::schema::{Name, Sequence};
use crate::sql::quote;

/// Those that the answers to the queries name.
pub(super) fn names(answers: &[Vec<Row>]) -> Vec<String> {
    let tables = answers.first().into_iter().flatten();
    let sequences = tables.filter(|row| is_one(row));
    sequences.filter_map(|row| row.first().cloned().flatten()).collect()
}

/// Whether a row that is about tables is about one of them.
pub(super) fn is_one(row: &Row) -> bool {
    row.get(5).is_some_and(|kind| kind.as_deref() == Some("SEQUENCE"))
}

/// What is asked of all of them at once.
pub(super) fn query(names: &[String]) -> String {
    let session = session(Dialect::Mysql);
    let one = |name: &String| {
        format!(
            "select {}, start_value, increment, minimum_value, maximum_value, cycle_option, \
             cache_size from {}",
            session.literal(name),
            quote::identifier(name, Dialect::Mysql)
        )
    };
    names.iter().map(one).collect::<Vec<_>>().join(" union all ")
}

/// The sequences that the answer tells of.
pub(super) fn read(rows: &[Row]) -> Vec<(Name, Sequence)> {
    rows.iter().filter_map(one).collect()
}

fn one(row: &Row) -> Option<(Name, Sequence)> {
    let text = |at: usize| row.get(at).and_then(Option::as_deref);
    let number = |at: usize| text(at).and_then(|text| text.parse::<i64>().ok());
    let mut sequence = Sequence {
        data_type: "bigint".to_owned(),
        start: number(1)?,
        increment: number(2)?,
        minimum: number(3)?,
        maximum: number(4)?,
        cycle: number(5)? != 0,
        ..Sequence::default()
    };
    sequence.settings.insert("cache".to_owned(), text(6)?.to_owned());
    Some((Name::bare(text(0)?), sequence))
}
