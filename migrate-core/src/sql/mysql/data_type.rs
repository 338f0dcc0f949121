//! Types.

use super::cursor::{Cursor, Read};
use super::literal;
use crate::dialect::mysql::types::{self, Normal, Written};
use crate::sql::SyntaxError;
use crate::sql::lexer::TokenKind;
use crate::text::Span;

/// A type with what may stand behind it and belongs to it.
#[derive(Default)]
pub(super) struct DataType {
    pub(super) normal: Normal,
    pub(super) charset: Option<String>,
    pub(super) collation: Option<String>,
    /// `BINARY`: the binary collation of whatever character set the column gets.
    pub(super) binary: bool,
    /// `CHAR BYTE`, another name for `BINARY`.
    byte: bool,
    pub(super) span: Span,
}

/// The type that must come next.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Read<DataType> {
    let start = cursor.position();
    if !cursor.at_kind(TokenKind::Word) {
        return Err(cursor.error("a type"));
    }
    let at = cursor.here();
    let mut written = Written { name: name(cursor), ..Written::default() };
    if cursor.at_symbol("(") {
        written.arguments = arguments(cursor)?;
    }
    let mut read = DataType::default();
    let mut ends = cursor.position();
    while attribute(cursor, &mut written, &mut read)? {
        ends = cursor.position();
    }
    let mut typed = *cursor;
    typed.rewind(ends);
    read.span = typed.span_since(start);
    if read.byte {
        written.name = written.name.replace("char", "binary");
    }
    read.normal =
        types::normal(&written, cursor.grammar.target).ok_or_else(|| unknown(&written, at))?;
    Ok(read)
}

/// The words of the type's name.
fn name(cursor: &mut Cursor<'_>) -> String {
    let mut name = cursor.word().as_str().to_owned();
    cursor.next();
    let more: &[&[&str]] = match name.as_str() {
        "double" => &[&["PRECISION"]],
        "char" | "character" | "nchar" => &[&["VARYING"], &["VARCHAR"]],
        "national" => &[
            &["CHARACTER", "VARYING"],
            &["CHAR", "VARYING"],
            &["CHARACTER"],
            &["CHAR"],
            &["VARCHAR"],
            &["VARCHARACTER"],
        ],
        "long" => &[
            &["CHARACTER", "VARYING"],
            &["CHAR", "VARYING"],
            &["VARCHAR"],
            &["VARCHARACTER"],
            &["VARBINARY"],
        ],
        _ => &[],
    };
    for words in more {
        if cursor.take_words(words) {
            for word in *words {
                name.push(' ');
                name.push_str(&word.to_ascii_lowercase());
            }
            break;
        }
    }
    name
}

fn arguments(cursor: &mut Cursor<'_>) -> Read<Vec<String>> {
    let mut list = cursor.parenthesised()?;
    let mut arguments = Vec::new();
    loop {
        if list.at_kind(TokenKind::String) {
            // The engine takes blanks off the end of the values of an `ENUM` or a `SET`.
            arguments.push(literal::quoted(list.string()?.trim_end_matches(' ')));
        } else {
            arguments.push(list.number()?);
        }
        if !list.take_symbol(",") {
            list.expect_end()?;
            return Ok(arguments);
        }
    }
}

fn attribute(cursor: &mut Cursor<'_>, written: &mut Written, read: &mut DataType) -> Read<bool> {
    match cursor.word().as_str() {
        "unsigned" => written.unsigned = true,
        "zerofill" => written.zerofill = true,
        "signed" => {}
        "binary" => read.binary = true,
        "byte" if written.name.ends_with("char") => read.byte = true,
        "ascii" => read.charset = Some("latin1".to_owned()),
        "unicode" => read.charset = Some("ucs2".to_owned()),
        "charset" => return charset(cursor, read).map(|()| true),
        "character" | "char" if cursor.word_ahead(1).as_str() == "set" => {
            cursor.next();
            return charset(cursor, read).map(|()| true);
        }
        _ => return Ok(false),
    }
    cursor.next();
    Ok(true)
}

fn charset(cursor: &mut Cursor<'_>, read: &mut DataType) -> Read<()> {
    cursor.next();
    read.charset = Some(charset_name(cursor)?);
    Ok(())
}

/// The name of a character set, in quotes or none; `BINARY` is one of them.
pub(super) fn charset_name(cursor: &mut Cursor<'_>) -> Read<String> {
    Ok(types::charset(&word_or_string(cursor)?))
}

/// The name of a collation, in quotes or none.
pub(super) fn collation_name(cursor: &mut Cursor<'_>) -> Read<String> {
    Ok(types::collation(&word_or_string(cursor)?))
}

fn word_or_string(cursor: &mut Cursor<'_>) -> Read<String> {
    if cursor.at_kind(TokenKind::String) {
        return cursor.string();
    }
    if cursor.take_word("BINARY") {
        return Ok("binary".to_owned());
    }
    if cursor.take_word("DEFAULT") {
        return Ok("default".to_owned());
    }
    Ok(cursor.name()?.name)
}

fn unknown(written: &Written, span: Span) -> SyntaxError {
    let help = match written.name.as_str() {
        "varchar" | "character varying" | "varbinary" => {
            Some("this type needs a length, as in `VARCHAR(255)`")
        }
        "bigserial" | "smallserial" | "serial4" | "serial8" => {
            Some("serial types are PostgreSQL's: write `BIGINT NOT NULL AUTO_INCREMENT`")
        }
        "timestamptz" => Some("write `TIMESTAMP`, which is kept in UTC"),
        "jsonb" => Some("write `JSON`"),
        "bytea" => Some("write `BLOB` or `VARBINARY(n)`"),
        "uuid" => Some("MySQL has no such type: write `BINARY(16)` or `CHAR(36)`"),
        "citext" => Some("write `TEXT`: collations ending in `_ci` ignore letter case"),
        "string" => Some("write `VARCHAR(n)` or `TEXT`"),
        _ => None,
    };
    SyntaxError {
        span,
        message: format!("`{}` is no type that can stand here", written.name),
        help: help.map(str::to_owned),
    }
}
