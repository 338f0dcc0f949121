//! `CREATE TABLE`.

use super::cursor::{Cursor, Read};
use super::key::{self, Key};
use super::{action, column, default, expression, option, reads};
use crate::command::{CreateTable, TableChange, TableElement, What};

/// What follows `CREATE TABLE`.
pub(super) fn create(cursor: &mut Cursor<'_>, temporary: bool, or_replace: bool) -> Read<What> {
    let mut table = CreateTable { temporary, or_replace, ..CreateTable::default() };
    table.if_not_exists = cursor.take_words(&["IF", "NOT", "EXISTS"]);
    table.name = cursor.path()?;
    if like(cursor, &mut table)? {
        cursor.expect_end()?;
        return Ok(What::CreateTable(Box::new(table)));
    }
    if cursor.at_symbol("(") && !is_query_next(cursor) {
        elements(cursor, &mut table)?;
    }
    options(cursor, &mut table)?;
    query(cursor, &mut table)?;
    cursor.expect_end()?;
    if table.elements.is_empty() && table.query.is_none() {
        return Err(cursor.error("the columns of the table"));
    }
    if !default_is_explicit(cursor) {
        first_timestamp(&mut table.elements);
    }
    Ok(What::CreateTable(Box::new(table)))
}

/// `LIKE other` or `(LIKE other)`.
fn like(cursor: &mut Cursor<'_>, table: &mut CreateTable) -> Read<bool> {
    let mut clause = *cursor;
    let is_grouped = clause.at_symbol("(") && clause.word_ahead(1).as_str() == "like";
    if is_grouped {
        clause = cursor.parenthesised()?;
    }
    if !clause.take_word("LIKE") {
        return Ok(false);
    }
    let other = clause.path()?;
    if is_grouped {
        clause.expect_end()?;
    } else {
        *cursor = clause;
    }
    table.elements.push(TableElement::Like { table: other, options: vec!["ALL".to_owned()] });
    Ok(true)
}

/// Whether the parentheses that come next hold a query rather than columns.
fn is_query_next(cursor: &Cursor<'_>) -> bool {
    let mut ahead = 1;
    while cursor.ahead(ahead).is_some_and(|token| token.is_symbol(cursor.sql, "(")) {
        ahead += 1;
    }
    matches!(cursor.word_ahead(ahead).as_str(), "select" | "with" | "values" | "table")
}

fn elements(cursor: &mut Cursor<'_>, table: &mut CreateTable) -> Read<()> {
    let mut list = cursor.parenthesised()?;
    loop {
        if list.at_words(&["PERIOD", "FOR"]) {
            period(&mut list, table)?;
        } else {
            table.elements.push(element(&mut list)?);
        }
        if list.is_at_end() {
            return Ok(());
        }
        if !list.take_symbol(",") {
            return Err(list.error("`,` or `)`"));
        }
        if list.is_at_end() {
            let mut error = list.error("a column");
            error.help = Some("the last element of a list has no comma behind it".to_owned());
            return Err(error);
        }
    }
}

/// `PERIOD FOR p (a, b)` (MariaDB), which the model keeps in the options of the table.
fn period(list: &mut Cursor<'_>, table: &mut CreateTable) -> Read<()> {
    let TableChange::SetOption { name, value: Some(value) } = action::period(list)? else {
        return Err(list.error("the columns of the period"));
    };
    let inside = value.trim_matches(|letter| matches!(letter, '(' | ')' | ' '));
    let ends: Vec<&str> = inside.split(',').map(|end| end.trim().trim_matches('`')).collect();
    for element in &mut table.elements {
        if let TableElement::Column(column) = element
            && ends.iter().any(|end| end.eq_ignore_ascii_case(&column.column.name))
        {
            column.column.nullable = false;
        }
    }
    table.options.settings.insert(name, value);
    Ok(())
}

fn element(list: &mut Cursor<'_>) -> Read<TableElement> {
    if key::is_next(list) {
        return Ok(match key::read(list)? {
            Key::Constraint(constraint) => TableElement::Constraint(Box::new(constraint)),
            Key::Index(index) => TableElement::Index(Box::new(index)),
        });
    }
    Ok(TableElement::Column(Box::new(column::read(list)?)))
}

/// The options behind the columns, and how rows are spread.
fn options(cursor: &mut Cursor<'_>, table: &mut CreateTable) -> Read<()> {
    loop {
        cursor.take_symbol(",");
        match option::read(cursor)? {
            Some(found) => option::put(&mut table.options, found),
            None => break,
        }
    }
    if cursor.at_words(&["PARTITION", "BY"]) {
        table.options.partition_by = Some(option::partition_by(cursor)?);
    }
    Ok(())
}

/// `[IGNORE | REPLACE] [AS] query`.
fn query(cursor: &mut Cursor<'_>, table: &mut CreateTable) -> Read<()> {
    let _ = cursor.take_word("IGNORE") || cursor.take_word("REPLACE");
    let is_announced = cursor.take_word("AS");
    let begins = cursor.at_symbol("(")
        || matches!(cursor.word().as_str(), "select" | "with" | "values" | "table");
    if is_announced || begins {
        table.reads = reads::tables(*cursor);
        table.query = Some(expression::query(cursor.sql, cursor.rest()));
    }
    Ok(())
}

fn default_is_explicit(cursor: &Cursor<'_>) -> bool {
    !cursor.grammar.target.is_mariadb || cursor.grammar.target.is_at_least(10, 10)
}

/// The first `TIMESTAMP` of a table gets the current time where the server's defaults are implicit.
fn first_timestamp(elements: &mut [TableElement]) {
    let first = elements.iter_mut().find_map(|element| match element {
        TableElement::Column(new) if new.column.data_type.starts_with("timestamp") => Some(new),
        _ => None,
    });
    if let Some(new) = first
        && new.column.default.as_deref() == Some(default::ZERO)
    {
        let digits = new.column.data_type.strip_prefix("timestamp").unwrap_or_default();
        let now = format!("current_timestamp{digits}");
        new.column.default = Some(now.clone());
        new.column.on_update = Some(now);
    }
}
