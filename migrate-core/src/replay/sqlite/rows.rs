//! Statements that write or read rows.

use super::super::failure::{Outcome, Refusal};
use super::super::names::Relation;
use super::super::work::Work;
use super::relations;
use crate::command::Data;
use crate::dialect::Dialect;
use crate::schema::Name;
use crate::sql::lexer::{self, Token};

/// Rows change no schema; the tables are resolved for those who judge.
pub(super) fn data(work: &mut Work<'_>, data: &Data) -> Outcome {
    for path in data.tables.iter().chain(&data.reads) {
        match relations::find(work, path) {
            Some((_, name)) => work.targets.push(name),
            None if relations::is_reserved(&path.name)
                || relations::may_be_shadow(work, &path.name)
                || path.name.to_ascii_lowercase().starts_with("pragma_") => {}
            None => return Err(relations::unknown(work, path)),
        }
    }
    let [path] = data.tables.as_slice() else { return Ok(()) };
    let Some((Relation::Table, name)) = relations::find(work, path) else { return Ok(()) };
    let is_rowid = |column: &str| {
        ["rowid", "oid", "_rowid_"].iter().any(|name| name.eq_ignore_ascii_case(column))
    };
    let mut columns = data.columns.iter().filter(|column| !is_rowid(&column.name));
    columns.try_for_each(|column| {
        let known = work.column(&name, column)?;
        let of = work.table_at(&name)?.column(&known);
        if of.is_none_or(|of| of.generated.is_none()) {
            return Ok(());
        }
        let message = format!("column `{known}` of table `{name}` is generated, and not written");
        Err(Refusal::refused(message, column.span).about(&name))
    })?;
    names(work, data, &name)
}

/// That the columns which it names are there, and that it gives as many values as it writes.
fn names(work: &Work<'_>, data: &Data, table: &Name) -> Outcome {
    // Clauses and parameters that no text in the schema has, and that are not read there.
    let tokens = lexer::significant(&data.text, Dialect::Sqlite);
    let is_other = |token: &Token| {
        let text = &data.text;
        token.is_any_word(text, &["RETURNING", "INDEXED"])
            || [":", "@", "$"].iter().any(|symbol| token.is_symbol(text, symbol))
    };
    if tokens.iter().any(is_other) {
        return Ok(());
    }
    let bound = relations::statement(work, &data.text);
    if bound.unclear || work.replay.is_doubted(table).is_some() {
        return Ok(());
    }
    if let Some(broken) = bound.broken {
        return Err(Refusal::refused(format!("it cannot run: {broken}"), work.span).about(table));
    }
    let Some(values) = bound.columns.map(|columns| columns.len()) else { return Ok(()) };
    let of = work.table_at(table)?;
    let written = match data.columns.len() {
        0 => of.columns.iter().filter(|column| column.generated.is_none()).count(),
        listed => listed,
    };
    if values == written {
        return Ok(());
    }
    let message = format!("it gives {values} values for {written} columns of table `{table}`");
    Err(Refusal::refused(message, work.span).about(table))
}
