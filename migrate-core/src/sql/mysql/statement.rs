//! Which statement it is.

use super::cursor::{Cursor, Read};
use super::{alter, index, key, table};
use crate::command::{AlterTable, Command, Path, TableChange, What};
use crate::text::Span;

/// What a statement asks for.
pub(super) fn read(mut cursor: Cursor<'_>, whole: Span) -> Read<Vec<Command>> {
    let what = match cursor.word().as_str() {
        "create" => create(&mut cursor)?,
        "alter" if is_table_next(&cursor) => {
            cursor.next();
            return alter::table(&mut cursor, whole);
        }
        "drop" => drop(&mut cursor)?,
        "rename" if matches!(cursor.word_ahead(1).as_str(), "table" | "tables") => {
            return rename(&mut cursor);
        }
        _ => return Ok(vec![crate::sql::unread(whole, "this statement is not read yet")]),
    };
    Ok(vec![Command::new(whole, what)])
}

/// Whether `ALTER` is followed by `TABLE`, with or without the words that may stand between them.
fn is_table_next(cursor: &Cursor<'_>) -> bool {
    let mut ahead = 1;
    while matches!(cursor.word_ahead(ahead).as_str(), "online" | "offline" | "ignore") {
        ahead += 1;
    }
    cursor.word_ahead(ahead).as_str() == "table"
}

fn create(cursor: &mut Cursor<'_>) -> Read<What> {
    cursor.next();
    let or_replace = cursor.take_words(&["OR", "REPLACE"]);
    let temporary = cursor.take_word("TEMPORARY");
    match cursor.word().as_str() {
        "table" => {
            cursor.next();
            table::create(cursor, temporary, or_replace)
        }
        "unique" | "fulltext" | "spatial" | "vector" | "index" => index::create(cursor, or_replace),
        "online" | "offline" => {
            cursor.next();
            index::create(cursor, or_replace)
        }
        _ => Ok(unread()),
    }
}

fn drop(cursor: &mut Cursor<'_>) -> Read<What> {
    cursor.next();
    let temporary = cursor.take_word("TEMPORARY");
    match cursor.word().as_str() {
        "table" | "tables" => {
            cursor.next();
            let if_exists = cursor.take_words(&["IF", "EXISTS"]);
            let tables = cursor.paths()?;
            alter::wait(cursor)?;
            // Both words are read and ignored.
            cursor.take_any(&["RESTRICT", "CASCADE"]);
            cursor.expect_end()?;
            Ok(What::DropTables { tables, if_exists, cascade: false, temporary })
        }
        "index" => {
            cursor.next();
            index::drop(cursor)
        }
        _ => Ok(unread()),
    }
}

fn unread() -> What {
    What::Opaque(crate::command::Opaque {
        reason: "this statement is not read yet".to_owned(),
        touches: crate::command::Touches::Everything,
        dynamic: false,
    })
}

/// `RENAME TABLE a TO b, c TO d`.
fn rename(cursor: &mut Cursor<'_>) -> Read<Vec<Command>> {
    cursor.next();
    cursor.next();
    let if_exists = key::if_exists(cursor, "`RENAME TABLE IF EXISTS`")?;
    let mut commands = Vec::new();
    loop {
        let start = cursor.position();
        let table = cursor.path()?;
        alter::wait(cursor)?;
        cursor.expect_word("TO")?;
        let change = TableChange::Rename(cursor.path()?);
        let alter = AlterTable { table, if_exists, algorithm: None, lock: None, change };
        let span = cursor.span_since(start);
        commands.push(Command::new(span, What::AlterTable(Box::new(alter))));
        if !cursor.take_symbol(",") {
            cursor.expect_end()?;
            return Ok(commands);
        }
    }
}

/// The one table that a statement is about, as far as its first words say.
pub(super) fn subject(mut cursor: Cursor<'_>) -> Option<Path> {
    match cursor.word().as_str() {
        "alter" | "create" | "drop" => {}
        _ => return None,
    }
    let is_drop = cursor.at_word("DROP");
    while let Some(token) = cursor.next() {
        let is_subject = token.is_word(cursor.sql, "TABLE") || token.is_word(cursor.sql, "ON");
        if is_subject {
            let _ =
                cursor.take_words(&["IF", "NOT", "EXISTS"]) || cursor.take_words(&["IF", "EXISTS"]);
            let table = cursor.path().ok()?;
            return (!is_drop || !cursor.at_symbol(",")).then_some(table);
        }
    }
    None
}
