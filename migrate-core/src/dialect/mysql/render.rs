//! The model as SQL: what a person pastes, so names have quotes only where they need them.

mod index;
mod object;
mod table;

pub(super) use object::called;

use std::fmt::Write as _;

use crate::change::Change;
use crate::dialect::Dialect;
use crate::render::Scene;
use crate::schema::{Check, Column, Identity, Name, Schema};
use crate::sql::{quote, spelled};

/// A name as SQL.
#[must_use]
pub fn name(name: &str) -> String {
    quote::identifier(name, Dialect::Mysql)
}

/// A name with its database, where that is not the connection's.
#[must_use]
pub fn path(of: &Name) -> String {
    quote::path(of, Dialect::Mysql)
}

fn names(of: &[String]) -> String {
    quote::list(of, Dialect::Mysql)
}

/// Normal text as a person would write it.
fn spelled(normal: &str) -> String {
    spelled::spelled(normal, Dialect::Mysql)
}

/// A text literal: backslashes are read in one.
fn literal(text: &str) -> String {
    quote::literal(&text.replace('\\', "\\\\"))
}

/// One change; none where MySQL has no statement for it.
#[must_use]
pub fn change(scene: Scene<'_>, change: &Change) -> Option<Vec<String>> {
    let one = |text: String| Some(vec![text]);
    match change {
        Change::CreateNamespace(it) => one(format!("CREATE DATABASE {};", name(it))),
        Change::DropNamespace(it) => one(format!("DROP DATABASE {};", name(it))),
        Change::CreateTable(it, table) => {
            let whole = scene.to.tables.get(it).map_or(table, |whole| whole);
            table::names_its_indexes(it, whole)
                .then(|| vec![table::create_table(it, table, scene.target)])
        }
        Change::DropTable(it) => one(format!("DROP TABLE {};", path(it))),
        Change::RenameTable { from, to } => {
            one(format!("RENAME TABLE {} TO {};", path(from), path(to)))
        }
        Change::PutView(it, view) => object::put_view(it, view),
        Change::DropView(it) => one(format!("DROP VIEW {};", path(it))),
        Change::PutObject(it, object) => object::put(scene, it, object),
        Change::DropObject(it) => Some(vec![object::drop(it)?]),
        Change::PutSequence(it, sequence) => {
            let is_there = scene.now.sequences.contains_key(it);
            one(object::put_sequence(it, sequence, is_there))
        }
        Change::DropSequence(it) => one(format!("DROP SEQUENCE {};", path(it))),
        // There are no types of their own.
        Change::PutEnum(..) | Change::DropEnum(_) => None,
        inside => {
            let table = inside.inside()?;
            let actions = table::actions(scene, table, inside)?;
            let actions = actions.into_iter();
            Some(actions.map(|it| format!("ALTER TABLE {} {it};", path(table))).collect())
        }
    }
}

/// A column of a table with the check that belongs to it (MariaDB).
fn defined(schema: &Schema, table: &Name, of: &Column) -> String {
    let checks = schema.tables.get(table).into_iter().flat_map(|table| &table.checks);
    with_check(of, checks)
}

fn with_check<'c>(of: &Column, checks: impl IntoIterator<Item = &'c Check>) -> String {
    let own = checks.into_iter().find(|it| it.in_column && it.name.as_ref() == Some(&of.name));
    let check = own.map(|it| format!(" CHECK ({})", spelled(&it.expression)));
    column(of) + &check.unwrap_or_default()
}

/// A column as `CREATE TABLE`, `ADD COLUMN`, `MODIFY` and `CHANGE` want it: everything that is not
/// said is gone afterwards.
#[must_use]
pub fn column(column: &Column) -> String {
    let mut text = format!("{} {}", name(&column.name), column.data_type);
    if let Some(charset) = &column.charset {
        let _ = write!(text, " CHARACTER SET {charset}");
    }
    match column.collation.as_deref() {
        // That of whatever character set the column has.
        Some("_bin") => text.push_str(" BINARY"),
        Some(collation) => drop(write!(text, " COLLATE {collation}")),
        None => {}
    }
    if let Some(generated) = &column.generated {
        let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
        let _ = write!(text, " GENERATED ALWAYS AS ({}) {kind}", spelled(&generated.expression));
    }
    if !column.nullable {
        text.push_str(" NOT NULL");
    } else if column.data_type.starts_with("timestamp") {
        // Without a word, a TIMESTAMP may be NOT NULL: `explicit_defaults_for_timestamp` decides.
        text.push_str(" NULL");
    }
    if let Some(default) = &column.default {
        let _ = write!(text, " DEFAULT {}", value(default));
    }
    if let Some(now) = &column.on_update {
        let _ = write!(text, " ON UPDATE {now}");
    }
    if column.identity == Some(Identity::AutoIncrement) {
        text.push_str(" AUTO_INCREMENT");
    }
    if column.invisible {
        text.push_str(" INVISIBLE");
    }
    if let Some(comment) = &column.comment {
        let _ = write!(text, " COMMENT {}", literal(comment));
    }
    text
}

/// A default: anything but a literal and the time of now needs parentheses.
fn value(normal: &str) -> String {
    let text = spelled(normal);
    let word = text.split('(').next().unwrap_or_default();
    let is_now = matches!(word, "current_timestamp" | "now" | "localtime" | "localtimestamp");
    let is_literal = text.starts_with(['\'', '"', '-', '_'])
        || text.starts_with(|first: char| first.is_ascii_digit())
        || matches!(&*text, "null" | "true" | "false")
        || (text.starts_with("b'") || text.starts_with("x'"));
    if is_now || is_literal || text.starts_with('(') { text } else { format!("({text})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_says_everything_it_has() {
        let shown = Column {
            nullable: false,
            default: Some("5".to_owned()),
            collation: Some("utf8mb4_bin".to_owned()),
            comment: Some("it's".to_owned()),
            ..Column::new("order", "varchar(10)")
        };
        assert_eq!(
            column(&shown),
            "`order` varchar(10) COLLATE utf8mb4_bin NOT NULL DEFAULT 5 COMMENT 'it''s'"
        );
        let numbered = Column {
            nullable: false,
            identity: Some(Identity::AutoIncrement),
            ..Column::new("id", "bigint unsigned")
        };
        assert_eq!(column(&numbered), "id bigint unsigned NOT NULL AUTO_INCREMENT");
    }
}
