//! Transactions, locks and failures: what the runner says to SQLite, and what that answers.

pub mod history;
mod kept;

use std::time::Duration;

use crate::schema::{Name, ObjectName, Schema};
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;
use crate::sql::quote;
use crate::sql::split::Statement;

use super::super::{Dialect, Target};
use super::catalog;
use crate::dialect::catalog::Catalog;
use crate::dialect::session::{
    Failure, GUARD, HistoryTable, LeaseText, Session, Setup, Transactional,
};
use crate::text::Span;

/// What the runner says to SQLite.
#[derive(Clone, Copy, Debug)]
pub struct Sqlite;

impl Session for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn url(&self) -> &'static str {
        "sqlite:app.db?mode=rwc"
    }

    /// Nothing tells whether whoever holds the lock of a file is at work or forgot it.
    fn patience(&self) -> Option<Duration> {
        Some(Duration::from_secs(60))
    }

    fn literal(&self, text: &str) -> String {
        quote::literal(text)
    }

    /// A migration may create a temporary table of the same name or attach a database, so the
    /// namespace is always written. There is one database in a file, and no schema to choose.
    fn qualified(&self, _schema: Option<&str>, table: &str) -> String {
        format!("main.{}", quote::name(table))
    }

    fn now(&self) -> &'static str {
        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
    }

    fn create_history(&self, table: &HistoryTable) -> String {
        history::create(table)
    }

    fn select_columns(&self, table: &HistoryTable) -> String {
        history::select_columns(table)
    }

    fn is_missing(&self, table: &HistoryTable, _code: &str, message: &str) -> bool {
        is_missing_table(message, table.name())
    }

    fn attempts(&self, wait: Duration) -> String {
        busy_timeout(wait.as_millis())
    }

    fn begin(&self, _table: &HistoryTable, setup: &Setup) -> String {
        format!("{}; {BEGIN}; {GUARD}", neutral(setup.references))
    }

    fn begin_by_hand(&self, _table: &HistoryTable, references: bool) -> String {
        format!("{};\n{BEGIN}", neutral(references).replace("; ", ";\n"))
    }

    fn begin_part(&self) -> &'static str {
        BEGIN
    }

    /// Readers in the way leave it as it is (<https://www.sqlite.org/lang_transaction.html>, section 2.1).
    fn commits_again(&self) -> bool {
        true
    }

    fn lease(&self, _table: &HistoryTable) -> Option<Box<dyn LeaseText>> {
        None
    }

    fn settings(&self, _setup: &Setup) -> String {
        SETTINGS.to_owned()
    }

    fn leaves_traces(&self, statement: &Statement) -> bool {
        statement.starts_with(&["PRAGMA"]) || is_temporary(statement)
    }

    fn left_behind(&self) -> &'static str {
        DROP_TEMPORARY
    }

    fn sets_session(&self, statement: &Statement) -> bool {
        sets_session(statement)
    }

    fn transactional(&self, sql: &str, statement: &Statement) -> Transactional {
        transactional(sql, statement)
    }

    fn references(&self, sql: &str, statements: &[Statement]) -> Option<bool> {
        foreign_keys(sql, statements)
    }

    fn forgets_references(&self) -> bool {
        true
    }

    fn version(&self) -> &'static str {
        "SELECT sqlite_version()"
    }

    fn catalog(&self, _target: Target) -> Box<dyn Catalog> {
        Box::new(catalog::Sqlite::new(&[]))
    }

    fn begin_alone(&self, setup: &Setup, whole: bool) -> String {
        let begin = if whole { BEGIN } else { "" };
        format!("{}; {begin}", neutral(setup.references))
    }

    fn reaches_out(&self, sql: &str, statement: &Statement) -> bool {
        reaches_out(sql, statement)
    }

    fn kept_in(&self, schema: &Schema, owner: &ObjectName) -> Vec<Name> {
        kept::in_tables(schema, owner)
    }

    /// Whoever writes holds the whole database, and has it before the first statement.
    fn queues(&self, _sql: &str, _statement: &Statement) -> Option<bool> {
        None
    }

    fn limit(&self, _patience: Option<Duration>) -> String {
        String::new()
    }

    fn sets_limit(&self, _sql: &str, _statement: &Statement) -> bool {
        false
    }

    fn failure(&self, code: &str) -> Failure {
        failure(code)
    }

    fn culprit(&self, message: &str, statement: &str) -> Option<Span> {
        culprit(message, statement)
    }
}

/// Begins a transaction that may write, or fails at once when another process holds that right.
pub const BEGIN: &str = "BEGIN IMMEDIATE";
/// Reads the path of the database, which is empty for one in memory.
///
/// As a statement rather than a query: this one does not read the schema, so it works while another
/// process has the file locked.
pub const DATABASES: &str = "PRAGMA database_list";
/// How long a statement waits for others, in milliseconds.
#[must_use]
pub fn busy_timeout(milliseconds: u128) -> String {
    format!("PRAGMA busy_timeout = {}", milliseconds.min(i32::MAX as u128))
}

/// Puts back what a driver or an earlier migration set, so that a script means what it means in
/// SQLite's own client; `foreign_keys` is what the script itself asks for.
///
/// `foreign_keys` cannot change inside a transaction, so this comes before [`BEGIN`]. It is off in
/// SQLite unless somebody switches it on (<https://www.sqlite.org/foreignkeys.html>, section 2).
#[must_use]
pub fn neutral(foreign_keys: bool) -> String {
    let foreign_keys = if foreign_keys { "ON" } else { "OFF" };
    format!("PRAGMA foreign_keys = {foreign_keys}; {SETTINGS}")
}

/// The part of [`neutral`] that also works inside a transaction: what one script sets must not
/// change what the next one means.
pub const SETTINGS: &str = "PRAGMA legacy_alter_table = OFF; PRAGMA recursive_triggers = OFF; \
                            PRAGMA defer_foreign_keys = OFF; PRAGMA ignore_check_constraints = OFF; \
                            PRAGMA query_only = OFF; PRAGMA writable_schema = OFF; \
                            PRAGMA case_sensitive_like = OFF; \
                            PRAGMA reverse_unordered_selects = OFF";

/// Reads what scripts left behind that only their own connection sees, as statements that drop it.
pub const DROP_TEMPORARY: &str = "SELECT 'DROP ' || type || ' IF EXISTS temp.\"' || \
                                  replace(name, '\"', '\"\"') || '\"' FROM temp.sqlite_schema \
                                  WHERE type IN ('table', 'view', 'trigger') \
                                  ORDER BY type = 'table'";

/// Whether a statement makes something that only its own connection sees.
fn is_temporary(statement: &Statement) -> bool {
    statement.starts_with(&["CREATE", "TEMP"]) || statement.starts_with(&["CREATE", "TEMPORARY"])
}

/// Whether a statement reaches another database than the one it runs on.
fn reaches_out(sql: &str, statement: &Statement) -> bool {
    let text = &sql[statement.span.range()];
    let inside = |token: &Token| matches!(token.text(text), "''" | "':memory:'");
    let file = |at: usize| !lexer::significant(text, Dialect::Sqlite).get(at).is_some_and(inside);
    statement.starts_with(&["VACUUM", "INTO"])
        || statement.starts_with(&["ATTACH", "DATABASE"]) && file(2)
        || statement.starts_with(&["ATTACH"])
            && !statement.starts_with(&["ATTACH", "DATABASE"])
            && file(1)
}

/// Classifies an extended result code (<https://www.sqlite.org/rescode.html>): its low byte is the
/// primary one.
fn failure(code: &str) -> Failure {
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(5 | 6) => Failure::Busy,
        Ok(8) => Failure::ReadOnly,
        Ok(10 | 11 | 14 | 23 | 26) => Failure::Unreachable,
        Ok(13) => Failure::Full,
        _ => Failure::Statement,
    }
}

/// Whether a failed query says that `table` does not exist.
fn is_missing_table(message: &str, table: &str) -> bool {
    message
        .strip_prefix("no such table: ")
        .is_some_and(|name| name == table || name.strip_prefix("main.") == Some(table))
}

/// The part of a failed statement that the engine's message speaks of, as far as it names one.
fn culprit(message: &str, statement: &str) -> Option<Span> {
    let named = match message.strip_prefix("near \"") {
        Some(rest) => rest.split_once('"')?.0,
        None => message.rsplit([':', ' ']).find(|part| !part.is_empty())?,
    };
    let name = named.rsplit('.').next()?;
    let spelled = |token: &Token| normal::unquoted(token.text(statement));
    let tokens = lexer::significant(statement, Dialect::Sqlite);
    let mut named = tokens.iter().filter(|token| {
        token.kind != TokenKind::String && spelled(token).eq_ignore_ascii_case(name)
    });
    // SQLite does not say which of several it means.
    match (named.next(), named.next()) {
        (Some(token), None) => Some(token.span),
        _ => None,
    }
}

/// How `statement` of the script `sql` gets on with a transaction (measured on 3.40 and 3.51:
/// `VACUUM`, `DETACH`, `PRAGMA synchronous` and `wal_checkpoint` fail inside one; `journal_mode` is
/// ignored).
#[must_use]
pub fn transactional(sql: &str, statement: &Statement) -> Transactional {
    let words: Vec<&str> = statement.leading.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["VACUUM" | "DETACH", ..] => Transactional::Refuses,
        ["PRAGMA", ..] => match pragma(sql, statement) {
            Some((name, Some(_))) if matches!(&*name, "journal_mode" | "synchronous") => {
                Transactional::Refuses
            }
            Some((name, _)) if name == "wal_checkpoint" => Transactional::Refuses,
            _ => Transactional::Yes,
        },
        _ => Transactional::said_by(statement),
    }
}

/// Whether a statement changes the session rather than the database, so that a resumed migration
/// has to run it again on its new connection.
fn sets_session(statement: &Statement) -> bool {
    statement.starts_with(&["PRAGMA"])
        || statement.starts_with(&["ATTACH"])
        || statement.starts_with(&["DETACH"])
}

/// What the script asks `PRAGMA foreign_keys` to be while its statements run.
///
/// `OFF` wins over `ON`: a table rebuild begins with one and ends with the other. None when the
/// script does not say.
fn foreign_keys(sql: &str, statements: &[Statement]) -> Option<bool> {
    let asked = statements.iter().filter(|statement| statement.starts_with(&["PRAGMA"]));
    let values: Vec<bool> = asked
        .filter_map(|statement| pragma(sql, statement))
        .filter(|(name, _)| name == "foreign_keys")
        .filter_map(|(_, value)| truth(&value?))
        .collect();
    if values.is_empty() { None } else { Some(!values.contains(&false)) }
}

/// The name of a pragma in lower case, and the value it is set to.
fn pragma(sql: &str, statement: &Statement) -> Option<(String, Option<String>)> {
    let text = &sql[statement.span.range()];
    let mut tokens: Vec<&str> = lexer::significant(text, Dialect::Sqlite)
        .iter()
        .map(|token| match token.kind {
            TokenKind::Symbol if token.text(text) == ")" => "",
            _ => token.text(text),
        })
        .skip(1)
        .filter(|text| !text.is_empty())
        .collect();
    if tokens.get(1) == Some(&".") {
        tokens.drain(..2);
    }
    let name = normal::unquoted(tokens.first()?).to_ascii_lowercase();
    let sets = matches!(tokens.get(1), Some(&("=" | "(")));
    let value = if sets { tokens.get(2).map(|value| normal::unquoted(value)) } else { None };
    Some((name, value))
}

/// A boolean as SQLite reads it (`sqlite3GetBoolean`).
fn truth(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "on" | "yes" | "true" => Some(true),
        "off" | "no" | "false" => Some(false),
        number => number.parse::<i64>().ok().map(|number| number != 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::split::statements;

    fn kinds(sql: &str) -> Vec<Transactional> {
        let found = statements(sql, Dialect::Sqlite);
        found.iter().map(|statement| transactional(sql, statement)).collect()
    }

    #[test]
    fn what_a_transaction_does_not_allow_is_known() {
        use Transactional::{Begins, Ends, Refuses, Yes};
        assert_eq!(
            kinds("begin immediate; commit; end transaction; rollback; rollback to a"),
            [Begins, Ends, Ends, Ends, Yes]
        );
        assert_eq!(
            kinds("vacuum; detach x; attach 'a' as x; savepoint a"),
            [Refuses, Refuses, Yes, Yes]
        );
        assert_eq!(
            kinds("pragma journal_mode; pragma main.journal_mode = wal; pragma synchronous(off)"),
            [Yes, Refuses, Refuses]
        );
    }

    #[test]
    fn result_codes_are_classified_by_their_low_byte() {
        assert_eq!(failure("517"), Failure::Busy);
        assert_eq!(failure("1544"), Failure::ReadOnly);
        assert_eq!(failure("26"), Failure::Unreachable);
        assert_eq!(failure("13"), Failure::Full);
        assert_eq!(failure("1"), Failure::Statement);
        assert!(is_missing_table("no such table: main._migrate_history", "_migrate_history"));
        assert!(!is_missing_table("no such table: main.users", "_migrate_history"));
    }

    #[test]
    fn the_engine_names_what_it_stumbled_over() {
        let at = |message, sql: &'static str| culprit(message, sql).map(|span| &sql[span.range()]);
        assert_eq!(at("near \"TABEL\": syntax error", "create tabel x"), Some("tabel"));
        assert_eq!(at("no such table: main.users", "drop table \"users\""), Some("\"users\""));
        assert_eq!(at("UNIQUE constraint failed: t.b", "insert into t(a, b)"), Some("b"));
        assert_eq!(at("table t has no column named b", "insert into t(a, b)"), Some("b"));
        assert_eq!(at("out of memory", "select 1"), None);
        assert_eq!(at("near \"create\": syntax error", "create table a (b) create table c"), None);
        assert_eq!(at("no such column: nme", "select 'nme', nme"), Some("nme"));
    }

    #[test]
    fn what_reaches_another_file_is_known() {
        let reaches = |sql: &str| reaches_out(sql, &statements(sql, Dialect::Sqlite)[0]);
        assert!(reaches("attach 'x.db' as x") && reaches("ATTACH DATABASE f() AS x"));
        assert!(reaches("vacuum into 'x.db'") && !reaches("vacuum"));
        assert!(!reaches("attach ':memory:' as x") && !reaches("attach database '' as x"));
    }

    #[test]
    fn the_last_word_on_foreign_keys_is_off() {
        let asked = |sql| foreign_keys(sql, &statements(sql, Dialect::Sqlite));
        assert_eq!(asked("select 1"), None);
        assert_eq!(asked("pragma foreign_keys"), None);
        assert_eq!(asked("PRAGMA foreign_keys = 0; PRAGMA foreign_keys=ON"), Some(false));
        assert_eq!(asked("pragma main.\"foreign_keys\"(yes)"), Some(true));
    }
}
