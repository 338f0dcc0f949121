//! `CREATE INDEX`.

use super::cursor::{Cursor, by_comma};
use super::{ReadError, expression};
use crate::command::Ident;
use crate::schema::Index;

/// What follows the name: the table, and the index as written.
pub(super) fn read(cursor: &mut Cursor<'_>, unique: bool) -> Result<(Ident, Index), ReadError> {
    cursor.expect_word("ON", "`ON`")?;
    let table = cursor.ident()?;
    let parts = by_comma(cursor.sql(), cursor.group()?);
    if parts.iter().any(|part| part.is_empty()) {
        return Err(cursor.error("a column or an expression in each part of the index"));
    }
    let columns = parts.into_iter().map(|part| expression::part(cursor.sql(), part)).collect();
    let mut predicate = None;
    if cursor.take_word("WHERE") {
        if cursor.is_at_end() {
            return Err(cursor.error("a condition"));
        }
        predicate = Some(expression::whole(cursor.sql(), cursor.rest()));
    }
    let index = Index { unique, columns, predicate, ..Index::default() };
    Ok((table, index))
}
