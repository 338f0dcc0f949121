//! Waiting for tables that others use: never for long while everybody else waits behind.

use std::time::{Duration, Instant};

use migrate_core::code::is_code;
use migrate_core::dialect::session::COMMIT;
use migrate_core::set::directive::{Timeouts, timeouts};
use migrate_core::sql::split::Statement;

use super::Run;
use super::watch::Watch;
use crate::driver::{Answers, DriverError};
use crate::error::Error;
use crate::plan::Step;

/// How long tables in use are waited for, attempt by attempt, when nobody says how long.
const TABLES_IN_USE: Duration = Duration::from_secs(60);

/// How long others have the table to themselves between two attempts, where nobody says how long an
/// attempt waits.
const BETWEEN: Duration = Duration::from_secs(1);

impl Run<'_, '_> {
    /// Takes what a script says of time: how long its statements wait for tables, not limited by the
    /// runner where one of them says so itself, and how long they take.
    pub(super) fn limit_script(&mut self, step: &Step<'_>, statements: &[Statement]) {
        let (session, sql) = (self.context.session(), &step.script.sql);
        let says = |statement| session.sets_limit(sql, statement);
        let Timeouts { lock, statement } = timeouts(sql, session.dialect());
        let patience = lock.or(self.context.options.table_lock_timeout);
        self.patience = patience.filter(|_| !statements.iter().any(says));
        self.time = statement;
    }

    /// What takes the limit of an earlier script off the connection, before the first statement of one that
    /// has the last word itself.
    pub(super) fn unlimited(&mut self) -> String {
        let session = self.context.session();
        let is_over = self.patience.is_none() && session.limits_connections();
        match self.limited.filter(|_| is_over) {
            Some(_) => {
                self.limited = None;
                session.limit(None)
            }
            None => String::new(),
        }
    }

    /// What begins the statements of a transaction, where the engine itself ends what takes too long.
    pub(super) fn time_limit(&self) -> String {
        let session = self.context.session();
        self.time.and_then(|limit| session.limit_statements(limit)).unwrap_or_default()
    }

    /// What is sent in front of a statement, so that one that others would wait behind does not wait
    /// for long itself, and one that disturbs nobody may. In one text with it: each of them would be
    /// one more way to the server and back.
    pub(super) fn limit(&mut self, sql: &str, statement: &Statement) -> String {
        let session = self.context.session();
        // What is written in Rust may want any table.
        let queues = if is_code(sql) { Some(true) } else { session.queues(sql, statement) };
        // Where it makes no difference, nothing is said, unless the script is to have the last word.
        let says_itself = self.patience.is_none().then_some(false);
        let patience = queues.or(says_itself).map(|queues| self.patience.filter(|_| queues));
        match patience.filter(|patience| *patience != self.limited) {
            Some(patience) => {
                self.limited = patience;
                session.limit(patience)
            }
            None => String::new(),
        }
    }

    /// The same for one that disturbs nobody and is run again when it has waited: that most of them do not
    /// is not worth saying each time.
    pub(super) fn limit_again(&mut self, sql: &str, statement: &Statement) -> String {
        match self.blocked {
            Some(_) => self.limit(sql, statement),
            None => String::new(),
        }
    }

    /// The same where no transaction is open, which not every limit outlives.
    pub(super) fn limit_outside(&mut self, sql: &str, statement: &Statement) -> String {
        match self.context.session().limits_connections() {
            true => self.limit(sql, statement),
            false => String::new(),
        }
    }

    /// Runs `sql` behind a limit and, where it is watched, the comment by which it is found. A limit of
    /// the connection is sent alone, so that what a proxy or a log shows is the statement.
    pub(super) async fn send(
        &mut self,
        limit: &str,
        sql: &str,
        watch: Option<Watch<'_>>,
    ) -> Result<(), DriverError> {
        let tag = watch.as_ref().map_or("", |watch| &watch.tag);
        let front = match self.context.session().limits_connections() && !limit.is_empty() {
            true => {
                self.driver.execute(limit).await?;
                tag.to_owned()
            }
            false => format!("{limit}{tag}"),
        };
        self.send_behind(&front, sql, watch).await.outcome
    }

    /// Runs `sql` in one text behind what else is said.
    pub(super) async fn send_behind(
        &mut self,
        front: &str,
        sql: &str,
        watch: Option<Watch<'_>>,
    ) -> Answers {
        let (text, started) = (format!("{front}{sql}"), Instant::now());
        let Answers { done, outcome } = match (watch, self.time) {
            (Some(watch), _) => watch.run(self.driver, &text).await,
            (None, Some(limit)) => {
                let outcome = self.driver.execute_within(&text, limit).await;
                Answers { done: Vec::new(), outcome }
            }
            (None, None) => self.driver.each(&text).await,
        };
        let late = self.time.filter(|limit| started.elapsed() >= *limit);
        let outcome = outcome.map_err(|error| {
            let error = error.behind(front.chars().count());
            if let Some(limit) = late { error.late(limit) } else { error }
        });
        Answers { done, outcome }
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
