//! The lease as PostgreSQL has it.

use std::time::Duration;

use super::{Postgres, leftover};
use crate::dialect::session::{BUSY, BY_HAND, HistoryTable, LeaseText, Look, Session as _, Write};
use crate::sql::split::Statement;

/// How long the lease runs from then.
const RUNS: &str = "interval '15 seconds'";

/// How long it runs for a script that a person runs.
const DAY: &str = "interval '1 day'";

/// The table that holds the lease of a history.
#[derive(Clone, Debug)]
pub(super) struct LeaseTable {
    history: HistoryTable,
    table: String,
    tag: String,
}

impl LeaseTable {
    /// The lease of `history`.
    pub(super) fn new(history: &HistoryTable) -> Self {
        let table = Postgres.qualified(history.schema(), &format!("{}_lease", history.name()));
        let tag = format!("/* migrate {} */ ", table.replace(['*', '/'], "_"));
        Self { history: history.clone(), table, tag }
    }

    /// Records how far a migration has come, while the lease is held.
    fn set_state(&self, sequence: i64, state: &str, token: i64) -> String {
        let write = self.history.set_state(sequence, state);
        format!("{write} AND EXISTS (SELECT FROM {} WHERE token = {token})", self.table)
    }
}

impl LeaseTable {
    /// Takes it for so long, where nobody has it and nothing runs for who had it last.
    fn taken(&self, owner: &str, runs: &str) -> String {
        let (table, tag) = (&self.table, Postgres.literal(&self.tag));
        let owner = Postgres.literal(owner);
        format!(
            "UPDATE {table} SET owner = {owner}, \
             token = greatest(token + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint), \
             since = clock_timestamp(), until = clock_timestamp() + {runs} \
             WHERE id IN (SELECT id FROM {table} WHERE until < clock_timestamp() \
             FOR UPDATE SKIP LOCKED) AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' \
             AND starts_with(query, {tag}))"
        )
    }

    /// A block that does something to the lease, and fails where that is not there.
    fn demanded(&self, done: &str) -> String {
        format!(
            "DO $migrate$ BEGIN\n    {done};\n    IF NOT FOUND THEN\n        \
             RAISE EXCEPTION 'somebody else migrates: %', (SELECT owner FROM {});\n    \
             END IF;\nEND $migrate$",
            self.table
        )
    }
}

impl LeaseText for LeaseTable {
    fn tag(&self) -> &str {
        &self.tag
    }

    fn create(&self) -> Vec<String> {
        vec![format!(
            "CREATE TABLE IF NOT EXISTS {0} (\n\
             \x20 id INTEGER PRIMARY KEY CHECK (id = 1),\n\
             \x20 token BIGINT NOT NULL,\n\
             \x20 owner TEXT NOT NULL,\n\
             \x20 doing TEXT,\n\
             \x20 since TIMESTAMPTZ NOT NULL,\n\
             \x20 until TIMESTAMPTZ NOT NULL\n); \
             INSERT INTO {0} VALUES (1, 0, '', NULL, '-infinity', '-infinity') \
             ON CONFLICT (id) DO NOTHING",
            self.table
        )]
    }

    fn claim(&self, owner: &str) -> String {
        let (table, taken) = (&self.table, self.taken(owner, RUNS));
        format!(
            "WITH taken AS ({taken} RETURNING token, doing) \
             SELECT 'taken', token::text, doing FROM taken \
             UNION ALL SELECT '{BUSY}', concat(owner, ', for ', \
             greatest(0, extract(epoch FROM clock_timestamp() - since))::bigint, ' s'), NULL \
             FROM {table} WHERE NOT EXISTS (SELECT FROM taken)"
        )
    }

    fn state(&self) -> String {
        format!(
            "SELECT owner, floor(extract(epoch FROM until - clock_timestamp()))::bigint::text FROM {} \
             WHERE until > '-infinity'",
            self.table
        )
    }

    fn give_up(&self) -> String {
        format!(
            "UPDATE {} SET until = '-infinity', token = token + 1 WHERE until < clock_timestamp()",
            self.table
        )
    }

    fn beat(&self, token: i64) -> Vec<String> {
        vec![format!(
            "UPDATE {} SET until = clock_timestamp() + {RUNS} WHERE token = {token} RETURNING '1'",
            self.table
        )]
    }

    fn release(&self, token: i64) -> String {
        format!(
            "SELECT FROM {0} FOR UPDATE; \
             UPDATE {0} SET until = '-infinity', token = token + 1 WHERE token = {token}",
            self.table
        )
    }

    fn held(&self, token: i64, doing: Option<&str>, writes: &[Write]) -> String {
        let doing = doing.map_or_else(|| "NULL".to_owned(), |doing| Postgres.literal(doing));
        let lease = format!(
            "UPDATE {} SET doing = {doing}, until = clock_timestamp() + {RUNS} \
             WHERE token = {token} RETURNING '1'",
            self.table
        );
        let states = writes.iter().filter_map(|write| match write {
            Write::State { sequence, state } => Some(self.set_state(*sequence, state, token)),
            Write::Applied { .. } | Write::Row(_) | Write::Removal { .. } => None,
        });
        std::iter::once(lease).chain(states).collect::<Vec<_>>().join("; ")
    }

    /// What comes in one text is one transaction.
    fn whole(&self, text: &str) -> String {
        text.to_owned()
    }

    fn forget(&self) -> String {
        format!("UPDATE {} SET doing = NULL", self.table)
    }

    fn fence(&self, sequence: i64, token: i64) -> String {
        format!(
            "SELECT history.state FROM {} AS history, {} AS lease \
             WHERE history.sequence = {sequence} AND lease.token = {token} FOR UPDATE OF lease",
            self.history.qualified(),
            self.table
        )
    }

    fn take_by_hand(&self, owner: &str) -> Vec<String> {
        vec![self.demanded(&self.taken(owner, DAY))]
    }

    fn hold_by_hand(&self, owner: &str) -> Vec<String> {
        vec![self.demanded(&format!(
            "UPDATE {} SET until = clock_timestamp() + {DAY} \
             WHERE owner = {} AND until > clock_timestamp()",
            self.table,
            Postgres.literal(owner)
        ))]
    }

    fn release_by_hand(&self, owner: Option<&str>) -> String {
        let held = match owner {
            Some(owner) => format!("owner = {}", Postgres.literal(owner)),
            None => format!("owner LIKE '{BY_HAND}%'"),
        };
        format!("UPDATE {} SET until = '-infinity', token = token + 1 WHERE {held}", self.table)
    }

    fn running(&self) -> String {
        format!(
            "SELECT format('SELECT pg_cancel_backend(%s)', pid) FROM pg_catalog.pg_stat_activity \
             AS activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
             AND state = 'active' AND starts_with(query, {})",
            Postgres.literal(&self.tag)
        )
    }

    /// Procedures and blocks may commit.
    fn waiting(&self, statement: &Statement, patience: Duration) -> Option<String> {
        let commits = ["CALL", "DO"].iter().any(|word| statement.starts_with(&[word]));
        let milliseconds = patience.as_millis();
        (!commits).then(|| {
            format!(
                "{} AND EXISTS (SELECT FROM pg_catalog.pg_locks AS lock \
                 WHERE lock.pid = activity.pid AND lock.locktype = 'relation' AND NOT lock.granted \
                 AND lock.waitstart < clock_timestamp() - interval '{milliseconds} milliseconds')",
                self.running()
            )
        })
    }

    fn look(&self, sql: &str, statement: &Statement) -> Look {
        leftover::leftover(sql, statement).map_or(Look::Nothing, Look::Leftover)
    }
}
