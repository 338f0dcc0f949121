//! Questions about a few tables and views alone: the server looks at nothing else for them, while it
//! opens each table of a database to answer for all.

use std::collections::BTreeSet;

use super::{OBJECTS, Query, queries};
use crate::dialect::catalog::Row;
use crate::dialect::session::session;
use crate::dialect::{Dialect, Target};

/// Which tables and views there are, which the server knows without opening any.
pub(super) const NAMES: &str =
    "select table_name from information_schema.tables where table_schema = database()";

/// The triggers of one table, as [`OBJECTS`] has them.
const TRIGGERS: Query = Query {
    columns: &[
        "'trigger'",
        "trigger_name",
        "event_object_table",
        "concat_ws(' ', action_timing, event_manipulation, action_order, definer, sql_mode, \
         action_statement)",
    ],
    from: "from information_schema.triggers where trigger_schema = database() \
           /* event_object_table */ order by 1, 2",
};

/// All questions about each of the tables and views, each with its place behind the columns.
pub(super) fn query(names: &BTreeSet<String>, target: Target) -> String {
    let session = session(Dialect::Mysql);
    let mut sql = String::new();
    for name in names.iter().map(|name| session.literal(name)) {
        for (at, query) in queries(target).into_iter().enumerate() {
            let query = if query == OBJECTS { TRIGGERS } else { query };
            let from = query.from.replace(" /* ", " and ").replace(" */", &format!(" = {name}"));
            sql += &format!("select {}, '{at}' {from};\n", query.columns.join(", "));
        }
    }
    sql
}

/// The answers to so many queries that the answer to [`query`] holds.
pub(super) fn sorted(rows: Vec<Row>, count: usize) -> Vec<Vec<Row>> {
    let mut answers = vec![Vec::new(); count];
    for mut row in rows {
        let at = row.pop().flatten().and_then(|at| at.parse::<usize>().ok());
        if let Some(answer) = at.and_then(|at| answers.get_mut(at)) {
            answer.push(row);
        }
    }
    answers
}
