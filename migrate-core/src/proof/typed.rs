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
use crate::command::{DataKind, What};
use crate::replay::Step;
use crate::schema::{Check, Constraint, Name, Schema, Table};

use words::Words;

/// Why it is not known whether the engine accepts the statement, where that is so. What was there
/// `before` the up it accepted.
pub(super) fn doubt(step: &Step<'_>, before: &Schema) -> Option<String> {
    if let What::Data(data) = &step.command.what
        && !matches!(data.kind, DataKind::Select | DataKind::Truncate)
    {
        let mut reader = Reader::new(&data.text, step);
        let is_read = reader.statement().is_some() && reader.words.is_at_end();
        return (!is_read).then(|| {
            "the types and names in the statement are not all understood, and the engine may refuse \
             it"
                .to_owned()
        });
    }
    let is_read = step.changes.iter().all(|change| is_accepted(change, step, before));
    (!is_read).then(|| {
        "the types and names in a new definition are not all understood, and the engine may refuse it"
            .to_owned()
    })
}

fn is_accepted(change: &Change, step: &Step<'_>, before: &Schema) -> bool {
    match change {
        Change::AddConstraint(name, Constraint::Check(check)) => {
            let known = before.tables.get(name).is_some_and(|of| has_check(of, check));
            known || step.before.tables.get(name).is_none_or(|of| reads(check, name, of, step))
        }
        Change::CreateTable(name, table) => {
            let old = before.tables.get(name);
            let known = |check: &Check| old.is_some_and(|of| has_check(of, check));
            let table = Arc::new(table.clone());
            table.checks.iter().all(|check| known(check) || reads(check, name, &table, step))
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

fn has_check(table: &Table, check: &Check) -> bool {
    table.checks.iter().any(|old| old.expression == check.expression)
}

fn reads(check: &Check, name: &Name, table: &Arc<Table>, step: &Step<'_>) -> bool {
    let mut reader = Reader::new(&check.expression, step);
    reader.scope.push(Source { alias: name.name.clone(), table: Arc::clone(table) });
    reader.condition().is_some() && reader.words.is_at_end()
}

/// A table that columns may be of, under the name it has in the statement.
#[derive(Clone, Debug)]
struct Source {
    alias: String,
    table: Arc<Table>,
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
