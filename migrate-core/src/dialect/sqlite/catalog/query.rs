//! The text of the queries.

use std::collections::BTreeSet;

/// The count that every change of the schema moves, the numbers that applications keep in the file, then
/// the rows of `sqlite_schema`: its number of columns is that of both.
const COOKIE: &str = "SELECT 'cookie', CAST(schema_version AS TEXT), CAST(user_version AS TEXT), \
     CAST(application_id AS TEXT), NULL \
     FROM pragma_schema_version, pragma_user_version, pragma_application_id";
const ROWS: &str = "SELECT CAST(rowid AS TEXT), CAST(type AS TEXT), CAST(name AS TEXT), \
     CAST(tbl_name AS TEXT), CAST(sql AS TEXT) FROM main.sqlite_schema";

/// Every row.
pub(super) fn all_rows() -> String {
    format!("{COOKIE} UNION ALL {ROWS}")
}

/// The rows behind `bound`, and the `touched` ones.
pub(super) fn rows(bound: i64, touched: &BTreeSet<i64>) -> String {
    let listed: Vec<String> = touched.range(..=bound).map(i64::to_string).collect();
    let mut query = format!("{COOKIE} UNION ALL {ROWS} WHERE rowid > {bound}");
    if !listed.is_empty() {
        query.push_str(&format!(" UNION ALL {ROWS} WHERE rowid IN ({})", listed.join(", ")));
    }
    query
}

/// What is said of a table as a whole.
pub(super) struct TableWords<'a> {
    pub(super) name: &'a str,
    pub(super) without_rowid: bool,
    pub(super) strict: bool,
}

/// These facts of one table as a row: as `pragma_table_list` tells them, which walks over all tables
/// whichever it is asked for, and so would make a run of many scripts grow with its square.
fn told(words: &TableWords<'_>) -> String {
    let name = words.name.replace('\'', "''");
    let (without_rowid, strict) = (u8::from(words.without_rowid), u8::from(words.strict));
    format!("SELECT 'table', '{name}', '{without_rowid}', '{strict}', NULL, NULL, NULL, NULL, NULL")
}

/// What the pragmas tell of `tables`: rows of nine columns, of which the first says the kind and the
/// second the table. What is `known` of each table as a whole was read from its text; without it the
/// pragma is asked.
pub(super) fn facts(tables: &[String], known: Option<Vec<TableWords<'_>>>) -> String {
    let names: Vec<String> =
        tables.iter().map(|name| format!("('{}')", name.replace('\'', "''"))).collect();
    let list =
        "FROM pragma_table_list l WHERE l.schema = 'main' AND l.name IN (SELECT name FROM touched)";
    let as_a_whole = match known {
        Some(known) => known.iter().map(told).collect::<Vec<_>>().join(" UNION ALL "),
        None => part("'table', l.name, l.wr, l.strict, NULL, NULL, NULL, NULL, NULL", list),
    };
    let parts = [
        as_a_whole,
        part(
            "'column', t.name, c.cid, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, c.hidden",
            "FROM touched t JOIN pragma_table_xinfo(t.name, 'main') c",
        ),
        part(
            "'reference', t.name, r.id, r.seq, r.\"table\", r.\"from\", r.\"to\", r.on_update, \
             r.on_delete",
            "FROM touched t JOIN pragma_foreign_key_list(t.name, 'main') r",
        ),
        part(
            "'index', t.name, i.name, i.\"unique\", i.origin, i.partial, NULL, NULL, NULL",
            "FROM touched t JOIN pragma_index_list(t.name, 'main') i",
        ),
        part(
            "'key', t.name, i.name, k.seqno, k.cid, k.name, k.\"desc\", k.coll, k.\"key\"",
            "FROM touched t JOIN pragma_index_list(t.name, 'main') i \
             JOIN pragma_index_xinfo(i.name, 'main') k",
        ),
    ];
    format!("WITH touched(name) AS (VALUES {}) {}", names.join(", "), parts.join(" UNION ALL "))
}

fn part(columns: &str, source: &str) -> String {
    let columns: Vec<String> =
        columns.split(", ").map(|column| format!("CAST({column} AS TEXT)")).collect();
    format!("SELECT {} {source}", columns.join(", "))
}
