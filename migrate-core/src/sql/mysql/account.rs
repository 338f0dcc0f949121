//! Accounts and their rights.

use super::cursor::{self, Cursor, Read};
use super::expression::{self, Letters};
use super::object;
use crate::command::{
    AlterObject, Command, CreateObject, DropObjects, DroppedKind, Grant, Ident, ObjectChange, Path,
    What,
};
use crate::schema::ObjectKind;
use crate::sql::lexer::Token;

/// `CREATE USER` or `CREATE ROLE`, from its name on: one command for each.
pub(super) fn create(cursor: &mut Cursor<'_>, or_replace: bool) -> Read<Vec<Command>> {
    let if_not_exists = cursor.take_words(&["IF", "NOT", "EXISTS"]);
    each(cursor, |cursor, name, text| {
        let _ = cursor;
        What::CreateObject(Box::new(CreateObject {
            kind: ObjectKind::Role,
            name,
            table: None,
            text,
            uses: Vec::new(),
            if_not_exists,
            or_replace,
            temporary: false,
            routine: None,
        }))
    })
}

/// `ALTER USER`, from its name on.
pub(super) fn alter(cursor: &mut Cursor<'_>) -> Read<Vec<Command>> {
    let if_exists = cursor.take_words(&["IF", "EXISTS"]);
    each(cursor, |cursor, name, text| {
        let change = ObjectChange::Other { text, span: cursor.here() };
        let kind = ObjectKind::Role;
        What::AlterObject(AlterObject { kind, name, table: None, if_exists, change })
    })
}

/// Accounts with what is said of each, between commas.
fn each(
    cursor: &mut Cursor<'_>,
    command: impl Fn(&Cursor<'_>, Path, String) -> What,
) -> Read<Vec<Command>> {
    let mut commands = Vec::new();
    loop {
        let start = cursor.position();
        let name = object::account(cursor)?;
        let text = expression::normal(cursor.sql, cursor.until(",", &[]), Letters::Query);
        commands.push(Command::new(cursor.span_since(start), command(cursor, name, text)));
        if !cursor.take_symbol(",") {
            return Ok(commands);
        }
    }
}

/// `DROP USER` or `DROP ROLE`, from `IF EXISTS` on.
pub(super) fn drop(cursor: &mut Cursor<'_>) -> Read<What> {
    let if_exists = cursor.take_words(&["IF", "EXISTS"]);
    let mut names = vec![object::account(cursor)?];
    while cursor.take_symbol(",") {
        names.push(object::account(cursor)?);
    }
    cursor.expect_end()?;
    let kinds = vec![DroppedKind::Object(ObjectKind::Role)];
    Ok(What::DropObjects(DropObjects { kinds, names, table: None, if_exists, cascade: false }))
}

/// `RENAME USER a TO b, …`, from the first name on.
pub(super) fn rename(cursor: &mut Cursor<'_>) -> Read<Vec<Command>> {
    let mut commands = Vec::new();
    loop {
        let start = cursor.position();
        let name = object::account(cursor)?;
        cursor.expect_word("TO")?;
        let to = object::account(cursor)?;
        let change = ObjectChange::Rename(Ident { name: to.name, span: to.span });
        let kind = ObjectKind::Role;
        let alter = AlterObject { kind, name, table: None, if_exists: false, change };
        commands.push(Command::new(cursor.span_since(start), What::AlterObject(alter)));
        if !cursor.take_symbol(",") {
            cursor.expect_end()?;
            return Ok(commands);
        }
    }
}

/// `GRANT` or `REVOKE`.
pub(super) fn grant(cursor: &mut Cursor<'_>) -> Read<What> {
    let revoke = cursor.at_word("REVOKE");
    cursor.next();
    if revoke {
        cursor.take_words(&["IF", "EXISTS"]);
    }
    let mut grant = Grant { revoke, ..Grant::default() };
    grant.privileges = privileges(cursor);
    if grant.privileges.is_empty() {
        return Err(cursor.error("rights or roles"));
    }
    if cursor.take_word("ON") {
        on(cursor, &mut grant)?;
    }
    cursor.expect_word(if revoke { "FROM" } else { "TO" })?;
    loop {
        let account = object::account(cursor)?;
        grant.grantees.push(Ident { name: account.name, span: account.span });
        cursor.until(",", &["WITH", "REQUIRE", "AS"]);
        if !cursor.take_symbol(",") {
            break;
        }
    }
    grant.grantable = with_option(cursor);
    Ok(What::Grant(Box::new(grant)))
}

/// The rights in upper case, without the columns behind them.
fn privileges(cursor: &mut Cursor<'_>) -> Vec<String> {
    let mut privileges = Vec::new();
    loop {
        let tokens = cursor.until(",", &["ON", "TO", "FROM"]);
        let words =
            tokens.split(|token| token.is_symbol(cursor.sql, "(")).next().unwrap_or_default();
        let text = expression::query(cursor.sql, words).to_ascii_uppercase();
        let text = text.strip_suffix(" PRIVILEGES").unwrap_or(&text).to_owned();
        if !text.is_empty() {
            privileges.push(text);
        }
        if !cursor.take_symbol(",") {
            return privileges;
        }
    }
}

/// What rights are about.
fn on(cursor: &mut Cursor<'_>, grant: &mut Grant) -> Read<()> {
    let start = cursor.position();
    let is_routine = cursor.take_any(&["FUNCTION", "PROCEDURE"]);
    cursor.take_word("TABLE");
    if cursor.is_at_name() {
        let mut table = *cursor;
        if let Ok(path) = table.path()
            && !is_routine
        {
            grant.tables.push(path);
        }
    }
    let tokens: &[Token] = cursor.until("", &["TO", "FROM"]);
    if cursor::span(tokens).is_none() {
        return Err(cursor.error("what the rights are about"));
    }
    grant.on = expression::query(cursor.sql, cursor.since(start));
    Ok(())
}

/// Whether the rights may be passed on.
fn with_option(cursor: &mut Cursor<'_>) -> bool {
    let rest = cursor.rest();
    rest.windows(2).any(|pair| {
        matches!(pair, [what, option]
            if (what.is_word(cursor.sql, "GRANT") || what.is_word(cursor.sql, "ADMIN"))
                && option.is_word(cursor.sql, "OPTION"))
    })
}
