//! Takes over the history of another tool: its rows become ours, and nothing runs.

use std::collections::BTreeMap;

use migrate_core::adopt::{AdoptError, PeerRow, matched};
use migrate_core::dialect::session::Session;
use migrate_core::set::MigrationSet;
use migrate_core::version::Version;

use crate::driver::{Driver, Row};
use crate::error::Error;
use crate::plan::Plan;
use crate::report::Report;

/// What is known of a migration that was applied by other means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// When, in UTC: `2026-01-01T12:00:00.000Z`.
    pub applied_at: String,
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

/// The table that sqlx writes to, where a project gives it no other name.
pub const SQLX_TABLE: &str = "_sqlx_migrations";

/// What sqlx applied of the set.
pub(crate) async fn of_sqlx(
    driver: &mut dyn Driver,
    session: &dyn Session,
    set: &MigrationSet,
    table: &str,
) -> Result<BTreeMap<Version, Recorded>, Error> {
    let query = format!(
        "SELECT {}, description, {}, CASE WHEN success THEN '1' ELSE '0' END, {}, {} FROM {} ORDER BY 1",
        session.as_text("version"),
        session.moment("installed_on"),
        session.hex("checksum"),
        session.as_text("execution_time"),
        session.name(table),
    );
    let rows = match driver.fetch(&query).await {
        Ok(rows) => rows,
        Err(error) if error.is_unreachable() || error.is_busy() => {
            return Err(Error::driver("reading the other history", error));
        }
        Err(error) => {
            tracing::debug!(%error, "reading the other history");
            return Err(AdoptError::NoTable { table: table.to_owned() }.into());
        }
    };
    let rows: Option<Vec<PeerRow>> = rows.into_iter().map(peer).collect();
    let rows = rows.ok_or_else(|| AdoptError::Shape { table: table.to_owned() })?;
    let recorded = matched(set, &rows)?.into_iter().map(|(migration, row)| {
        let (applied_at, duration_ms) = (row.applied_at.clone(), row.duration_ms);
        (migration.version.clone(), Recorded { applied_at, duration_ms })
    });
    Ok(recorded.collect())
}

fn peer(row: Row) -> Option<PeerRow> {
    let mut cells = row.into_iter();
    let mut cell = || cells.next().flatten();
    Some(PeerRow {
        version: Version::parse(&cell()?).ok()?,
        title: cell()?,
        applied_at: moment(&cell()?),
        succeeded: cell()? == "1",
        checksum: cell()?,
        // Nanoseconds, and less than nothing where nobody measured.
        duration_ms: u64::try_from(cell()?.parse::<i64>().ok()? / 1_000_000).unwrap_or_default(),
    })
}

/// `2026-01-01T12:00:00.000Z` of `2026-01-01 12:00:00`, with what it has behind its seconds.
fn moment(text: &str) -> String {
    let text = text.trim_end_matches('Z').replacen(' ', "T", 1);
    let (seconds, rest) = text.split_once('.').unwrap_or((&text, ""));
    format!("{seconds}.{:0<3.3}Z", rest)
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_moment_is_in_utc_with_milliseconds() {
        assert_eq!(moment("2026-01-01 12:00:00"), "2026-01-01T12:00:00.000Z");
        assert_eq!(moment("2026-01-01T12:00:00.123456"), "2026-01-01T12:00:00.123Z");
        assert_eq!(moment("2026-01-01T12:00:00.5Z"), "2026-01-01T12:00:00.500Z");
    }
}
