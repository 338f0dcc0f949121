//! `CREATE` of tables, indexes, views, triggers and virtual tables.

use super::super::failure::{Outcome, Refusal};
use super::super::names::Relation;
use super::super::work::Work;
use super::inline;
use super::relations;
use crate::change::Change;
use crate::command::{CreateIndex, CreateObject, CreateTable, CreateView, Path};
use crate::dialect::sqlite::normalize;
use crate::schema::{Column, IndexKey, Name, Object, ObjectKind, ObjectName, Table};
use crate::sql::sqlite::resolve;

/// Where something new goes, unless it is left alone because its name is taken.
fn place(
    work: &mut Work<'_>,
    path: &Path,
    temporary: bool,
    if_not_exists: bool,
) -> Outcome<Option<Name>> {
    relations::unreserved(&path.name, path.span)?;
    if temporary
        && let Some(namespace) = &path.namespace
        && !namespace.eq_ignore_ascii_case("temp")
    {
        let message = "something temporary cannot be in another database";
        return Err(Refusal::refused(message, path.span));
    }
    let name = work.new_place(path, temporary)?;
    work.targets.push(name.clone());
    if if_not_exists && relations::at(work, &name).is_some() {
        return Ok(None);
    }
    relations::free(work, &name, path.span)?;
    if if_not_exists && work.replay.is_doubted(&name).is_some() {
        work.doubt(&name, "it may have been there before with another definition");
    } else {
        work.settled(&name);
    }
    if name.namespace == "temp" {
        work.temporary(&name);
    }
    Ok(Some(name))
}

pub(super) fn table(work: &mut Work<'_>, create: &CreateTable) -> Outcome {
    let taken = place(work, &create.name, create.temporary, create.if_not_exists)?;
    let Some(name) = taken else { return Ok(()) };
    for read in &create.reads {
        match relations::find(work, read) {
            Some((_, read)) => work.targets.push(read),
            None if relations::is_reserved(&read.name) => {}
            None => return Err(relations::unknown(work, read)),
        }
    }
    let table = match &create.query {
        Some(query) => from_query(work, &name, query)?,
        None => {
            let table = relations::defined(create);
            super::check::definition(&name, &table, &create.elements, create.name.span)?;
            if super::check::no_loop(&name, &table, create.name.span).is_err() {
                let reason = "a column is computed from itself, which the engine may not notice";
                work.doubt(&name, reason);
            }
            table
        }
    };
    inline::define(work, &name, &create.elements);
    work.emit(Change::CreateTable(name.clone(), table))?;
    settle_texts(work, &name)
}

/// The names of its columns are those of the query; their types follow from rules about affinities
/// that are not followed here.
fn from_query(work: &mut Work<'_>, name: &Name, query: &str) -> Outcome<Table> {
    let view = crate::schema::View { query: query.to_owned(), ..Default::default() };
    let bound = relations::view(work, name, &view);
    if let Some(broken) = bound.broken.filter(|_| !bound.unclear) {
        return Err(Refusal::refused(format!("its query cannot run: {broken}"), work.span));
    }
    work.doubt(name, "its columns come from a query");
    let columns = bound.columns.unwrap_or_default().into_iter();
    let columns = columns.map(|column| Column::new(column, String::new())).collect();
    Ok(Table { columns, ..Table::default() })
}

pub(super) fn index(work: &mut Work<'_>, create: &CreateIndex) -> Outcome {
    let Some(path) = &create.name else { return Ok(()) };
    relations::unreserved(&path.name, path.span)?;
    let table = match relations::find(work, &create.table) {
        Some((Relation::Table, name)) => name,
        Some((relation, name)) => {
            let message = format!("a {} has no indexes: `{name}`", relation.words());
            return Err(Refusal::refused(message, create.table.span).about(&name));
        }
        None => return Err(relations::unknown(work, &create.table)),
    };
    work.targets.push(table.clone());
    let name = table.beside(path.name.clone());
    if relations::at(work, &name).is_some() {
        return relations::free(work, &name, path.span);
    }
    if create.if_not_exists && work.dependents().table_of_index(&name).is_some() {
        return Ok(());
    }
    relations::free(work, &name, path.span)?;
    let mut index = create.index.clone();
    let of = work.table_at(&table)?;
    resolve::index(of, &mut index);
    for (part, written) in index.columns.iter().zip(&create.index.columns) {
        match (&part.key, &written.key) {
            (IndexKey::Column(column), _) => {
                work.column_named(&table, column, work.span)?;
            }
            // It becomes the column that gets the name, and until then no other gets or loses one.
            (IndexKey::Expression(_), IndexKey::Expression(text)) if resolve::is_doubtful(text) => {
                work.doubt(&table, "an index of it is over a text that may become a column");
            }
            _ => {}
        }
    }
    let of = work.table_at(&table)?;
    normalize::index(of, &mut index);
    let expressions = index.columns.iter().filter_map(|part| match &part.key {
        IndexKey::Expression(text) => Some(text),
        IndexKey::Column(_) => None,
    });
    for text in expressions.chain(&index.predicate) {
        super::check::expression(&table, of, text, work.span)?;
    }
    work.emit(Change::CreateIndex { table, name: path.name.clone(), index })
}

pub(super) fn view(work: &mut Work<'_>, create: &CreateView) -> Outcome {
    let taken = place(work, &create.name, create.temporary, create.if_not_exists)?;
    let Some(name) = taken else { return Ok(()) };
    for read in &create.reads {
        if let Some(namespace) = &read.namespace
            && name.namespace != "temp"
            && work.replay.engine.namespace(namespace) != name.namespace
        {
            let message = format!("view `{name}` cannot read another database: `{read}`");
            return Err(Refusal::refused(message, read.span));
        }
        if let Some((_, read)) = relations::find(work, read) {
            work.targets.push(read);
        }
    }
    let mut view = create.view.clone();
    view.query = settled(work, &view.query);
    work.emit(Change::PutView(name.clone(), view))?;
    settle_texts(work, &name)
}

/// A text in which what stands in double quotes is decided as far as it can be.
fn settled(work: &Work<'_>, text: &str) -> String {
    if !text.contains('"') {
        return text.to_owned();
    }
    resolve::query(text, |table| {
        let spelled = work.dependents().spelled(&Name::bare(table))?;
        work.schema().tables.get(spelled).map(|table| resolve::columns(table))
    })
}

/// Decides anew what stands in double quotes in texts that name `relation`.
pub(super) fn settle_texts(work: &mut Work<'_>, relation: &Name) -> Outcome {
    for user in work.dependents().mentions(&relation.name) {
        super::rewrite(work, &user, &|work, text| settled(work, text))?;
    }
    Ok(())
}

pub(super) fn object(work: &mut Work<'_>, create: &CreateObject) -> Outcome {
    match create.kind {
        ObjectKind::Trigger => trigger(work, create),
        _ => virtual_table(work, create),
    }
}

fn virtual_table(work: &mut Work<'_>, create: &CreateObject) -> Outcome {
    let taken = place(work, &create.name, create.temporary, create.if_not_exists)?;
    let Some(name) = taken else { return Ok(()) };
    let name = ObjectName { kind: ObjectKind::VirtualTable, name };
    work.emit(Change::PutObject(name, Object { table: None, text: create.text.clone() }))
}

fn trigger(work: &mut Work<'_>, create: &CreateObject) -> Outcome {
    relations::unreserved(&create.name.name, create.name.span)?;
    let Some(path) = &create.table else { return Ok(()) };
    let Some((relation, table)) = relations::find(work, path) else {
        return Err(relations::unknown(work, path));
    };
    work.targets.push(table.clone());
    let refused = |message: &str| {
        let message = format!("{message}: `{table}`");
        Err(Refusal::refused(message, create.name.span).about(&table))
    };
    if matches!(relation, Relation::Other(_)) {
        return refused("a virtual table has no triggers");
    }
    let temporary = create.temporary
        || create.name.namespace.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("temp"));
    let namespace = if temporary { "temp".to_owned() } else { table.namespace.clone() };
    let name = Name::new(namespace, create.name.name.clone());
    work.targets.push(name.clone());
    if let Some(found) = relations::object(work, ObjectKind::Trigger, &name) {
        if create.if_not_exists {
            return Ok(());
        }
        return Err(Refusal::duplicate(&found, create.name.span).about(&found.name));
    }
    match (relation, create.text.starts_with("instead of")) {
        (Relation::View, false) => return refused("a view has `INSTEAD OF` triggers only"),
        (Relation::Table, true) => return refused("a table has no `INSTEAD OF` triggers"),
        _ => {}
    }
    if create.if_not_exists && work.replay.is_doubted(&name).is_some() {
        work.doubt(&name, "it may have been there before with another definition");
    } else {
        work.settled(&name);
    }
    if name.namespace == "temp" {
        work.temporary(&name);
    }
    let object = Object { table: Some(table), text: settled(work, &create.text) };
    work.emit(Change::PutObject(ObjectName { kind: ObjectKind::Trigger, name }, object))
}
