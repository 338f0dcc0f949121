//! No migration may leave rows that refer to nothing.

use migrate_core::dialect::sqlite::session;
use migrate_core::sql::split::Statement;
use migrate_core::version::Version;

use crate::driver::{Driver, DriverError};
use crate::error::{BrokenReference, Error};
use crate::history::History;

/// The broken references before a transaction, so that only what it breaks counts.
pub(super) enum Baseline {
    /// Nothing in the transaction can break a reference.
    Unneeded,
    /// These were broken before.
    Known(Vec<BrokenReference>),
}

impl Baseline {
    /// Looks at the database before `statements` run.
    pub(super) async fn take(
        driver: &mut dyn Driver,
        mut statements: impl Iterator<Item = &Statement>,
        history: &History,
    ) -> Result<Self, Error> {
        // A statement that only adds a table, an index, a view or a trigger changes no row. `CREATE
        // TABLE … AS` adds rows, but no references.
        if statements.all(|statement| statement.starts_with(&["CREATE"])) {
            return Ok(Self::Unneeded);
        }
        if !history.exists && is_empty(driver).await? {
            return Ok(Self::Known(Vec::new()));
        }
        match broken(driver).await {
            Ok(broken) => Ok(Self::Known(broken)),
            Err(error) => {
                // A reference to something that is not a key makes the check itself impossible.
                tracing::warn!(%error, "references cannot be checked in this database");
                Ok(Self::Unneeded)
            }
        }
    }

    /// Looks again after they ran.
    pub(super) async fn check(
        self,
        driver: &mut dyn Driver,
        version: &Version,
    ) -> Result<(), Error> {
        let Self::Known(before) = self else { return Ok(()) };
        let after =
            broken(driver).await.map_err(|error| Error::driver("checking foreign keys", error))?;
        let known = |it: &BrokenReference| {
            before
                .iter()
                .any(|old| old.table == it.table && old.parent == it.parent && old.rows >= it.rows)
        };
        let new: Vec<BrokenReference> = after.into_iter().filter(|it| !known(it)).collect();
        if new.is_empty() {
            Ok(())
        } else {
            Err(Error::BrokenReferences { version: version.clone(), broken: new })
        }
    }
}

async fn is_empty(driver: &mut dyn Driver) -> Result<bool, Error> {
    let rows = driver.fetch("SELECT name FROM sqlite_schema LIMIT 1").await;
    let rows = rows.map_err(|error| Error::driver("reading the schema", error))?;
    Ok(rows.is_empty())
}

async fn broken(driver: &mut dyn Driver) -> Result<Vec<BrokenReference>, DriverError> {
    let rows = driver.fetch(session::BROKEN_REFERENCES).await?;
    let reference = |row: Vec<Option<String>>| {
        let mut cells = row.into_iter().map(Option::unwrap_or_default);
        Some(BrokenReference {
            table: cells.next()?,
            parent: cells.next()?,
            rows: cells.next()?.parse().ok()?,
        })
    };
    Ok(rows.into_iter().filter_map(reference).collect())
}
