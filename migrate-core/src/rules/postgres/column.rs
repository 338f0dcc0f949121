//! The columns that a step defines.

use crate::command::{ColumnChange, NewColumn, TableChange, TableElement, What};
use crate::replay::Step;
use crate::text::Span;

/// A column with the type it gets, and where that stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typed<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// The type in normal spelling.
    pub(super) data_type: &'a str,
    /// Where it is written.
    pub(super) span: Span,
}

/// The columns that get a type in that step.
pub(super) fn typed<'a>(step: &'a Step<'_>) -> Vec<Typed<'a>> {
    match &step.command.what {
        What::CreateTable(create) => {
            let columns = create.elements.iter().filter_map(|element| match element {
                TableElement::Column(column) => Some(defined(column)),
                _ => None,
            });
            columns.collect()
        }
        What::AlterTable(alter) => match &alter.change {
            TableChange::AddColumn { column, .. } => vec![defined(column)],
            TableChange::AlterColumn {
                column,
                change: ColumnChange::Type { data_type, type_span, .. },
                ..
            } => vec![Typed { name: &column.name, data_type, span: *type_span }],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn defined(column: &NewColumn) -> Typed<'_> {
    Typed { name: &column.name.name, data_type: &column.column.data_type, span: column.type_span }
}

/// The name of a type without its numbers.
pub(super) fn base(data_type: &str) -> &str {
    // By hand: a dozen rules ask it of each new column, and a macro is built without optimisation.
    let bytes = data_type.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end] != b'(' {
        end += 1;
    }
    match bytes {
        [b'a'..=b'z', ..] if end == bytes.len() && bytes[end - 1] != b' ' => data_type,
        _ => data_type[..end].trim(),
    }
}
