//! Rows: `SELECT`, `INSERT`, `UPDATE`, `DELETE` and what may stand before them.

use super::cursor::Cursor;
use super::script::Read;
use super::{ReadError, uses};
use crate::command::{Data, DataKind, Opaque, Path, Touches, What};
use crate::sql::cursor::by_comma;
use crate::sql::lexer::{Token, TokenKind};
use crate::sql::normal::normal_tokens;

/// Whether a statement that reads or writes rows begins here.
pub(super) fn begins(cursor: &Cursor<'_>) -> bool {
    ["SELECT", "VALUES", "WITH", "INSERT", "REPLACE", "UPDATE", "DELETE"]
        .iter()
        .any(|word| cursor.at_word(word))
}

/// The whole statement.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Read {
    let tokens = cursor.left();
    let sql = cursor.sql;
    no_definition(cursor)?;
    if cursor.take_word("WITH") {
        common(cursor)?;
    }
    let mut data = Data { text: normal_tokens(sql, tokens), ..Data::default() };
    if cursor.take_word("INSERT") || cursor.at_words(&["REPLACE", "INTO"]) {
        insert(cursor, &mut data)?;
    } else if cursor.take_word("UPDATE") {
        update(cursor, &mut data)?;
    } else if cursor.take_word("DELETE") {
        cursor.expect_word("FROM", "`FROM`")?;
        data.kind = DataKind::Delete;
        target(cursor, &mut data)?;
        conditions(cursor, &mut data);
    } else if !cursor.take_word("SELECT") && !cursor.take_word("VALUES") {
        return Err(cursor.error("`SELECT`, `INSERT`, `UPDATE` or `DELETE`"));
    } else if cursor.is_at_end() {
        return Err(cursor.error("something to select"));
    }
    cursor.rest();
    let written = data.tables.first().map(|path| path.span);
    data.reads = uses::tables(sql, tokens);
    data.reads.retain(|path| Some(path.span) != written);
    data.calls = uses::calls(sql, tokens);
    Ok(checked(data))
}

/// What it is when it writes the engine's own tables: the schema itself.
fn checked(data: Data) -> What {
    const SCHEMA: [&str; 4] =
        ["sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"];
    let writes_schema = data
        .tables
        .iter()
        .any(|path| SCHEMA.iter().any(|name| name.eq_ignore_ascii_case(&path.name)));
    if !writes_schema {
        return What::Data(Box::new(data));
    }
    let reason = "it writes the table in which the engine keeps the schema".to_owned();
    What::Opaque(Opaque { reason, touches: Touches::Everything, dynamic: false })
}

/// That no word stands in a statement which only begins or belongs to a definition: most likely, the
/// semicolon between two statements is missing.
pub(super) fn no_definition(cursor: &Cursor<'_>) -> Result<(), ReadError> {
    let mut rest = cursor.at(cursor.position());
    while !rest.is_at_end() {
        no_definition_here(&rest)?;
        rest.next();
    }
    Ok(())
}

/// [`no_definition`] of the next word.
pub(super) fn no_definition_here(cursor: &Cursor<'_>) -> Result<(), ReadError> {
    const WORDS: [&str; 12] = [
        "ADD",
        "ALTER",
        "AUTOINCREMENT",
        "COMMIT",
        "CONSTRAINT",
        "CREATE",
        "DEFERRABLE",
        "DROP",
        "FOREIGN",
        "PRIMARY",
        "REFERENCES",
        "TABLE",
    ];
    match cursor.peek() {
        Some(token) if token.is_any_word(cursor.sql, &WORDS) => {
            Err(cursor.error("the end of the statement"))
        }
        _ => Ok(()),
    }
}

/// The queries of a `WITH`.
fn common(cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
    cursor.take_word("RECURSIVE");
    loop {
        cursor.name()?;
        if cursor.at_symbol("(") {
            cursor.names()?;
        }
        cursor.expect_word("AS", "`AS`")?;
        cursor.take_word("NOT");
        cursor.take_word("MATERIALIZED");
        cursor.group()?;
        if !cursor.take_symbol(",") {
            return Ok(());
        }
    }
}

/// `OR REPLACE` and its kin.
fn action(cursor: &mut Cursor<'_>, data: &mut Data) -> Result<(), ReadError> {
    const ACTIONS: [&str; 5] = ["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"];
    if !cursor.take_word("OR") {
        return Ok(());
    }
    match ACTIONS.into_iter().find(|action| cursor.take_word(action)) {
        Some("REPLACE") => data.overwrites = true,
        Some("IGNORE") => data.ignores = true,
        Some(_) => {}
        None => return Err(cursor.error("`ROLLBACK`, `ABORT`, `FAIL`, `IGNORE` or `REPLACE`")),
    }
    Ok(())
}

/// The table that is written, with its other name.
fn target(cursor: &mut Cursor<'_>, data: &mut Data) -> Result<Path, ReadError> {
    let path = cursor.path()?;
    data.tables.push(path.clone());
    if cursor.take_word("AS") {
        cursor.name()?;
    }
    if cursor.take_words(&["INDEXED", "BY"]) {
        cursor.name()?;
    } else {
        cursor.take_words(&["NOT", "INDEXED"]);
    }
    Ok(path)
}

fn insert(cursor: &mut Cursor<'_>, data: &mut Data) -> Result<(), ReadError> {
    data.kind = DataKind::Insert;
    if cursor.take_word("REPLACE") {
        data.overwrites = true;
    } else {
        action(cursor, data)?;
    }
    cursor.expect_word("INTO", "`INTO`")?;
    target(cursor, data)?;
    if cursor.at_symbol("(") {
        data.columns = cursor.idents()?;
    }
    if cursor.take_words(&["DEFAULT", "VALUES"]) {
        data.values = true;
    } else if cursor.take_word("VALUES") {
        data.values = true;
        data.arity = Some(by_comma(cursor.sql, cursor.group()?).len());
    } else if !cursor.at_word("SELECT") && !cursor.at_word("WITH") {
        return Err(cursor.error("`VALUES`, `SELECT` or `DEFAULT VALUES`"));
    }
    let mut rest = cursor.at(cursor.position());
    while !rest.is_at_end() {
        data.overwrites |= rest.at_words(&["DO", "UPDATE"]);
        data.ignores |= rest.at_words(&["DO", "NOTHING"]);
        if rest.at_words(&["ON", "DUPLICATE"]) {
            rest.next();
            return Err(rest.error("`CONFLICT`"));
        }
        rest.next();
    }
    Ok(())
}

fn update(cursor: &mut Cursor<'_>, data: &mut Data) -> Result<(), ReadError> {
    data.kind = DataKind::Update;
    action(cursor, data)?;
    target(cursor, data)?;
    cursor.expect_word("SET", "`SET`")?;
    loop {
        if cursor.at_symbol("(") {
            data.columns.extend(cursor.idents()?);
        } else {
            data.columns.push(cursor.ident()?);
        }
        if !cursor.take_symbol("=") {
            return Err(cursor.error("`=`"));
        }
        value(cursor)?;
        if !cursor.take_symbol(",") {
            break;
        }
    }
    conditions(cursor, data);
    Ok(())
}

/// An expression up to a comma or a clause of the statement.
fn value(cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
    let from = cursor.position();
    while !cursor.is_at_end()
        && !cursor.at_symbol(",")
        && !["FROM", "WHERE", "RETURNING", "ORDER", "LIMIT"].iter().any(|word| cursor.at_word(word))
    {
        // `IS DISTINCT FROM` is an operator.
        if cursor.take_words(&["DISTINCT", "FROM"]) {
            continue;
        }
        if cursor.at_symbol("(") {
            cursor.group()?;
        } else {
            cursor.next();
        }
    }
    if cursor.since(from).is_empty() { Err(cursor.error("an expression")) } else { Ok(()) }
}

/// `WHERE` and `LIMIT`, wherever they stand outside of parentheses.
fn conditions(cursor: &Cursor<'_>, data: &mut Data) {
    let sql = cursor.sql;
    let mut depth = 0_usize;
    let left = cursor.left();
    for (at, token) in left.iter().enumerate() {
        match token.text(sql) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if token.is_word(sql, "WHERE") => {
                let condition = left.get(at + 1..).unwrap_or_default();
                let ends = ["RETURNING", "ORDER", "LIMIT"];
                let end = condition.iter().position(|token| {
                    token.kind == TokenKind::Word && ends.iter().any(|end| token.is_word(sql, end))
                });
                let end = end.unwrap_or(condition.len());
                data.filtered = !is_true(sql, condition.get(..end).unwrap_or_default());
            }
            _ => data.limited |= token.is_word(sql, "LIMIT"),
        }
    }
}

/// `true`, `1`, `1 = 1`: a condition that limits nothing.
fn is_true(sql: &str, condition: &[Token]) -> bool {
    match condition {
        [only] => {
            only.is_word(sql, "TRUE") || only.kind == TokenKind::Number && only.text(sql) != "0"
        }
        [one, equals @ .., other] => {
            !equals.is_empty()
                && equals.iter().all(|token| token.is_symbol(sql, "="))
                && matches!(one.kind, TokenKind::Number | TokenKind::String)
                && one.text(sql) == other.text(sql)
        }
        [] => true,
    }
}
