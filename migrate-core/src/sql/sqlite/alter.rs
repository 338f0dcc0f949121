//! `ALTER TABLE`: the one action that a statement may have.

use super::cursor::Cursor;
use super::draft::Draft;
use super::{ReadError, clause, column, table};
use crate::command::{
    AlterTable, ColumnChange, Command, Ident, NewConstraint, Opaque, Path, TableChange,
    TableElement, Touches, What,
};
use crate::schema::Constraint;

/// What follows `ALTER TABLE`.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Command, ReadError> {
    let table = cursor.path()?;
    let from = cursor.position();
    let change = change(cursor)?;
    // What a violation does is said of the column, and no change of a column carries it.
    let conflict = clause::conflict(cursor)?;
    cursor.expect_end()?;
    let span = cursor.span_since(from);
    if conflict.is_some() {
        let reason = "it says what a violation of `NOT NULL` does".to_owned();
        let touches = Touches::Only(vec![table]);
        return Ok(Command::new(span, What::Opaque(Opaque { reason, touches, dynamic: false })));
    }
    let alter =
        AlterTable { table, if_exists: false, only: false, algorithm: None, lock: None, change };
    Ok(Command::new(span, What::AlterTable(Box::new(alter))))
}

fn change(cursor: &mut Cursor<'_>) -> Result<TableChange, ReadError> {
    if cursor.take_word("RENAME") {
        rename(cursor)
    } else if cursor.take_word("ADD") {
        add(cursor)
    } else if cursor.take_word("DROP") {
        drop(cursor)
    } else if cursor.take_word("ALTER") {
        alter(cursor)
    } else {
        Err(cursor.error("`RENAME`, `ADD`, `DROP` or `ALTER`"))
    }
}

fn rename(cursor: &mut Cursor<'_>) -> Result<TableChange, ReadError> {
    if cursor.take_word("TO") {
        let Ident { name, span } = cursor.ident()?;
        return Ok(TableChange::Rename(Path { namespace: None, name, span }));
    }
    cursor.take_word("COLUMN");
    let from = cursor.ident()?;
    cursor.expect_word("TO", "`TO`")?;
    Ok(TableChange::RenameColumn { from, to: cursor.ident()? })
}

fn add(cursor: &mut Cursor<'_>) -> Result<TableChange, ReadError> {
    if cursor.at_word("CONSTRAINT") || cursor.at_word("CHECK") {
        return check(cursor).map(|check| TableChange::AddConstraint(Box::new(check)));
    }
    cursor.take_word("COLUMN");
    let mut draft = Draft::default();
    column::read(cursor, &mut draft)?;
    match draft.elements.pop() {
        Some(TableElement::Column(column)) => {
            Ok(TableChange::AddColumn { column, if_not_exists: false, position: None })
        }
        _ => Err(cursor.error("a column")),
    }
}

/// `ADD [CONSTRAINT name] CHECK (…)`, since SQLite 3.53.
fn check(cursor: &mut Cursor<'_>) -> Result<NewConstraint, ReadError> {
    let from = cursor.position();
    let name = if cursor.take_word("CONSTRAINT") { Some(cursor.name()?) } else { None };
    cursor.expect_word("CHECK", "`CHECK`")?;
    let check = table::check(cursor, name)?;
    Ok(NewConstraint::new(Constraint::Check(check), cursor.span_since(from)))
}

fn drop(cursor: &mut Cursor<'_>) -> Result<TableChange, ReadError> {
    if cursor.take_word("CONSTRAINT") {
        let name = Some(cursor.ident()?);
        return Ok(TableChange::DropConstraint {
            name,
            kind: None,
            if_exists: false,
            cascade: false,
        });
    }
    cursor.take_word("COLUMN");
    Ok(TableChange::DropColumn { column: cursor.ident()?, if_exists: false, cascade: false })
}

/// `ALTER [COLUMN] name SET NOT NULL` and `DROP NOT NULL`, since SQLite 3.53.
fn alter(cursor: &mut Cursor<'_>) -> Result<TableChange, ReadError> {
    cursor.take_word("COLUMN");
    let column = cursor.ident()?;
    let nullable = cursor.take_word("DROP");
    if !nullable {
        cursor.expect_word("SET", "`SET NOT NULL` or `DROP NOT NULL`")?;
    }
    cursor.expect_word("NOT", "`NOT NULL`")?;
    cursor.expect_word("NULL", "`NULL`")?;
    let change = ColumnChange::Nullable(nullable);
    Ok(TableChange::AlterColumn { column, if_exists: false, change })
}
