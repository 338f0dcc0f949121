//! Waiting for tables that others use: never for long while everybody else waits behind.

use std::time::{Duration, Instant};

use migrate_core::dialect::session::COMMIT;
use migrate_core::sql::split::Statement;

use super::Run;
use crate::driver::DriverError;
use crate::error::Error;
use crate::plan::Step;

/// How long tables in use are waited for, attempt by attempt, when nobody says how long.
const TABLES_IN_USE: Duration = Duration::from_secs(60);

/// How long others have the table to themselves between two attempts, where nobody says how long an
/// attempt waits.
const BETWEEN: Duration = Duration::from_secs(1);

impl Run<'_, '_> {
    /// How long the statements of a script wait for tables; none for one that says so itself.
    pub(super) fn patience_of(
        &self,
        step: &Step<'_>,
        statements: &[Statement],
    ) -> Option<Duration> {
        let session = self.context.session();
        let says = |statement| session.sets_limit(&step.script.sql, statement);
        let patience = self.context.options.table_lock_timeout;
        patience.filter(|_| !statements.iter().any(says))
    }

    /// What is sent in front of a statement, so that one that others would wait behind does not wait
    /// for long itself, and one that disturbs nobody may. In one text with it: each of them would be
    /// one more way to the server and back.
    pub(super) fn limit(&mut self, sql: &str, statement: &Statement) -> String {
        let session = self.context.session();
        let queues = session.queues(sql, statement).unwrap_or(self.limited);
        let patience = self.patience.filter(|_| queues);
        if patience.is_some() == self.limited {
            return String::new();
        }
        self.limited = patience.is_some();
        session.limit(patience)
    }

    /// Runs `sql` with something of the runner's own in front of it.
    pub(super) async fn send(&mut self, front: &str, sql: &str) -> Result<(), DriverError> {
        let outcome = self.driver.execute(&format!("{front}{sql}")).await;
        outcome.map_err(|error| error.behind(front.chars().count()))
    }

    /// Commits, which on some engines can be said again when somebody is in the way.
    pub(super) async fn commit(&mut self, doing: &'static str) -> Result<(), Error> {
        if self.context.session().commits_again() {
            return self.waiting.run(self.driver, COMMIT, doing).await;
        }
        let outcome = self.driver.execute(COMMIT).await;
        outcome.map_err(|error| Error::driver(doing, error))
    }

    /// Whether to try once more what found a table in use, after a pause in which others have it; a
    /// transaction that is open ends before it.
    pub(super) async fn again(&mut self, error: &DriverError) -> Result<bool, Error> {
        if !error.is_busy() {
            return Ok(false);
        }
        let attempt_took = self.context.options.table_lock_timeout.unwrap_or(BETWEEN);
        let (attempt, since) = self.blocked.unwrap_or_else(|| {
            let now = Instant::now();
            (0, now.checked_sub(attempt_took).unwrap_or(now))
        });
        let limit = self.context.options.lock_timeout.unwrap_or(TABLES_IN_USE);
        let Some(left) = limit.checked_sub(since.elapsed()) else { return Ok(false) };
        self.blocked = Some((attempt + 1, since));
        tracing::info!(%error, attempt, "a table is in use");
        self.waiting.stand_back(attempt, since, attempt_took.min(left)).await;
        Ok(true)
    }
}
