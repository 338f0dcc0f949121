//! Reading SQLite's `CREATE` statements, as a migration has them and as the engine keeps them.
//!
//! The grammar is that of <https://www.sqlite.org/lang_createtable.html> and its neighbours, read a
//! little more generously than the engine does: a text it refuses never reaches a schema. Nothing is
//! skipped silently; what cannot be read is a [`ReadError`]. Parentheses are counted, not descended
//! into, so that no text can exhaust the stack.

mod alter;
pub(crate) mod bind;
mod cause;
mod clause;
mod column;
mod create;
mod cursor;
mod data;
pub(crate) mod draft;
mod drop;
pub(crate) mod expression;
mod index;
mod keyword;
mod object;
pub(crate) mod resolve;
mod script;
mod session;
mod table;
mod uses;

use crate::command::Path;
use crate::dialect::Dialect;
use crate::schema::{Index, Table, View};
use crate::sql::lexer;
use crate::text::Span;

use cursor::Cursor;
pub(crate) use script::statement;
pub(crate) use session::KEPT_NUMBERS;

/// A `CREATE` statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Create {
    /// The attached database it names, `main` or `temp` for the engine's own.
    pub database: Option<String>,
    /// The name of what it creates, without quotes.
    pub name: String,
    /// Whether it says `TEMP` or `TEMPORARY`.
    pub temporary: bool,
    /// Whether it says `IF NOT EXISTS`.
    pub if_not_exists: bool,
    /// What it creates.
    pub what: Created,
}

/// What a `CREATE` statement creates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Created {
    /// A table, in normal form and without the indexes that other statements create.
    Table(Box<Table>),
    /// A table whose columns follow from a query, which is in normal spelling.
    TableAs(String),
    /// An index.
    Index {
        /// The table it is on.
        table: String,
        /// The index as written: see [`crate::dialect::sqlite::normalize::index`].
        index: Index,
    },
    /// A view.
    View(View),
    /// A trigger.
    Trigger {
        /// The table or view it is on.
        table: String,
        /// What follows its name, in normal spelling.
        text: String,
    },
    /// A virtual table.
    VirtualTable {
        /// Its module.
        module: String,
        /// The module's arguments as written but for blanks and comments: only the module knows
        /// whether letter case means something in them.
        arguments: String,
    },
}

/// A text that is not a `CREATE` statement this reader can follow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {}", found.as_deref().unwrap_or("the end of the statement"))]
pub struct ReadError {
    /// What could have stood there.
    pub expected: &'static str,
    /// The token that did, nothing at the end of the statement.
    pub found: Option<String>,
    /// Where.
    pub at: Span,
}

/// Reads the one `CREATE` statement that `sql` consists of, with or without its semicolon.
///
/// # Errors
///
/// When any part of it cannot be read.
pub fn create(sql: &str) -> Result<Create, ReadError> {
    let mut tokens = lexer::significant(sql, Dialect::Sqlite);
    if tokens.last().is_some_and(|token| token.is_symbol(sql, ";")) {
        tokens.pop();
    }
    let mut cursor = Cursor::new(sql, &tokens);
    cursor.all_terminated()?;
    cursor.expect_word("CREATE", "`CREATE`")?;
    let header = header(&mut cursor)?;
    let what = created(&mut cursor, &header.kind)?;
    cursor.expect_end()?;
    let Header { temporary, if_not_exists, path, .. } = header;
    Ok(Create { database: path.namespace, name: path.name, temporary, if_not_exists, what })
}

fn created(cursor: &mut Cursor<'_>, kind: &Kind) -> Result<Created, ReadError> {
    Ok(match kind {
        Kind::Table if cursor.take_word("AS") => Created::TableAs(object::query(cursor)?),
        Kind::Table => {
            let draft = table::read(cursor)?;
            Created::Table(Box::new(draft::table(&draft.elements, &draft.options)))
        }
        Kind::VirtualTable => {
            let (module, arguments) = object::virtual_table(cursor)?;
            Created::VirtualTable { module, arguments }
        }
        Kind::Index { unique } => {
            let (table, index) = index::read(cursor, *unique)?;
            Created::Index { table: table.name, index }
        }
        Kind::View => Created::View(object::view(cursor)?),
        Kind::Trigger => {
            let (table, text) = object::trigger(cursor)?;
            Created::Trigger { table: table.name, text }
        }
    })
}

/// What all `CREATE` statements have in common.
struct Header {
    temporary: bool,
    kind: Kind,
    if_not_exists: bool,
    path: Path,
}

/// What follows `CREATE`, up to the name.
fn header(cursor: &mut Cursor<'_>) -> Result<Header, ReadError> {
    let temporary = cursor.take_word("TEMP") || cursor.take_word("TEMPORARY");
    let kind = kind(cursor)?;
    let if_not_exists = cursor.take_words(&["IF", "NOT", "EXISTS"]);
    Ok(Header { temporary, kind, if_not_exists, path: cursor.path()? })
}

enum Kind {
    Table,
    VirtualTable,
    Index { unique: bool },
    View,
    Trigger,
}

fn kind(cursor: &mut Cursor<'_>) -> Result<Kind, ReadError> {
    if cursor.take_word("TABLE") {
        Ok(Kind::Table)
    } else if cursor.take_words(&["VIRTUAL", "TABLE"]) {
        Ok(Kind::VirtualTable)
    } else if cursor.take_words(&["UNIQUE", "INDEX"]) {
        Ok(Kind::Index { unique: true })
    } else if cursor.take_word("INDEX") {
        Ok(Kind::Index { unique: false })
    } else if cursor.take_word("VIEW") {
        Ok(Kind::View)
    } else if cursor.take_word("TRIGGER") {
        Ok(Kind::Trigger)
    } else {
        Err(cursor.error("`TABLE`, `INDEX`, `VIEW` or `TRIGGER`"))
    }
}

#[cfg(test)]
mod tests;
