//! Defaults of columns that list their values.

use crate::command::{ColumnChange, NewColumn, TableChange, TableElement, What};
use crate::dialect::mysql::impact::members;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::sql::mysql::literal;
use crate::text::Span;

/// Refuses a default that is none of the values of an `ENUM` or `SET` (1067, in any SQL mode).
pub(super) fn check(work: &Work<'_>, what: &What) -> Outcome {
    match what {
        What::CreateTable(create) => create.elements.iter().try_for_each(|element| match element {
            TableElement::Column(new) => of_column(new),
            _ => Ok(()),
        }),
        What::AlterTable(alter) => match &alter.change {
            TableChange::AddColumn { column, .. } | TableChange::ReplaceColumn { column, .. } => {
                of_column(column)
            }
            TableChange::AlterColumn { column, change: ColumnChange::Default(default), .. } => {
                let table = work.find_relation(&alter.table);
                let of = table.and_then(|table| work.schema().tables.get(&table));
                let is_it = |name: &str| name.eq_ignore_ascii_case(&column.name);
                let found = of.and_then(|of| of.columns.iter().find(|it| is_it(&it.name)));
                let table = work.find_relation(&alter.table);
                let is_doubted =
                    table.is_some_and(|table| work.replay.is_doubted(&table).is_some());
                match found.filter(|_| !is_doubted) {
                    Some(found) => {
                        of_type(&column.name, &found.data_type, default.as_deref(), column.span)
                    }
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

fn of_column(new: &NewColumn) -> Outcome {
    let column = &new.column;
    of_type(&column.name, &column.data_type, column.default.as_deref(), new.span)
}

fn of_type(name: &str, data_type: &str, default: Option<&str>, span: Span) -> Outcome {
    let quoted = default.filter(|default| default.starts_with('\'') && default.ends_with('\''));
    let (Some(default), Some(members)) = (quoted.map(literal::text), members(data_type)) else {
        return Ok(());
    };
    let members: Vec<String> = members.into_iter().map(literal::text).collect();
    // Which letters are the same is the collation's to say.
    if !default.is_ascii() || !members.iter().all(|member| member.is_ascii()) {
        return Ok(());
    }
    let has = |value: &str| {
        members.iter().any(|member| member.trim_end().eq_ignore_ascii_case(value.trim_end()))
    };
    let missing = match data_type.starts_with("set") {
        false => Some(default.as_str()).filter(|value| !has(value)),
        true => default.split(',').find(|value| !value.is_empty() && !has(value)),
    };
    let Some(missing) = missing else { return Ok(()) };
    let message = format!("the default of column `{name}` is none of its values: `{missing}`");
    let members = members.iter().map(String::as_str);
    Err(Refusal::refused(message, span).nearest(missing, members))
}
