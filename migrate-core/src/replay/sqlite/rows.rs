//! Statements that write or read rows.

use super::super::failure::{Outcome, Refusal};
use super::super::names::Relation;
use super::super::work::Work;
use super::relations;
use crate::command::{Data, DataKind, Path};
use crate::dialect::Dialect;
use crate::schema::{Name, ObjectKind, ObjectName};
use crate::sql::lexer::{self, Token};
use crate::sql::normal;
use crate::sql::sqlite::bind::Bound;

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
    indexed(work, data)?;
    if data.kind == DataKind::Select {
        return bound(work, &data.text).map(drop);
    }
    let [path] = data.tables.as_slice() else { return Ok(()) };
    let name = match relations::find(work, path) {
        Some((Relation::Table, name)) => name,
        Some((Relation::View, name)) => return written_for(work, data, path, &name),
        _ => return Ok(()),
    };
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
    // The text is in normal spelling, and hardly any has the word.
    let tokens = match data.text.contains("returning") {
        true => lexer::significant(&data.text, Dialect::Sqlite),
        false => Vec::new(),
    };
    let (text, returned) = match tokens.iter().find(|it| it.is_word(&data.text, "RETURNING")) {
        Some(word) => (&data.text[..word.span.start], Some(&data.text[word.span.end..])),
        None => (&*data.text, None),
    };
    let text = text.trim_end();
    returned.map_or(Ok(()), |returned| returns(work, returned, table))?;
    let bound = bound(work, text).map_err(|refusal| refusal.about(table))?;
    let Some(values) = bound.and_then(|bound| bound.columns).map(|columns| columns.len()) else {
        return Ok(());
    };
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

/// What a statement names, where that is certain.
fn bound(work: &Work<'_>, text: &str) -> Outcome<Option<Bound>> {
    // Parameters that no text in the schema has are not read there.
    if text.contains(':') || text.contains('@') || text.contains('$') {
        let tokens = lexer::significant(text, Dialect::Sqlite);
        let is_parameter =
            |token: &Token| [":", "@", "$"].iter().any(|symbol| token.is_symbol(text, symbol));
        if tokens.iter().any(is_parameter) {
            return Ok(None);
        }
    }
    let bound = relations::statement(work, text);
    match bound.broken {
        _ if bound.unclear => Ok(None),
        Some(broken) => Err(Refusal::refused(format!("it cannot run: {broken}"), work.span)),
        None => Ok(Some(bound)),
    }
}

/// That what is returned of the rows of a table are columns of it. Which other name the table may go by
/// there is not told here.
fn returns(work: &Work<'_>, text: &str, table: &Name) -> Outcome {
    if text.contains('.') || work.replay.is_doubted(table).is_some() {
        return Ok(());
    }
    let bound = relations::returned(work, text, table, work.table_at(table)?);
    match bound.broken.filter(|_| !bound.unclear) {
        Some(broken) => {
            Err(Refusal::refused(format!("it cannot run: {broken}"), work.span).about(table))
        }
        None => Ok(()),
    }
}

/// That the indexes which it says to use are there.
fn indexed(work: &Work<'_>, data: &Data) -> Outcome {
    let text = data.text.as_str();
    if !text.contains("indexed") {
        return Ok(());
    }
    let tokens = lexer::significant(text, Dialect::Sqlite);
    for words in tokens.windows(3) {
        let [indexed, by, name] = words else { continue };
        if !(indexed.is_word(text, "INDEXED") && by.is_word(text, "BY")) {
            continue;
        }
        let name = normal::unquoted(name.text(text));
        let has = |table: &Name| {
            let table = work.schema().tables.get(table);
            // Of what is no table nothing is known here, nor of the indexes behind keys.
            table.is_none_or(|it| it.indexes.keys().any(|it| it.eq_ignore_ascii_case(&name)))
        };
        if !relations::is_reserved(&name) && !work.targets.iter().any(has) {
            return Err(Refusal::unknown(format_args!("index `{name}`"), work.span));
        }
    }
    Ok(())
}

/// That a trigger does what the rows of a view do not.
fn written_for(work: &Work<'_>, data: &Data, path: &Path, view: &Name) -> Outcome {
    let event = match data.kind {
        DataKind::Insert => "INSERT",
        DataKind::Update => "UPDATE",
        DataKind::Delete => "DELETE",
        _ => return Ok(()),
    };
    let head = format!("INSTEAD OF {event}");
    let first = ObjectName { kind: ObjectKind::Trigger, name: Name::default() };
    let mut triggers = work
        .schema()
        .objects
        .from(&first)
        .take_while(|(name, _)| name.kind == ObjectKind::Trigger)
        .filter(|(_, trigger)| trigger.table.as_ref() == Some(view));
    let does = |text: &str| text.get(..head.len()).is_some_and(|it| it.eq_ignore_ascii_case(&head));
    if triggers.any(|(_, trigger)| does(&trigger.text)) {
        return Ok(());
    }
    let message = format!("`{path}` is a view, and no trigger `{head}` does it instead");
    Err(Refusal::refused(message, path.span).about(view))
}
