//! Procedures, functions, triggers and events.

use super::body;
use super::cursor::{Cursor, Read};
use super::expression::{self, Letters};
use super::object::Prefix;
use super::{data_type, reads};
use crate::command::{CreateObject, Path, Routine, What};
use crate::schema::ObjectKind;
use crate::sql::lexer::Token;

/// The name of a procedure: functions have names of their own beside it.
pub(super) fn procedure_name(cursor: &mut Cursor<'_>) -> Read<Path> {
    named(cursor, "procedure")
}

/// The name of a function.
pub(super) fn function_name(cursor: &mut Cursor<'_>) -> Read<Path> {
    named(cursor, "function")
}

fn named(cursor: &mut Cursor<'_>, kind: &str) -> Read<Path> {
    let path = cursor.path()?;
    Ok(Path { name: format!("{kind} {}", path.name), ..path })
}

fn object(kind: ObjectKind, name: Path, prefix: &Prefix, text: String) -> CreateObject {
    let definer = prefix.definer.as_ref().map(|definer| format!("definer {definer} "));
    CreateObject {
        kind,
        name,
        table: None,
        text: format!("{}{text}", definer.unwrap_or_default()),
        uses: Vec::new(),
        if_not_exists: false,
        or_replace: prefix.or_replace,
        temporary: false,
        routine: None,
    }
}

/// What follows `PROCEDURE` or `FUNCTION`.
pub(super) fn routine(cursor: &mut Cursor<'_>, prefix: &Prefix, is_function: bool) -> Read<What> {
    let if_not_exists = cursor.take_words(&["IF", "NOT", "EXISTS"]);
    let name = if is_function { function_name(cursor)? } else { procedure_name(cursor)? };
    let start = cursor.position();
    let mut routine = Routine {
        language: "sql".to_owned(),
        security_definer: true,
        volatility: "volatile".to_owned(),
        ..Routine::default()
    };
    if cursor.at_symbol("(") {
        let mut list = cursor.parenthesised()?;
        while !list.is_at_end() {
            list.take_any(&["IN", "OUT", "INOUT"]);
            routine.arguments.push(list.name()?.name);
            list.until(",", &[]);
            list.take_symbol(",");
        }
    }
    if cursor.take_any(&["RETURNS", "RETURN"]) {
        routine.returns = Some(returns(cursor)?);
    }
    let head = expression::query(cursor.sql, cursor.since(start));
    let before = cursor.position();
    characteristics(cursor, &mut routine);
    let said = said(cursor.sql, cursor.since(before));
    let body = cursor.position();
    let read = body::read(*cursor);
    if cursor.is_at_end()
        && !cursor.since(start).iter().any(|token| token.is_word(cursor.sql, "SONAME"))
    {
        return Err(cursor.error("the body"));
    }
    let inside = *cursor;
    cursor.rest();
    let body = expression::query(cursor.sql, cursor.since(body));
    let parts = std::iter::once(head).chain(said).chain([body]).filter(|part| !part.is_empty());
    let text = parts.collect::<Vec<_>>().join(" ");
    routine.body_is_known = read.is_known;
    routine.body = read.statements;
    let uses = reads::tables(inside);
    Ok(What::CreateObject(Box::new(CreateObject {
        uses,
        if_not_exists,
        routine: Some(routine),
        ..object(ObjectKind::Routine, name, prefix, text)
    })))
}

fn returns(cursor: &mut Cursor<'_>) -> Read<String> {
    let data_type = data_type::read(cursor)?;
    if cursor.take_word("COLLATE") {
        data_type::collation_name(cursor)?;
    }
    Ok(data_type.normal.name)
}

/// The same in one order, without what goes without saying. Of a thing that is said twice the last counts,
/// so that there both are kept.
fn said(sql: &str, tokens: &[Token]) -> Vec<String> {
    const SILENT: [&str; 4] =
        ["contains sql", "language sql", "not deterministic", "sql security definer"];
    const BEGIN: [&str; 9] = [
        "DETERMINISTIC",
        "LANGUAGE",
        "COMMENT",
        "SONAME",
        "NOT",
        "CONTAINS",
        "NO",
        "READS",
        "MODIFIES",
    ];
    let begins = |at: usize| {
        let is_second =
            at > 0 && tokens[at - 1].is_any_word(sql, &["NOT", "LANGUAGE", "CONTAINS", "NO"]);
        let is_security = tokens[at].is_word(sql, "SQL")
            && tokens.get(at + 1).is_some_and(|next| next.is_word(sql, "SECURITY"));
        !is_second && (tokens[at].is_any_word(sql, &BEGIN) || is_security)
    };
    let starts: Vec<usize> = (0..tokens.len()).filter(|at| begins(*at)).collect();
    let ends = starts.iter().skip(1).copied().chain([tokens.len()]);
    let parts = starts.iter().zip(ends).filter_map(|(from, to)| tokens.get(*from..to));
    let spelled = |part: &[Token]| {
        let text = expression::query(sql, part);
        let is_comment = part.first().is_some_and(|word| word.is_word(sql, "COMMENT"));
        if is_comment { text } else { text.to_ascii_lowercase() }
    };
    let mut said: Vec<String> = parts.map(spelled).collect();
    let first = |part: &String| part.split(' ').next().unwrap_or_default().to_owned();
    let twice =
        said.iter().any(|it| said.iter().filter(|other| first(other) == first(it)).count() > 1);
    if !twice {
        said.retain(|part| !SILENT.contains(&part.as_str()));
        said.sort();
    }
    said
}

/// What a routine says of itself between its arguments and its body.
fn characteristics(cursor: &mut Cursor<'_>, routine: &mut Routine) {
    loop {
        match cursor.word().as_str() {
            "deterministic" => {
                "immutable".clone_into(&mut routine.volatility);
                cursor.next();
            }
            "language" | "comment" | "soname" => {
                cursor.next();
                cursor.next();
            }
            "not" | "contains" | "no" if cursor.ahead(1).is_some() => {
                cursor.next();
                cursor.next();
            }
            "reads" | "modifies" => {
                cursor.next();
                cursor.take_word("SQL");
                cursor.take_word("DATA");
            }
            "sql" if cursor.word_ahead(1).as_str() == "security" => {
                cursor.next();
                cursor.next();
                routine.security_definer = !cursor.at_word("INVOKER");
                cursor.next();
            }
            _ => return,
        }
    }
}

/// What follows `TRIGGER`.
pub(super) fn trigger(cursor: &mut Cursor<'_>, prefix: &Prefix) -> Read<What> {
    let if_not_exists = cursor.take_words(&["IF", "NOT", "EXISTS"]);
    let name = cursor.path()?;
    let start = cursor.position();
    if !cursor.take_any(&["BEFORE", "AFTER"]) {
        return Err(cursor.error("`BEFORE` or `AFTER`"));
    }
    if !cursor.take_any(&["INSERT", "UPDATE", "DELETE"]) {
        return Err(cursor.error("`INSERT`, `UPDATE` or `DELETE`"));
    }
    cursor.expect_word("ON")?;
    let table = cursor.path()?;
    for word in ["FOR", "EACH", "ROW"] {
        cursor.expect_word(word)?;
    }
    // Its place among others is none of its own.
    let head = expression::query(cursor.sql, cursor.since(start));
    if cursor.take_any(&["FOLLOWS", "PRECEDES"]) {
        cursor.path()?;
    }
    if cursor.is_at_end() {
        return Err(cursor.error("the body"));
    }
    let uses = reads::tables(*cursor);
    let body = cursor.position();
    cursor.rest();
    let text = format!("{head} {}", expression::query(cursor.sql, cursor.since(body)));
    Ok(What::CreateObject(Box::new(CreateObject {
        table: Some(table),
        uses,
        if_not_exists,
        ..object(ObjectKind::Trigger, name, prefix, text)
    })))
}

/// What follows `EVENT`.
pub(super) fn event(cursor: &mut Cursor<'_>, prefix: &Prefix) -> Read<What> {
    let if_not_exists = cursor.take_words(&["IF", "NOT", "EXISTS"]);
    let name = cursor.path()?;
    let start = cursor.position();
    cursor.expect_word("ON")?;
    cursor.expect_word("SCHEDULE")?;
    cursor.until("", &["DO"]);
    cursor.expect_word("DO")?;
    let uses = reads::tables(*cursor);
    cursor.rest();
    let text = expression::normal(cursor.sql, cursor.since(start), Letters::Query);
    Ok(What::CreateObject(Box::new(CreateObject {
        uses,
        if_not_exists,
        ..object(ObjectKind::Event, name, prefix, text)
    })))
}
