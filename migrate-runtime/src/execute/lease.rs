//! What guards a script that runs outside a transaction on a server: a row with an end, which its
//! holder puts off as long as it lives.

use std::time::Instant;

use migrate_core::dialect::session::{BEAT, LeaseText, Look, ROLLBACK, Write};
use migrate_core::sql::split::Statement;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::ahead::Ahead;
use super::code::{doing, is_all_or_unknown};
use super::{HOST, Run};
use crate::driver::{Database, Driver, DriverError, Row};
use crate::error::Error;
use crate::history;
use crate::plan::Step;

pub(super) const TAKING: &str = "taking the lease";

/// The lease, as long as this run has it.
pub(super) struct Lease {
    pub(super) text: Box<dyn LeaseText>,
    pub(super) token: i64,
    /// The statement that somebody began and nobody recorded as done: what it is called.
    pub(super) doubt: Option<String>,
    /// What was said of statements and migrations before their turn.
    pub(super) ahead: Ahead,
    /// What is to be written, at the latest before anything else takes effect.
    pub(super) owed: Vec<Write>,
    keeper: Option<Keeper>,
    /// When it was held for sure.
    pub(super) held: Instant,
}

/// Dropping the sender tells the task to give the lease back, also where a run is cancelled.
struct Keeper {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// What is to be done before a statement no transaction allows.
pub(super) enum Before {
    /// The lease is somebody else's.
    Lost,
    /// An earlier attempt came to its end.
    Done,
    /// Whether one did cannot be seen.
    Undecided,
    /// It runs, behind these.
    Run {
        /// What takes the leftovers of an earlier attempt away.
        behind: Vec<String>,
    },
}

/// What became of a claim.
pub(super) enum Claim {
    /// It is ours, once the transaction is committed.
    Taken(Lease),
    /// Somebody else has it.
    Refused {
        /// Who.
        holder: Option<String>,
    },
    /// There is no lease to be taken yet.
    Missing,
}

impl Lease {
    /// The same lease, put off from now on, and given back in the end, by a connection of its own: the
    /// other one is at work. Before the claim is committed, so that no moment is left in which a run
    /// that is cancelled keeps it.
    pub(super) async fn kept(mut self, database: Option<&Database>) -> Result<Self, Error> {
        let Some(database) = database else { return Ok(self) };
        let driver = database.connect_beside().await;
        let driver = driver.map_err(|error| Error::driver("connecting once more", error))?;
        let (stop, stopped) = oneshot::channel();
        let (beat, release) = (self.text.beat(self.token), self.text.release(self.token));
        let task = tokio::spawn(keep(database.clone(), driver, (beat, release), stopped));
        self.keeper = Some(Keeper { stop, task });
        Ok(self)
    }

    /// Gives it back.
    pub(super) async fn end(self) {
        if let Some(Keeper { stop, task }) = self.keeper {
            drop(stop);
            // It ran to its end, or the run time is going down and the lease runs out.
            let _ = task.await;
        }
    }

    /// What gives it back, for a transaction that has taken it.
    pub(super) fn back(&self) -> String {
        self.text.release(self.token)
    }

    /// What marks a statement that may outlive its client as the migrator's own.
    pub(super) fn tag(&self) -> &str {
        self.text.tag()
    }

    /// Records how far a migration has come in the transaction that is open, and nothing under way but what
    /// was said ahead. A row when the lease is held.
    pub(super) fn set_state(&self, sequence: i64, state: &str) -> String {
        let write = Write::State { sequence, state: state.to_owned() };
        self.text.held(self.token, self.ahead.text().as_deref(), &[write])
    }

    /// Whether what is called that was begun, and nobody recorded what became of it.
    pub(super) fn is_in_doubt(&self, name: &str) -> bool {
        self.doubt.as_deref().is_some_and(|it| it.starts_with(&format!("{name} ")))
    }

    /// Writes what is owed, and which statement is about to run. Whether the lease is still held.
    pub(super) async fn write(
        &mut self,
        driver: &mut dyn Driver,
        doing: Option<&str>,
    ) -> Result<bool, DriverError> {
        if self.owed.is_empty() && doing.is_none() {
            return Ok(true);
        }
        self.write_anyway(driver, doing).await
    }

    /// The same where nothing is owed: what is under way is written then.
    pub(super) async fn write_anyway(
        &mut self,
        driver: &mut dyn Driver,
        doing: Option<&str>,
    ) -> Result<bool, DriverError> {
        let (text, now) = (self.text.whole(&self.holding(doing)), Instant::now());
        if !self.is_held(driver, &text).await? {
            // What failed in the middle of it left a transaction, in which nobody else can take it.
            let _ = driver.execute(ROLLBACK).await;
            return Ok(false);
        }
        self.paid();
        self.held = now;
        Ok(true)
    }

    /// Whether the lease is held, which such a text says with a row: no row, or one kind of failure, is that
    /// it is not.
    pub(super) async fn is_held(
        &self,
        driver: &mut dyn Driver,
        text: &str,
    ) -> Result<bool, DriverError> {
        match driver.fetch(text).await {
            Err(error) if self.is_lost(&error) => Ok(false),
            other => Ok(!other?.is_empty()),
        }
    }

    /// Whether what failed says that the lease is lost, where it is our own text that failed.
    pub(super) fn is_lost(&self, error: &DriverError) -> bool {
        error.code().is_some_and(|code| self.text.is_lost(code))
    }

    /// Writes what is owed, records that nothing else is under way, and keeps the lease from being taken
    /// until the transaction ends; no row when it was taken already.
    pub(super) fn finish(&self) -> String {
        self.holding(None)
    }

    /// Records that nothing is under way after all; what is owed stays so.
    pub(super) fn taken_back(&self) -> String {
        self.text.held(self.token, None, &[])
    }

    fn holding(&self, doing: Option<&str>) -> String {
        let ahead = self.ahead.text();
        self.text.held(self.token, doing.or(ahead.as_deref()), &self.owed)
    }

    /// Reads how far a migration is and keeps the lease from being taken until the transaction ends;
    /// no row when it was taken already.
    pub(super) fn fence(&self, sequence: i64) -> String {
        self.text.fence(sequence, self.token)
    }
}

/// The rows that all of some texts answer.
pub(super) async fn ask(
    driver: &mut dyn Driver,
    texts: &[String],
) -> Result<Vec<Row>, DriverError> {
    let mut rows = Vec::new();
    for text in texts {
        rows.extend(driver.fetch(text).await?);
    }
    Ok(rows)
}

async fn keep(
    database: Database,
    mut driver: Box<dyn Driver>,
    (beat, release): (Vec<String>, String),
    mut stopped: oneshot::Receiver<()>,
) {
    while timeout(BEAT, &mut stopped).await.is_err() {
        match ask(&mut *driver, &beat).await {
            Ok(rows) if rows.is_empty() => return tracing::warn!("the lease was taken by another"),
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "the lease could not be put off");
                // The other connection may live on, and its statement take hours.
                if let Ok(another) = database.connect_beside().await {
                    driver = another;
                }
            }
        }
    }
    if let Err(error) = driver.execute(&release).await {
        tracing::debug!(%error, "giving the lease back");
    }
    driver.release().await;
}

impl Run<'_, '_> {
    /// Takes the lease in the open transaction, in which rolling back gives it back.
    pub(super) async fn claim(&mut self, text: Box<dyn LeaseText>) -> Result<Claim, Error> {
        let failed = |error| Error::driver(TAKING, error);
        let (owner, since) =
            (format!("process {} on {}", std::process::id(), *HOST), Instant::now());
        let table = self.context.table;
        let rows = match self.driver.fetch(&text.claim(&owner)).await {
            Err(error) if history::is_missing(table, &error) => return Ok(Claim::Missing),
            other => other.map_err(failed)?,
        };
        let rows = match text.holder().filter(|_| rows.is_empty()) {
            Some(holder) => self.driver.fetch(&holder).await.map_err(failed)?,
            None => rows,
        };
        if rows.is_empty() {
            return Ok(Claim::Missing);
        }
        let mut cells = rows.into_iter().next().unwrap_or_default().into_iter();
        let (word, second, doubt) = (cells.next().flatten(), cells.next().flatten(), cells.next());
        let token = second.as_deref().and_then(|token| token.parse().ok());
        Ok(match (word.as_deref(), token) {
            (Some("taken"), Some(token)) => {
                ask(self.driver, &text.take(&owner, token)).await.map_err(failed)?;
                let (doubt, owed) = (doubt.flatten(), Vec::new());
                let ahead = Ahead::default();
                Claim::Taken(Lease { text, token, doubt, ahead, owed, keeper: None, held: since })
            }
            _ => Claim::Refused { holder: second },
        })
    }

    /// Refuses to go on where a statement was cut off that belongs to another namespace: what is written
    /// under the lease would end the doubt about it, and only its own set can decide that.
    pub(super) async fn decided_elsewhere(&mut self, lease: &Lease) -> Result<(), Error> {
        let place =
            lease.doubt.as_deref().and_then(|doubt| doubt.split(' ').nth(1)?.split(':').next());
        let Some(sequence) = place.and_then(|sequence| sequence.parse().ok()) else {
            return Ok(());
        };
        if self.history.rows.iter().any(|row| row.sequence == sequence) {
            return Ok(());
        }
        let rows = self.driver.fetch(&self.context.table.select_key(sequence)).await;
        let rows = rows.map_err(|error| Error::driver(TAKING, error))?;
        match rows.into_iter().flatten().flatten().next() {
            Some(version) => Err(Error::InterruptedElsewhere { version }),
            None => Ok(()),
        }
    }

    /// Lets some time go by while somebody else has the lease.
    pub(super) async fn wait_for_lease(&mut self, holder: Option<&str>) -> Result<(), Error> {
        let since = *self.leased.get_or_insert_with(Instant::now);
        let attempt = u32::try_from(since.elapsed().as_millis() / 50).unwrap_or(u32::MAX);
        self.waiting.pause(attempt, since, holder).await
    }

    /// In a transaction: that the lease is still ours, and stays so to its end.
    pub(super) async fn holds(&mut self, lease: &Lease) -> Result<(), Error> {
        let is_held = lease.is_held(self.driver, &lease.finish()).await;
        match is_held.map_err(|error| Error::driver("writing the history", error))? {
            true => Ok(()),
            false => Err(Error::Interfered),
        }
    }

    /// Records the intent to run a statement, and looks at what became of an earlier attempt.
    pub(super) async fn before(
        &mut self,
        lease: &mut Lease,
        step: &Step<'_>,
        statement: &Statement,
        place: (i64, usize),
    ) -> Result<Before, DriverError> {
        let name = doing(step, place);
        let sql = &step.script.sql;
        if lease.ahead.is_next(place) {
            let is_held =
                lease.held.elapsed() < BEAT || lease.write_anyway(self.driver, None).await?;
            return Ok(if is_held { Before::Run { behind: Vec::new() } } else { Before::Lost });
        }
        if is_all_or_unknown(sql) {
            return self.compared(lease, (&name, sql), None).await;
        }
        match lease.text.look(sql, statement) {
            Look::Nothing => self.leftover(lease, name, None).await,
            Look::Leftover(query) => self.leftover(lease, name, Some(query)).await,
            Look::Schema { query, whole } => {
                let text = &sql[statement.span.range()];
                self.compared(lease, (&name, text), Some((query, whole))).await
            }
            Look::Unknown => {
                let text = &sql[statement.span.range()];
                self.compared(lease, (&name, text), None).await
            }
        }
    }

    /// What was there before the first attempt is not what that left, whatever it is called. The
    /// intent says so, and what it is about stays as it is.
    async fn leftover(
        &mut self,
        lease: &mut Lease,
        name: String,
        query: Option<String>,
    ) -> Result<Before, DriverError> {
        let is_doubtful = lease.doubt.as_deref() == Some(&*name);
        let found = match query {
            Some(query) => self.driver.fetch(&query).await?,
            None => Vec::new(),
        };
        let is_ours = is_doubtful || found.is_empty();
        let doing = if is_ours { name } else { format!("{name}, not the first") };
        if !lease.write(self.driver, Some(&doing)).await? {
            return Ok(Before::Lost);
        }
        lease.doubt = Some(doing);
        let found = if is_doubtful { found } else { Vec::new() };
        let is_done = |row: &Row| row.first().is_some_and(|it| it.as_deref() == Some("done"));
        if found.iter().any(is_done) {
            return Ok(Before::Done);
        }
        let behind = found.into_iter().filter_map(|row| row.into_iter().nth(1).flatten());
        Ok(Before::Run { behind: behind.collect() })
    }
}
