//! `CREATE INDEX`.

use super::cursor::Cursor;
use super::{ReadError, expression};
use crate::command::Ident;
use crate::schema::{Index, IndexColumn, IndexKey};
use crate::sql::cursor::by_comma;
use crate::sql::lexer::Token;

/// What follows the name: the table, and the index as written.
pub(super) fn read(cursor: &mut Cursor<'_>, unique: bool) -> Result<(Ident, Index), ReadError> {
    cursor.expect_word("ON", "`ON`")?;
    let table = cursor.ident()?;
    let parts = by_comma(cursor.sql, cursor.group()?);
    if parts.iter().any(|part| part.is_empty()) {
        return Err(cursor.error("a column or an expression in each part of the index"));
    }
    let columns = parts.into_iter().map(|tokens| part(cursor.sql, tokens)).collect();
    let mut predicate = None;
    if cursor.take_word("WHERE") {
        if cursor.is_at_end() {
            return Err(cursor.error("a condition"));
        }
        predicate = Some(expression::whole(cursor.sql, cursor.rest()));
    }
    let index = Index { unique, columns, predicate, ..Index::default() };
    Ok((table, index))
}

/// One part. In double quotes it may be a text, which only the columns of the table can tell.
fn part(sql: &str, tokens: &[Token]) -> IndexColumn {
    let mut part = expression::part(sql, tokens);
    let first = tokens.iter().find(|token| !token.is_symbol(sql, "("));
    let is_doubtful = first.is_some_and(|token| token.text(sql).starts_with('"'));
    if let IndexKey::Column(name) = &part.key
        && is_doubtful
    {
        part.key = IndexKey::Expression(format!("\"{}\"", name.replace('"', "\"\"")));
    }
    part
}
