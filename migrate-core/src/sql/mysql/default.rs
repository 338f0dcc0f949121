//! Defaults of columns.

use super::cursor::{Cursor, Read};
use super::{expression, literal};
use crate::command::NewColumn;
use crate::dialect::mysql::normalize;
use crate::schema::Column;
use crate::sql::lexer::{Token, TokenKind};

/// `DEFAULT …`, which comes next.
pub(super) fn read(cursor: &mut Cursor<'_>, new: &mut NewColumn) -> Read<()> {
    cursor.next();
    new.column.default = value(cursor, &new.column)?;
    Ok(())
}

/// The value of a default in normal spelling: that of `information_schema.columns.column_default` for
/// a literal. None is `NULL`, which a column without a default has too.
pub(super) fn value(cursor: &mut Cursor<'_>, column: &Column) -> Read<Option<String>> {
    if cursor.at_symbol("(") {
        let tokens = cursor.group()?;
        return Ok(Some(parenthesised(cursor, tokens, column)));
    }
    if cursor.take_word("NULL") {
        return Ok(None);
    }
    if is_at_now(cursor) {
        return now(cursor).map(Some);
    }
    let start = cursor.position();
    let _ = cursor.take_symbol("-") || cursor.take_symbol("+");
    match cursor.peek().map(|token| token.kind) {
        Some(TokenKind::String | TokenKind::Number) => {
            cursor.next();
            // Adjacent strings are one.
            while cursor.at_kind(TokenKind::String) {
                cursor.next();
            }
        }
        Some(TokenKind::Word) => word(cursor)?,
        _ => return Err(cursor.error("a value")),
    }
    Ok(Some(of_tokens(cursor.sql, cursor.since(start), column)))
}

/// A word that may begin a default without parentheses.
fn word(cursor: &mut Cursor<'_>) -> Read<()> {
    let counts = [["NEXT", "VALUE", "FOR"], ["PREVIOUS", "VALUE", "FOR"]];
    if counts.iter().any(|words| cursor.take_words(words)) {
        return cursor.path().map(|_| ());
    }
    match cursor.word().as_str() {
        "true" | "false" | "current_date" | "curdate" | "current_user" => cursor.next(),
        "date" | "time" | "timestamp" => {
            cursor.next();
            return cursor.string().map(|_| ());
        }
        name if name.starts_with('_') => {
            cursor.next();
            return cursor.string().map(|_| ());
        }
        _ if cursor.grammar.target.is_mariadb => cursor.next(),
        _ => {
            let mut error = cursor.error("a literal");
            error.help =
                Some("MySQL asks for parentheses around an expression: `DEFAULT (…)`".to_owned());
            return Err(error);
        }
    };
    if cursor.at_symbol("(") {
        cursor.group()?;
    }
    Ok(())
}

/// An expression in parentheses: MySQL keeps it apart from a literal, MariaDB does not.
fn parenthesised(cursor: &Cursor<'_>, tokens: &[Token], column: &Column) -> String {
    let inner = expression::bare(cursor.sql, tokens);
    if !cursor.grammar.target.is_mariadb {
        let text = expression::condition(cursor.sql, inner);
        return if text.starts_with("current_timestamp") { text } else { format!("({text})") };
    }
    match inner {
        [only] if matches!(only.kind, TokenKind::String | TokenKind::Number) => {
            of_tokens(cursor.sql, inner, column)
        }
        _ => {
            let mut inside = cursor.within(inner);
            match now(&mut inside) {
                Ok(now) if is_now(&now) && inside.is_at_end() => now,
                _ => expression::condition(cursor.sql, inner),
            }
        }
    }
}

fn is_now(text: &str) -> bool {
    text.starts_with("current_timestamp")
}

/// A literal, by the type of its column: `0` and `'0'` are the same default of a number.
fn of_tokens(sql: &str, tokens: &[Token], column: &Column) -> String {
    let text = match tokens {
        strings if !strings.is_empty() && strings.iter().all(|token| is_string(sql, token)) => {
            strings.iter().map(|token| literal::text(token.text(sql))).collect::<String>()
        }
        [number] if number.kind == TokenKind::Number => {
            let text = number.text(sql).to_ascii_lowercase();
            // The bytes themselves, and not the text that they are written with.
            if normalize::is_bytes(&text) {
                return text;
            }
            text
        }
        [sign, number] if number.kind == TokenKind::Number => {
            let sign = if sign.is_symbol(sql, "-") { "-" } else { "" };
            format!("{sign}{}", number.text(sql))
        }
        [word] if word.is_word(sql, "TRUE") => "1".to_owned(),
        [word] if word.is_word(sql, "FALSE") => "0".to_owned(),
        _ => return expression::condition(sql, tokens),
    };
    // The bits of a text are those of its letters.
    if column.data_type.starts_with("bit") && !tokens.iter().all(|token| is_string(sql, token)) {
        return text;
    }
    normalize::literal(&text, &column.data_type)
}

fn is_string(sql: &str, token: &Token) -> bool {
    token.kind == TokenKind::String
        && matches!(token.text(sql).as_bytes().first(), Some(b'\'' | b'"' | b'n' | b'N'))
}

fn is_at_now(cursor: &Cursor<'_>) -> bool {
    matches!(cursor.word().as_str(), "current_timestamp" | "now" | "localtime" | "localtimestamp")
}

/// `CURRENT_TIMESTAMP` in any of its spellings, which must come next.
pub(super) fn now(cursor: &mut Cursor<'_>) -> Read<String> {
    if !is_at_now(cursor) {
        return Err(cursor.error("`CURRENT_TIMESTAMP`"));
    }
    cursor.next();
    if !cursor.at_symbol("(") {
        return Ok("current_timestamp".to_owned());
    }
    let mut digits = cursor.parenthesised()?;
    if digits.is_at_end() {
        return Ok("current_timestamp".to_owned());
    }
    Ok(match digits.number()?.as_str() {
        "0" => "current_timestamp".to_owned(),
        digits => format!("current_timestamp({digits})"),
    })
}

/// What a `TIMESTAMP` gets that says nothing: `explicit_defaults_for_timestamp` is on in MySQL 8.0 and
/// in MariaDB from 10.10.
pub(super) fn settle(cursor: &Cursor<'_>, new: &mut NewColumn) {
    let column = &mut new.column;
    let is_implicit =
        cursor.grammar.target.is_mariadb && !cursor.grammar.target.is_at_least(10, 10);
    if is_implicit && column.data_type.starts_with("timestamp") && !new.explicit_null {
        column.nullable = false;
        if column.default.is_none() && column.on_update.is_none() {
            // The first of a table gets the current time instead: `table::first_timestamp`.
            column.default = Some(ZERO.to_owned());
        }
    }
}

/// The default of a `TIMESTAMP` that cannot be NULL, where the server gives it one.
pub(super) const ZERO: &str = "'0000-00-00 00:00:00'";
