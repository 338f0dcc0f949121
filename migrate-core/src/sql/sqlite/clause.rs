//! Clauses that columns and tables share.

use super::ReadError;
use super::cursor::Cursor;
use super::expression;
use crate::command::Path;
use crate::schema::{Action, Conflict, Deferrable, ForeignKey, IndexKey, KeyColumn, Name};
use crate::sql::cursor::by_comma;
use crate::sql::lexer::Token;

/// `ON CONFLICT …`; aborting is the default and therefore none.
pub(super) fn conflict(cursor: &mut Cursor<'_>) -> Result<Option<Conflict>, ReadError> {
    if !cursor.take_words(&["ON", "CONFLICT"]) {
        return Ok(None);
    }
    let conflict = cursor.peek().and_then(|token| Conflict::parse(token.text(cursor.sql)));
    if conflict.is_none() && !cursor.at_word("ABORT") {
        return Err(cursor.error("`ROLLBACK`, `ABORT`, `FAIL`, `IGNORE` or `REPLACE`"));
    }
    cursor.next();
    Ok(conflict)
}

/// The columns of a key, and whether `AUTOINCREMENT` stands behind them.
pub(super) fn key_columns(cursor: &mut Cursor<'_>) -> Result<(Vec<KeyColumn>, bool), ReadError> {
    let (group, numbered) = match cursor.group()? {
        [rest @ .., last] if last.is_word(cursor.sql, "AUTOINCREMENT") => (rest, true),
        group => (group, false),
    };
    let parts = by_comma(cursor.sql, group);
    let columns = parts.into_iter().map(|part| key_column(cursor, part)).collect::<Result<_, _>>();
    Ok((columns?, numbered))
}

fn key_column(cursor: &Cursor<'_>, part: &[Token]) -> Result<KeyColumn, ReadError> {
    let column = expression::part(cursor.sql, part);
    match column.key {
        IndexKey::Column(name) => Ok(KeyColumn {
            name,
            descending: column.descending,
            collation: column.collation,
            prefix: None,
        }),
        IndexKey::Expression(_) => Err(Cursor::new(cursor.sql, part).error("a column of the key")),
    }
}

/// `REFERENCES …` of `columns`, up to where it says when it is checked, and the table as written.
///
/// `MATCH` and `ON INSERT` are read and mean nothing to the engine.
pub(super) fn references(
    cursor: &mut Cursor<'_>,
    name: Option<String>,
    columns: Vec<String>,
) -> Result<(ForeignKey, Path), ReadError> {
    cursor.expect_word("REFERENCES", "`REFERENCES`")?;
    let table = cursor.ident()?;
    let references = Name::bare(table.name.as_str());
    let table = Path { namespace: None, name: table.name, span: table.span };
    let referenced_columns = if cursor.at_symbol("(") { cursor.names()? } else { Vec::new() };
    let mut key =
        ForeignKey { name, columns, references, referenced_columns, ..ForeignKey::default() };
    loop {
        if cursor.take_words(&["ON", "DELETE"]) {
            key.on_delete = action(cursor)?;
        } else if cursor.take_words(&["ON", "UPDATE"]) {
            key.on_update = action(cursor)?;
        } else if cursor.take_words(&["ON", "INSERT"]) {
            action(cursor)?;
        } else if cursor.take_word("MATCH") {
            cursor.name()?;
        } else {
            return Ok((key, table));
        }
    }
}

fn action(cursor: &mut Cursor<'_>) -> Result<Action, ReadError> {
    let actions: [(&[&str], Action); 5] = [
        (&["NO", "ACTION"], Action::NoAction),
        (&["SET", "NULL"], Action::SetNull),
        (&["SET", "DEFAULT"], Action::SetDefault),
        (&["RESTRICT"], Action::Restrict),
        (&["CASCADE"], Action::Cascade),
    ];
    actions
        .into_iter()
        .find(|(words, _)| cursor.take_words(words))
        .map(|(_, action)| action)
        .ok_or_else(|| cursor.error("a referential action"))
}

/// `[NOT] DEFERRABLE [INITIALLY …]`, if that is what comes next.
///
/// A constraint that is not deferred initially is never deferred: SQLite has no
/// `SET CONSTRAINTS` (<https://www.sqlite.org/foreignkeys.html>, section 4.2).
pub(super) fn deferrable(cursor: &mut Cursor<'_>) -> Result<Option<Deferrable>, ReadError> {
    let never = cursor.take_words(&["NOT", "DEFERRABLE"]);
    if !never && !cursor.take_word("DEFERRABLE") {
        return Ok(None);
    }
    let mut deferred = false;
    if cursor.take_word("INITIALLY") {
        deferred = cursor.take_word("DEFERRED");
        if !deferred {
            cursor.expect_word("IMMEDIATE", "`DEFERRED` or `IMMEDIATE`")?;
        }
    }
    let when = if deferred && !never { Deferrable::InitiallyDeferred } else { Deferrable::No };
    Ok(Some(when))
}
