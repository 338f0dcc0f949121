//! One migrator at a time.

use std::fs::{File, TryLockError};
use std::time::{Duration, Instant, SystemTime};

use migrate_core::dialect::session::{BUSY, ROLLBACK, Session};

use crate::driver::{Driver, DriverError, Row};
use crate::error::Error;
use crate::event::{Event, Observer, tell};

/// How long SQLite itself waits within one attempt.
pub(crate) const ATTEMPT: Duration = Duration::from_millis(50);
/// How often waiting is reported.
const REPORT_EVERY: Duration = Duration::from_secs(1);

/// Waits in short attempts rather than in the engine, so that waiting ends and is seen.
pub(crate) struct Waiting<'a> {
    limit: Option<Duration>,
    observer: Option<&'a dyn Observer>,
    waited: Duration,
    reported: Option<Duration>,
}

impl<'a> Waiting<'a> {
    pub(crate) fn new(limit: Option<Duration>, observer: Option<&'a dyn Observer>) -> Self {
        Self { limit, observer, waited: Duration::ZERO, reported: None }
    }

    /// For how long this run has waited already.
    pub(crate) fn waited(&self) -> Duration {
        self.waited
    }

    /// Sleeps a little, or gives up. The holder is whoever has what is waited for, as far as known.
    pub(crate) async fn pause(
        &mut self,
        attempt: u32,
        since: Instant,
        holder: Option<&str>,
    ) -> Result<(), Error> {
        let waited = since.elapsed();
        if self.limit.is_some_and(|limit| waited >= limit) {
            return Err(Error::Locked { waited, holder: holder.map(str::to_owned) });
        }
        self.report(waited, holder);
        let longest = 2_u64 << attempt.min(6);
        tokio::time::sleep(Duration::from_millis(1 + jitter() % longest)).await;
        Ok(())
    }

    fn report(&mut self, waited: Duration, holder: Option<&str>) {
        if self.reported.is_none_or(|last| waited >= last + REPORT_EVERY) {
            self.reported = Some(waited);
            tell(self.observer, &Event::Waiting { waited, holder });
        }
    }

    /// Lets those go first who waited behind an attempt: about as long as `unit`, twice and four times
    /// as long when that was not enough.
    pub(crate) async fn stand_back(&mut self, attempt: u32, since: Instant, unit: Duration) {
        self.report(since.elapsed(), None);
        let longest = unit * (1 << attempt.min(2));
        let part = f64::from(u32::try_from(jitter() % 1000).unwrap_or(0)) / 1000.0;
        tokio::time::sleep(longest.mul_f64(0.5 + part / 2.0)).await;
    }

    /// Runs `sql` as soon as no other connection is in the way.
    pub(crate) async fn run(
        &mut self,
        driver: &mut dyn Driver,
        sql: &str,
        doing: &'static str,
    ) -> Result<(), Error> {
        let since = Instant::now();
        for attempt in 0.. {
            match driver.execute(sql).await {
                Ok(()) => break,
                Err(error) if error.is_busy() => self.pause(attempt, since, None).await?,
                Err(error) => return Err(Error::driver(doing, error)),
            }
        }
        self.over(since);
        Ok(())
    }

    /// Runs `sql`, which asks for a lock in a transaction, until it is had.
    pub(crate) async fn take(
        &mut self,
        driver: &mut dyn Driver,
        sql: &str,
        doing: &'static str,
    ) -> Result<(), Error> {
        let since = Instant::now();
        for attempt in 0.. {
            match attempted(driver, sql, doing).await? {
                Attempt::Taken => break,
                Attempt::Refused(holder) => self.pause(attempt, since, holder.as_deref()).await?,
            }
        }
        self.over(since);
        Ok(())
    }

    /// What was waited for since then is had.
    pub(crate) fn over(&mut self, since: Instant) {
        self.waited += since.elapsed().saturating_sub(ATTEMPT);
    }

    /// Takes the file lock that guards scripts outside a transaction.
    ///
    /// The lock is the operating system's, so it ends with the process however that ends, and no
    /// lease can outlive its holder. It stands beside the database, on the same file system, whose
    /// locks SQLite relies on anyway.
    pub(crate) async fn file(
        &mut self,
        database: &str,
        session: &dyn Session,
    ) -> Result<File, Error> {
        let path = format!("{database}-migrate");
        let failed = |error: std::io::Error| {
            let message = format!("{path}: {error}");
            Error::Driver { doing: "locking", source: DriverError::of(session, "8", message) }
        };
        let file = File::options().create(true).append(true).open(&path).map_err(failed)?;
        let since = Instant::now();
        for attempt in 0.. {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => self.pause(attempt, since, None).await?,
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
        self.waited += since.elapsed();
        Ok(file)
    }
}

/// What became of asking for a lock.
pub(crate) enum Attempt {
    /// It is had, in the transaction that is open.
    Taken,
    /// Somebody else has it: who, as far as known.
    Refused(Option<String>),
}

/// Runs `sql`, which asks for a lock in a transaction. Where somebody else has it, that is rolled back, so
/// that nothing of ours is in anybody's way meanwhile.
pub(crate) async fn attempted(
    driver: &mut dyn Driver,
    sql: &str,
    doing: &'static str,
) -> Result<Attempt, Error> {
    match driver.fetch(sql).await {
        Ok(rows) => {
            let Some(holder) = holder(&rows) else { return Ok(Attempt::Taken) };
            let back = driver.execute(ROLLBACK).await;
            back.map_err(|error| Error::driver(doing, error))?;
            Ok(Attempt::Refused(holder.map(str::to_owned)))
        }
        Err(error) if error.is_busy() => {
            // Whether it began before it failed, depends on the engine.
            let _ = driver.execute(ROLLBACK).await;
            Ok(Attempt::Refused(None))
        }
        Err(error) => Err(Error::driver(doing, error)),
    }
}

/// Who holds what was asked for; none when it was had.
fn holder(rows: &[Row]) -> Option<Option<&str>> {
    let cell = |row: &'_ Row, at: usize| row.get(at).is_some_and(|it| it.as_deref() == Some(BUSY));
    let row = rows.iter().find(|row| cell(row, 0))?;
    Some(row.get(1).and_then(Option::as_deref))
}

/// A number that differs between processes that started together.
fn jitter() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |now| u64::from(now.subsec_nanos())) ^ u64::from(std::process::id())
}
