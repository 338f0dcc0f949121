//! Settings, transactions, locks and upkeep.

use super::cursor::{Cursor, Read};
use super::expression::{self, Letters};
use super::{literal, reads};
use crate::command::{Command, Data, Maintenance, Setting, SettingScope, Transaction, What};
use crate::sql::lexer::{Token, TokenKind};
use crate::text::Span;

/// `SET …`: one command for each assignment.
pub(super) fn set(cursor: &mut Cursor<'_>, whole: Span) -> Read<Vec<Command>> {
    cursor.next();
    if let Some(setting) = special(cursor)? {
        return Ok(vec![Command::new(whole, setting)]);
    }
    let mut commands = Vec::new();
    loop {
        let start = cursor.position();
        let what = assignment(cursor)?;
        commands.push(Command::new(cursor.span_since(start), what));
        if !cursor.take_symbol(",") {
            cursor.expect_end()?;
            return Ok(commands);
        }
    }
}

/// Forms of `SET` that are no assignment.
fn special(cursor: &mut Cursor<'_>) -> Read<Option<What>> {
    let word = cursor.word();
    let (name, scope) = match word.as_str() {
        "names" => {
            cursor.next();
            ("names", SettingScope::Session)
        }
        "charset" => {
            cursor.next();
            ("character set", SettingScope::Session)
        }
        "character" if cursor.word_ahead(1).as_str() == "set" => {
            cursor.next();
            cursor.next();
            ("character set", SettingScope::Session)
        }
        "transaction" => {
            cursor.next();
            ("transaction", SettingScope::Transaction)
        }
        "global" | "session" | "local" if cursor.word_ahead(1).as_str() == "transaction" => {
            cursor.next();
            cursor.next();
            let is_global = word.as_str() == "global";
            let scope = if is_global { SettingScope::Global } else { SettingScope::Session };
            ("transaction", scope)
        }
        "role" => {
            cursor.next();
            ("role", SettingScope::Session)
        }
        "resource" => {
            cursor.next();
            ("resource group", SettingScope::Session)
        }
        _ => return Ok(None),
    };
    let rest = cursor.rest();
    if rest.is_empty() {
        return Err(cursor.error("a value"));
    }
    Ok(Some(What::Set(Setting { name: name.to_owned(), value: value(cursor.sql, rest), scope })))
}

fn assignment(cursor: &mut Cursor<'_>) -> Read<What> {
    let mut scope = SettingScope::Session;
    if cursor.take_symbol("@") {
        if !cursor.take_symbol("@") {
            return user_variable(cursor);
        }
        if let Some(found) = written_scope(cursor)
            && cursor.ahead(1).is_some_and(|token| token.is_symbol(cursor.sql, "."))
        {
            scope = found;
            cursor.next();
            cursor.next();
        }
    } else if let Some(found) = written_scope(cursor)
        && cursor.ahead(1).is_some_and(|token| token.kind != TokenKind::Symbol)
    {
        scope = found;
        cursor.next();
    }
    let path = cursor.path()?;
    assign(cursor)?;
    let tokens = cursor.until(",", &[]);
    if tokens.is_empty() {
        return Err(cursor.error("a value"));
    }
    if path.namespace.as_deref().is_some_and(|row| row.eq_ignore_ascii_case("new")) {
        return Ok(What::Nothing);
    }
    Ok(What::Set(Setting {
        name: path.name.to_ascii_lowercase(),
        value: value(cursor.sql, tokens),
        scope,
    }))
}

fn written_scope(cursor: &Cursor<'_>) -> Option<SettingScope> {
    match cursor.word().as_str() {
        "global" | "persist" | "persist_only" => Some(SettingScope::Global),
        "session" | "local" => Some(SettingScope::Session),
        _ => None,
    }
}

fn assign(cursor: &mut Cursor<'_>) -> Read<()> {
    cursor.take_symbol(":");
    cursor.expect_symbol("=")
}

/// `SET @name = …`, which only reads where its value is a query.
fn user_variable(cursor: &mut Cursor<'_>) -> Read<What> {
    match cursor.peek().map(|token| token.kind) {
        Some(TokenKind::Word | TokenKind::QuotedName | TokenKind::String) => cursor.next(),
        _ => return Err(cursor.error("the name of a variable")),
    };
    while cursor.take_symbol(".") {
        cursor.next();
    }
    assign(cursor)?;
    let tokens = cursor.until(",", &[]);
    let read = reads::tables(cursor.within(tokens));
    let calls = reads::calls(cursor.within(tokens));
    if read.is_empty() && calls.is_empty() {
        return Ok(What::Nothing);
    }
    let text = expression::query(cursor.sql, tokens);
    Ok(What::Data(Box::new(Data { reads: read, calls, text, ..Data::default() })))
}

/// A value in lower case and without quotes; none for `DEFAULT`.
fn value(sql: &str, tokens: &[Token]) -> Option<String> {
    let text = match tokens {
        [only] if only.kind == TokenKind::String => literal::text(only.text(sql)),
        tokens => expression::normal(sql, tokens, Letters::Column),
    };
    let text = text.to_ascii_lowercase();
    (text != "default").then_some(text)
}

/// A statement that begins, ends or divides a transaction, if it is one.
pub(super) fn transaction(cursor: &Cursor<'_>) -> Option<Transaction> {
    let second = cursor.word_ahead(1);
    Some(match cursor.word().as_str() {
        "begin" => Transaction::Begin,
        "start" if second.as_str() == "transaction" => Transaction::Begin,
        "commit" => Transaction::Commit,
        "rollback" => {
            let to = second.as_str() == "to" || cursor.word_ahead(2).as_str() == "to";
            if to { Transaction::Savepoint } else { Transaction::Rollback }
        }
        "savepoint" | "release" => Transaction::Savepoint,
        "xa" => Transaction::Prepare,
        _ => return None,
    })
}

/// `LOCK TABLES t WRITE, u READ`.
pub(super) fn lock(cursor: &mut Cursor<'_>) -> Read<What> {
    cursor.next();
    if !cursor.take_any(&["TABLES", "TABLE"]) {
        // `LOCK INSTANCE FOR BACKUP`.
        cursor.rest();
        return Ok(What::Lock { tables: Vec::new(), mode: "INSTANCE".to_owned() });
    }
    let (mut tables, mut mode) = (Vec::new(), String::new());
    loop {
        tables.push(cursor.path()?);
        let words = cursor.until(",", &["READ", "WRITE", "LOW_PRIORITY"]);
        let _ = words;
        if mode != "WRITE" {
            mode = if cursor.at_word("READ") { "READ" } else { "WRITE" }.to_owned();
        }
        if cursor.until(",", &["WAIT", "NOWAIT"]).is_empty() {
            return Err(cursor.error("`READ` or `WRITE`"));
        }
        super::alter::wait(cursor)?;
        if !cursor.take_symbol(",") {
            cursor.expect_end()?;
            return Ok(What::Lock { tables, mode });
        }
    }
}

/// `OPTIMIZE TABLE t`, `FLUSH PRIVILEGES` and their kin.
pub(super) fn maintenance(cursor: &mut Cursor<'_>) -> Read<What> {
    let mut words = cursor.word().as_str().to_ascii_uppercase();
    let is_flush = words == "FLUSH";
    cursor.next();
    cursor.take_any(&["NO_WRITE_TO_BINLOG", "LOCAL"]);
    let mut maintenance = Maintenance::default();
    if cursor.take_any(&["TABLE", "TABLES"]) {
        words.push_str(if is_flush { " TABLES" } else { " TABLE" });
        if cursor.is_at_name() {
            maintenance.on = cursor.paths()?;
        } else if !is_flush {
            return Err(cursor.error("a table"));
        }
        if cursor.at_words(&["WITH", "READ", "LOCK"]) {
            words.push_str(" WITH READ LOCK");
        }
    } else {
        while cursor.at_kind(TokenKind::Word) {
            words.push(' ');
            words.push_str(&cursor.word().as_str().to_ascii_uppercase());
            cursor.next();
        }
    }
    cursor.rest();
    Ok(What::Maintenance(Maintenance { words, ..maintenance }))
}
