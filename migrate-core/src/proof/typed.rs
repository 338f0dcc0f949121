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

use crate::command::{Data, DataKind};
use crate::replay::Step;
use crate::schema::{Schema, Table};

use words::Words;

/// Why it is not known whether the engine accepts the statement, where that is so.
pub(super) fn doubt(data: &Data, step: &Step<'_>) -> Option<String> {
    if matches!(data.kind, DataKind::Select | DataKind::Truncate) {
        return None;
    }
    let mut reader = Reader::new(&data.text, &step.before, step);
    let is_read = reader.statement().is_some() && reader.words.is_at_end();
    (!is_read).then(|| {
        "the types and names in the statement are not all understood, and the engine may refuse it"
            .to_owned()
    })
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
    fn new(text: &str, schema: &'a Schema, step: &'a Step<'a>) -> Self {
        Self { words: Words::of(text), schema, step, scope: Vec::new() }
    }
}
