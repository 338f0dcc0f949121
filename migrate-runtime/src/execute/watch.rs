//! Ends, from another connection, what no limit of the engine ends: most engines can limit the time of
//! a statement only in a transaction, or not of this statement.

use std::pin::pin;
use std::time::{Duration, Instant};

use migrate_core::sql::split::Statement;
use tokio::time::timeout;

use super::Run;
use super::lease::Lease;
use crate::driver::{Answers, Database, Driver, DriverError};

/// The shortest and the longest time between two looks at a statement.
const LOOKS: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));

/// A statement that is found by its comment, and ended when its time is over.
pub(super) struct Watch<'w> {
    /// The comment.
    pub(super) tag: String,
    /// Where to connect.
    database: Option<&'w Database>,
    /// How long it may take, and what finds it.
    time: Option<(Duration, String)>,
    /// How long it may wait for a table, and what finds it when it has.
    patience: Option<(Duration, String)>,
}

impl<'a> Run<'a, '_> {
    /// How a statement of the script `sql` is watched, if it has to be.
    pub(super) fn watch(
        &self,
        lease: Option<&Lease>,
        (sql, statement): (&str, &Statement),
        is_in_transaction: bool,
    ) -> Option<Watch<'a>> {
        let (lease, session) = (lease?, self.context.session());
        let limited = |limit: &Duration| session.limit_statements(*limit).is_some();
        let time = self.time.filter(|limit| !(is_in_transaction && limited(limit)));
        let queues = || session.queues(sql, statement) == Some(true);
        let patience = self.patience.filter(|_| !is_in_transaction && queues());
        let patience = patience.and_then(|it| Some((it, lease.text.waiting(statement, it)?)));
        let time = time.map(|limit| (limit, lease.text.running()));
        (time.is_some() || patience.is_some()).then(|| Watch {
            database: self.context.database,
            time,
            patience,
            ..Watch::nothing(lease)
        })
    }
}

impl Watch<'_> {
    /// A statement that is found by its comment, by whoever comes after this process, and not ended.
    pub(super) fn nothing(lease: &Lease) -> Self {
        Self { tag: lease.tag().to_owned(), database: None, time: None, patience: None }
    }

    /// Runs the statement.
    pub(super) async fn run(self, driver: &mut dyn Driver, sql: &str) -> Answers {
        let Some(database) = self.database else { return driver.each(sql).await };
        let (started, mut beside, mut waited) = (Instant::now(), None, false);
        let mut running = pin!(driver.each(sql));
        let answers = loop {
            if let Ok(answers) = timeout(self.pause(started), &mut running).await {
                break answers;
            }
            let is_over = |(limit, _): &&(Duration, String)| started.elapsed() >= *limit;
            let (late, patient) = (self.time.as_ref().filter(is_over), self.patience.as_ref());
            let Some((_, query)) = late.or(patient) else { continue };
            match end(database, &mut beside, query).await {
                Ok(ended) => waited |= ended && late.is_none(),
                Err(error) => {
                    tracing::warn!(%error, "what takes too long cannot be ended");
                    beside = None;
                }
            }
        };
        if let Some(beside) = beside {
            beside.release().await;
        }
        let Answers { done, outcome } = answers;
        let outcome = outcome.map_err(|error| if waited { error.in_the_way() } else { error });
        Answers { done, outcome }
    }

    /// How long until the next look.
    fn pause(&self, started: Instant) -> Duration {
        let left = |limit: Duration| limit.saturating_sub(started.elapsed());
        let time = self.time.iter().map(|(limit, _)| left(*limit));
        let patience = self.patience.iter().map(|(patience, _)| (*patience / 4).min(LOOKS.1));
        time.chain(patience).min().unwrap_or(LOOKS.1).max(LOOKS.0)
    }
}

/// Ends what a query finds. Whether there was anything.
async fn end(
    database: &Database,
    beside: &mut Option<Box<dyn Driver>>,
    query: &str,
) -> Result<bool, DriverError> {
    let driver = match beside {
        Some(driver) => driver,
        None => beside.insert(database.connect_beside().await?),
    };
    let found = driver.fetch(query).await?;
    let mut any = false;
    for statement in found.into_iter().flatten().flatten() {
        driver.execute(&statement).await?;
        any = true;
    }
    Ok(any)
}
