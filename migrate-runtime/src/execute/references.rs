//! No migration may leave rows that refer to nothing.

use std::collections::BTreeSet;

use migrate_core::dialect::session::Session;
use migrate_core::dialect::session::references::{
    may_break, select_broken, select_tables, words_of,
};

use super::transaction::Ready;
use crate::driver::{Driver, DriverError, Row};
use crate::error::{BrokenReference, Error};

const CHECKING: &str = "checking foreign keys";

/// The broken references before a transaction, so that only what it breaks counts.
pub(super) struct Baseline {
    /// The names that the scripts mention; none when nothing in them can break a reference.
    words: Option<BTreeSet<String>>,
    /// The tables these have to do with; none for all. A script may drop the trigger it fired.
    tables: Option<BTreeSet<String>>,
    before: Vec<BrokenReference>,
}

impl Baseline {
    const fn unneeded() -> Self {
        Self { words: None, tables: None, before: Vec::new() }
    }

    /// Looks at the database before the scripts run.
    pub(super) async fn take(
        driver: &mut dyn Driver,
        session: &dyn Session,
        group: &[Ready<'_, '_>],
    ) -> Result<Self, Error> {
        if !session.forgets_references() {
            return Ok(Self::unneeded());
        }
        let risky = group.iter().any(|ready| {
            let sql = &ready.step.script.sql;
            ready.statements.iter().any(|statement| may_break(sql, statement))
        });
        if !risky {
            return Ok(Self::unneeded());
        }
        let words = group.iter().flat_map(|ready| words_of(&ready.step.script.sql)).collect();
        // What is written in Rust names nothing, and may reach everything.
        let named = !group.iter().any(|ready| ready.step.script.is_code());
        match broken(driver, &words, named.then(BTreeSet::new)).await {
            Ok((tables, before)) => Ok(Self { words: Some(words), tables, before }),
            // A reference to something that is not a key makes the check itself impossible.
            Err(error) if error.message().starts_with("foreign key mismatch") => {
                tracing::warn!(%error, "references cannot be checked in this database");
                Ok(Self::unneeded())
            }
            Err(error) => Err(Error::driver(CHECKING, error)),
        }
    }

    /// Looks again after they ran.
    pub(super) async fn check(self, driver: &mut dyn Driver, path: String) -> Result<(), Error> {
        let Some(words) = &self.words else { return Ok(()) };
        let after = broken(driver, words, self.tables).await;
        let (_, after) = after.map_err(|error| Error::driver(CHECKING, error))?;
        let rows_before = |it: &BrokenReference| {
            let same = |old: &&BrokenReference| old.table == it.table && old.parent == it.parent;
            self.before.iter().find(same).map_or(0, |old| old.rows)
        };
        let new: Vec<BrokenReference> = after
            .into_iter()
            .map(|it| BrokenReference { rows: it.rows.saturating_sub(rows_before(&it)), ..it })
            .filter(|it| it.rows > 0)
            .collect();
        if new.is_empty() { Ok(()) } else { Err(Error::BrokenReferences { path, broken: new }) }
    }
}

/// The broken references that `words` may have to do with: on a large database, looking at every
/// table would take longer than most migrations.
async fn broken(
    driver: &mut dyn Driver,
    words: &BTreeSet<String>,
    tables: Option<BTreeSet<String>>,
) -> Result<(Option<BTreeSet<String>>, Vec<BrokenReference>), DriverError> {
    let named: Option<BTreeSet<String>> = driver
        .fetch(&select_tables(words))
        .await?
        .into_iter()
        .map(|row| row.into_iter().next().flatten())
        .collect();
    let tables: Option<BTreeSet<String>> =
        named.zip(tables).map(|(named, tables)| named.into_iter().chain(tables).collect());
    if tables.as_ref().is_some_and(BTreeSet::is_empty) {
        return Ok((tables, Vec::new()));
    }
    let rows = driver.fetch(&select_broken(tables.as_ref())).await?;
    Ok((tables, rows.into_iter().filter_map(reference).collect()))
}

fn reference(row: Row) -> Option<BrokenReference> {
    let mut cells = row.into_iter().map(Option::unwrap_or_default);
    Some(BrokenReference {
        table: cells.next()?,
        parent: cells.next()?,
        rows: cells.next()?.parse().ok()?,
    })
}
