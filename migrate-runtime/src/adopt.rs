//! Takes over the history of another tool: its rows become ours, and nothing runs.

use std::collections::BTreeMap;

use migrate_core::adopt::export::{self, Applied, ExportError};
use migrate_core::adopt::{AdoptError, PeerRow, Tool, current, matched};
use migrate_core::dialect::session::{PeerLock, Session};
use migrate_core::set::MigrationSet;
use migrate_core::version::Version;

use crate::driver::Driver;
use crate::error::Error;
use crate::history::{History, State};
use crate::lock::Waiting;
use crate::plan::Plan;
use crate::report::Report;

/// What is known of a migration that was applied by other means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// When, in UTC: `2026-01-01T12:00:00.000Z`; now where nobody knows.
    pub applied_at: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

/// What became of the history of another tool.
#[derive(Clone, Debug)]
pub enum Adoption<'a> {
    /// What would be recorded.
    Planned(Plan<'a>),
    /// What was recorded.
    Done(Report),
}

impl Default for Adoption<'_> {
    fn default() -> Self {
        Self::Planned(Plan::default())
    }
}

/// Takes the locks that keep the other tool away, where it has any.
pub(crate) async fn lock(
    driver: &mut dyn Driver,
    session: &dyn Session,
    tool: &Tool,
    table: &str,
    waiting: &mut Waiting<'_>,
) -> Result<Vec<PeerLock>, Error> {
    const DOING: &str = "locking the other tool out";
    let Some(names) = session.peer_names() else { return Ok(Vec::new()) };
    let rows = driver.fetch(names).await.map_err(|error| Error::driver(DOING, error))?;
    let mut cells = rows.into_iter().flatten().map(Option::unwrap_or_default);
    let (schema, database) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
    let mut taken = Vec::new();
    for lock in tool.locks(session, &schema, &database, table) {
        if let Some(exists) = &lock.exists {
            let rows = driver.fetch(exists).await.map_err(|error| Error::driver(DOING, error))?;
            if rows.is_empty() {
                continue;
            }
        }
        waiting.take(driver, &lock.take, DOING).await?;
        taken.push(lock);
    }
    Ok(taken)
}

/// Gives them back. They end with the connection at the latest.
pub(crate) async fn unlock(driver: &mut dyn Driver, taken: &[PeerLock]) {
    for lock in taken.iter().rev() {
        let _ = driver.execute(&lock.release).await;
    }
}

/// What the tool applied of the set.
pub(crate) async fn found(
    driver: &mut dyn Driver,
    session: &dyn Session,
    set: &MigrationSet,
    tool: &Tool,
    table: &str,
) -> Result<BTreeMap<Version, Recorded>, Error> {
    let rows = match driver.fetch(&tool.select(session, table)).await {
        Ok(rows) => rows,
        Err(error) if error.is_unreachable() || error.is_busy() => {
            return Err(Error::driver("reading the other history", error));
        }
        Err(error) => {
            tracing::debug!(%error, "reading the other history");
            return Err(AdoptError::NoTable { table: table.to_owned() }.into());
        }
    };
    let rows = tool.rows(table, rows)?;
    let found = matched(set, tool, table, &rows)?;
    let recorded = found
        .into_iter()
        .map(|it| (it.migration.version.clone(), Recorded::at(it.applied_at, it.duration_ms)));
    Ok(recorded.collect())
}

/// The repeatable scripts of the set that the tool ran last as they are, by name.
pub(crate) async fn runs(
    driver: &mut dyn Driver,
    session: &dyn Session,
    set: &MigrationSet,
    tool: &Tool,
    table: &str,
) -> Result<BTreeMap<String, Recorded>, Error> {
    let query = tool.select_repeatables(session, table).filter(|_| !set.repeatables.is_empty());
    let Some(query) = query else { return Ok(BTreeMap::new()) };
    let rows = driver.fetch(&query).await;
    let rows = rows.map_err(|error| Error::driver("reading the other history", error))?;
    let rows = tool.rows(table, rows)?;
    let current = current(set, tool, &rows).into_iter();
    let recorded = |row: &PeerRow| Recorded::at(&row.applied_at, row.duration_ms);
    Ok(current.map(|(it, row)| (it.name.to_string(), recorded(row))).collect())
}

impl Recorded {
    fn at(applied_at: &str, duration_ms: u64) -> Self {
        let applied_at = Some(applied_at.to_owned()).filter(|at| !at.is_empty());
        Self { applied_at, duration_ms }
    }
}

/// Writes the table of sqlx as the history is.
pub(crate) async fn write_back(
    driver: &mut dyn Driver,
    session: &dyn Session,
    set: &MigrationSet,
    table: &str,
    history: History,
) -> Result<usize, Error> {
    let applied = |row: crate::history::Applied| match row.state {
        State::Applied => Ok(Applied {
            version: row.version,
            applied_at: row.details.applied_at,
            duration_ms: row.details.duration_ms,
        }),
        _ => Err(ExportError::Unfinished { version: row.version }),
    };
    // It knows no scripts that run again; what they made is there for it as well.
    let migrations = history.rows.into_iter().filter(|row| !row.version.is_run());
    let applied: Result<Vec<Applied>, ExportError> = migrations.map(applied).collect();
    let applied = applied?;
    for statement in export::statements(set, session, table, &applied)? {
        let done = driver.execute(&statement).await;
        done.map_err(|error| Error::driver("writing the other history", error))?;
    }
    Ok(applied.len())
}
