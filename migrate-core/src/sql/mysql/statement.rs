//! Which statement it is.

use super::cursor::{Cursor, Read};
use super::object::{self, Prefix};
use super::{account, alter, body, data, index, key, routine, sequence, session, table};
use crate::command::{AlterTable, Command, DroppedKind, Opaque, Path, TableChange, Touches, What};
use crate::schema::ObjectKind;
use crate::text::{Span, nearest};

/// How deep statements may stand in the bodies of others. The engines allow one level of those.
const DEEPEST: u8 = 8;

/// What a statement asks for.
pub(super) fn read(mut cursor: Cursor<'_>, whole: Span) -> Read<Vec<Command>> {
    let cursor = &mut cursor;
    cursor.grammar.depth += 1;
    if cursor.grammar.depth > DEEPEST {
        let what = opaque("statements are nested too deeply in it", Touches::Everything);
        return Ok(vec![Command::new(whole, what)]);
    }
    if cursor.at_words(&["BEGIN", "NOT", "ATOMIC"]) {
        return Ok(block(*cursor));
    }
    if let Some(transaction) = session::transaction(cursor) {
        return Ok(vec![Command::new(whole, What::Transaction(transaction))]);
    }
    let word = cursor.word();
    let what = match word.as_str() {
        "create" => return create(cursor, whole),
        "alter" => return alter(cursor, whole),
        "drop" => drop(cursor)?,
        "rename" => return rename(cursor),
        "insert" | "replace" | "update" | "delete" | "truncate" | "select" | "with" | "values"
        | "table" | "do" | "handler" => data::read(cursor)?,
        "load" if cursor.word_ahead(1).as_str() != "index" => data::read(cursor)?,
        "set" if cursor.word_ahead(1).as_str() == "statement" => return settings(cursor),
        "set" if is_account(cursor) => password(cursor)?,
        "set" => return session::set(cursor, whole),
        "lock" => session::lock(cursor)?,
        "flush" | "optimize" | "analyze" | "check" | "repair" | "checksum" | "cache" | "load"
        | "kill" | "reset" | "purge" => session::maintenance(cursor)?,
        "grant" | "revoke" => account::grant(cursor)?,
        "unlock" | "show" | "describe" | "desc" | "explain" | "help" | "deallocate" | "signal"
        | "resignal" => What::Nothing,
        "prepare" => dynamic("it prepares a statement that is put together while it runs", true),
        "execute" => dynamic("it runs a statement that is put together while it runs", false),
        "call" => opaque("it calls a procedure", Touches::Everything),
        "use" => opaque("it changes the database that names are looked up in", Touches::Everything),
        "delimiter" => return Err(delimiter(cursor)),
        _ if cursor.at_symbol("(") => data::read(cursor)?,
        _ if cursor.is_at_end() => What::Nothing,
        verb if ADMINISTRATION.contains(&verb) => {
            opaque("it administers the server", Touches::Only(Vec::new()))
        }
        _ => return Err(unknown(cursor)),
    };
    Ok(vec![Command::new(whole, what)])
}

/// Verbs of statements about the server rather than about what is in it.
const ADMINISTRATION: [&str; 15] = [
    "backup",
    "binlog",
    "change",
    "clone",
    "close",
    "fetch",
    "get",
    "import",
    "install",
    "open",
    "restart",
    "shutdown",
    "start",
    "stop",
    "uninstall",
];

/// Verbs that are often mistyped.
const VERBS: [&str; 12] = [
    "alter", "call", "create", "delete", "drop", "grant", "insert", "rename", "replace", "select",
    "set", "update",
];

/// A statement that begins like none.
fn unknown(cursor: &Cursor<'_>) -> crate::sql::SyntaxError {
    let mut error = cursor.error("a statement");
    let word = cursor.word();
    let is_dashes = cursor.at_symbol("-")
        && cursor.ahead(1).is_some_and(|token| token.is_symbol(cursor.sql, "-"));
    if is_dashes {
        error.help =
            Some("a comment needs a blank behind its two dashes: `-- like this`".to_owned());
    } else if let Some(verb) = nearest(word.as_str(), VERBS) {
        error.help = Some(format!("did you mean `{}`?", verb.to_ascii_uppercase()));
    }
    error
}

fn opaque(reason: &str, touches: Touches) -> What {
    What::Opaque(Opaque { reason: reason.to_owned(), touches, dynamic: false })
}

/// SQL that is put together while it runs. Preparing it changes nothing yet.
fn dynamic(reason: &str, only_prepares: bool) -> What {
    let touches = if only_prepares { Touches::Only(Vec::new()) } else { Touches::Everything };
    What::Opaque(Opaque { reason: reason.to_owned(), touches, dynamic: true })
}

fn delimiter(cursor: &Cursor<'_>) -> crate::sql::SyntaxError {
    crate::sql::SyntaxError {
        span: cursor.here(),
        message: "`DELIMITER` is a command of the `mysql` client, not SQL".to_owned(),
        help: Some("leave it out: statements with a body are recognised without it".to_owned()),
    }
}

/// `BEGIN NOT ATOMIC … END` (MariaDB): what it runs.
fn block(cursor: Cursor<'_>) -> Vec<Command> {
    let span = super::cursor::span(cursor.clone().rest()).unwrap_or_default();
    let body = body::read(cursor);
    let mut commands: Vec<Command> =
        body.statements.into_iter().flat_map(|statement| statement.commands).collect();
    if !body.is_known {
        let what = dynamic("it runs statements that are put together while it runs", false);
        commands.push(Command::new(span, what));
    }
    commands.iter_mut().for_each(|command| command.conditional = true);
    commands
}

/// `SET STATEMENT name = value FOR statement` (MariaDB).
fn settings(cursor: &mut Cursor<'_>) -> Read<Vec<Command>> {
    cursor.until("", &["FOR"]);
    cursor.expect_word("FOR")?;
    let rest = cursor.rest();
    let span = super::cursor::span(rest).unwrap_or_default();
    read(cursor.within(rest), span)
}

/// Whether a `SET` is about an account.
fn is_account(cursor: &Cursor<'_>) -> bool {
    let (first, second) = (cursor.word_ahead(1), cursor.word_ahead(2));
    first.as_str() == "password" || first.as_str() == "default" && second.as_str() == "role"
}

/// `SET PASSWORD`, `SET DEFAULT ROLE`.
fn password(cursor: &mut Cursor<'_>) -> Read<What> {
    cursor.next();
    let mut name = Path { span: cursor.here(), name: "current_user".to_owned(), namespace: None };
    let mut ahead = *cursor;
    ahead.until("", &["FOR"]);
    if ahead.take_word("FOR") {
        name = object::account(&mut ahead)?;
    }
    Ok(object::alter(cursor, ObjectKind::Role, name))
}

fn create(cursor: &mut Cursor<'_>, whole: Span) -> Read<Vec<Command>> {
    cursor.next();
    let prefix = object::prefix(cursor)?;
    let (or_replace, temporary) = (prefix.or_replace, prefix.temporary);
    let word = cursor.word();
    let what = match word.as_str() {
        "unique" | "fulltext" | "spatial" | "vector" | "index" => {
            index::create(cursor, or_replace)?
        }
        "online" | "offline" => {
            cursor.next();
            index::create(cursor, or_replace)?
        }
        "sequence" => return sequence::create(cursor, temporary, or_replace, whole),
        "user" | "role" => {
            cursor.next();
            return account::create(cursor, or_replace);
        }
        kind => {
            cursor.next();
            created(cursor, kind, prefix)?
        }
    };
    Ok(vec![Command::new(whole, what)])
}

fn created(cursor: &mut Cursor<'_>, kind: &str, prefix: Prefix) -> Read<What> {
    match kind {
        "table" => {
            if prefix.or_replace && !cursor.grammar.target.is_mariadb {
                let span = cursor.previous().map_or(cursor.here(), |token| token.span);
                let what = "`CREATE OR REPLACE TABLE`";
                return Err(super::cause::only_in_mariadb(cursor, span, what));
            }
            table::create(cursor, prefix.temporary, prefix.or_replace)
        }
        "view" => object::view(cursor, prefix),
        "procedure" => routine::routine(cursor, &prefix, false),
        "function" => routine::routine(cursor, &prefix, true),
        "trigger" => routine::trigger(cursor, &prefix),
        "event" => routine::event(cursor, &prefix),
        "database" | "schema" => {
            object::create(cursor, ObjectKind::Database, &prefix, object::path)
        }
        "tablespace" => object::create(cursor, ObjectKind::Database, &prefix, object::path),
        "server" => object::create(cursor, ObjectKind::Foreign, &prefix, object::account),
        "package" => object::create(cursor, ObjectKind::Routine, &prefix, routine::function_name),
        "logfile" | "resource" | "undo" | "library" => {
            cursor.rest();
            Ok(opaque("this kind of object is not modelled", Touches::Only(Vec::new())))
        }
        _ => {
            cursor.rewind(cursor.position() - 1);
            Err(foreign(cursor))
        }
    }
}

/// `CREATE` of what these engines do not have.
fn foreign(cursor: &Cursor<'_>) -> crate::sql::SyntaxError {
    let mut error = cursor.error("`TABLE`, `INDEX`, `VIEW` or another kind of object");
    let help = match cursor.word().as_str() {
        "type" => "there are no types to create here: an `ENUM('a', 'b')` is part of its column",
        "extension" => "extensions are PostgreSQL's",
        "materialized" => "there are no materialised views here: fill a table",
        "domain" => "domains are PostgreSQL's: put the `CHECK` on the column",
        "unlogged" => "unlogged tables are PostgreSQL's",
        "policy" => "row policies are PostgreSQL's: use a view",
        _ => return error,
    };
    error.help = Some(help.to_owned());
    error
}

fn alter(cursor: &mut Cursor<'_>, whole: Span) -> Read<Vec<Command>> {
    cursor.next();
    if matches!(cursor.word().as_str(), "table" | "online" | "offline" | "ignore") {
        return alter::table(cursor, whole);
    }
    let mut prefix = object::prefix(cursor)?;
    let word = cursor.word();
    let what = match word.as_str() {
        "view" => {
            cursor.next();
            (prefix.or_replace, prefix.alters) = (true, true);
            object::view(cursor, prefix)?
        }
        "sequence" => return sequence::alter(cursor),
        "user" | "role" => {
            cursor.next();
            return account::alter(cursor);
        }
        kind => {
            cursor.next();
            altered(cursor, kind)?
        }
    };
    Ok(vec![Command::new(whole, what)])
}

fn altered(cursor: &mut Cursor<'_>, kind: &str) -> Read<What> {
    let (kind, name) = match kind {
        "database" | "schema" => {
            let is_named = cursor.is_at_name()
                && !matches!(cursor.word().as_str(), "charset" | "encryption" | "upgrade");
            let default = Path { span: cursor.here(), ..Path::default() };
            (ObjectKind::Database, if is_named { cursor.path()? } else { default })
        }
        "procedure" => (ObjectKind::Routine, routine::procedure_name(cursor)?),
        "function" => (ObjectKind::Routine, routine::function_name(cursor)?),
        "event" => (ObjectKind::Event, cursor.path()?),
        "tablespace" => (ObjectKind::Database, cursor.path()?),
        "server" => (ObjectKind::Foreign, object::account(cursor)?),
        "instance" | "logfile" | "resource" | "undo" => {
            cursor.rest();
            return Ok(opaque("this kind of object is not modelled", Touches::Only(Vec::new())));
        }
        _ => {
            cursor.rewind(cursor.position() - 1);
            let mut error = cursor.error("`TABLE` or another kind of object");
            if cursor.at_word("INDEX") {
                let help = "indexes are changed with `ALTER TABLE t RENAME INDEX a TO b`";
                error.help = Some(help.to_owned());
            }
            return Err(error);
        }
    };
    Ok(object::alter(cursor, kind, name))
}

fn drop(cursor: &mut Cursor<'_>) -> Read<What> {
    cursor.next();
    let temporary = cursor.take_word("TEMPORARY");
    let word = cursor.word();
    if word.as_str() == "sequence" {
        return sequence::drop(cursor);
    }
    cursor.next();
    let object = DroppedKind::Object;
    match word.as_str() {
        "table" | "tables" => tables(cursor, temporary),
        "index" => index::drop(cursor),
        "online" | "offline" => {
            cursor.expect_word("INDEX")?;
            index::drop(cursor)
        }
        "view" => {
            let if_exists = cursor.take_words(&["IF", "EXISTS"]);
            let views = cursor.paths()?;
            cursor.take_any(&["RESTRICT", "CASCADE"]);
            cursor.expect_end()?;
            Ok(What::DropViews { views, materialized: false, if_exists, cascade: false })
        }
        "procedure" => object::drop(cursor, object(ObjectKind::Routine), routine::procedure_name),
        "function" | "package" => {
            cursor.take_word("BODY");
            object::drop(cursor, object(ObjectKind::Routine), routine::function_name)
        }
        "trigger" => object::drop(cursor, object(ObjectKind::Trigger), object::path),
        "event" => object::drop(cursor, object(ObjectKind::Event), object::path),
        "database" | "schema" => object::drop(cursor, object(ObjectKind::Database), object::path),
        "server" => object::drop(cursor, object(ObjectKind::Foreign), object::account),
        "user" | "role" => account::drop(cursor),
        "prepare" => Ok(What::Nothing),
        "tablespace" | "undo" | "logfile" | "resource" | "spatial" => {
            cursor.rest();
            Ok(opaque("this kind of object is not modelled", Touches::Only(Vec::new())))
        }
        _ => {
            cursor.rewind(cursor.position() - 1);
            Err(foreign(cursor))
        }
    }
}

fn tables(cursor: &mut Cursor<'_>, temporary: bool) -> Read<What> {
    let if_exists = cursor.take_words(&["IF", "EXISTS"]);
    let tables = cursor.paths()?;
    alter::wait(cursor)?;
    // Both words are read and ignored.
    cursor.take_any(&["RESTRICT", "CASCADE"]);
    alter::wait(cursor)?;
    cursor.expect_end()?;
    Ok(What::DropTables { tables, if_exists, cascade: false, temporary })
}

/// `RENAME TABLE a TO b, c TO d`, `RENAME USER`.
fn rename(cursor: &mut Cursor<'_>) -> Read<Vec<Command>> {
    cursor.next();
    if cursor.take_word("USER") {
        return account::rename(cursor);
    }
    if !cursor.take_any(&["TABLE", "TABLES"]) {
        return Err(cursor.error("`TABLE` or `USER`"));
    }
    let if_exists = key::if_exists(cursor, "`RENAME TABLE IF EXISTS`")?;
    let mut commands = Vec::new();
    loop {
        let start = cursor.position();
        let table = cursor.path()?;
        alter::wait(cursor)?;
        cursor.expect_word("TO")?;
        let change = TableChange::Rename(cursor.path()?);
        let alter =
            AlterTable { table, if_exists, only: false, algorithm: None, lock: None, change };
        let span = cursor.span_since(start);
        commands.push(Command::new(span, What::AlterTable(Box::new(alter))));
        if !cursor.take_symbol(",") {
            cursor.expect_end()?;
            return Ok(commands);
        }
    }
}
