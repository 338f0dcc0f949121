//! Leases, settings and failures: what the runner says to MySQL and MariaDB, and what they answer.
//!
//! Every change of the schema commits by itself, so each statement is sent alone and recorded alone,
//! and what guards a run is a row rather than a transaction. `GET_LOCK` guards nothing: it is local to
//! a node of a cluster and to a connection behind a proxy.

mod created;
mod culprit;
mod databases;
mod history;
mod lease;
mod look;
mod made;
mod statement;
mod writes;

use std::time::Duration;

use self::lease::LeaseTable;
use crate::dialect::catalog::Catalog;
use crate::dialect::meter::{Ground, Meter};
use crate::dialect::mysql::catalog;
use crate::dialect::mysql::meter::Demands;
use crate::dialect::session::{
    Databases, Failure, HistoryTable, LeaseText, PeerLock, Session, Setup, Transactional,
};
use crate::dialect::{Dialect, Target};
use crate::schema::{ObjectName, Schema};
use crate::sql::split::Statement;
use crate::text::Span;

/// What the runner says to MySQL and MariaDB.
#[derive(Clone, Copy, Debug)]
pub struct Mysql;

/// What brings back the settings of the server where the driver asked for others when it connected:
/// `IGNORE_SPACE` makes names of functions keywords.
pub const NEUTRAL: &str = "SET SESSION sql_mode = IF(FIND_IN_SET('IGNORE_SPACE', @@GLOBAL.sql_mode), \
                           @@SESSION.sql_mode, TRIM(BOTH ',' FROM REPLACE(CONCAT(',', \
                           @@SESSION.sql_mode, ','), ',IGNORE_SPACE,', ',')))";

impl Session for Mysql {
    fn dialect(&self) -> Dialect {
        Dialect::Mysql
    }

    fn url(&self) -> &'static str {
        "mysql://user@host/database"
    }

    /// A lease that does not run out has a holder that lives.
    fn patience(&self) -> Option<Duration> {
        None
    }

    /// In quotes where no setting changes what that means, and else in digits: a script may set
    /// `NO_BACKSLASH_ESCAPES`, and another character set.
    fn literal(&self, text: &str) -> String {
        if text.is_ascii() && !text.contains(['\\', '\0']) {
            return format!("'{}'", text.replace('\'', "''"));
        }
        let digits: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("_utf8mb4 X'{digits}'")
    }

    fn name(&self, name: &str) -> String {
        format!("`{}`", name.replace('`', "``"))
    }

    /// The text protocol has nothing but text.
    fn as_text(&self, expression: &str) -> String {
        expression.to_owned()
    }

    fn peer_names(&self) -> Option<&'static str> {
        Some("SELECT '', database()")
    }

    fn peer_lock(&self, _number: i64, name: Option<&str>) -> Option<PeerLock> {
        let name = self.literal(name?);
        let (taken, release) =
            (format!("get_lock({name}, 0) = 1"), format!("release_lock({name})"));
        Some(PeerLock::of(&taken, &release))
    }

    fn qualified(&self, schema: Option<&str>, table: &str) -> String {
        let schema = schema.map_or_else(String::new, |schema| self.name(schema) + ".");
        schema + &self.name(table)
    }

    fn now(&self) -> &'static str {
        "CONCAT(REPLACE(UTC_TIMESTAMP(3), ' ', 'T'), 'Z')"
    }

    fn create_history(&self, table: &HistoryTable) -> String {
        history::create(table)
    }

    fn create_schema(&self, table: &HistoryTable, code: &str) -> Option<String> {
        let schema = table.schema().filter(|_| code == "1049")?;
        Some(format!("CREATE DATABASE IF NOT EXISTS {}", self.name(schema)))
    }

    fn texts(&self) -> (&'static str, &'static str) {
        ("LONGTEXT", history::OPTIONS)
    }

    fn select_columns(&self, table: &HistoryTable) -> String {
        history::select_columns(self, table)
    }

    fn is_missing(&self, table: &HistoryTable, code: &str, _message: &str) -> bool {
        code == "1146" || code == "1049" && table.schema().is_some()
    }

    fn begin(&self, _table: &HistoryTable, _setup: &Setup) -> String {
        BEGIN.to_owned()
    }

    fn begin_part(&self) -> &'static str {
        BEGIN
    }

    /// Where no mode is strict, `NULL` becomes an empty text. A number that is too large fails in every mode.
    fn unwritable(&self, number: &str) -> String {
        format!("{LARGEST} + {number}")
    }

    fn lease(&self, table: &HistoryTable) -> Option<Box<dyn LeaseText>> {
        Some(Box::new(LeaseTable::new(table)))
    }

    fn renews(&self) -> bool {
        true
    }

    fn settings(&self, _setup: &Setup) -> String {
        String::new()
    }

    fn leaves_traces(&self, statement: &Statement) -> bool {
        statement::leaves_traces(statement)
    }

    fn left_behind(&self) -> &'static str {
        ""
    }

    fn sets_session(&self, statement: &Statement) -> bool {
        statement::sets_session(statement)
    }

    fn transactional(&self, _sql: &str, statement: &Statement) -> Transactional {
        statement::transactional(statement)
    }

    fn version(&self) -> &'static str {
        "SELECT version()"
    }

    /// MariaDB puts its name behind its version, and once put a version of MySQL before it.
    fn engine(&self, version: &str) -> String {
        let bare = version.strip_prefix("5.5.5-").unwrap_or(version);
        let end = bare.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(bare.len());
        let engine = if version.contains("MariaDB") { "mariadb" } else { "mysql" };
        format!("{engine} {}", &bare[..end])
    }

    fn catalog(&self, target: Target) -> Box<dyn Catalog> {
        Box::new(catalog::Mysql::new(target))
    }

    fn meter(&self, ground: &Ground<'_>) -> Option<Box<dyn Meter>> {
        (!ground.reached.is_empty()).then(|| Box::new(Demands::new(ground)) as Box<dyn Meter>)
    }

    /// A transaction would end with the first statement that changes the schema.
    fn begin_alone(&self, _setup: &Setup, _whole: bool) -> String {
        String::new()
    }

    fn created(&self, schema: &Schema) -> Option<(Vec<ObjectName>, String)> {
        created::ask(schema)
    }

    fn databases(&self) -> Option<&'static dyn Databases> {
        Some(&databases::Beside)
    }

    fn queues(&self, _sql: &str, statement: &Statement) -> Option<bool> {
        statement::queues(statement)
    }

    /// In whole seconds, of which there must be one.
    fn limit(&self, patience: Option<Duration>) -> String {
        match patience {
            Some(patience) => {
                let seconds = patience.as_millis().div_ceil(1000).clamp(1, 31_536_000);
                format!("SET SESSION lock_wait_timeout = {seconds}")
            }
            None => "SET SESSION lock_wait_timeout = DEFAULT".to_owned(),
        }
    }

    fn limits_connections(&self) -> bool {
        true
    }

    fn sets_limit(&self, sql: &str, statement: &Statement) -> bool {
        statement::sets_limit(sql, statement)
    }

    fn failure(&self, code: &str) -> Failure {
        failure(code)
    }

    fn culprit(&self, message: &str, statement: &str) -> Option<Span> {
        culprit::culprit(message, statement)
    }
}

const BEGIN: &str = "START TRANSACTION";

/// The largest number that there is. One more than that is an error, whatever a script has set.
const LARGEST: i64 = i64::MAX;

/// Classifies the number of an error (<https://mariadb.com/kb/en/mariadb-error-code-reference/>,
/// <https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html>).
fn failure(code: &str) -> Failure {
    match code {
        // A lock that is not to be had in time, a deadlock, and a row that changed on another node.
        "1205" | "1213" | "3572" | "1020" => Failure::Busy,
        "1290" | "1792" | "1836" => Failure::ReadOnly,
        "1021" | "1114" => Failure::Full,
        // The server goes or has no room, it killed the connection, or the node has lost its cluster.
        "1040" | "1046" | "1047" | "1053" | "1079" | "1080" | "1129" | "1130" | "1203" | "1226"
        | "1927" | "3169" | "4031" => Failure::Unreachable,
        _ => Failure::Statement,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_classified() {
        assert_eq!(failure("1205"), Failure::Busy);
        assert_eq!(failure("1290"), Failure::ReadOnly);
        assert_eq!(failure("1062"), Failure::Statement);
    }

    #[test]
    fn a_literal_means_the_same_whatever_is_set() {
        assert_eq!(Mysql.literal("it's"), "'it''s'");
        assert_eq!(Mysql.literal("\\é"), "_utf8mb4 X'5cc3a9'");
    }

    #[test]
    fn a_limit_is_at_least_a_second() {
        let limit = |milliseconds| Mysql.limit(Some(Duration::from_millis(milliseconds)));
        assert_eq!(limit(0), "SET SESSION lock_wait_timeout = 1");
        assert_eq!(limit(1_500), "SET SESSION lock_wait_timeout = 2");
    }
}
