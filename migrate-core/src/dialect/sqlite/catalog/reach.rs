//! Which rows of `sqlite_schema` a script can have changed.
//!
//! Why reading only those is sound. SQLite has no dynamic SQL, so a name that a script acts on
//! stands in the script. Of a row that was there before, a statement can change
//!
//! - what it drops: the row of that name, and for a table or view also those that belong to it
//!   (indexes, triggers), whose `tbl_name` it is;
//! - by `ALTER TABLE x RENAME …`, of a table or of its column: rows that are called `x` or belong to
//!   it, and rows that refer to it, whose text then mentions `x`. A column is only rewritten
//!   where it resolves to `x` itself, never through a view, and that needs `x` in the text;
//! - by `ALTER TABLE x` that renames or drops a column, or does anything but rename the table or add a
//!   column: the row of `x`, and *every* row whose text has a string in double quotes, whatever
//!   it mentions. SQLite gives such strings single quotes throughout the schema before it acts
//!   (`renameFixQuotes` in `alter.c`);
//! - by any other `ALTER TABLE x`: the row of `x`.
//!
//! A later statement may name what an earlier one made of a row; but then the row is among the
//! touched ones already, and all others still have the text by which they are looked up. Hence a row
//! that is not touched neither changes nor goes.
//!
//! New rows get a rowid one larger than the largest there is at that moment, which is at least the
//! largest that is not touched. So the rows behind that one, and the touched ones, are all that can
//! be new. (The largest rowid that was ever seen would not do: when its row is dropped, SQLite
//! counts on from the one before, which may lie far below.)
//!
//! Whatever else can reach the schema makes everything be read: writing `sqlite_schema`, `VACUUM`
//! (it numbers the rows anew), `ROLLBACK` (it takes back what other scripts did), `ATTACH`,
//! virtual tables (whose modules keep tables of their own), and statements not known here.
//! The `schema_version` cannot stand in for any of this: a rollback restores it, so that two
//! different schemas may carry the same number. It only serves to notice what a script does not
//! explain.

use std::collections::{BTreeSet, HashSet};

use super::known::Known;
use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token};
use crate::sql::normal;
use crate::sql::split;

/// What has to be read again.
pub(super) enum Reach {
    Everything,
    /// These rows and all new ones. A script is silent when it cannot change the schema at all.
    Rows {
        touched: BTreeSet<i64>,
        silent: bool,
    },
}

/// Statements that change no schema.
const SILENT: [&str; 16] = [
    "ANALYZE",
    "BEGIN",
    "COMMIT",
    "DELETE",
    "DETACH",
    "END",
    "EXPLAIN",
    "INSERT",
    "PRAGMA",
    "REINDEX",
    "RELEASE",
    "REPLACE",
    "SAVEPOINT",
    "SELECT",
    "UPDATE",
    "WITH",
];

/// Names whose mention means that the schema is written by other means than DDL.
const BACK_DOORS: [&str; 5] =
    ["sqlite_schema", "sqlite_master", "writable_schema", "schema_version", "load_extension"];

/// What `sql` can have changed of the rows that were `known` before it ran.
pub(super) fn reach(sql: &str, known: &Known) -> Reach {
    let tokens = lexer::significant(sql, Dialect::Sqlite);
    let Some(silent) = is_silent(sql, &tokens) else { return Reach::Everything };
    let words: HashSet<String> =
        tokens.iter().filter_map(|token| normal::name_at(token, sql)).collect();
    let forbidden = |word: &str| words.contains(word);
    if BACK_DOORS.into_iter().any(forbidden) || known.virtuals().iter().any(|name| forbidden(name))
    {
        return Reach::Everything;
    }
    let mut touched = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        if token.is_word(sql, "ALTER") {
            let Some((table, rest)) = object(sql, rest) else { return Reach::Everything };
            touched.extend(known.named(&table));
            let follows =
                |at: usize, word| rest.get(at).is_some_and(|token| token.is_word(sql, word));
            if follows(0, "RENAME") {
                touched.extend(known.mentioning(&table));
            }
            if !(follows(0, "ADD") || follows(0, "RENAME") && follows(1, "TO")) {
                touched.extend(known.quoted());
            }
        } else if token.is_word(sql, "DROP") {
            touched.extend(object(sql, rest).into_iter().flat_map(|(name, _)| known.named(&name)));
        }
    }
    Reach::Rows { touched, silent }
}

/// Whether no statement is DDL; nothing when some statement is neither DDL nor known to be silent.
///
/// A query may call a function of an extension that runs DDL. On its own that is noticed by the
/// schema version; beside DDL it would not be.
fn is_silent(sql: &str, tokens: &[Token]) -> Option<bool> {
    let (mut defines, mut queries) = (false, false);
    for statement in split::statements_of(sql, tokens, Dialect::Sqlite) {
        let leading: Vec<&str> = statement.leading.iter().map(String::as_str).collect();
        match leading.as_slice() {
            ["CREATE", "VIRTUAL", ..] => return None,
            ["CREATE", ..]
            | ["ALTER", "TABLE", ..]
            | ["DROP", "TABLE" | "INDEX" | "VIEW" | "TRIGGER", ..] => defines = true,
            ["SELECT", ..] => queries = true,
            [verb, ..] if SILENT.contains(verb) => {}
            _ => return None,
        }
    }
    if defines && queries { None } else { Some(!defines) }
}

/// The object named behind `ALTER` or `DROP`, and what follows it.
fn object<'a>(sql: &str, tokens: &'a [Token]) -> Option<(String, &'a [Token])> {
    let (kind, mut rest) = tokens.split_first()?;
    if !kind.is_any_word(sql, &["TABLE", "INDEX", "VIEW", "TRIGGER"]) {
        return None;
    }
    if let [first, second, after @ ..] = rest
        && first.is_word(sql, "IF")
        && second.is_word(sql, "EXISTS")
    {
        rest = after;
    }
    if let [_, dot, after @ ..] = rest
        && dot.is_symbol(sql, ".")
    {
        rest = after;
    }
    let (first, after) = rest.split_first()?;
    Some((normal::name_at(first, sql)?, after))
}
