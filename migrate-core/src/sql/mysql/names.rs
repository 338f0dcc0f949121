//! Where names of columns stand, and which tables and queries they may be of.
//!
//! Tokens are followed as far as the grammar is plain. Of a statement in which anything is not, nothing
//! is said: the reader gives up with `None`, and the statement names no columns.

mod data;
mod definition;
mod expression;
mod from;
mod query;

use super::cursor::Cursor;
use crate::command::{Command, Names, Path, Rows, Source};

/// Gives the names in a statement to its last command: all of an `ALTER TABLE` is made at once.
pub(super) fn attach(cursor: Cursor<'_>, commands: &mut [Command]) {
    let mut reader = Reader::default();
    if reader.statement(cursor).is_some()
        && !reader.names.is_empty()
        && let Some(last) = commands.last_mut()
    {
        last.names = reader.names;
    }
}

/// Names as far as they were read.
#[derive(Default)]
struct Reader {
    names: Names,
    /// The queries that a `WITH` around this place names.
    common: Vec<Common>,
    /// For the scope of a query the one that queries in it stand in.
    inner: Vec<(usize, usize)>,
    depth: usize,
}

/// How deep parentheses may stand in one another.
const DEEPEST: usize = 64;

/// A query with a name.
struct Common {
    name: String,
    query: usize,
    columns: Vec<String>,
}

impl Reader {
    fn statement(&mut self, mut cursor: Cursor<'_>) -> Option<()> {
        let cursor = &mut cursor;
        match cursor.word().as_str() {
            "select" | "with" | "values" | "table" => {
                self.query(*cursor, None)?;
            }
            "insert" | "replace" => self.insert(cursor)?,
            "update" => self.update(cursor)?,
            "delete" => self.delete(cursor)?,
            "create" | "alter" => self.definition(cursor)?,
            _ => return None,
        }
        Some(())
    }

    /// A table or view by its written name, or the query of that name.
    fn relation(&self, path: Path, alias: Option<String>) -> Source {
        let alias = alias.unwrap_or_else(|| path.name.clone());
        let is_it = |common: &&Common| path.namespace.is_none() && common.name == path.name;
        match self.common.iter().rev().find(is_it) {
            Some(common) => {
                let columns = common.columns.clone();
                Source { alias, rows: Rows::Query(common.query), columns }
            }
            None => Source { alias, rows: Rows::Of(path), columns: Vec::new() },
        }
    }

    fn add(&mut self, source: Source, scope: usize) {
        if let Some(scope) = self.names.scopes.get_mut(scope) {
            scope.sources.push(source);
        }
    }
}
