//! Statements that read and write rows.

use super::cursor::{Cursor, Read};
use super::{cause, expression, reads};
use crate::command::{Data, DataKind, Ident, Path, What};
use crate::sql::SyntaxError;
use crate::sql::lexer::TokenKind;

/// A statement that begins with the verb of one about rows.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Read<What> {
    let mut data = Data {
        text: expression::query(cursor.sql, cursor.clone().rest()),
        calls: reads::calls(*cursor),
        ..Data::default()
    };
    let all = reads::tables(*cursor);
    match cursor.word().as_str() {
        "insert" | "replace" => insert(cursor, &mut data)?,
        "update" => update(cursor, &mut data)?,
        "delete" => delete(cursor, &mut data)?,
        "load" => load(cursor, &mut data)?,
        "truncate" => truncate(cursor, &mut data)?,
        "with" => with(cursor, &mut data)?,
        _ => select(cursor, &mut data),
    }
    let is_written = |table: &Path| data.tables.iter().any(|written| same(written, table));
    data.reads = all.into_iter().filter(|table| !is_written(table)).collect();
    Ok(What::Data(Box::new(data)))
}

fn same(one: &Path, other: &Path) -> bool {
    one.namespace == other.namespace && one.name == other.name
}

fn select(cursor: &mut Cursor<'_>, data: &mut Data) {
    data.kind = DataKind::Select;
    data.filtered = is_filtered(cursor);
    data.limited = find(cursor, "LIMIT").is_some();
    if let Some(mut at) = find(cursor, "INTO") {
        at.next();
        if matches!(at.word().as_str(), "outfile" | "dumpfile") {
            data.outside = Some(Ident { name: "INTO OUTFILE".to_owned(), span: at.here() });
        }
    }
}

/// `WITH … UPDATE`, `WITH … DELETE` or a query.
fn with(cursor: &mut Cursor<'_>, data: &mut Data) -> Read<()> {
    cursor.until("", &["UPDATE", "DELETE", "SELECT", "INSERT"]);
    match cursor.word().as_str() {
        "update" => update(cursor, data),
        "delete" => delete(cursor, data),
        _ => {
            select(cursor, data);
            Ok(())
        }
    }
}

/// The next place outside of parentheses where `word` stands.
fn find<'a>(cursor: &Cursor<'a>, word: &str) -> Option<Cursor<'a>> {
    let mut at = *cursor;
    at.until("", &[word]);
    (!at.is_at_end()).then_some(at)
}

/// Whether a condition limits what is changed.
fn is_filtered(cursor: &Cursor<'_>) -> bool {
    let Some(mut at) = find(cursor, "WHERE") else { return false };
    at.next();
    let condition = at.until("", &["ORDER", "LIMIT", "RETURNING", "GROUP"]);
    let condition = expression::condition(cursor.sql, condition);
    !matches!(condition.as_str(), "true" | "1" | "1 = 1" | "'1' = '1'")
}

const MODIFIERS: [&str; 5] = ["LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "QUICK", "IGNORE"];

/// Takes the words between a verb and its table; whether one of them is `IGNORE`.
fn modifiers(cursor: &mut Cursor<'_>) -> bool {
    let mut ignores = false;
    loop {
        ignores |= cursor.at_word("IGNORE");
        if !cursor.take_any(&MODIFIERS) {
            return ignores;
        }
    }
}

fn insert(cursor: &mut Cursor<'_>, data: &mut Data) -> Read<()> {
    data.kind = DataKind::Insert;
    data.overwrites = cursor.at_word("REPLACE");
    cursor.next();
    data.ignores = modifiers(cursor);
    cursor.take_word("INTO");
    data.tables = vec![cursor.path()?];
    partitions(cursor)?;
    if cursor.at_symbol("(") && !is_query(cursor) {
        data.columns = columns(cursor)?;
    }
    rows(cursor, data)?;
    if let Some(mut at) = find(cursor, "DUPLICATE") {
        at.next();
        data.overwrites = true;
    }
    if let Some(at) = find(cursor, "CONFLICT") {
        let mut error = at.error("`DUPLICATE KEY UPDATE`");
        error.help =
            Some("`ON CONFLICT` is spelled `ON DUPLICATE KEY UPDATE a = …` here".to_owned());
        return Err(error);
    }
    returning(cursor)
}

/// `PARTITION (p, …)` behind a table.
fn partitions(cursor: &mut Cursor<'_>) -> Read<()> {
    if cursor.take_word("PARTITION") {
        cursor.names()?;
    }
    Ok(())
}

fn is_query(cursor: &Cursor<'_>) -> bool {
    let first = cursor.word_ahead(1);
    matches!(first.as_str(), "select" | "with" | "table")
        || cursor.ahead(1).is_some_and(|token| token.is_symbol(cursor.sql, "("))
}

/// The columns of an `INSERT`; each may be written with its table.
fn columns(cursor: &mut Cursor<'_>) -> Read<Vec<Ident>> {
    let mut list = cursor.parenthesised()?;
    let mut columns = Vec::new();
    while !list.is_at_end() {
        columns.push(column(&mut list)?);
        if !list.take_symbol(",") {
            list.expect_end()?;
        }
    }
    Ok(columns)
}

/// A column that may be written with its table and database.
fn column(cursor: &mut Cursor<'_>) -> Read<Ident> {
    let path = cursor.path()?;
    if cursor.take_symbol(".") {
        return cursor.name();
    }
    Ok(Ident { name: path.name, span: path.span })
}

/// What an `INSERT` inserts.
fn rows(cursor: &mut Cursor<'_>, data: &mut Data) -> Read<()> {
    if cursor.take_any(&["VALUES", "VALUE"]) {
        data.values = true;
        cursor.take_word("ROW");
        let mut row = cursor.parenthesised()?;
        let mut values = usize::from(!row.is_at_end());
        loop {
            row.until(",", &[]);
            if !row.take_symbol(",") {
                break;
            }
            values += 1;
        }
        data.arity = Some(values);
    } else if cursor.take_word("SET") {
        data.values = true;
        assignments(cursor, data)?;
        data.arity = Some(data.columns.len());
    } else if cursor.is_at_end() {
        return Err(cursor.error("`VALUES` or a query"));
    }
    Ok(())
}

/// `column = value, …`.
fn assignments(cursor: &mut Cursor<'_>, data: &mut Data) -> Read<()> {
    loop {
        data.columns.push(column(cursor)?);
        if !cursor.take_symbol(":") {
            cursor.expect_symbol("=")?;
        }
        cursor.until(",", &["WHERE", "ORDER", "LIMIT", "ON", "RETURNING", "AS"]);
        if !cursor.take_symbol(",") {
            return Ok(());
        }
    }
}

/// `RETURNING`, which is MariaDB's.
fn returning(cursor: &Cursor<'_>) -> Read<()> {
    match find(cursor, "RETURNING") {
        Some(at) if !cursor.grammar.target.is_mariadb => Err(returned(&at)),
        _ => Ok(()),
    }
}

fn returned(at: &Cursor<'_>) -> SyntaxError {
    let mut error = cause::only_in_mariadb(at, at.here(), "`RETURNING`");
    error.help = Some("select the rows, or read `LAST_INSERT_ID()`".to_owned());
    error
}

fn update(cursor: &mut Cursor<'_>, data: &mut Data) -> Read<()> {
    data.kind = DataKind::Update;
    cursor.next();
    data.ignores = modifiers(cursor);
    let mut target = *cursor;
    data.filtered = is_filtered(cursor);
    data.limited = find(cursor, "LIMIT").is_some();
    let tables = cursor.until("", &["SET"]);
    if tables.is_empty() {
        return Err(cursor.error("a table"));
    }
    cursor.expect_word("SET")?;
    let mut joined = target.within(tables);
    let first = if joined.at_symbol("(") { None } else { Some(target.path()?) };
    let is_single = joined.until(",", &["JOIN", "STRAIGHT_JOIN"]).len() == tables.len();
    let assigned = *cursor;
    assignments(cursor, data)?;
    data.tables = match first {
        Some(first) if is_single => vec![first],
        _ => assigned_tables(assigned, target.within(tables)),
    };
    if let Some(at) = find(cursor, "RETURNING") {
        return Err(returned(&at));
    }
    Ok(())
}

/// The tables that the assignments of an update of several tables name; all that it joins where one of
/// them names none.
fn assigned_tables(mut assigned: Cursor<'_>, joined: Cursor<'_>) -> Vec<Path> {
    let mut from = vec![];
    let mut list = joined;
    let mut names = aliases(&mut list);
    while let Ok(path) = assigned.path() {
        let Some(table) = path.namespace.as_deref() else {
            return names.drain(..).map(|(_, table)| table).collect();
        };
        let found = names.iter().find(|(alias, _)| alias == table).map(|(_, table)| table.clone());
        from.extend(found.filter(|found| !from.contains(found)));
        assigned.until(",", &["WHERE", "ORDER", "LIMIT"]);
        if !assigned.take_symbol(",") {
            break;
        }
    }
    if from.is_empty() { names.into_iter().map(|(_, table)| table).collect() } else { from }
}

/// The tables of a join with the names they have in it.
fn aliases(list: &mut Cursor<'_>) -> Vec<(String, Path)> {
    let mut found = Vec::new();
    let mut is_next = true;
    while !list.is_at_end() {
        if is_next && list.is_at_name() {
            let Ok(path) = list.path() else { return found };
            list.take_word("AS");
            let alias = if list.is_at_name() { list.name().ok() } else { None };
            let alias = alias.map_or_else(|| path.name.clone(), |alias| alias.name);
            found.push((alias, path));
            is_next = false;
            continue;
        }
        let is_join = list.at_word("JOIN") || list.at_word("STRAIGHT_JOIN");
        is_next = is_join || list.at_symbol(",") || is_next && list.at_symbol("(");
        list.next();
    }
    found
}

fn delete(cursor: &mut Cursor<'_>, data: &mut Data) -> Read<()> {
    data.kind = DataKind::Delete;
    cursor.next();
    data.ignores = modifiers(cursor);
    data.filtered = is_filtered(cursor);
    data.limited = find(cursor, "LIMIT").is_some();
    let is_plain = cursor.take_word("FROM");
    let mut targets = vec![target(cursor)?];
    while cursor.take_symbol(",") {
        targets.push(target(cursor)?);
    }
    let joined = if is_plain { cursor.take_word("USING") } else { cursor.take_word("FROM") };
    if joined {
        let mut list = *cursor;
        let names = aliases(&mut list);
        for target in &mut targets {
            if let Some((_, table)) = names.iter().find(|(alias, _)| *alias == target.name) {
                target.clone_from(table);
            }
        }
    }
    data.tables = targets;
    returning(cursor)
}

/// A table of a `DELETE`, with the `.*` that may stand behind it.
fn target(cursor: &mut Cursor<'_>) -> Read<Path> {
    let first = cursor.name()?;
    let mut path = Path { namespace: None, name: first.name, span: first.span };
    while cursor.take_symbol(".") {
        if cursor.take_symbol("*") {
            break;
        }
        let next = cursor.name()?;
        let span = path.span.to(next.span);
        path = Path { namespace: Some(path.name), name: next.name, span };
    }
    Ok(path)
}

/// `LOAD DATA [LOCAL] INFILE 'file' INTO TABLE t`, and `LOAD XML`.
fn load(cursor: &mut Cursor<'_>, data: &mut Data) -> Read<()> {
    data.kind = DataKind::Insert;
    cursor.next();
    if !cursor.take_any(&["DATA", "XML"]) {
        return Err(cursor.error("`DATA`"));
    }
    cursor.until("", &["INFILE"]);
    data.outside = Some(Ident { name: "LOAD DATA INFILE".to_owned(), span: cursor.here() });
    cursor.expect_word("INFILE")?;
    if !cursor.at_kind(TokenKind::String) {
        return Err(cursor.error("the name of a file"));
    }
    cursor.next();
    data.overwrites = cursor.take_word("REPLACE");
    data.ignores = cursor.take_word("IGNORE");
    cursor.expect_word("INTO")?;
    cursor.expect_word("TABLE")?;
    data.tables = vec![cursor.path()?];
    Ok(())
}

fn truncate(cursor: &mut Cursor<'_>, data: &mut Data) -> Read<()> {
    data.kind = DataKind::Truncate;
    cursor.next();
    cursor.take_word("TABLE");
    data.tables = vec![cursor.path()?];
    super::alter::wait(cursor)?;
    cursor.expect_end()
}
