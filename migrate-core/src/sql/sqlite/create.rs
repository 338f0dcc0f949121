//! `CREATE` of anything, with what a command needs beside the definition.

use super::cursor::Cursor;
use super::script::Read;
use super::{Header, Kind, header, index, object, table, uses};
use crate::command::{CreateIndex, CreateObject, CreateTable, CreateView, Ident, Path, What};
use crate::schema::ObjectKind;

/// What follows `CREATE`.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Read {
    let header = header(cursor)?;
    match header.kind {
        Kind::Table => create_table(cursor, header),
        Kind::Index { unique } => create_index(cursor, header, unique),
        Kind::View => create_view(cursor, header),
        Kind::Trigger => trigger(cursor, header),
        Kind::VirtualTable => virtual_table(cursor, header),
    }
}

fn create_table(cursor: &mut Cursor<'_>, header: Header) -> Read {
    let mut create = CreateTable {
        name: header.path,
        temporary: header.temporary,
        if_not_exists: header.if_not_exists,
        ..CreateTable::default()
    };
    if cursor.take_word("AS") {
        create.reads = uses::tables(cursor.sql, cursor.left());
        create.query = Some(query(cursor)?);
    } else {
        let draft = table::read(cursor)?;
        create.elements = draft.elements;
        create.options = draft.options;
    }
    Ok(What::CreateTable(Box::new(create)))
}

fn create_index(cursor: &mut Cursor<'_>, header: Header, unique: bool) -> Read {
    let (Ident { name, span }, index) = index::read(cursor, unique)?;
    // An index lives where its table does.
    let table = Path { namespace: header.path.namespace.clone(), name, span };
    Ok(What::CreateIndex(Box::new(CreateIndex {
        name: Some(header.path),
        table,
        index,
        if_not_exists: header.if_not_exists,
        ..CreateIndex::default()
    })))
}

fn create_view(cursor: &mut Cursor<'_>, header: Header) -> Read {
    let tokens = cursor.left();
    let reads = uses::tables(cursor.sql, tokens);
    let star = uses::has_star(cursor.sql, tokens);
    let mut ahead = cursor.within(tokens);
    if ahead.at_symbol("(") {
        ahead.names()?;
    }
    ahead.expect_word("AS", "`AS`")?;
    begins_query(&ahead)?;
    let view = object::view(cursor)?;
    Ok(What::CreateView(Box::new(CreateView {
        name: header.path,
        view,
        reads,
        star,
        temporary: header.temporary,
        if_not_exists: header.if_not_exists,
        or_replace: false,
        alters: false,
    })))
}

/// A query to the end of the statement, that begins like one.
fn query(cursor: &mut Cursor<'_>) -> Result<String, super::ReadError> {
    begins_query(cursor)?;
    object::query(cursor)
}

fn begins_query(cursor: &Cursor<'_>) -> Result<(), super::ReadError> {
    if !["SELECT", "VALUES", "WITH"].iter().any(|word| cursor.at_word(word)) {
        return Err(cursor.error("a query"));
    }
    super::data::no_definition(&cursor.within(cursor.left()))
}

fn trigger(cursor: &mut Cursor<'_>, header: Header) -> Read {
    body(&cursor.within(cursor.left()))?;
    let uses = uses::tables(cursor.sql, cursor.left());
    let (table, text) = object::trigger(cursor)?;
    Ok(object_of(ObjectKind::Trigger, header, Some(table), text, uses))
}

/// What the body of a trigger has to be, from `BEGIN` to `END`.
fn body(definition: &Cursor<'_>) -> Result<(), super::ReadError> {
    let mut body = definition.at(0);
    while !body.is_at_end() && !body.at_word("BEGIN") {
        body.next();
    }
    body.expect_word("BEGIN", "`BEGIN`")?;
    loop {
        if !super::data::begins(&body) {
            return Err(body.error("`INSERT`, `UPDATE`, `DELETE` or `SELECT`"));
        }
        while !body.is_at_end() && !body.at_symbol(";") {
            super::data::no_definition_here(&body)?;
            body.next();
        }
        if !body.take_symbol(";") {
            return Err(body.error("`;` and `END`"));
        }
        if body.take_word("END") {
            return body.expect_end();
        }
    }
}

fn virtual_table(cursor: &mut Cursor<'_>, header: Header) -> Read {
    let (module, arguments) = object::virtual_table(cursor)?;
    let text = format!("{} ( {arguments} )", module.to_ascii_lowercase());
    Ok(object_of(ObjectKind::VirtualTable, header, None, text, Vec::new()))
}

fn object_of(
    kind: ObjectKind,
    header: Header,
    table: Option<Path>,
    text: String,
    uses: Vec<Path>,
) -> What {
    What::CreateObject(Box::new(CreateObject {
        kind,
        name: header.path,
        table,
        text,
        uses,
        if_not_exists: header.if_not_exists,
        or_replace: false,
        temporary: header.temporary,
        routine: None,
    }))
}
