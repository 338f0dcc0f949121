//! Views, triggers and virtual tables: a name, and text.

use super::cursor::Cursor;
use super::{Created, ReadError};
use crate::schema::View;
use crate::sql::normal::normal_tokens;

/// What follows the name of a view.
pub(super) fn view(cursor: &mut Cursor<'_>) -> Result<Created, ReadError> {
    let columns = if cursor.at_symbol("(") { cursor.names()? } else { Vec::new() };
    cursor.expect_word("AS", "`AS`")?;
    let query = query(cursor)?;
    Ok(Created::View(View { columns, query, ..View::default() }))
}

/// A query, to the end of the statement.
pub(super) fn query(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
    if cursor.is_at_end() {
        return Err(cursor.error("a query"));
    }
    Ok(normal_tokens(cursor.sql(), cursor.rest()))
}

/// What follows the name of a trigger.
pub(super) fn trigger(cursor: &mut Cursor<'_>) -> Result<Created, ReadError> {
    let definition = cursor.rest();
    let mut event = cursor.within(definition);
    if !event.take_words(&["INSTEAD", "OF"]) && !event.take_word("BEFORE") {
        event.take_word("AFTER");
    }
    if event.take_words(&["UPDATE", "OF"]) {
        event.name()?;
        while event.take_symbol(",") {
            event.name()?;
        }
    } else if !["INSERT", "UPDATE", "DELETE"].iter().any(|verb| event.take_word(verb)) {
        return Err(event.error("`INSERT`, `UPDATE` or `DELETE`"));
    }
    event.expect_word("ON", "`ON`")?;
    let (_, table) = event.qualified_name()?;
    Ok(Created::Trigger { table, text: normal_tokens(cursor.sql(), definition) })
}

/// What follows the name of a virtual table.
pub(super) fn virtual_table(cursor: &mut Cursor<'_>) -> Result<Created, ReadError> {
    cursor.expect_word("USING", "`USING`")?;
    let module = cursor.name()?;
    let sql = cursor.sql();
    let group = if cursor.is_at_end() { &[] } else { cursor.group()? };
    let arguments: Vec<&str> = group.iter().map(|token| token.text(sql)).collect();
    Ok(Created::VirtualTable { module, arguments: arguments.join(" ") })
}
