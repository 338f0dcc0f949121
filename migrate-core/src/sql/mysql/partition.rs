//! Actions of `ALTER TABLE` on partitions and tablespaces.

use super::cursor::{Cursor, Read};
use super::expression::{self, Letters};
use super::option;
use crate::command::TableChange;

/// An action on partitions that begins with its own verb.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    let start = cursor.position();
    if cursor.at_words(&["PARTITION", "BY"]) {
        let text = option::partition_by(cursor)?;
        return Ok(TableChange::Partition {
            action: "PARTITION BY".to_owned(),
            text,
            loses_rows: false,
        });
    }
    if cursor.take_words(&["REMOVE", "PARTITIONING"]) {
        return Ok(change(cursor, start, "REMOVE PARTITIONING", false));
    }
    let verb = cursor.word().as_str().to_ascii_uppercase();
    cursor.next();
    cursor.expect_word("PARTITION")?;
    rest(cursor)?;
    let loses_rows = verb == "TRUNCATE";
    Ok(change(cursor, start, &format!("{verb} PARTITION"), loses_rows))
}

/// Whether a partition becomes a table here, or a table a partition (MariaDB).
pub(super) fn converts(cursor: &Cursor<'_>) -> bool {
    let is_it = |what: &str| cursor.at_words(&["CONVERT", what]);
    cursor.grammar.target.is_mariadb && (is_it("PARTITION") || is_it("TABLE"))
}

/// `CONVERT PARTITION p TO TABLE t`, `CONVERT TABLE t TO PARTITION p VALUES …`.
pub(super) fn convert(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    let start = cursor.position();
    cursor.next();
    cursor.next();
    rest(cursor)?;
    Ok(change(cursor, start, "CONVERT PARTITION", false))
}

/// `ADD PARTITION …`, from `PARTITION` on.
pub(super) fn add(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    let start = cursor.position();
    cursor.next();
    rest(cursor)?;
    Ok(change(cursor, start, "ADD PARTITION", false))
}

/// `DROP PARTITION …`, from `PARTITION` on.
pub(super) fn drop(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    let start = cursor.position();
    cursor.next();
    cursor.take_words(&["IF", "EXISTS"]);
    cursor.name()?;
    while cursor.take_symbol(",") {
        cursor.name()?;
    }
    Ok(change(cursor, start, "DROP PARTITION", true))
}

/// `DISCARD` or `IMPORT` of a tablespace: the file with the rows is deleted, or taken from elsewhere.
pub(super) fn tablespace(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    let start = cursor.position();
    let discards = cursor.at_word("DISCARD");
    cursor.next();
    if cursor.take_word("TABLESPACE") {
        let verb = if discards { "DISCARD" } else { "IMPORT" };
        return Ok(TableChange::Other(format!("{verb} TABLESPACE")));
    }
    cursor.expect_word("PARTITION")?;
    cursor.until(",", &["TABLESPACE"]);
    cursor.expect_word("TABLESPACE")?;
    let action = if discards { "DISCARD PARTITION" } else { "IMPORT PARTITION" };
    Ok(change(cursor, start, action, discards))
}

/// What follows `PARTITION`: names, a number, groups and clauses, to the end of the action.
fn rest(cursor: &mut Cursor<'_>) -> Read<()> {
    if cursor.is_at_end() {
        return Err(cursor.error("a partition"));
    }
    loop {
        cursor.until(",", &[]);
        // A comma between names of partitions is none between actions.
        let mut ahead = *cursor;
        let goes_on = ahead.take_symbol(",")
            && ahead.is_at_name()
            && ahead.ahead(1).is_none_or(|next| {
                next.is_symbol(ahead.sql, ",") || next.is_word(ahead.sql, "INTO")
            });
        if !goes_on {
            return Ok(());
        }
        cursor.next();
    }
}

fn change(cursor: &Cursor<'_>, start: usize, action: &str, loses_rows: bool) -> TableChange {
    let text = expression::normal(cursor.sql, cursor.since(start), Letters::Column);
    TableChange::Partition { action: action.to_owned(), text, loses_rows }
}
