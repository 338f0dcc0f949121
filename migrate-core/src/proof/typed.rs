//! Whether the engine accepts a statement about rows: PostgreSQL converts few types unasked, and refuses
//! `state = "rejected"` where one is a text and the other a boolean.
//!
//! Only what is understood to the last word is accepted. Which rows there are is never asked: a value
//! that is there twice, or a row that others refer to, is not in the schema.

mod clause;
mod expression;
mod kind;
mod words;

use std::sync::Arc;

use crate::change::Change;
use crate::command::{ColumnChange, Data, DataKind, TableChange, What};
use crate::replay::Step;
use crate::schema::{Check, Constraint, Index, IndexKey, Name, Schema, Table};
use crate::sql::lexer::TokenKind;

use kind::{Kind, Value};
use words::Words;

/// Why it is not known whether the engine accepts the statement, where that is so. What was there
/// `before` the up it accepted.
pub(super) fn doubt(step: &Step<'_>, before: &Schema) -> Option<String> {
    let (is_read, what) = match &step.command.what {
        What::Data(data) => (rows(data, step), "the statement"),
        what => {
            let is_read = step.changes.iter().all(|change| is_accepted(change, step, before));
            (is_read && converts(what, step), "a new definition")
        }
    };
    (!is_read).then(|| {
        format!(
            "the types and names in {what} are not all understood, and the engine may refuse it"
        )
    })
}

fn rows(data: &Data, step: &Step<'_>) -> bool {
    match data.kind {
        // What it calls is another question.
        DataKind::Select if data.reads.is_empty() || is_setval(data, step) => true,
        DataKind::Select => {
            let mut reader = Reader::new(&data.text, step);
            reader.select().is_some() && reader.words.is_at_end()
        }
        DataKind::Truncate => data.cascade || !is_referred_to(step),
        _ => {
            let mut reader = Reader::new(&data.text, step);
            reader.statement().is_some() && reader.words.is_at_end()
        }
    }
}

/// Whether it does nothing but put a sequence behind the numbers in a table; replay has looked at which.
fn is_setval(data: &Data, step: &Step<'_>) -> bool {
    const WORDS: [&str; 13] = [
        "select",
        "setval",
        "pg_catalog",
        "pg_get_serial_sequence",
        "coalesce",
        "greatest",
        "max",
        "from",
        "true",
        "false",
        "regclass",
        "is",
        "null",
    ];
    let tables =
        || step.targets.iter().filter_map(|name| Some((name, step.before.tables.get(name)?)));
    let is_number = |word: &str| {
        tables().any(|(_, table)| {
            let column = table.column(word).map(|it| Kind::of(&it.data_type, &step.before));
            column.flatten() == Some(Kind::Number)
        })
    };
    let is_known = |word: &str| {
        WORDS.contains(&word)
            || step
                .targets
                .iter()
                .any(|name| [&name.name, &name.namespace].contains(&&word.to_owned()))
            || is_number(word)
    };
    let words = crate::sql::normal::significant(&data.text);
    let mut words =
        words.iter().filter(|it| it.kind == TokenKind::Word || it.kind == TokenKind::QuotedName);
    data.calls.iter().any(|call| call.ends_with("setval"))
        && words.all(|it| is_known(it.text(&data.text).trim_matches('"')))
}

/// Whether other tables refer to those that are emptied.
fn is_referred_to(step: &Step<'_>) -> bool {
    let tables = &step.before.tables;
    step.targets.iter().any(|name| !tables.contains_key(name))
        || tables.iter().any(|(name, table)| {
            let refers = table.foreign_keys.iter().any(|it| step.targets.contains(&it.references));
            refers && !step.targets.contains(name)
        })
}

/// Whether the values that `USING` makes have the new type.
fn converts(what: &What, step: &Step<'_>) -> bool {
    let What::AlterTable(alter) = what else { return true };
    let TableChange::AlterColumn { column, change, .. } = &alter.change else { return true };
    let ColumnChange::Type { data_type, using: Some(using), .. } = change else { return true };
    let Some((name, table)) =
        step.targets.iter().find_map(|name| Some((name, step.before.tables.get(name)?)))
    else {
        return true;
    };
    // From a whole number to a truth value and back there is a cast; and to anything from a text.
    let old = table.column(&column.name).map_or("", |old| old.data_type.as_str());
    let casts = ["integer", "boolean"];
    let is_cast = casts.contains(&old) && casts.contains(&data_type.as_str());
    let written = using.replace(' ', "");
    let plain = format!("{}::{}", column.name, data_type.replace(' ', ""));
    let by_text = plain.replacen("::", "::text[]::", 1);
    // Whatever is a text is cast to any type and back, element by element too.
    let from_texts =
        ["text[]", "text"].contains(&old) && old.ends_with("[]") == data_type.ends_with("[]");
    let to_texts = data_type == "text[]" && old.ends_with("[]");
    if is_cast && written == plain
        || data_type.ends_with("[]") && written == by_text
        || (from_texts || to_texts) && written == plain && data_type.ends_with("[]")
    {
        return true;
    }
    let mut reader = Reader::new(using, step);
    reader.scope.push(Source { alias: name.name.clone(), table: Arc::clone(table), depth: 0 });
    let value = reader.expression();
    let kind = Kind::of(data_type, &step.before);
    value == Some(Value::Null)
        || reader.words.is_at_end()
            && value.zip(kind).is_some_and(|(value, kind)| value.fits(data_type, &kind))
}

fn is_accepted(change: &Change, step: &Step<'_>, before: &Schema) -> bool {
    match change {
        Change::AddConstraint(name, Constraint::Check(check)) => {
            let known = before.tables.get(name).is_some_and(|of| has_check(of, check));
            known
                || step
                    .before
                    .tables
                    .get(name)
                    .is_none_or(|of| reads(&check.expression, name, of, step))
        }
        Change::CreateTable(name, table) => {
            let old = before.tables.get(name);
            let known = |check: &Check| old.is_some_and(|of| has_check(of, check));
            let table = Arc::new(table.clone());
            table
                .checks
                .iter()
                .all(|check| known(check) || reads(&check.expression, name, &table, step))
        }
        Change::AddColumn(name, column) | Change::AlterColumn(name, column) => {
            let old = before.tables.get(name).and_then(|of| of.column(&column.name));
            let now = step.before.tables.get(name).and_then(|of| of.column(&column.name));
            let known = [old, now].into_iter().flatten().any(|it| it.default == column.default);
            let default = column.default.as_deref().filter(|_| !known);
            default.is_none_or(|default| is_default(default, &column.data_type, step))
        }
        Change::CreateIndex { table: name, index, .. } => {
            let known = |text: &String| {
                let indexes =
                    before.tables.get(name).into_iter().flat_map(|of| of.indexes.values());
                indexes.flat_map(expressions).any(|old| old == text)
            };
            let of = step.before.tables.get(name);
            expressions(index)
                .into_iter()
                .all(|text| known(text) || of.is_none_or(|of| reads(text, name, of, step)))
        }
        Change::PutView(name, view) => {
            let known = before.views.get(name).is_some_and(|old| old.query == view.query);
            known || {
                let mut reader = Reader::new(&view.query, step);
                reader.select().is_some() && reader.words.is_at_end()
            }
        }
        _ => true,
    }
}

/// Whether it is a value of that type and of no column.
fn is_default(default: &str, data_type: &str, step: &Step<'_>) -> bool {
    if default.starts_with("nextval") {
        return true;
    }
    let mut reader = Reader::new(default, step);
    let value = reader.expression();
    let is_fine = match (value, Kind::of(data_type, &step.before)) {
        (Some(Value::Null), _) => true,
        // A string is read as whatever type it is; whether it can be is known for some.
        (Some(value), Some(kind)) => value.fits(data_type, &kind),
        _ => false,
    };
    is_fine && reader.words.is_at_end()
}

fn expressions(index: &Index) -> Vec<&String> {
    let keys = index.columns.iter().filter_map(|part| match &part.key {
        IndexKey::Expression(text) => Some(text),
        IndexKey::Column(_) => None,
    });
    keys.chain(&index.predicate).collect()
}

fn has_check(table: &Table, check: &Check) -> bool {
    table.checks.iter().any(|old| old.expression == check.expression)
}

fn reads(text: &str, name: &Name, table: &Arc<Table>, step: &Step<'_>) -> bool {
    let mut reader = Reader::new(text, step);
    reader.scope.push(Source { alias: name.name.clone(), table: Arc::clone(table), depth: 0 });
    reader.expression().is_some() && reader.words.is_at_end()
}

/// A table that columns may be of, under the name it has in the statement.
#[derive(Clone, Debug)]
struct Source {
    alias: String,
    table: Arc<Table>,
    /// How many queries stand around the one that names it: the nearest is meant.
    depth: usize,
}

/// A statement on its way through. Every part is none where it is not understood, or would be refused.
struct Reader<'a> {
    words: Words,
    schema: &'a Schema,
    step: &'a Step<'a>,
    scope: Vec<Source>,
}

impl<'a> Reader<'a> {
    fn new(text: &str, step: &'a Step<'a>) -> Self {
        Self { words: Words::of(text), schema: &step.before, step, scope: Vec::new() }
    }
}
