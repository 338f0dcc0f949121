//! Transactions, pragmas, and work on storage.

use super::ReadError;
use super::cursor::Cursor;
use super::script::Read;
use crate::command::{Maintenance, Path, Setting, SettingScope, Transaction, What};
use crate::sql::lexer::TokenKind;
use crate::sql::normal;

/// Reads what follows the first word of a statement.
type Reader = fn(&mut Cursor<'_>) -> Read;

/// The reader of the statement that begins here; its first word counts as read.
pub(super) fn reader(cursor: &mut Cursor<'_>) -> Option<Reader> {
    const READERS: [(&str, Reader); 12] = [
        ("PRAGMA", pragma),
        ("BEGIN", begin),
        ("COMMIT", commit),
        ("END", commit),
        ("ROLLBACK", rollback),
        ("SAVEPOINT", savepoint),
        ("RELEASE", release),
        ("ATTACH", attach),
        ("DETACH", detach),
        ("VACUUM", vacuum),
        ("REINDEX", reindex),
        ("ANALYZE", analyze),
    ];
    let (_, reader) = READERS.into_iter().find(|(word, _)| cursor.at_word(word))?;
    cursor.next();
    Some(reader)
}

/// Pragmas whose value is kept in the file.
const KEPT: [&str; 8] = [
    "application_id",
    "auto_vacuum",
    "default_cache_size",
    "encoding",
    "journal_mode",
    "page_size",
    "schema_version",
    "user_version",
];

/// Those that are numbers for whoever uses the database, which SQLite itself reads nothing from; in the
/// order in which the catalog asks for them.
pub(crate) const KEPT_NUMBERS: [&str; 2] = ["user_version", "application_id"];

/// Pragmas whose argument says what to tell, and sets nothing.
const QUESTIONS: [&str; 16] = [
    "foreign_key_check",
    "foreign_key_list",
    "incremental_vacuum",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "optimize",
    "quick_check",
    "shrink_memory",
    "stats",
    "table_info",
    "table_list",
    "table_xinfo",
    "wal_checkpoint",
    "function_list",
];

fn pragma(cursor: &mut Cursor<'_>) -> Read {
    let Path { name, .. } = cursor.path()?;
    let name = name.to_ascii_lowercase();
    let written = if cursor.take_symbol("=") {
        Some(value(cursor)?)
    } else if cursor.at_symbol("(") {
        let mut inner = cursor.parenthesised()?;
        let value = value(&mut inner)?;
        inner.expect_end()?;
        Some(value)
    } else {
        None
    };
    let is_kept = KEPT.contains(&name.as_str());
    let scope = if is_kept { SettingScope::Database } else { SettingScope::Session };
    let value = written.filter(|_| !QUESTIONS.contains(&name.as_str()));
    Ok(What::Set(Setting { name, value, scope }))
}

/// A number with an optional sign, a string or a word of any kind.
fn value(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
    let from = cursor.position();
    let signed = cursor.take_symbol("+") || cursor.take_symbol("-");
    match cursor.peek() {
        Some(token) if token.kind == TokenKind::Number => cursor.next(),
        Some(token) if !signed && token.kind != TokenKind::Symbol => cursor.next(),
        _ => return Err(cursor.error("a value")),
    };
    let sql = cursor.sql;
    let texts = cursor.since(from).iter().map(|token| normal::unquoted(token.text(sql)));
    Ok(texts.collect::<String>().to_ascii_lowercase())
}

/// `TRANSACTION` and the name that the grammar allows and the engine ignores.
fn transaction(cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
    if cursor.take_word("TRANSACTION") && !cursor.is_at_end() && !cursor.at_word("TO") {
        cursor.name()?;
    }
    Ok(())
}

fn begin(cursor: &mut Cursor<'_>) -> Read {
    let _ = ["DEFERRED", "IMMEDIATE", "EXCLUSIVE"].iter().any(|word| cursor.take_word(word));
    transaction(cursor)?;
    Ok(What::Transaction(Transaction::Begin))
}

fn commit(cursor: &mut Cursor<'_>) -> Read {
    transaction(cursor)?;
    Ok(What::Transaction(Transaction::Commit))
}

fn rollback(cursor: &mut Cursor<'_>) -> Read {
    transaction(cursor)?;
    if !cursor.take_word("TO") {
        return Ok(What::Transaction(Transaction::Rollback));
    }
    savepoint_name(cursor)?;
    Ok(What::Transaction(Transaction::RollbackTo))
}

fn savepoint(cursor: &mut Cursor<'_>) -> Read {
    cursor.name()?;
    Ok(What::Transaction(Transaction::Savepoint))
}

fn release(cursor: &mut Cursor<'_>) -> Read {
    savepoint_name(cursor)
}

fn savepoint_name(cursor: &mut Cursor<'_>) -> Read {
    cursor.take_word("SAVEPOINT");
    savepoint(cursor)
}

fn work(words: &str, on: Vec<Path>) -> Read {
    Ok(What::Maintenance(Maintenance { words: words.to_owned(), on, concurrently: false }))
}

/// `ATTACH [DATABASE] file AS name [KEY key]`: both may be expressions.
fn attach(cursor: &mut Cursor<'_>) -> Read {
    cursor.take_word("DATABASE");
    let from = cursor.position();
    while !cursor.is_at_end() && !cursor.at_word("AS") {
        cursor.next();
    }
    if cursor.since(from).is_empty() {
        return Err(cursor.error("the file of a database"));
    }
    cursor.expect_word("AS", "`AS`")?;
    let name = database(cursor)?;
    if cursor.take_word("KEY") {
        cursor.rest();
    }
    work("ATTACH", vec![name])
}

fn detach(cursor: &mut Cursor<'_>) -> Read {
    cursor.take_word("DATABASE");
    let name = database(cursor)?;
    work("DETACH", vec![name])
}

/// The name of a database, which may be any expression; what it comes to is known of a lone name.
fn database(cursor: &mut Cursor<'_>) -> Result<Path, ReadError> {
    let from = cursor.position();
    while cursor.next().is_some() && !cursor.at_word("KEY") {}
    let span = cursor.span_since(from);
    match cursor.since(from) {
        [only] => {
            let name = normal::unquoted(only.text(cursor.sql));
            Ok(Path { namespace: None, name, span })
        }
        [] => Err(cursor.error("the name of a database")),
        _ => Ok(Path { namespace: None, name: String::new(), span }),
    }
}

fn vacuum(cursor: &mut Cursor<'_>) -> Read {
    let on = if cursor.is_at_end() || cursor.at_word("INTO") {
        Vec::new()
    } else {
        vec![cursor.path()?]
    };
    if !cursor.take_word("INTO") {
        return work("VACUUM", on);
    }
    if cursor.rest().is_empty() {
        return Err(cursor.error("the name of a file"));
    }
    work("VACUUM INTO", on)
}

fn reindex(cursor: &mut Cursor<'_>) -> Read {
    let on = if cursor.is_at_end() { Vec::new() } else { vec![cursor.path()?] };
    work("REINDEX", on)
}

fn analyze(cursor: &mut Cursor<'_>) -> Read {
    let on = if cursor.is_at_end() { Vec::new() } else { vec![cursor.path()?] };
    work("ANALYZE", on)
}
