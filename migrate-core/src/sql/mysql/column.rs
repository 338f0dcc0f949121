//! Columns.

use super::cause;
use super::cursor::{Cursor, Read};
use super::data_type::{self, DataType};
use super::key;
use super::{default, expression};
use crate::command::{Ident, NewColumn, NewConstraint};
use crate::schema::{
    Check, Column, Constraint, Generated, Identity, KeyColumn, PrimaryKey, Unique,
};

/// A column with its name.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Read<NewColumn> {
    let start = cursor.position();
    let name = cursor.name()?;
    let mut column = definition(cursor, name)?;
    column.span = cursor.span_since(start);
    Ok(column)
}

/// What follows the name of a column: its type and attributes.
fn definition(cursor: &mut Cursor<'_>, name: Ident) -> Read<NewColumn> {
    let data_type = data_type::read(cursor)?;
    let mut new = typed(name, &data_type);
    let mut given = None;
    while attribute(cursor, &mut new, &mut given)? {}
    if new.column.generated.is_none() {
        default::settle(cursor, &mut new);
    }
    Ok(new)
}

/// A column that has a type and nothing else.
fn typed(name: Ident, data_type: &DataType) -> NewColumn {
    let normal = &data_type.normal;
    let mut column = Column::new(name.name.as_str(), normal.name.as_str());
    column.charset = data_type.charset.clone().or_else(|| normal.charset.map(str::to_owned));
    column.collation = data_type.collation.clone().or_else(|| normal.collation.map(str::to_owned));
    if data_type.binary {
        // Which character set that goes with may be the table's to say: replay puts it in front.
        column.collation = Some(format!("{}_bin", column.charset.as_deref().unwrap_or_default()));
    }
    let mut new = NewColumn { type_span: data_type.span, column, ..NewColumn::default() };
    if normal.is_serial {
        number(&mut new, &name);
    }
    if normal.is_checked_json {
        let expression = expression::json_check(&name.name);
        let name = Some(name.name.clone());
        let check = Check { name, expression, in_column: true, ..Check::default() };
        new.constraints.push(NewConstraint::new(Constraint::Check(check), data_type.span));
    }
    new.name = name;
    new
}

/// `NOT NULL AUTO_INCREMENT UNIQUE`.
fn number(new: &mut NewColumn, name: &Ident) {
    new.column.nullable = false;
    new.column.identity = Some(Identity::AutoIncrement);
    new.constraints.push(NewConstraint::new(unique(&name.name), name.span));
}

fn unique(column: &str) -> Constraint {
    Constraint::Unique(Unique { columns: key_of(column), ..Unique::default() })
}

fn key_of(column: &str) -> Vec<KeyColumn> {
    vec![KeyColumn { name: column.to_owned(), ..KeyColumn::default() }]
}

/// An attribute of the column, if one comes next.
fn attribute(
    cursor: &mut Cursor<'_>,
    new: &mut NewColumn,
    given: &mut Option<Ident>,
) -> Read<bool> {
    let start = cursor.position();
    match cursor.word().as_str() {
        "not" if cursor.word_ahead(1).as_str() == "null" => {
            cursor.next();
            new.column.nullable = false;
        }
        "null" => {
            new.column.nullable = true;
            new.explicit_null = true;
        }
        "auto_increment" => {
            new.column.identity = Some(Identity::AutoIncrement);
            new.column.nullable = false;
        }
        "default" => return default::read(cursor, new).map(|()| true),
        "on" if cursor.word_ahead(1).as_str() == "update" => {
            cursor.next();
            cursor.next();
            new.column.on_update = Some(default::now(cursor)?);
            return Ok(true);
        }
        "comment" => {
            cursor.next();
            new.column.comment = Some(cursor.string()?).filter(|comment| !comment.is_empty());
            return Ok(true);
        }
        "collate" => {
            cursor.next();
            cursor.take_symbol("=");
            new.column.collation = Some(data_type::collation_name(cursor)?);
            return Ok(true);
        }
        "visible" if !cursor.grammar.target.is_mariadb => new.column.invisible = false,
        "invisible" => new.column.invisible = true,
        "serial" if cursor.at_words(&["SERIAL", "DEFAULT", "VALUE"]) => {
            cursor.take_words(&["SERIAL", "DEFAULT", "VALUE"]);
            let name = new.name.clone();
            number(new, &name);
            return Ok(true);
        }
        "generated" | "as" => return generated(cursor, new).map(|()| true),
        "srid"
        | "ref_system_id"
        | "storage"
        | "column_format"
        | "compressed"
        | "with"
        | "without"
        | "engine_attribute"
        | "secondary_engine_attribute" => {
            return setting(cursor, new);
        }
        _ => return constraint(cursor, new, given, start),
    }
    cursor.next();
    Ok(true)
}

/// A constraint of the column, if one comes next.
fn constraint(
    cursor: &mut Cursor<'_>,
    new: &mut NewColumn,
    given: &mut Option<Ident>,
    start: usize,
) -> Read<bool> {
    let name = new.name.name.clone();
    let constraint = match cursor.word().as_str() {
        "primary" => {
            cursor.next();
            cursor.expect_word("KEY")?;
            let columns = key_of(&name);
            Constraint::PrimaryKey(PrimaryKey { columns, ..PrimaryKey::default() })
        }
        // `KEY` alone is short for `PRIMARY KEY` here.
        "key" => {
            cursor.next();
            let columns = key_of(&name);
            Constraint::PrimaryKey(PrimaryKey { columns, ..PrimaryKey::default() })
        }
        "unique" => {
            cursor.next();
            cursor.take_word("KEY");
            unique(&name)
        }
        "constraint" => {
            *given = key::constraint_name(cursor)?.0;
            return if cursor.at_word("CHECK") { Ok(true) } else { Err(cursor.error("`CHECK`")) };
        }
        "check" => {
            let mut check = key::check(cursor)?;
            *check.constraint.name_mut() = given.take().map(|name| name.name);
            if cursor.grammar.target.is_mariadb
                && check.constraint.name().is_none()
                && let Constraint::Check(check) = &mut check.constraint
            {
                // MariaDB keeps a check of a column with the column, under the column's name.
                check.name = Some(name);
                check.in_column = true;
            }
            check.span = cursor.span_since(start);
            new.constraints.push(check);
            return Ok(true);
        }
        "references" => {
            let (references, key) = key::references(cursor, vec![name])?;
            let span = cursor.span_since(start);
            let constraint = NewConstraint::new(Constraint::ForeignKey(key), span);
            // MySQL before 9.0 reads it and does nothing.
            if cursor.grammar.target.is_mariadb || cursor.grammar.target.is_at_least(9, 0) {
                let references = Some(references);
                new.constraints.push(NewConstraint { references, ..constraint });
            }
            return Ok(true);
        }
        _ => return Ok(false),
    };
    new.constraints.push(NewConstraint::new(constraint, cursor.span_since(start)));
    Ok(true)
}

/// `[GENERATED ALWAYS] AS (…) [VIRTUAL | STORED]`.
fn generated(cursor: &mut Cursor<'_>, new: &mut NewColumn) -> Read<()> {
    if cursor.take_word("GENERATED") {
        cursor.expect_word("ALWAYS")?;
    }
    cursor.expect_word("AS")?;
    if cursor.at_word("ROW") || cursor.at_word("IDENTITY") {
        return row_time(cursor, new);
    }
    let expression = expression::condition(cursor.sql, cursor.group()?);
    let stored = match cursor.word().as_str() {
        "stored" => true,
        "persistent" if cursor.grammar.target.is_mariadb => true,
        "virtual" => false,
        _ => {
            new.column.generated = Some(Generated { expression, stored: false });
            return Ok(());
        }
    };
    cursor.next();
    new.column.generated = Some(Generated { expression, stored });
    Ok(())
}

/// `GENERATED ALWAYS AS ROW START` (MariaDB).
fn row_time(cursor: &mut Cursor<'_>, new: &mut NewColumn) -> Read<()> {
    let start = cursor.position();
    if !cursor.grammar.target.is_mariadb || !cursor.take_word("ROW") {
        let mut error = cursor.error("`(`");
        error.help = Some("identity columns are spelled `AUTO_INCREMENT`".to_owned());
        return Err(error);
    }
    if !cursor.take_any(&["START", "END"]) {
        return Err(cursor.error("`START` or `END`"));
    }
    let text = expression::query(cursor.sql, cursor.since(start)).to_ascii_lowercase();
    new.column.settings.insert("generated".to_owned(), text);
    new.column.nullable = false;
    Ok(())
}

fn setting(cursor: &mut Cursor<'_>, new: &mut NewColumn) -> Read<bool> {
    let start = cursor.position();
    let (name, value) = match cursor.word().as_str() {
        "srid" if !cursor.grammar.target.is_mariadb => {
            cursor.next();
            ("srid", cursor.number()?)
        }
        "srid" => return Err(cause::only_in_mysql(cursor, cursor.here(), "`SRID` of a column")),
        "ref_system_id" => {
            cursor.next();
            cursor.take_symbol("=");
            ("srid", cursor.number()?)
        }
        "storage" | "column_format" => {
            cursor.next();
            cursor.next();
            return Ok(true);
        }
        "compressed" => {
            cursor.next();
            if cursor.take_symbol("=") {
                cursor.next();
            }
            ("compressed", "zlib".to_owned())
        }
        "with" | "without" => {
            let is_with = cursor.at_word("WITH");
            cursor.next();
            if !cursor.take_words(&["SYSTEM", "VERSIONING"]) {
                cursor.rewind(start);
                return Ok(false);
            }
            ("system versioning", if is_with { "on" } else { "off" }.to_owned())
        }
        _ => {
            cursor.next();
            cursor.take_symbol("=");
            ("engine attribute", cursor.string()?)
        }
    };
    new.column.settings.insert(name.to_owned(), value);
    Ok(true)
}
