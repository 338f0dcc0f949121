//! What can be wrong with a history, and what mends it.
//!
//! Finding out writes nothing. What mends is asked for one by one, since each of them is a decision: a
//! text that was edited may be right or wrong, and a file that is gone may come back.

use migrate_core::checksum::Checksum;
use migrate_core::dialect::session::{HistoryTable, LeaseState, LeaseText, NewRepair};
use migrate_core::set::MigrationSet;
use migrate_core::version::Version;

use crate::driver::{Driver, DriverError, Row};
use crate::error::Error;
use crate::history::{self, Applied, History, State};
use crate::plan::kin::{Match, Place};
use crate::plan::{PlanError, diff};
use crate::report::{MigrationStatus, Standing};

const LOOKING: &str = "looking for what is broken";

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A migration was begun and not finished.
    Interrupted {
        /// Its version.
        version: Version,
        /// Its title.
        title: String,
        /// How far it came.
        state: State,
    },
    /// A migration was changed after it was applied.
    Edited {
        /// Its version.
        version: Version,
        /// Its title.
        title: String,
        /// Its script as shown to people.
        file: String,
        /// The difference between what was applied and what the file says, as a unified diff.
        diff: String,
    },
    /// A migration is applied, and its files are not there.
    Missing {
        /// Its version.
        version: Version,
        /// The title it had.
        title: String,
        /// When it was applied.
        applied_at: String,
        /// Whether the history keeps a down for it.
        reversible: bool,
    },
    /// An index that no query uses, left behind by a build that failed (PostgreSQL).
    InvalidIndex {
        /// Its name.
        name: String,
        /// Its table.
        table: String,
        /// What drops it.
        drop: String,
    },
    /// Who took the lease last neither gave it back nor put its end off: that process is dead.
    Abandoned {
        /// Who it was.
        holder: String,
        /// For how many seconds it has run out.
        seconds: u64,
        /// What ends the statements that still run for it.
        running: Vec<String>,
    },
    /// Somebody is migrating just now, or is dead since a moment.
    Held {
        /// Who.
        holder: String,
        /// For how many seconds this is so even if it is dead; none for as long as it is connected.
        seconds: Option<u64>,
        /// What ends its connection, or gives back what a script that was run by hand took, where something
        /// does.
        end: Option<String>,
    },
}

/// What mends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// What the file says counts as what was applied.
    Accept(Version),
    /// The migration leaves the history.
    Forget(Version),
    /// An index that is of no use is dropped: the statement of [`Trouble::InvalidIndex`].
    DropIndex(String),
    /// What a dead holder left running ends, and the lease is nobody's.
    GiveUpLease,
}

/// Who mends the history, and why: both are kept beside it.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    /// Who.
    pub author: String,
    /// Why.
    pub reason: String,
}

/// What was mended once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// When, in UTC by the database's clock.
    pub done_at: String,
    /// Which migration.
    pub version: String,
    /// What was done: `accept`, `forget`.
    pub action: String,
    /// Who did it.
    pub author: String,
    /// Why.
    pub reason: String,
}

/// What a database is, and what its user may do.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The engine and its version: `postgres 15.19`.
    pub engine: String,
    /// Whether it is there; else it is made by what writes to it first (SQLite).
    pub exists: bool,
    /// Whether its user may create tables; none where nobody tried.
    pub creating: Option<Result<(), DriverError>>,
}

/// All that is wrong.
pub(crate) async fn troubles(
    driver: &mut dyn Driver,
    table: &HistoryTable,
    set: &MigrationSet,
    history: History,
) -> Result<Vec<Trouble>, Error> {
    let matched = Match::of(set, &history);
    let rows = history.rows.into_iter().zip(matched.rows);
    let mut found: Vec<Trouble> = rows.filter_map(|(row, place)| of_row(set, row, place)).collect();
    let failed = |error| Error::driver(LOOKING, error);
    if let Some(query) = table.session().invalid_indexes() {
        let rows = driver.fetch(query).await.map_err(failed)?;
        found.extend(rows.into_iter().filter_map(index));
    }
    if let Some(query) = table.session().right_holder(table) {
        let rows = driver.fetch(&query).await.map_err(failed)?;
        found.extend(rows.into_iter().filter_map(|row| {
            let mut cells = row.into_iter();
            let (holder, end) = (cells.next().flatten()?, cells.next().flatten());
            Some(Trouble::Held { holder, seconds: None, end })
        }));
    }
    if let Some(lease) = table.session().lease(table)
        && let Some(state) = standing(driver, table, &*lease).await?
    {
        found.push(of_lease(driver, &*lease, state).await?);
    }
    Ok(found)
}

fn of_row(set: &MigrationSet, row: Applied, place: Option<Place>) -> Option<Trouble> {
    let it = MigrationStatus::applied(set, row, place);
    let row = it.applied?;
    let (version, title) = (it.version, it.title);
    match it.standing {
        Standing::Interrupted => Some(Trouble::Interrupted { version, title, state: row.state }),
        // A run of a script that is no longer there: what it made stays until a migration drops it.
        Standing::Unknown if version.is_run() => None,
        Standing::Unknown => Some(Trouble::Missing {
            version,
            title,
            reversible: row.details.down_sql.is_some(),
            applied_at: row.details.applied_at,
        }),
        Standing::Edited => {
            let up = &set.get(&version)?.up;
            let (file, diff) = (set.path(up), diff(&row.details.up_sql, &up.sql));
            Some(Trouble::Edited { version, title, file, diff })
        }
        Standing::Applied | Standing::CommentsEdited | Standing::Replaced | Standing::Pending => {
            None
        }
    }
}

fn index(row: Row) -> Option<Trouble> {
    let mut cells = row.into_iter();
    let mut cell = || cells.next().flatten();
    Some(Trouble::InvalidIndex { name: cell()?, table: cell()?, drop: cell()? })
}

async fn of_lease(
    driver: &mut dyn Driver,
    lease: &dyn LeaseText,
    state: LeaseState,
) -> Result<Trouble, Error> {
    let end = state.is_by_hand().then(|| lease.release_by_hand(None));
    let LeaseState { owner: holder, left } = state;
    if let Ok(left) = u64::try_from(left) {
        return Ok(Trouble::Held { holder, seconds: Some(left), end });
    }
    let running = driver.fetch(&lease.running()).await;
    let running = running.map_err(|error| Error::driver(LOOKING, error))?;
    let running = running.into_iter().flatten().flatten().collect();
    Ok(Trouble::Abandoned { holder, seconds: left.unsigned_abs(), running })
}

/// How the lease beside a history stands; nothing where there is none, or nobody has it.
async fn standing(
    driver: &mut dyn Driver,
    table: &HistoryTable,
    lease: &dyn LeaseText,
) -> Result<Option<LeaseState>, Error> {
    let rows = match driver.fetch(&lease.state()).await {
        Ok(rows) => rows,
        Err(error) if history::is_missing(table, &error) => return Ok(None),
        Err(error) => return Err(Error::driver(LOOKING, error)),
    };
    Ok(rows.into_iter().next().and_then(|row| {
        let mut cells = row.into_iter().flatten();
        Some(LeaseState { owner: cells.next()?, left: cells.next()?.parse().ok()? })
    }))
}

/// Whether there is a lease beside a history.
pub(crate) async fn is_leased(
    driver: &mut dyn Driver,
    table: &HistoryTable,
) -> Result<bool, Error> {
    let Some(lease) = table.session().lease(table) else { return Ok(false) };
    match driver.fetch(&lease.state()).await {
        Ok(_) => Ok(true),
        Err(error) if history::is_missing(table, &error) => Ok(false),
        Err(error) => Err(Error::driver(LOOKING, error)),
    }
}

/// What accepts and forgets write to the history; nothing where none is among the remedies.
pub(crate) fn writes(
    set: &MigrationSet,
    table: &HistoryTable,
    history: &History,
    (remedies, consent): (&[Remedy], &Consent),
) -> Result<Vec<String>, PlanError> {
    let mut rows = history.rows.clone();
    let mut writes = Vec::new();
    for remedy in remedies {
        let (version, action) = match remedy {
            Remedy::Accept(version) => (version, "accept"),
            Remedy::Forget(version) => (version, "forget"),
            Remedy::DropIndex(_) | Remedy::GiveUpLease => continue,
        };
        let not_applied = || PlanError::NotApplied { version: version.clone() };
        let at = rows.iter().position(|row| row.version == *version).ok_or_else(not_applied)?;
        let row = &rows[at];
        writes.push(table.insert_repair(&NewRepair {
            version: row.version.as_str(),
            action,
            author: &consent.author,
            reason: &consent.reason,
            up_checksum: row.up_checksum.as_str(),
            up_sql: &row.details.up_sql,
        }));
        if action == "forget" {
            writes.push(table.delete(row.sequence));
            rows.remove(at);
            continue;
        }
        if row.state != State::Applied {
            return Err(PlanError::interrupted(row));
        }
        let unknown = || PlanError::UnknownVersion { version: version.clone() };
        let migration = set.get(version).ok_or_else(unknown)?;
        writes.push(table.accept(row.sequence, migration));
        rows[at].up_checksum = migration.up.checksum.clone();
    }
    writes.extend(chained(table, &rows));
    Ok(writes)
}

/// What makes the checksums of the history those of what is in it.
fn chained(table: &HistoryTable, rows: &[Applied]) -> Vec<String> {
    let mut before = Checksum::nothing();
    let mut writes = Vec::new();
    for row in rows {
        before = Checksum::chained(&before, &row.version, &row.up_checksum);
        if before != row.chain {
            writes.push(table.set_chain(row.sequence, &before));
        }
    }
    writes
}

/// Runs what mends outside the history.
pub(crate) async fn mend(
    driver: &mut dyn Driver,
    table: &HistoryTable,
    remedy: &Remedy,
) -> Result<(), DriverError> {
    match remedy {
        Remedy::DropIndex(drop) => driver.execute(drop).await,
        Remedy::GiveUpLease => {
            let Some(lease) = table.session().lease(table) else { return Ok(()) };
            for end in driver.fetch(&lease.running()).await?.into_iter().flatten().flatten() {
                driver.execute(&end).await?;
            }
            driver.execute(&lease.give_up()).await
        }
        Remedy::Accept(_) | Remedy::Forget(_) => Ok(()),
    }
}

/// What was mended before, oldest first.
pub(crate) async fn repaired(
    driver: &mut dyn Driver,
    table: &HistoryTable,
) -> Result<Vec<Repaired>, Error> {
    let rows = match driver.fetch(&table.select_repairs()).await {
        Ok(rows) => rows,
        Err(error) if history::is_missing(&table.repairs(), &error) => return Ok(Vec::new()),
        Err(error) => return Err(Error::driver("reading what was repaired", error)),
    };
    let repaired = rows.into_iter().filter_map(|row| {
        let mut cells = row.into_iter();
        let mut cell = || cells.next().flatten();
        Some(Repaired {
            done_at: cell()?,
            version: table.version(&cell()?).to_owned(),
            action: cell()?,
            author: cell()?,
            reason: cell()?,
        })
    });
    Ok(repaired.collect())
}
