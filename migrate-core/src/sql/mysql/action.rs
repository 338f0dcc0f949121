//! Actions of `ALTER TABLE` that neither add nor replace a column.

use super::cause;
use super::cursor::{Cursor, Read};
use super::data_type;
use super::default;
use super::key;
use crate::command::{ColumnChange, ConstraintKind, Ident, TableChange};
use crate::schema::Column;

/// `DROP …`.
pub(super) fn drop(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    cursor.next();
    match cursor.word().as_str() {
        "primary" => {
            cursor.next();
            cursor.expect_word("KEY")?;
            let kind = Some(ConstraintKind::PrimaryKey);
            Ok(TableChange::DropConstraint { name: None, kind, if_exists: false, cascade: false })
        }
        "index" | "key" => {
            cursor.next();
            let if_exists = key::if_exists(cursor, "`DROP INDEX IF EXISTS`")?;
            Ok(TableChange::DropIndex { name: cursor.name()?, if_exists })
        }
        "foreign" => {
            cursor.next();
            cursor.expect_word("KEY")?;
            constraint(cursor, Some(ConstraintKind::ForeignKey))
        }
        "check" if !cursor.grammar.target.is_mariadb => {
            cursor.next();
            constraint(cursor, Some(ConstraintKind::Check))
        }
        "check" => {
            let mut error = cause::only_in_mysql(cursor, cursor.here(), "`DROP CHECK`");
            error.help = Some("write `DROP CONSTRAINT name`, which both engines read".to_owned());
            Err(error)
        }
        "constraint" => {
            cursor.next();
            constraint(cursor, None)
        }
        "partition" => super::partition::drop(cursor),
        "system" if cursor.word_ahead(1).as_str() == "versioning" => {
            system_versioning(cursor, "off")
        }
        "period" if cursor.word_ahead(1).as_str() == "for" => period(cursor),
        _ => column(cursor),
    }
}

fn constraint(cursor: &mut Cursor<'_>, kind: Option<ConstraintKind>) -> Read<TableChange> {
    let if_exists = key::if_exists(cursor, "`DROP CONSTRAINT IF EXISTS`")?;
    let name = if cursor.take_word("PRIMARY") {
        return Ok(TableChange::DropConstraint {
            name: None,
            kind: Some(ConstraintKind::PrimaryKey),
            if_exists,
            cascade: false,
        });
    } else {
        Some(cursor.name()?)
    };
    Ok(TableChange::DropConstraint { name, kind, if_exists, cascade: false })
}

fn column(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    cursor.take_word("COLUMN");
    let if_exists = key::if_exists(cursor, "`DROP COLUMN IF EXISTS`")?;
    let column = cursor.name()?;
    // Both words are read and ignored.
    cursor.take_any(&["RESTRICT", "CASCADE"]);
    Ok(TableChange::DropColumn { column, if_exists, cascade: false })
}

/// `RENAME …`.
pub(super) fn rename(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    cursor.next();
    match cursor.word().as_str() {
        "column" => {
            cursor.next();
            key::if_exists(cursor, "`RENAME COLUMN IF EXISTS`")?;
            let (from, to) = pair(cursor)?;
            Ok(TableChange::RenameColumn { from, to })
        }
        "index" | "key" => {
            cursor.next();
            key::if_exists(cursor, "`RENAME INDEX IF EXISTS`")?;
            let (from, to) = pair(cursor)?;
            Ok(TableChange::RenameIndex { from, to })
        }
        "to" | "as" => {
            cursor.next();
            Ok(TableChange::Rename(cursor.path()?))
        }
        "constraint" => {
            let mut error = cursor.error("`COLUMN`, `INDEX` or `TO`");
            error.help = Some("constraints cannot be renamed: drop it and add it again".to_owned());
            Err(error)
        }
        _ => {
            cursor.take_symbol("=");
            Ok(TableChange::Rename(cursor.path()?))
        }
    }
}

fn pair(cursor: &mut Cursor<'_>) -> Read<(Ident, Ident)> {
    let from = cursor.name()?;
    cursor.expect_word("TO")?;
    Ok((from, cursor.name()?))
}

/// `ALTER …` of a column, an index or a check.
pub(super) fn alter(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    cursor.next();
    match cursor.word().as_str() {
        "index" | "key" => {
            cursor.next();
            key::if_exists(cursor, "`ALTER INDEX IF EXISTS`")?;
            let name = cursor.name()?;
            let invisible = visibility(cursor)?;
            Ok(TableChange::SetIndexInvisible { name, invisible })
        }
        "check" | "constraint" => {
            if cursor.grammar.target.is_mariadb {
                let what = "`ALTER CONSTRAINT`";
                return Err(cause::only_in_mysql(cursor, cursor.here(), what));
            }
            cursor.next();
            let name = cursor.name()?;
            let enforced = !cursor.take_word("NOT");
            cursor.expect_word("ENFORCED")?;
            let (deferrable, no_inherit) = (None, None);
            let enforced = Some(enforced);
            Ok(TableChange::AlterConstraint { name, deferrable, enforced, no_inherit })
        }
        _ => alter_column(cursor),
    }
}

/// Whether the planner leaves the index out from now on.
fn visibility(cursor: &mut Cursor<'_>) -> Read<bool> {
    let is_mariadb = cursor.grammar.target.is_mariadb;
    let (words, expected) = if is_mariadb {
        ("ignored", "`IGNORED` or `NOT IGNORED`")
    } else {
        ("invisible", "`VISIBLE` or `INVISIBLE`")
    };
    let not = is_mariadb && cursor.take_word("NOT");
    if cursor.take_word(words) {
        return Ok(!not);
    }
    if !is_mariadb && cursor.take_word("VISIBLE") {
        return Ok(false);
    }
    let mut error = cursor.error(expected);
    if is_mariadb {
        error.help = Some("MariaDB calls an invisible index `IGNORED`".to_owned());
    }
    Err(error)
}

fn alter_column(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    cursor.take_word("COLUMN");
    let if_exists = key::if_exists(cursor, "`ALTER COLUMN IF EXISTS`")?;
    let column = cursor.name()?;
    let change = match cursor.word().as_str() {
        "set" => {
            cursor.next();
            match cursor.word().as_str() {
                "default" => {
                    cursor.next();
                    // The type is not known here: replay spells the literal as the type does.
                    let value = default::value(cursor, &Column::default())?;
                    ColumnChange::Default(Some(value.unwrap_or_else(|| "null".to_owned())))
                }
                "visible" if !cursor.grammar.target.is_mariadb => {
                    cursor.next();
                    ColumnChange::Invisible(false)
                }
                "invisible" if !cursor.grammar.target.is_mariadb => {
                    cursor.next();
                    ColumnChange::Invisible(true)
                }
                _ => return Err(replaced(cursor, "`DEFAULT`")),
            }
        }
        "drop" if cursor.word_ahead(1).as_str() == "default" => {
            cursor.next();
            cursor.next();
            ColumnChange::Default(None)
        }
        _ => return Err(replaced(cursor, "`SET DEFAULT` or `DROP DEFAULT`")),
    };
    Ok(TableChange::AlterColumn { column, if_exists, change })
}

/// What PostgreSQL does with `ALTER COLUMN`, these engines do with `MODIFY`.
fn replaced(cursor: &Cursor<'_>, expected: &str) -> crate::sql::SyntaxError {
    let mut error = cursor.error(expected);
    error.help = Some(
        "`ALTER COLUMN` changes defaults alone: to change the type or `NOT NULL` write `MODIFY COLUMN \
         name type …` with all attributes the column keeps"
            .to_owned(),
    );
    error
}

/// `CONVERT TO CHARACTER SET …`.
pub(super) fn convert(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    cursor.next();
    cursor.expect_word("TO")?;
    let found = cursor.take_word("CHARSET")
        || cursor.take_words(&["CHARACTER", "SET"])
        || cursor.take_words(&["CHAR", "SET"]);
    if !found {
        return Err(cursor.error("`CHARACTER SET`"));
    }
    cursor.take_symbol("=");
    let charset = data_type::charset_name(cursor)?;
    let collation = if cursor.take_word("COLLATE") {
        cursor.take_symbol("=");
        Some(data_type::collation_name(cursor)?)
    } else {
        None
    };
    Ok(TableChange::ConvertCharset { charset, collation })
}

/// `ORDER BY …`, which sorts the rows once.
pub(super) fn order(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    cursor.next();
    cursor.expect_word("BY")?;
    loop {
        cursor.name()?;
        cursor.take_any(&["ASC", "DESC"]);
        let mut ahead = *cursor;
        if !(ahead.take_symbol(",") && ahead.is_at_name() && is_plain_column(&ahead)) {
            return Ok(TableChange::Other("ORDER BY".to_owned()));
        }
        cursor.next();
    }
}

/// Whether the name that comes next is all there is up to a comma or the end.
fn is_plain_column(cursor: &Cursor<'_>) -> bool {
    matches!(cursor.word_ahead(1).as_str(), "asc" | "desc")
        || cursor.ahead(1).is_none_or(|token| token.is_symbol(cursor.sql, ","))
}

/// `ENABLE KEYS` and what else changes nothing that the model keeps.
pub(super) fn other(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    let known: [&[&str]; 7] = [
        &["ENABLE", "KEYS"],
        &["DISABLE", "KEYS"],
        &["WITH", "VALIDATION"],
        &["WITHOUT", "VALIDATION"],
        &["SECONDARY_LOAD"],
        &["SECONDARY_UNLOAD"],
        &["WITH", "SYSTEM", "VERSIONING"],
    ];
    match known.into_iter().find(|words| cursor.take_words(words)) {
        Some(words) if words.len() == 3 => Ok(versioning("on")),
        Some(words) => Ok(TableChange::Other(words.join(" "))),
        None => Err(cursor.error("an action")),
    }
}

fn versioning(state: &str) -> TableChange {
    let value = (state == "on").then(|| state.to_owned());
    TableChange::SetOption { name: "system versioning".to_owned(), value }
}

/// `SYSTEM VERSIONING` (MariaDB).
pub(super) fn system_versioning(cursor: &mut Cursor<'_>, state: &str) -> Read<TableChange> {
    let start = cursor.position();
    cursor.next();
    cursor.next();
    if cursor.grammar.target.is_mariadb {
        return Ok(versioning(state));
    }
    Err(cause::only_in_mariadb(cursor, cursor.span_since(start), "`SYSTEM VERSIONING`"))
}

/// `PERIOD FOR SYSTEM_TIME (…)` (MariaDB).
pub(super) fn period(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    let start = cursor.position();
    cursor.next();
    cursor.next();
    let name = cursor.name()?.name.to_ascii_lowercase();
    if !cursor.grammar.target.is_mariadb {
        return Err(cause::only_in_mariadb(cursor, cursor.span_since(start), "`PERIOD FOR`"));
    }
    let columns = if cursor.at_symbol("(") { Some(cursor.group()?) } else { None };
    let value = columns.map(|columns| super::expression::query(cursor.sql, columns));
    Ok(TableChange::SetOption { name: format!("period {name}"), value })
}
