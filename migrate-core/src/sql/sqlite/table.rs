//! `CREATE TABLE`.

use super::cursor::Cursor;
use super::draft::Draft;
use super::{ReadError, clause, column, expression};
use crate::command::NewConstraint;
use crate::schema::{Check, Constraint, PrimaryKey, TableOptions, Unique};

/// What stands in the parentheses and behind them.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Draft, ReadError> {
    let mut draft = Draft::default();
    let mut body = cursor.parenthesised()?;
    columns(&mut body, &mut draft)?;
    constraints(&mut body, &mut draft)?;
    options(cursor, &mut draft.options)?;
    Ok(draft)
}

/// The columns, and the comma between them and the constraints of the table.
fn columns(body: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), ReadError> {
    loop {
        column::read(body, draft)?;
        if !body.take_symbol(",") || at_constraint(body) {
            return Ok(());
        }
    }
}

fn at_constraint(body: &Cursor<'_>) -> bool {
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|word| body.at_word(word))
}

/// The constraints of the table; the engine does not insist on commas between them.
fn constraints(body: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), ReadError> {
    while !body.is_at_end() {
        let from = body.position();
        let mut name = None;
        while body.take_word("CONSTRAINT") {
            name = Some(body.name()?);
        }
        let ends = body.is_at_end() || body.at_symbol(",");
        if !(ends && name.is_some()) {
            let mut constraint = constraint(body, draft, name)?;
            constraint.span = body.span_since(from);
            draft.add(constraint);
        }
        if body.take_symbol(",") && !at_constraint(body) {
            return Err(body.error("a constraint of the table"));
        }
    }
    Ok(())
}

/// One constraint of the table without its name and without its span.
fn constraint(
    body: &mut Cursor<'_>,
    draft: &mut Draft,
    name: Option<String>,
) -> Result<NewConstraint, ReadError> {
    let mut references = None;
    let constraint = if body.at_words(&["PRIMARY", "KEY"]) {
        Constraint::PrimaryKey(primary_key(body, draft, name)?)
    } else if body.take_word("UNIQUE") {
        let (columns, _) = clause::key_columns(body)?;
        let conflict = clause::conflict(body)?;
        Constraint::Unique(Unique { name, columns, conflict, ..Unique::default() })
    } else if body.take_word("CHECK") {
        Constraint::Check(check(body, name)?)
    } else if body.take_words(&["FOREIGN", "KEY"]) {
        let columns = body.names()?;
        let (mut key, table) = clause::references(body, name, columns)?;
        key.deferrable = clause::deferrable(body)?.unwrap_or_default();
        references = Some(table);
        Constraint::ForeignKey(key)
    } else {
        return Err(body.error("a constraint of the table"));
    };
    Ok(NewConstraint { references, ..NewConstraint::new(constraint, body.span_since(0)) })
}

/// What follows `CHECK`.
pub(super) fn check(body: &mut Cursor<'_>, name: Option<String>) -> Result<Check, ReadError> {
    let expression = expression::parenthesised(body)?;
    let conflict = clause::conflict(body)?;
    Ok(Check { name, expression, conflict, ..Check::default() })
}

fn primary_key(
    body: &mut Cursor<'_>,
    draft: &mut Draft,
    name: Option<String>,
) -> Result<PrimaryKey, ReadError> {
    let single = body.error("a single primary key");
    body.take_words(&["PRIMARY", "KEY"]);
    let unnumbered = body.error("`AUTOINCREMENT` at a column that there is");
    let (columns, numbered) = clause::key_columns(body)?;
    let conflict = clause::conflict(body)?;
    if draft.has_primary_key() {
        return Err(single);
    }
    if let (true, [column]) = (numbered, columns.as_slice()) {
        draft.number(&column.name).ok_or(unnumbered)?;
    }
    Ok(PrimaryKey { name, columns, conflict, ..PrimaryKey::default() })
}

fn options(cursor: &mut Cursor<'_>, options: &mut TableOptions) -> Result<(), ReadError> {
    while !cursor.is_at_end() {
        if cursor.take_words(&["WITHOUT", "ROWID"]) {
            options.without_rowid = true;
        } else if cursor.take_word("STRICT") {
            options.strict = true;
        } else {
            return Err(cursor.error("`WITHOUT ROWID` or `STRICT`"));
        }
        if !cursor.take_symbol(",") {
            return Ok(());
        }
        if cursor.is_at_end() {
            return Err(cursor.error("`WITHOUT ROWID` or `STRICT`"));
        }
    }
    Ok(())
}
