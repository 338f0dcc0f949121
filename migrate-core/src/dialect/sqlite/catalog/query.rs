//! The text of the queries.

use std::collections::BTreeSet;

/// The count that every change of the schema moves, then the rows of `sqlite_schema`: its number of
/// columns is that of both.
const COOKIE: &str =
    "SELECT 'cookie', CAST(schema_version AS TEXT), NULL, NULL, NULL FROM pragma_schema_version";
const ROWS: &str = "SELECT CAST(rowid AS TEXT), type, name, tbl_name, sql FROM main.sqlite_schema";

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

/// What the pragmas tell of `tables`: rows of nine columns, of which the first says the kind and the
/// second the table.
pub(super) fn facts(tables: &[String]) -> String {
    let names: Vec<String> =
        tables.iter().map(|name| format!("('{}')", name.replace('\'', "''"))).collect();
    let parts = [
        "SELECT 'table', t.name, l.type, CAST(l.wr AS TEXT), CAST(l.strict AS TEXT), \
         NULL, NULL, NULL, NULL \
         FROM touched t JOIN pragma_table_list(t.name) l WHERE l.schema = 'main'",
        "SELECT 'column', t.name, CAST(c.cid AS TEXT), c.name, c.type, CAST(c.\"notnull\" AS TEXT), \
         CAST(c.dflt_value AS TEXT), CAST(c.pk AS TEXT), CAST(c.hidden AS TEXT) \
         FROM touched t JOIN pragma_table_xinfo(t.name, 'main') c",
        "SELECT 'reference', t.name, CAST(r.id AS TEXT), CAST(r.seq AS TEXT), r.\"table\", \
         r.\"from\", r.\"to\", r.on_update, r.on_delete \
         FROM touched t JOIN pragma_foreign_key_list(t.name, 'main') r",
        "SELECT 'index', t.name, i.name, CAST(i.\"unique\" AS TEXT), i.origin, \
         CAST(i.partial AS TEXT), NULL, NULL, NULL \
         FROM touched t JOIN pragma_index_list(t.name, 'main') i",
        "SELECT 'key', t.name, i.name, CAST(k.seqno AS TEXT), CAST(k.cid AS TEXT), k.name, \
         CAST(k.\"desc\" AS TEXT), k.coll, CAST(k.\"key\" AS TEXT) \
         FROM touched t JOIN pragma_index_list(t.name, 'main') i \
         JOIN pragma_index_xinfo(i.name, 'main') k",
    ];
    format!("WITH touched(name) AS (VALUES {}) {}", names.join(", "), parts.join(" UNION ALL "))
}
