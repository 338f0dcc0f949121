//! Views, triggers and virtual tables: a name, and text.

use super::ReadError;
use super::cursor::Cursor;
use crate::command::Path;
use crate::schema::View;
use crate::sql::lexer::Token;
use crate::sql::normal::normal_tokens;

/// What follows the name of a view.
pub(super) fn view(cursor: &mut Cursor<'_>) -> Result<View, ReadError> {
    let columns = if cursor.at_symbol("(") { cursor.names()? } else { Vec::new() };
    cursor.expect_word("AS", "`AS`")?;
    let query = query(cursor)?;
    Ok(View { columns, query, ..View::default() })
}

/// A query, to the end of the statement.
pub(super) fn query(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
    if cursor.is_at_end() {
        return Err(cursor.error("a query"));
    }
    Ok(normal_tokens(cursor.sql, cursor.rest()))
}

/// What follows the name of a trigger: the table, and all of it in normal spelling, without what goes
/// without saying: `BEFORE`, and `FOR EACH ROW`, since there are no others.
pub(super) fn trigger(cursor: &mut Cursor<'_>) -> Result<(Path, String), ReadError> {
    let definition = cursor.rest();
    let mut event = cursor.within(definition);
    let from = if event.take_word("BEFORE") { event.position() } else { 0 };
    if !event.take_words(&["INSTEAD", "OF"]) {
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
    let table = event.path()?;
    let to = event.position();
    event.take_words(&["FOR", "EACH", "ROW"]);
    let said = [definition.get(from..to), definition.get(event.position()..)];
    let said: Vec<Token> = said.into_iter().flatten().flatten().copied().collect();
    Ok((table, normal_tokens(cursor.sql, &said)))
}

/// What follows the name of a virtual table: the module and its arguments.
pub(super) fn virtual_table(cursor: &mut Cursor<'_>) -> Result<(String, String), ReadError> {
    cursor.expect_word("USING", "`USING`")?;
    let module = cursor.name()?;
    let sql = cursor.sql;
    let group = if cursor.is_at_end() { &[] } else { cursor.group()? };
    let arguments: Vec<&str> = group.iter().map(|token| token.text(sql)).collect();
    Ok((module, arguments.join(" ")))
}
