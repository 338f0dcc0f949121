//! Character sets of tables, and of the columns that follow them.

use crate::change::Change;
use crate::dialect::mysql::{normalize, types};
use crate::replay::failure::Outcome;
use crate::replay::table::option;
use crate::replay::work::Work;
use crate::schema::{Column, Name};

/// A character set brings its own default collation, and a collation its character set.
pub(super) fn set(
    work: &mut Work<'_>,
    table: &Name,
    option: &str,
    value: Option<String>,
) -> Outcome {
    keep_charset(work, table)?;
    option::with(work, table, |options| {
        (options.charset, options.collation) = match option {
            "charset" => (value, None),
            _ => (None, value),
        };
        normalize::options(options);
    })?;
    follow_charset(work, table)
}

/// Another default character set leaves the columns as they are: those that followed the table say
/// from then on what it was.
fn keep_charset(work: &mut Work<'_>, table: &Name) -> Outcome {
    let of = work.table_at(table)?;
    let charset = of.options.charset.clone().unwrap_or_else(|| "default".to_owned());
    let collation = of.options.collation.clone();
    let followers: Vec<Column> = of
        .columns
        .iter()
        .filter(|column| types::is_text(&column.data_type))
        .filter(|column| column.charset.is_none())
        .map(|column| Column {
            charset: Some(charset.clone()),
            collation: column.collation.clone().or_else(|| collation.clone()),
            ..column.clone()
        })
        .collect();
    followers
        .into_iter()
        .try_for_each(|column| work.emit(Change::AlterColumn(table.clone(), column)))
}

/// The columns that have become like their table follow it again.
fn follow_charset(work: &mut Work<'_>, table: &Name) -> Outcome {
    let of = work.table_at(table)?;
    let mut normal = of.clone();
    normalize::table(&mut normal);
    let changed: Vec<Column> = normal
        .columns
        .iter()
        .zip(&of.columns)
        .filter(|(new, old)| new != old)
        .map(|(new, _)| new.clone())
        .collect();
    changed.into_iter().try_for_each(|column| work.emit(Change::AlterColumn(table.clone(), column)))
}
