//! Why an up that works on empty tables fails where there are rows.

use std::collections::BTreeSet;

use crate::code::is_code;
use crate::command::{Data, DataKind, What};
use crate::dialect::{self, Target};
use crate::schema::{IndexKey, Name, Schema, Table};
use crate::sql;

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The script's: it fails on whatever rows there are.
    Script,
    /// Perhaps the rows' that were made up: others may do.
    Rows,
}

/// Whose fault it is that a script fails with that message on the most ordinary rows there are of
/// `reached`, when it makes `after` of `before` where there are none, or `one` row at most. `ran` is as much
/// of the script as ran, with the statement that failed: a new column that it fills is as full as what it
/// is filled from.
#[must_use]
pub fn cause(
    (before, after): (&Schema, &Schema),
    reached: &BTreeSet<Name>,
    ran: &str,
    target: Target,
    message: &str,
    one: bool,
) -> Cause {
    let pairs =
        reached.iter().filter_map(|name| Some((before.tables.get(name)?, after.tables.get(name)?)));
    let named = |name: &str| {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        message.split(|letter| !is_part(letter)).any(|word| word.eq_ignore_ascii_case(name))
    };
    let mut pairs = pairs;
    let is_script = if one {
        pairs.any(|(before, after)| has_new_key(before, after))
    } else {
        dialect::rows::wants_no_rows(target.dialect, message)
            || pairs.any(|(before, after)| {
                let new = |name: &str| before.column(name).is_none();
                after.columns.iter().any(|column| {
                    new(&column.name)
                        && !column.nullable
                        && column.default.is_none()
                        && named(&column.name)
                        && !fills(ran, target, &column.name)
                })
            })
    };
    if is_script { Cause::Script } else { Cause::Rows }
}

/// Whether a script gives a column of that name values beside what the column has by itself.
fn fills(script: &str, target: Target, column: &str) -> bool {
    let gives = |data: &Data| {
        matches!(data.kind, DataKind::Insert | DataKind::Update | DataKind::Merge)
            && data.columns.iter().any(|it| it.name.eq_ignore_ascii_case(column))
    };
    is_code(script)
        || sql::read(script, target)
            .statements
            .iter()
            .flat_map(|statement| &statement.commands)
            .any(|command| matches!(&command.what, What::Data(data) if gives(data)))
}

/// Whether a key came that holds a column which no row had a value of its own for.
fn has_new_key(before: &Table, after: &Table) -> bool {
    let new = |name: &str| before.column(name).is_none();
    let keys = after.uniques.iter().map(|key| &key.columns);
    let keys = keys.chain(after.primary_key.iter().map(|key| &key.columns));
    let mut keys = keys.map(|columns| columns.iter().any(|column| new(&column.name)));
    let mut indexes = after.indexes.iter().filter(|(_, index)| index.unique).map(|(_, index)| {
        index.columns.iter().any(|it| matches!(&it.key, IndexKey::Column(name) if new(name)))
    });
    keys.any(|is_new| is_new) || indexes.any(|is_new| is_new)
}
