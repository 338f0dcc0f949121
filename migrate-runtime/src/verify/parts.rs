//! A set verified in parts at once, each on a database of its own.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use migrate_core::set::MigrationSet;

use super::{Part, Stretch, Verification};
use crate::connect::{connect, dedicate};
use crate::driver::{Database, DriverError};
use crate::error::Error;
use crate::migrator::Migrator;
use crate::options::Options;

/// What trying a migration takes, counted in the up of one that is not tried.
const TRIED: usize = 8;

/// Verifies a set on so many empty databases. None where a part begins with another schema than the
/// one before it has left, as when an up does something else the second time: then the parts say
/// nothing about the whole.
pub(crate) async fn verify(
    set: &MigrationSet,
    options: &Options,
    databases: &[Database],
) -> Result<Option<Verification>, Error> {
    let started = Instant::now();
    let trusted = |version| options.trusted.contains(version);
    let tried: Vec<bool> = set.migrations.iter().map(|it| !trusted(&it.version)).collect();
    let shared = Arc::new((set.clone(), options.clone()));
    let stop = Stop(Arc::default());
    let mut running = Vec::new();
    for (range, database) in ranges(&tried, databases.len()).into_iter().zip(databases) {
        let (shared, database) = (shared.clone(), database.clone());
        let stretch = Stretch { range, stop: stop.0.clone() };
        running.push(tokio::task::spawn_blocking(move || alone(&shared, &database, &stretch)));
    }
    let mut parts: Vec<Part> = Vec::new();
    for part in running {
        let part = part.await.map_err(|error| lost(&error))??;
        let left = parts.last().map(|before| &before.end);
        let met = part.migrations.first().map(|first| &first.before);
        if let (Some(left), Some(met)) = (left, met)
            && left != met
        {
            return Ok(None);
        }
        let is_blocked = part.is_blocked();
        parts.push(part);
        if is_blocked {
            break;
        }
    }
    Ok(Some(super::whole(set, parts, started)))
}

/// Ends the parts that are under way, each behind its migration, when it is dropped.
struct Stop(Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A part in this thread, with the runtime that its connection needs.
fn alone(
    shared: &(MigrationSet, Options),
    database: &Database,
    stretch: &Stretch,
) -> Result<Part, Error> {
    let (set, options) = shared;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| lost(&error))?;
    runtime.block_on(async {
        let table = Migrator::new(set, options.clone()).table(Some(database))?;
        let mut driver = connect(database, set).await?;
        dedicate(&mut *driver, table.session()).await?;
        let part = super::part(set, options, &table, &mut *driver, stretch).await;
        driver.release().await;
        part
    })
}

fn lost(error: &dyn std::error::Error) -> Error {
    Error::driver("verifying in a thread of its own", DriverError::refused(error.to_string()))
}

/// So many parts, or fewer, that take about as long as each other: who begins later runs more ups
/// first.
fn ranges(tried: &[bool], count: usize) -> Vec<Range<usize>> {
    let most = tried.len() * (TRIED + 1);
    // The least limit within which so many parts are enough.
    let limits: Vec<usize> = (0..=most).collect();
    let at = limits.partition_point(|limit| within(tried, *limit, count).is_none());
    let single = || std::iter::once(0..tried.len()).collect();
    limits.get(at).and_then(|limit| within(tried, *limit, count)).unwrap_or_else(single)
}

/// Parts that take no longer than that; none where that takes more of them.
fn within(tried: &[bool], limit: usize, count: usize) -> Option<Vec<Range<usize>>> {
    let mut parts = Vec::new();
    let mut start = 0;
    while start < tried.len() {
        let mut left = limit.checked_sub(start)?;
        let mut end = start;
        while let Some(is_tried) = tried.get(end) {
            let cost = if *is_tried { TRIED } else { 1 };
            match left.checked_sub(cost) {
                Some(rest) => left = rest,
                None => break,
            }
            end += 1;
        }
        if end == start || parts.len() == count {
            return None;
        }
        parts.push(start..end);
        start = end;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_take_as_long_as_each_other() {
        assert_eq!(ranges(&[true; 100], 1), std::slice::from_ref(&(0..100)));
        let cost = |range: &Range<usize>| range.start + range.len() * TRIED;
        for count in 2..6 {
            let parts = ranges(&[true; 100], count);
            assert_eq!(parts.len(), count);
            assert!(parts.windows(2).all(|two| two[0].end == two[1].start), "{parts:?}");
            assert_eq!((parts[0].start, parts[count - 1].end), (0, 100));
            let (most, least) = (parts.iter().map(cost).max(), parts.iter().map(cost).min());
            assert!(most.unwrap() - least.unwrap() <= 100, "{parts:?}");
            assert!(most.unwrap() < 100 * TRIED, "{parts:?}");
        }
    }

    #[test]
    fn what_is_not_tried_takes_little() {
        let mut tried = [false; 100];
        tried[90..].fill(true);
        let parts = ranges(&tried, 2);
        assert!(parts[0].end > 80, "{parts:?}");
        assert_eq!(ranges(&[true; 2], 8).len(), 2);
        assert_eq!(ranges(&[], 4), [0..0; 0]);
    }
}
