//! Transactions, locks and failures: what the runner says to PostgreSQL, and what that answers.
//!
//! Everything goes by the simple protocol and nothing outlives its transaction, so that it works
//! unchanged behind a pooler that gives each transaction another connection.

mod created;
mod databases;
mod history;
mod lease;
mod leftover;
mod statement;

use std::time::Duration;

use self::lease::LeaseTable;
use crate::dialect::catalog::Catalog;
use crate::dialect::meter::{Ground, Meter};
use crate::dialect::postgres::catalog;
use crate::dialect::postgres::meter::Locks;
use crate::dialect::session::{
    BUSY, Databases, Failure, GUARD, HistoryTable, LeaseText, PeerLock, ROLLBACK, Session, Setup,
    Transactional,
};
use crate::dialect::{Dialect, Target};
use crate::schema::{ObjectName, Schema};
use crate::sql::lexer::{self, Token};
use crate::sql::normal;
use crate::sql::quote::name;
use crate::sql::split::Statement;
use crate::text::Span;

/// What the runner says to PostgreSQL.
#[derive(Clone, Copy, Debug)]
pub struct Postgres;

/// Where the history is kept when nobody says where.
const SCHEMA: &str = "public";

/// Settings of roles and databases, which everybody may read, and of the server's own files. What
/// the driver sends when it connects hides both, and `RESET` brings back what the driver sent.
const OWN_SETTINGS: [&str; 2] = [
    "SELECT lower(split_part(c.text, '=', 1)), substr(c.text, strpos(c.text, '=') + 1) \
     FROM pg_catalog.pg_db_role_setting AS s, unnest(s.setconfig) AS c (text) \
     WHERE lower(split_part(c.text, '=', 1)) IN ('timezone', 'datestyle') \
     AND s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database \
     WHERE datname = current_database())) \
     AND s.setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user)) \
     ORDER BY (s.setrole <> 0)::int DESC, (s.setdatabase <> 0)::int DESC",
    "SELECT lower(name), setting FROM pg_catalog.pg_file_settings \
     WHERE applied AND lower(name) IN ('timezone', 'datestyle')",
];

impl Session for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn url(&self) -> &'static str {
        "postgres://user@host/database"
    }

    /// A lock that is held has a holder that is connected.
    fn patience(&self) -> Option<Duration> {
        None
    }

    /// With backslashes doubled behind an `E`, which `standard_conforming_strings` does not touch.
    fn literal(&self, text: &str) -> String {
        format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
    }

    fn hex(&self, expression: &str) -> String {
        format!("encode({expression}, 'hex')")
    }

    fn moment(&self, expression: &str) -> String {
        format!("to_char({expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS')")
    }

    fn bytes(&self, digits: &str) -> String {
        format!("decode('{digits}', 'hex')")
    }

    fn peer_types(&self) -> [&'static str; 2] {
        ["BYTEA", "TIMESTAMPTZ"]
    }

    fn peer_names(&self) -> Option<&'static str> {
        Some("SELECT current_schema(), current_database()")
    }

    fn peer_lock(&self, number: i64, _name: Option<&str>) -> Option<PeerLock> {
        let [take, release] = ["try_advisory_lock", "advisory_unlock"];
        Some(PeerLock::of(&format!("pg_{take}({number})"), &format!("pg_{release}({number})")))
    }

    /// Who has locked the table keeps others from a lease without writing one, which would outlive this
    /// connection.
    fn peer_lease(&self, schema: &str, table: &str) -> Option<PeerLock> {
        let table = self.qualified(Some(schema), table);
        let exists = format!("SELECT 1 WHERE to_regclass({}) IS NOT NULL", self.literal(&table));
        let take = format!(
            "BEGIN; LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE NOWAIT; \
             SELECT CASE WHEN count(*) = 0 THEN '' ELSE '{BUSY}' END, min(locked_by) FROM {table} \
             WHERE locked AND (lease_expires_at < now()) IS NOT TRUE"
        );
        Some(PeerLock { exists: Some(exists), take, release: ROLLBACK.to_owned() })
    }

    fn qualified(&self, schema: Option<&str>, table: &str) -> String {
        format!("{}.{}", name(schema.unwrap_or(SCHEMA)), name(table))
    }

    fn now(&self) -> &'static str {
        "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
    }

    fn create_history(&self, table: &HistoryTable) -> String {
        history::create(self, table)
    }

    fn select_columns(&self, table: &HistoryTable) -> String {
        history::select_columns(self, table)
    }

    fn is_missing(&self, _table: &HistoryTable, code: &str, _message: &str) -> bool {
        // Of a query that names one table, `undefined_table` can mean no other.
        code == "42P01"
    }

    fn own_settings(&self) -> &'static [&'static str] {
        &OWN_SETTINGS
    }

    /// The lock is the transaction's, so it cannot outlive it, and asking for it does not wait: a
    /// session that waits has a snapshot, which `CREATE INDEX CONCURRENTLY` would wait for in turn.
    fn begin(&self, table: &HistoryTable, setup: &Setup) -> String {
        let key = self.key(table);
        format!(
            "BEGIN ISOLATION LEVEL READ COMMITTED; {}; \
             SELECT CASE WHEN got THEN 'taken' ELSE '{BUSY}' END, CASE WHEN NOT got THEN \
             (SELECT {HOLDER} {HOLDING}) END \
             FROM (SELECT key, pg_catalog.pg_try_advisory_xact_lock(key) AS got \
             FROM (SELECT {key} AS key) \
             AS one OFFSET 0) AS attempt; {GUARD}",
            self.settings(setup)
        )
    }

    /// One that is being built just now is invalid, too.
    fn invalid_indexes(&self) -> Option<&'static str> {
        Some(
            "SELECT format('%I.%I', n.nspname, c.relname), i.indrelid::regclass::text, \
             format('DROP INDEX CONCURRENTLY IF EXISTS %I.%I', n.nspname, c.relname) \
             FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid \
             JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
             WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname !~ '^pg_' \
             AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'relation' \
             AND l.relation = i.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted \
             AND l.database = (SELECT oid FROM pg_catalog.pg_database \
             WHERE datname = current_database())) ORDER BY 1",
        )
    }

    fn right_holder(&self, table: &HistoryTable) -> Option<String> {
        let key = self.key(table);
        Some(format!(
            "SELECT who, format('SELECT pg_terminate_backend(%s)', pid) \
             FROM (SELECT {key} AS key) AS one \
             CROSS JOIN LATERAL (SELECT {HOLDER}, a.pid {HOLDING}) AS holder (who, pid)"
        ))
    }

    fn begin_by_hand(&self, table: &HistoryTable, _references: bool) -> String {
        let (begin, key) = (self.begin_part(), self.key(table));
        format!("{begin};\nSELECT pg_catalog.pg_advisory_xact_lock({key})")
    }

    /// For the session, since a script that sets one of these itself means every statement behind it.
    /// Poolers keep the two for each of their clients, as they do what a driver sends at its start.
    fn prepare(&self, setup: &Setup) -> String {
        self.own("SET", setup).join("; ")
    }

    fn begin_part(&self) -> &'static str {
        "BEGIN ISOLATION LEVEL READ COMMITTED"
    }

    /// A `COMMIT` that fails has rolled back, and the next one would succeed at nothing.
    fn commits_again(&self) -> bool {
        false
    }

    fn lease(&self, table: &HistoryTable) -> Option<Box<dyn LeaseText>> {
        Some(Box::new(LeaseTable::new(table)))
    }

    fn settings(&self, setup: &Setup) -> String {
        let reset = ["RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL"].map(str::to_owned);
        [&reset[..], &self.own("SET LOCAL", setup)].concat().join("; ")
    }

    /// Anything but plain changes of the schema and of rows: a function may set what it likes.
    fn leaves_traces(&self, statement: &Statement) -> bool {
        const PLAIN: [&str; 12] = [
            "CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "INSERT", "UPDATE", "DELETE",
            "TRUNCATE", "LOCK", "ANALYZE",
        ];
        let temporary = |word: &String| matches!(&**word, "TEMP" | "TEMPORARY");
        !PLAIN.iter().any(|word| statement.starts_with(&[word]))
            || statement.leading.iter().any(temporary)
    }

    fn left_behind(&self) -> &'static str {
        "SELECT 'DISCARD TEMP'"
    }

    fn sets_session(&self, statement: &Statement) -> bool {
        ["SET", "RESET", "LOAD"].iter().any(|word| statement.starts_with(&[word]))
    }

    fn transactional(&self, sql: &str, statement: &Statement) -> Transactional {
        statement::transactional(sql, statement)
    }

    fn version(&self) -> &'static str {
        "SHOW server_version"
    }

    fn catalog(&self, _target: Target) -> Box<dyn Catalog> {
        Box::new(catalog::Postgres::default())
    }

    fn meter(&self, ground: &Ground<'_>) -> Option<Box<dyn Meter>> {
        let has_any = !(ground.schema.tables.is_empty() && ground.schema.views.is_empty());
        (ground.watched && has_any).then(|| Box::new(Locks::new(ground)) as Box<dyn Meter>)
    }

    fn begin_alone(&self, setup: &Setup, whole: bool) -> String {
        match whole {
            true => format!("{}; {}", self.begin_part(), self.settings(setup)),
            false => self.prepare(setup),
        }
    }

    fn created(&self, schema: &Schema) -> Option<(Vec<ObjectName>, String)> {
        created::ask(schema)
    }

    fn databases(&self) -> Option<&'static dyn Databases> {
        Some(&databases::Beside)
    }

    fn queues(&self, sql: &str, statement: &Statement) -> Option<bool> {
        statement::queues(sql, statement)
    }

    fn limit(&self, patience: Option<Duration>) -> String {
        match patience {
            // Zero would be for as long as it takes.
            Some(patience) => {
                let milliseconds = patience.as_millis().clamp(1, i32::MAX as u128);
                format!("SET LOCAL lock_timeout = {milliseconds}; ")
            }
            None => "SET LOCAL lock_timeout TO DEFAULT; ".to_owned(),
        }
    }

    fn limit_statements(&self, limit: Duration) -> Option<String> {
        let milliseconds = limit.as_millis().clamp(1, i32::MAX as u128);
        Some(format!("SET LOCAL statement_timeout = {milliseconds}; "))
    }

    fn goes_along(&self, sql: &str, statement: &Statement) -> bool {
        !self.leaves_traces(statement) && statement::goes_along(sql, statement)
    }

    fn clock(&self) -> Option<&'static str> {
        Some("SELECT EXTRACT(epoch FROM pg_catalog.clock_timestamp())")
    }

    fn sets_limit(&self, sql: &str, statement: &Statement) -> bool {
        statement::sets_limit(sql, statement)
    }

    fn failure(&self, code: &str) -> Failure {
        failure(code)
    }

    /// The first thing in quotes that the statement has once.
    fn culprit(&self, message: &str, statement: &str) -> Option<Span> {
        let quoted = message.split('"').nth(1)?;
        let tokens = lexer::significant(statement, Dialect::Postgres);
        let spelled = |token: &&Token| {
            let text = token.text(statement);
            normal::unquoted(text) == quoted || text.eq_ignore_ascii_case(quoted)
        };
        let mut named = tokens.iter().filter(spelled);
        match (named.next(), named.next()) {
            (Some(token), None) => Some(token.span),
            _ => None,
        }
    }
}

impl Postgres {
    /// The number of the lock that is the right to migrate: one for each history.
    fn key(self, table: &HistoryTable) -> String {
        let text = self.literal(&format!("migrate {}", table.qualified()));
        format!("pg_catalog.hashtextextended({text} || ' of ' || current_database(), 0)")
    }

    /// What the server itself would have set.
    fn own(self, set: &str, setup: &Setup) -> Vec<String> {
        let set = |(setting, value): &(String, String)| {
            format!("{set} {} = {}", name(setting), self.literal(value))
        };
        setup.own.iter().map(set).collect()
    }
}

/// Who holds the lock that could not be had.
const HOLDER: &str = "concat('process ', a.pid, coalesce(' of ' || \
                      nullif(a.application_name, ''), ''), coalesce(' from ' || host(a.client_addr), \
                      ''), coalesce(', for ' || extract(epoch FROM clock_timestamp() - a.xact_start)::int \
                      || ' s', ''))";
/// Where that is found.
const HOLDING: &str = "FROM pg_catalog.pg_locks AS l \
                       JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid \
                       WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 \
                       AND (l.classid::bigint << 32 | l.objid::bigint) = key LIMIT 1";

/// Classifies an SQLSTATE (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn failure(code: &str) -> Failure {
    match code {
        // A lock that is not to be had in time, a deadlock, and what else a new attempt may cure.
        "55P03" | "40P01" | "40001" => Failure::Busy,
        "25006" => Failure::ReadOnly,
        "53100" => Failure::Full,
        "57P01" | "57P02" | "57P03" | "57P05" | "3D000" | "53300" => Failure::Unreachable,
        _ if code.starts_with("08") || code.starts_with("28") => Failure::Unreachable,
        _ => Failure::Statement,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::split::statements;

    #[test]
    fn states_are_classified() {
        assert_eq!(failure("55P03"), Failure::Busy);
        assert_eq!(failure("28P01"), Failure::Unreachable);
        assert_eq!(failure("23505"), Failure::Statement);
    }

    #[test]
    fn what_only_the_connection_sees_is_known() {
        let leaves = |sql: &str| {
            let found = statements(sql, Dialect::Postgres);
            found.iter().map(|statement| Postgres.leaves_traces(statement)).collect::<Vec<_>>()
        };
        assert_eq!(leaves("set role a; select f(); create temp table t ()"), [true; 3]);
        assert_eq!(leaves("create table t (); insert into t values (1); drop table t"), [false; 3]);
    }

    #[test]
    fn a_literal_means_the_same_whatever_is_set() {
        assert_eq!(Postgres.literal("it's a \\"), "E'it''s a \\\\'");
    }

    #[test]
    fn the_engine_names_what_it_stumbled_over() {
        let at = |message, sql: &'static str| {
            Postgres.culprit(message, sql).map(|span| &sql[span.range()])
        };
        let exists = "relation \"users\" already exists";
        assert_eq!(at(exists, "create table Users (id int)"), Some("Users"));
        assert_eq!(at(exists, "create index on users (users)"), None);
    }
}
