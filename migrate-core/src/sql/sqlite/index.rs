//! `CREATE INDEX`.

use super::cursor::{Cursor, by_comma};
use super::{Created, ReadError, expression};
use crate::schema::Index;

/// What follows the name.
pub(super) fn read(cursor: &mut Cursor<'_>, unique: bool) -> Result<Created, ReadError> {
    cursor.expect_word("ON", "`ON`")?;
    let table = cursor.name()?;
    let parts = by_comma(cursor.sql(), cursor.group()?);
    if parts.iter().any(|part| part.is_empty()) {
        return Err(cursor.error("a column or an expression in each part of the index"));
    }
    let columns = parts.into_iter().map(|part| expression::part(cursor.sql(), part)).collect();
    let mut predicate = None;
    if cursor.take_word("WHERE") {
        predicate = Some(expression::whole(cursor.sql(), cursor.rest()));
    }
    let index = Index { unique, columns, predicate, ..Index::default() };
    Ok(Created::Index { table, index })
}
