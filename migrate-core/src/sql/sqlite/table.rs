//! `CREATE TABLE`.

use super::cursor::Cursor;
use super::{Created, ReadError, clause, column, expression, object, resolve};
use crate::dialect::sqlite::normalize;
use crate::schema::{Check, Identity, KeyColumn, PrimaryKey, Table, Unique};

/// A table while it is read.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) table: Table,
    /// Whether the primary key is a constraint of the table rather than of its column.
    key_of_table: bool,
}

/// What follows the name.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Created, ReadError> {
    if cursor.take_word("AS") {
        return object::query(cursor).map(Created::TableAs);
    }
    let mut draft = Draft::default();
    let mut body = cursor.parenthesised()?;
    columns(&mut body, &mut draft)?;
    constraints(&mut body, &mut draft)?;
    options(cursor, &mut draft.table)?;
    Ok(Created::Table(draft.finish()))
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
        let mut name = None;
        while body.take_word("CONSTRAINT") {
            name = Some(body.name()?);
        }
        let ends = body.is_at_end() || body.at_symbol(",");
        if !(ends && name.is_some()) {
            constraint(body, draft, name)?;
        }
        if body.take_symbol(",") && !at_constraint(body) {
            return Err(body.error("a constraint of the table"));
        }
    }
    Ok(())
}

fn constraint(
    body: &mut Cursor<'_>,
    draft: &mut Draft,
    name: Option<String>,
) -> Result<(), ReadError> {
    if body.at_words(&["PRIMARY", "KEY"]) {
        let at = body.error("a single primary key");
        body.take_words(&["PRIMARY", "KEY"]);
        let (columns, numbered) = clause::key_columns(body)?;
        let conflict = clause::conflict(body)?;
        draft
            .primary_key(PrimaryKey { name, columns, conflict, ..PrimaryKey::default() }, numbered)
            .ok_or(at)?;
        draft.key_of_table = true;
    } else if body.take_word("UNIQUE") {
        let (columns, _) = clause::key_columns(body)?;
        let conflict = clause::conflict(body)?;
        draft.table.uniques.push(Unique { name, columns, conflict, ..Unique::default() });
    } else if body.take_word("CHECK") {
        let expression = expression::whole(body.sql(), body.group()?);
        let conflict = clause::conflict(body)?;
        draft.table.checks.push(Check { name, expression, conflict, ..Check::default() });
    } else if body.take_words(&["FOREIGN", "KEY"]) {
        let columns = body.names()?;
        let mut key = clause::references(body, name, columns)?;
        key.deferrable = clause::deferrable(body)?.unwrap_or_default();
        draft.table.foreign_keys.push(key);
    } else {
        return Err(body.error("a constraint of the table"));
    }
    Ok(())
}

fn options(cursor: &mut Cursor<'_>, table: &mut Table) -> Result<(), ReadError> {
    while !cursor.is_at_end() {
        if cursor.take_words(&["WITHOUT", "ROWID"]) {
            table.options.without_rowid = true;
        } else if cursor.take_word("STRICT") {
            table.options.strict = true;
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

impl Draft {
    /// Sets the primary key, unless there is one already.
    pub(super) fn primary_key(&mut self, key: PrimaryKey, numbered: bool) -> Option<()> {
        if self.table.primary_key.is_some() {
            return None;
        }
        if let (true, [KeyColumn { name, .. }]) = (numbered, key.columns.as_slice()) {
            let column =
                self.table.columns.iter_mut().find(|column| column.name.eq_ignore_ascii_case(name));
            column?.identity = Some(Identity::AutoIncrement);
        }
        self.table.primary_key = Some(key);
        Some(())
    }

    /// Only where the column itself says `PRIMARY KEY DESC` is the key not the rowid
    /// (<https://www.sqlite.org/lang_createtable.html#rowid>, the backwards compatible bug); said by
    /// the table, the direction of a rowid means nothing.
    fn finish(self) -> Table {
        let mut table = self.table;
        if self.key_of_table
            && let Some(key) = &mut table.primary_key
        {
            let directions: Vec<bool> =
                key.columns.iter().map(|column| column.descending).collect();
            key.columns.iter_mut().for_each(|column| column.descending = false);
            if normalize::rowid_column(&table).is_none() {
                restore(&mut table, &directions);
            }
        }
        normalize::table(&mut table);
        resolve::table(&mut table);
        table
    }
}

fn restore(table: &mut Table, directions: &[bool]) {
    let columns = table.primary_key.iter_mut().flat_map(|key| &mut key.columns);
    for (column, descending) in columns.zip(directions) {
        column.descending = *descending;
    }
}
