//! Keys, indexes, references and checks.

use super::cause;
use super::cursor::{Cursor, Read};
use super::expression;
use crate::command::{CreateIndex, Ident, NewConstraint, Path};
use crate::schema::{
    Action, Check, Constraint, ForeignKey, Index, IndexColumn, IndexKey, KeyColumn, Name,
    PrimaryKey, Settings,
};

/// What a key definition defines. A unique key is an index and nothing more to these engines.
pub(super) enum Key {
    Constraint(NewConstraint),
    Index(CreateIndex),
}

/// Whether a key, an index or a constraint comes next.
pub(super) fn is_next(cursor: &Cursor<'_>) -> bool {
    match cursor.word().as_str() {
        "constraint" | "primary" | "unique" | "index" | "key" | "fulltext" | "spatial"
        | "foreign" => true,
        "check" => cursor.ahead(1).is_some_and(|token| token.is_symbol(cursor.sql, "(")),
        "vector" => matches!(cursor.word_ahead(1).as_str(), "index" | "key"),
        _ => false,
    }
}

/// The key, index or constraint that must come next.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Read<Key> {
    let start = cursor.position();
    let (symbol, symbol_missing_ok) = constraint_name(cursor)?;
    let mut key = match cursor.word().as_str() {
        "primary" => Key::Constraint(primary(cursor)?),
        "unique" => {
            cursor.next();
            cursor.take_any(&["INDEX", "KEY"]);
            Key::Index(index(cursor, true, None)?)
        }
        "foreign" => Key::Constraint(foreign(cursor)?),
        "check" => Key::Constraint(check(cursor)?),
        kind @ ("index" | "key" | "fulltext" | "spatial" | "vector") if symbol.is_none() => {
            let method = method(kind);
            cursor.next();
            if method.is_some() {
                cursor.take_any(&["INDEX", "KEY"]);
            }
            Key::Index(index(cursor, false, method)?)
        }
        _ => return Err(cursor.error("a key or a constraint")),
    };
    let span = cursor.span_since(start);
    match &mut key {
        Key::Constraint(new) => {
            new.span = span;
            new.if_not_exists |= symbol_missing_ok;
            if let Some(symbol) = symbol {
                // A primary key is always called `PRIMARY`.
                if !matches!(new.constraint, Constraint::PrimaryKey(_)) {
                    *new.constraint.name_mut() = Some(symbol.name);
                }
            }
        }
        Key::Index(index) => {
            index.if_not_exists |= symbol_missing_ok;
            if index.name.is_none() {
                index.name = symbol.map(unqualified);
            }
        }
    }
    Ok(key)
}

fn unqualified(name: Ident) -> Path {
    Path { namespace: None, name: name.name, span: name.span }
}

/// `CONSTRAINT [IF NOT EXISTS] [name]`.
pub(super) fn constraint_name(cursor: &mut Cursor<'_>) -> Read<(Option<Ident>, bool)> {
    if !cursor.take_word("CONSTRAINT") {
        return Ok((None, false));
    }
    let missing_ok = if_not_exists(cursor, "`ADD CONSTRAINT IF NOT EXISTS`")?;
    let name = if cursor.is_at_name() { Some(cursor.name()?) } else { None };
    Ok((name, missing_ok))
}

/// `IF NOT EXISTS`, which MySQL knows for whole tables and little else.
pub(super) fn if_not_exists(cursor: &mut Cursor<'_>, what: &str) -> Read<bool> {
    mariadb_words(cursor, &["IF", "NOT", "EXISTS"], what)
}

/// `IF EXISTS`, likewise.
pub(super) fn if_exists(cursor: &mut Cursor<'_>, what: &str) -> Read<bool> {
    mariadb_words(cursor, &["IF", "EXISTS"], what)
}

fn mariadb_words(cursor: &mut Cursor<'_>, words: &[&str], what: &str) -> Read<bool> {
    let start = cursor.position();
    if !cursor.take_words(words) {
        return Ok(false);
    }
    if cursor.grammar.target.is_mariadb {
        Ok(true)
    } else {
        Err(cause::only_in_mariadb(cursor, cursor.span_since(start), what))
    }
}

/// The index method that a leading keyword stands for.
pub(super) fn method(kind: &str) -> Option<&'static str> {
    ["fulltext", "spatial", "vector"].into_iter().find(|method| *method == kind)
}

/// What follows the kind of an index: its name, its parts and its options.
pub(super) fn index(
    cursor: &mut Cursor<'_>,
    unique: bool,
    method: Option<&str>,
) -> Read<CreateIndex> {
    let if_not_exists = if_not_exists(cursor, "`ADD INDEX IF NOT EXISTS`")?;
    let name = if cursor.is_at_name() { Some(unqualified(cursor.name()?)) } else { None };
    let mut index = Index { unique, method: method.map(str::to_owned), ..Index::default() };
    using(cursor, &mut index)?;
    index.columns = parts(cursor)?;
    while option(cursor, &mut index)? {}
    Ok(CreateIndex { name, index, if_not_exists, ..CreateIndex::default() })
}

/// `USING BTREE`; b-trees are what there is unless the engine keeps its rows in memory. The server notes
/// that it was said.
pub(super) fn using(cursor: &mut Cursor<'_>, index: &mut Index) -> Read<bool> {
    let found = cursor.take_word("USING")
        || cursor.at_word("TYPE")
            && matches!(cursor.word_ahead(1).as_str(), "btree" | "hash" | "rtree")
            && cursor.take_word("TYPE");
    if found {
        match cursor.word().as_str() {
            "btree" => drop(index.settings.insert("using".to_owned(), "btree".to_owned())),
            "rtree" => {}
            "hash" => index.method = Some("hash".to_owned()),
            _ => return Err(cursor.error("`BTREE` or `HASH`")),
        }
        cursor.next();
    }
    Ok(found)
}

/// The columns and expressions between the parentheses that must come next.
pub(super) fn parts(cursor: &mut Cursor<'_>) -> Read<Vec<IndexColumn>> {
    let mut list = cursor.parenthesised()?;
    let mut parts = vec![part(&mut list)?];
    while list.take_symbol(",") {
        parts.push(part(&mut list)?);
    }
    list.expect_end()?;
    Ok(parts)
}

fn part(list: &mut Cursor<'_>) -> Read<IndexColumn> {
    let mut part = if list.at_symbol("(") {
        let start = list.position();
        let tokens = list.group()?;
        if list.grammar.target.is_mariadb {
            let span = list.span_since(start);
            return Err(cause::only_in_mysql(list, span, "index on an expression"));
        }
        IndexColumn::new(IndexKey::Expression(expression::condition(list.sql, tokens)))
    } else {
        IndexColumn::new(IndexKey::Column(list.name()?.name))
    };
    if list.at_symbol("(") {
        let mut size = list.parenthesised()?;
        let digits = size.number()?;
        part.prefix = Some(digits.parse().map_err(|_| size.error("a number"))?);
        size.expect_end()?;
    }
    part.descending = list.take_word("DESC");
    let _ = list.take_word("ASC");
    Ok(part)
}

/// An option behind the parts of an index, if one comes next.
pub(super) fn option(cursor: &mut Cursor<'_>, index: &mut Index) -> Read<bool> {
    match cursor.word().as_str() {
        "using" | "type" => return using(cursor, index),
        "comment" => {
            cursor.next();
            cursor.take_symbol("=");
            index.comment = Some(cursor.string()?).filter(|comment| !comment.is_empty());
        }
        "visible" | "invisible" if !cursor.grammar.target.is_mariadb => {
            index.invisible = cursor.at_word("INVISIBLE");
            cursor.next();
        }
        "ignored" if cursor.grammar.target.is_mariadb => {
            index.invisible = true;
            cursor.next();
        }
        "not" if cursor.word_ahead(1).as_str() == "ignored" => {
            cursor.next();
            cursor.next();
        }
        "with" if cursor.word_ahead(1).as_str() == "parser" => {
            cursor.next();
            cursor.next();
            index.settings.insert("parser".to_owned(), cursor.name()?.name.to_ascii_lowercase());
        }
        name @ ("key_block_size"
        | "clustering"
        | "engine_attribute"
        | "secondary_engine_attribute"
        | "distance"
        | "m") => {
            cursor.next();
            cursor.take_symbol("=");
            let value = cursor.next().map(|token| token.text(cursor.sql).to_ascii_lowercase());
            index.settings.insert(name.to_owned(), value.unwrap_or_default());
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// `PRIMARY KEY …`.
fn primary(cursor: &mut Cursor<'_>) -> Read<NewConstraint> {
    let start = cursor.position();
    cursor.next();
    cursor.expect_word("KEY")?;
    let if_not_exists = if_not_exists(cursor, "`ADD PRIMARY KEY IF NOT EXISTS`")?;
    if cursor.is_at_name() {
        // A name is allowed and ignored.
        cursor.next();
    }
    let mut options = Index::default();
    using(cursor, &mut options)?;
    let columns = parts(cursor)?;
    while option(cursor, &mut options)? {}
    let columns = columns.into_iter().map(key_column).collect();
    let key = Constraint::PrimaryKey(PrimaryKey { columns, ..PrimaryKey::default() });
    let span = cursor.span_since(start);
    let mut storage = options.settings;
    // Of the rows of a table themselves it says nothing that the model has.
    storage.remove("using");
    storage.extend(options.comment.map(|text| ("comment".to_owned(), text)));
    Ok(NewConstraint { if_not_exists, storage, ..NewConstraint::new(key, span) })
}

fn key_column(part: IndexColumn) -> KeyColumn {
    let (IndexKey::Column(name) | IndexKey::Expression(name)) = part.key;
    KeyColumn { name, descending: part.descending, collation: None, prefix: part.prefix }
}

/// `FOREIGN KEY …`.
fn foreign(cursor: &mut Cursor<'_>) -> Read<NewConstraint> {
    let start = cursor.position();
    cursor.next();
    cursor.expect_word("KEY")?;
    let if_not_exists = if_not_exists(cursor, "`ADD FOREIGN KEY IF NOT EXISTS`")?;
    let index_name = if cursor.is_at_name() { Some(cursor.name()?.name) } else { None };
    let columns = cursor.names()?.into_iter().map(|column| column.name).collect();
    let (references, key) = references(cursor, columns)?;
    let span = cursor.span_since(start);
    let mut new = NewConstraint::new(Constraint::ForeignKey(key), span);
    new.storage = said_actions(cursor, start);
    if cursor.grammar.target.is_mariadb {
        // The name of the index is that of the key too, unless `CONSTRAINT` gives it one.
        new.constraint.name_mut().clone_from(&index_name);
    }
    Ok(NewConstraint { references: Some(references), index_name, if_not_exists, ..new })
}

/// The action that does what no action does and that the server keeps nevertheless, where it is written: `NO
/// ACTION` on MariaDB, `RESTRICT` on MySQL.
fn said_actions(cursor: &Cursor<'_>, start: usize) -> Settings {
    let tokens = cursor.since(start);
    let words: Vec<String> =
        tokens.iter().map(|token| token.text(cursor.sql).to_ascii_lowercase()).collect();
    let said = if cursor.grammar.target.is_mariadb { "no action" } else { "restrict" };
    let is_said = |event: &&str| {
        let mut places =
            words.windows(2).enumerate().filter(|(_, it)| it[0] == "on" && it[1] == **event);
        places.any(|(at, _)| {
            let rest = words.get(at + 2..).unwrap_or_default();
            said.split(' ').zip(rest).all(|(word, found)| word == found)
                && rest.len() >= said.split(' ').count()
        })
    };
    let events = ["delete", "update"].into_iter().filter(|event| is_said(event));
    events.map(|event| (format!("on {event}"), said.to_owned())).collect()
}

/// `REFERENCES …`, which must come next.
pub(super) fn references(
    cursor: &mut Cursor<'_>,
    columns: Vec<String>,
) -> Read<(Path, ForeignKey)> {
    cursor.expect_word("REFERENCES")?;
    let table = cursor.path()?;
    let referenced_columns = if cursor.at_symbol("(") {
        cursor.names()?.into_iter().map(|column| column.name).collect()
    } else {
        Vec::new()
    };
    let mut key = ForeignKey {
        columns,
        references: Name::new(table.namespace.clone().unwrap_or_default(), table.name.clone()),
        referenced_columns,
        ..ForeignKey::default()
    };
    loop {
        if cursor.take_word("MATCH") {
            // Read and ignored by the engines.
            if !cursor.take_any(&["FULL", "PARTIAL", "SIMPLE"]) {
                return Err(cursor.error("`FULL`, `PARTIAL` or `SIMPLE`"));
            }
        } else if cursor.take_words(&["ON", "DELETE"]) {
            key.on_delete = action(cursor)?;
        } else if cursor.at_words(&["ON", "UPDATE"]) {
            cursor.next();
            cursor.next();
            key.on_update = action(cursor)?;
        } else {
            return Ok((table, key));
        }
    }
}

fn action(cursor: &mut Cursor<'_>) -> Read<Action> {
    for (words, action) in [
        (&["NO", "ACTION"][..], Action::NoAction),
        // The engine checks nothing later than at once, so that they are one.
        (&["RESTRICT"], Action::NoAction),
        (&["CASCADE"], Action::Cascade),
        (&["SET", "NULL"], Action::SetNull),
        (&["SET", "DEFAULT"], Action::SetDefault),
    ] {
        if cursor.take_words(words) {
            return Ok(action);
        }
    }
    Err(cursor.error("`RESTRICT`, `CASCADE`, `SET NULL`, `NO ACTION` or `SET DEFAULT`"))
}

/// `CHECK (…)`, which must come next.
pub(super) fn check(cursor: &mut Cursor<'_>) -> Read<NewConstraint> {
    let start = cursor.position();
    cursor.expect_word("CHECK")?;
    let expression = expression::condition(cursor.sql, cursor.group()?);
    let not_enforced = match cursor.word().as_str() {
        "enforced" if !cursor.grammar.target.is_mariadb => {
            cursor.next();
            false
        }
        "not"
            if !cursor.grammar.target.is_mariadb && cursor.word_ahead(1).as_str() == "enforced" =>
        {
            cursor.next();
            cursor.next();
            true
        }
        "not" if cursor.word_ahead(1).as_str() == "enforced" => {
            let span = cursor.here().to(cursor.ahead(1).map_or(cursor.here(), |next| next.span));
            return Err(cause::only_in_mysql(cursor, span, "`NOT ENFORCED`"));
        }
        _ => false,
    };
    let check = Check { expression, not_enforced, ..Check::default() };
    Ok(NewConstraint::new(Constraint::Check(check), cursor.span_since(start)))
}
