//! What was applied to a database, as its history table tells.

use std::borrow::Cow;

use migrate_core::checksum::Checksum;
use migrate_core::dialect::session::{COLUMNS, HistoryTable};
use migrate_core::set::MigrationSet;
use migrate_core::version::Version;

use crate::driver::{Driver, DriverError, Row};
use crate::error::Error;

/// One row of the history: a migration that is applied, or on its way, or the run of a repeatable script,
/// which is kept until it is rolled back: the text of the run before it is what undoes it.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The order of application, growing.
    pub sequence: i64,
    /// The version; of a run, its number.
    pub version: Version,
    /// The title it had; of a run, the name of the script.
    pub title: String,
    /// How far it is.
    pub state: State,
    /// The checksum of the up that was applied.
    pub up_checksum: Checksum,
    /// The checksum of the history up to and with this row.
    pub chain: Checksum,
    /// The rest of the row.
    pub details: Details,
}

/// What a row keeps beyond what tells whether its migration is still the same.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// The checksum of the down as it was then.
    pub down_checksum: Option<Checksum>,
    /// The up as it was applied.
    pub up_sql: String,
    /// The down as it was then, so that an older binary can roll a newer database back.
    pub down_sql: Option<String>,
    /// Why there is no down.
    pub irreversible: Option<String>,
    /// When, in UTC by the database's clock: `2026-01-01T12:00:00.000Z`.
    pub applied_at: String,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// The machine that applied it.
    pub host: String,
    /// The process on that machine.
    pub process: String,
    /// The crate that embedded it, and its version.
    pub crate_name: String,
}

/// How far a migration is. Anything but [`State::Applied`] was left by a crash, and only a
/// `no-transaction` script can leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Applied.
    Applied,
    /// So many steps of the up are done.
    Applying(usize),
    /// So many steps of the down are done.
    Reverting(usize),
    /// So many steps are done of what undoes an up that was cut off.
    Undoing(usize),
}

impl State {
    /// The text kept in the table.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Applied => "applied".to_owned(),
            Self::Applying(done) => format!("applying {done}"),
            Self::Reverting(done) => format!("reverting {done}"),
            Self::Undoing(done) => format!("undoing {done}"),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if text == "applied" {
            return Some(Self::Applied);
        }
        let (word, done) = text.split_once(' ')?;
        let done = done.parse().ok()?;
        match word {
            "applying" => Some(Self::Applying(done)),
            "reverting" => Some(Self::Reverting(done)),
            "undoing" => Some(Self::Undoing(done)),
            _ => None,
        }
    }
}

/// What tells two moments of a history apart: its newest row.
pub(crate) type Newest = Option<(i64, String, String)>;

/// The history of a database: its rows in order of application.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The rows, oldest first.
    pub rows: Vec<Applied>,
    /// Whether there is a table at all.
    pub exists: bool,
    /// No row of the table has a larger `sequence`, whatever its namespace. What is known of that before
    /// the lock is had may be old.
    pub(crate) last: i64,
    /// Whether the table has rows of migrations that have not begun, which are not among these.
    pub(crate) ahead: bool,
}

impl History {
    /// The last run of the repeatable script of that name.
    pub(crate) fn last_run(&self, name: &str) -> Option<&Applied> {
        self.rows.iter().rfind(|row| row.version.is_run() && row.title == name)
    }

    /// Without the rows of migrations that have not begun: where one is under way, those of the next may
    /// have been written with it.
    fn begun(mut self) -> Self {
        let under_way = self.rows.iter().position(|row| row.state != State::Applied);
        if let Some(next) = under_way.map(|at| at + 1) {
            let later = self.rows.split_off(next);
            let count = later.len();
            let begun = later.into_iter().filter(|row| row.state != State::Applying(0));
            self.rows.extend(begun);
            self.ahead = self.rows.len() < next + count;
        }
        self
    }

    /// The newest version that is applied.
    pub(crate) fn newest_version(&self) -> Option<&Version> {
        self.rows.iter().map(|row| &row.version).filter(|version| !version.is_run()).max()
    }

    pub(crate) fn newest(&self) -> Newest {
        self.rows.last().map(|row| (row.sequence, row.version.to_string(), row.state.text()))
    }
}

/// Reads the history, unless the whole set is applied as it is and nothing else: one query when
/// nothing is pending.
pub(crate) async fn read_unless_current(
    driver: &mut dyn Driver,
    table: &HistoryTable,
    set: &MigrationSet,
) -> Result<Option<History>, Error> {
    let Some(rows) = fetch(driver, table, &table.select_current(set)).await? else {
        return Ok(Some(History::default()));
    };
    if says_current(&rows) {
        return Ok(None);
    }
    read(driver, table).await.map(Some)
}

/// Whether the whole set is applied as it is and nothing else, as far as can be read now. A table that was
/// not there is looked for first: whoever waits asks often, and a server writes down what fails.
pub(crate) async fn is_current(
    driver: &mut dyn Driver,
    table: &HistoryTable,
    set: &MigrationSet,
    exists: bool,
) -> bool {
    let columns = match exists {
        true => Ok(Vec::new()),
        false => driver.fetch(&table.select_columns()).await,
    };
    if !exists && columns.is_ok_and(|columns| columns.is_empty()) {
        return false;
    }
    driver.fetch(&table.select_current(set)).await.is_ok_and(|rows| says_current(&rows))
}

/// What the question for the current history answers.
fn says_current(rows: &[Row]) -> bool {
    rows.first().and_then(|row| row.first()?.as_deref()) == Some("1")
}

/// Reads the history: what is applied, and what is under way.
pub(crate) async fn read(driver: &mut dyn Driver, table: &HistoryTable) -> Result<History, Error> {
    read_whole(driver, table).await.map(History::begun)
}

/// Reads the history with the rows of migrations that have not begun.
pub(crate) async fn read_whole(
    driver: &mut dyn Driver,
    table: &HistoryTable,
) -> Result<History, Error> {
    let Some(rows) = fetch(driver, table, &table.select_full()).await? else {
        return Ok(History::default());
    };
    let rows: Result<Vec<Applied>, String> =
        rows.into_iter().map(|row| applied(table, row)).collect();
    let rows = rows.map_err(|found| newer(table, found))?;
    let last = rows.last().map_or(0, |row| row.sequence);
    Ok(History { rows, exists: true, last, ahead: false })
}

/// The answer of a query on the table; none when there is no table.
async fn fetch(
    driver: &mut dyn Driver,
    table: &HistoryTable,
    query: &str,
) -> Result<Option<Vec<Row>>, Error> {
    match driver.fetch(query).await {
        Ok(rows) => Ok(Some(rows)),
        Err(error) if is_missing(table, &error) => Ok(None),
        Err(error) => Err(unreadable(driver, table, error).await),
    }
}

/// Whether a table of the history, or its schema, does not exist.
pub(crate) fn is_missing(table: &HistoryTable, error: &DriverError) -> bool {
    table.session().is_missing(table, error.code().unwrap_or_default(), error.message())
}

/// The newest row, to see whether anybody wrote since, and the largest `sequence` there is. A table that was not there is looked for
/// first: in a transaction, a query that fails can be the end of it.
pub(crate) async fn newest(
    driver: &mut dyn Driver,
    table: &HistoryTable,
    exists: bool,
) -> Result<(Newest, i64), Error> {
    if !exists {
        let columns = driver.fetch(&table.select_columns()).await;
        if columns.map_err(|error| Error::driver("reading the history", error))?.is_empty() {
            return Ok((None, 0));
        }
    }
    let rows = fetch(driver, table, &table.select_newest()).await?;
    let mut cells = rows.into_iter().flatten().next().unwrap_or_default().into_iter();
    let last = cells.next().flatten().and_then(|largest| largest.parse().ok()).unwrap_or(0);
    let mut cells = cells.flatten();
    let newest = || {
        let sequence = cells.next()?.parse().ok()?;
        Some((sequence, table.version(&cells.next()?).to_owned(), cells.next()?))
    };
    Ok(({ newest }(), last))
}

/// An error of a query on the table: usually the table, sometimes the database.
async fn unreadable(driver: &mut dyn Driver, table: &HistoryTable, error: DriverError) -> Error {
    if error.is_busy() {
        return Error::driver("reading the history", error);
    }
    match driver.fetch(&table.select_columns()).await {
        Ok(columns) if !columns.is_empty() && names(&columns) != COLUMNS => {
            shape_of(table, &columns)
        }
        _ => Error::driver("reading the history", error),
    }
}

/// A table that has what makes a history is one, whatever a later version made of the rest: in place of
/// it nobody must begin another.
fn shape_of(table: &HistoryTable, columns: &[Row]) -> Error {
    const MARKS: [&str; 4] = ["sequence", "version", "state", "chain"];
    let columns = names(columns);
    if MARKS.iter().all(|mark| columns.contains(mark)) {
        return newer(table, format!("its columns are {}", columns.join(", ")));
    }
    Error::HistoryShape { table: table.name().to_owned(), columns: columns.join(", ") }
}

fn newer(table: &HistoryTable, found: String) -> Error {
    Error::HistoryNewer { table: table.name().to_owned(), found }
}

fn names(columns: &[Row]) -> Vec<&str> {
    columns.iter().filter_map(|row| row.first()?.as_deref()).collect()
}

/// The row; or what no version up to this one has written in such a table.
fn applied(table: &HistoryTable, row: Row) -> Result<Applied, String> {
    let said = || {
        let cells = row.iter().zip(COLUMNS).take(4);
        let cells =
            cells.map(|(cell, name)| format!("{name} {}", cell.as_deref().unwrap_or("NULL")));
        format!("a row has {}", cells.collect::<Vec<_>>().join(", "))
    };
    parsed(table, row.clone()).ok_or_else(said)
}

fn parsed(table: &HistoryTable, row: Row) -> Option<Applied> {
    let mut cells = row.into_iter();
    let mut cell = || cells.next().flatten();
    Some(Applied {
        sequence: cell()?.parse().ok()?,
        version: Version::recorded(table.version(&cell()?)).ok()?,
        title: cell()?,
        state: State::parse(&cell()?)?,
        up_checksum: Checksum::recorded(Cow::Owned(cell()?)),
        chain: Checksum::recorded(Cow::Owned(cell()?)),
        details: Details {
            down_checksum: cell().map(|text| Checksum::recorded(Cow::Owned(text))),
            up_sql: cell()?,
            down_sql: cell(),
            irreversible: cell(),
            applied_at: cell()?,
            duration_ms: cell()?.parse().ok()?,
            host: cell()?,
            process: cell()?,
            crate_name: cell()?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_survives_its_text() {
        for state in [State::Applied, State::Applying(3), State::Reverting(0), State::Undoing(1)] {
            assert_eq!(State::parse(&state.text()), Some(state));
        }
        assert_eq!(State::parse("applying"), None);
        assert_eq!(State::parse("gone 1"), None);
    }
}
