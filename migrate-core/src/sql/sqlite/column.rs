//! A column of `CREATE TABLE`.

use super::cursor::Cursor;
use super::table::Draft;
use super::{ReadError, clause, expression, keyword};
use crate::dialect::sqlite::types;
use crate::schema::{Check, Column, Generated, KeyColumn, PrimaryKey, Unique};
use crate::sql::lexer::{Token, TokenKind};

/// A column with its constraints, up to a comma or the end.
pub(super) fn read(body: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), ReadError> {
    let name = body.name()?;
    let data_type = data_type(body)?;
    draft.table.columns.push(Column::new(name.as_str(), data_type));
    let mut given = None;
    while !body.is_at_end() && !body.at_symbol(",") {
        if body.take_word("CONSTRAINT") {
            given = Some(body.name()?);
        } else if !key(body, draft, &name, &mut given)? {
            attribute(body, draft)?;
        }
    }
    Ok(())
}

/// The words of the type and the one or two numbers behind them.
fn data_type(body: &mut Cursor<'_>) -> Result<String, ReadError> {
    let Some(first) = body.peek() else { return Ok(String::new()) };
    let mut last = None;
    while let Some(token) = body.peek()
        && keyword::is_name(token, body.sql())
        && !body.at_words(&["GENERATED", "ALWAYS", "AS"])
    {
        last = body.next();
    }
    let Some(mut last) = last else { return Ok(String::new()) };
    if body.at_symbol("(") {
        let mut sizes = body.parenthesised()?;
        size(&mut sizes)?;
        if sizes.take_symbol(",") {
            size(&mut sizes)?;
        }
        sizes.expect_end()?;
        last = body.previous().unwrap_or(last);
    }
    let written = body.sql().get(first.span.to(last.span).range()).unwrap_or_default();
    Ok(types::normal(written))
}

fn size(sizes: &mut Cursor<'_>) -> Result<(), ReadError> {
    let _ = sizes.take_symbol("+") || sizes.take_symbol("-");
    match sizes.peek() {
        Some(token) if token.kind == TokenKind::Number => {
            sizes.next();
            Ok(())
        }
        _ => Err(sizes.error("a number")),
    }
}

/// A constraint that belongs to the table, if that is what comes next.
fn key(
    body: &mut Cursor<'_>,
    draft: &mut Draft,
    column: &str,
    given: &mut Option<String>,
) -> Result<bool, ReadError> {
    let key = |descending| {
        vec![KeyColumn { name: column.to_owned(), descending, ..KeyColumn::default() }]
    };
    if body.at_words(&["PRIMARY", "KEY"]) {
        let at = body.error("a single primary key");
        body.take_words(&["PRIMARY", "KEY"]);
        let descending = body.take_word("DESC");
        body.take_word("ASC");
        let conflict = clause::conflict(body)?;
        let numbered = body.take_word("AUTOINCREMENT");
        let key = PrimaryKey {
            name: given.take(),
            columns: key(descending),
            conflict,
            ..PrimaryKey::default()
        };
        draft.primary_key(key, numbered).ok_or(at)?;
    } else if body.take_word("UNIQUE") {
        let conflict = clause::conflict(body)?;
        let key = Unique { name: given.take(), columns: key(false), conflict, ..Unique::default() };
        draft.table.uniques.push(key);
    } else if body.take_word("CHECK") {
        let expression = expression::whole(body.sql(), body.group()?);
        let conflict = clause::conflict(body)?;
        draft.table.checks.push(Check {
            name: given.take(),
            expression,
            conflict,
            ..Check::default()
        });
    } else if body.at_word("REFERENCES") {
        let key = clause::references(body, given.take(), vec![column.to_owned()])?;
        draft.table.foreign_keys.push(key);
    } else if let Some(when) = clause::deferrable(body)? {
        // A column constraint of its own in the grammar, about the reference read last.
        draft.table.foreign_keys.last_mut().into_iter().for_each(|key| key.deferrable = when);
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// What is said of the column alone.
fn attribute(body: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), ReadError> {
    let Some(column) = draft.table.columns.last_mut() else {
        return Err(body.error("a column"));
    };
    if body.take_words(&["NOT", "NULL"]) {
        column.not_null_conflict = clause::conflict(body)?;
        column.nullable = false;
    } else if body.take_word("NULL") {
        clause::conflict(body)?;
    } else if body.take_word("DEFAULT") {
        column.default = default(body)?;
    } else if body.take_word("COLLATE") {
        column.collation = Some(body.name()?);
    } else if body.take_words(&["GENERATED", "ALWAYS", "AS"]) || body.take_word("AS") {
        let expression = expression::whole(body.sql(), body.group()?);
        let stored = body.take_word("STORED");
        body.take_word("VIRTUAL");
        column.generated = Some(Generated { expression, stored });
    } else {
        return Err(body.error("a constraint of the column"));
    }
    Ok(())
}

/// A parenthesised expression, or a literal or name that may have a sign.
fn default(body: &mut Cursor<'_>) -> Result<Option<String>, ReadError> {
    if body.at_symbol("(") {
        return Ok(expression::default(body.sql(), body.group()?));
    }
    let from = body.position();
    let _ = body.take_symbol("+") || body.take_symbol("-");
    match body.peek() {
        Some(token) if is_value(token, body.sql()) => body.next(),
        _ => return Err(body.error("a value")),
    };
    Ok(expression::default(body.sql(), body.since(from)))
}

fn is_value(token: &Token, sql: &str) -> bool {
    match token.kind {
        TokenKind::Symbol => false,
        TokenKind::Word => {
            keyword::is_value(token.text(sql)) || !keyword::is_reserved(token.text(sql))
        }
        _ => true,
    }
}
