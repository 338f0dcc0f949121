//! All questions in one text, and those about a few tables and views alone: the server looks at nothing else
//! for them, while it opens each table of a database to answer for all.

use std::collections::BTreeSet;

use super::{QUERIES, Query};
use crate::dialect::Dialect;
use crate::dialect::session::session;

/// Which tables and views there are, which the server knows without opening any.
pub(super) const NAMES: &str =
    "select table_name from information_schema.tables where table_schema = database()";

/// All questions, each with its place behind the columns.
pub(super) fn everything() -> String {
    QUERIES.iter().enumerate().map(|(at, query)| placed(at, query, query.from)).collect()
}

/// All questions about each of the tables and views.
pub(super) fn query(names: &BTreeSet<String>) -> String {
    let session = session(Dialect::Mysql);
    let about: Vec<_> =
        QUERIES.iter().enumerate().filter(|(_, query)| query.from.contains(" /* ")).collect();
    let mut sql = String::new();
    for name in names.iter().map(|name| session.literal(name)) {
        for (at, query) in &about {
            let from = query.from.replace(" /* ", " and ").replace(" */", &format!(" = {name}"));
            sql += &placed(*at, query, &from);
        }
    }
    sql
}

fn placed(at: usize, query: &Query, from: &str) -> String {
    format!("select {}, '{at}' {from};\n", query.columns.join(", "))
}
