//! Opening connections, and finding out how they are set.

use migrate_core::dialect::session::Session;
use migrate_core::set::MigrationSet;

use crate::driver::{Database, Driver};
use crate::error::Error;
use crate::lock::ATTEMPT;

pub(crate) async fn connect(
    database: &Database,
    set: &MigrationSet,
) -> Result<Box<dyn Driver>, Error> {
    let dialect = set.target.dialect;
    let connected = database.connect(dialect).await;
    connected.map_err(|error| Error::driver("connecting", error))
}

pub(crate) async fn connect_to_read(
    database: &Database,
    set: &MigrationSet,
) -> Result<Box<dyn Driver>, Error> {
    let connected = database.connect_to_read(set.target.dialect).await;
    connected.map_err(|error| Error::driver("connecting", error))
}

pub(crate) async fn dedicate(
    driver: &mut dyn Driver,
    session: &dyn Session,
) -> Result<Option<String>, Error> {
    let failed = |error| Error::driver("preparing the connection", error);
    let path = driver.dedicate().await.map_err(failed)?;
    let attempts = session.attempts(ATTEMPT);
    if !attempts.is_empty() {
        driver.execute(&attempts).await.map_err(failed)?;
    }
    Ok(path)
}

/// What the server would have set by itself. Where it does not let this user look, what the driver
/// sets stays.
pub(crate) async fn own_settings(
    driver: &mut dyn Driver,
    session: &dyn Session,
) -> Result<Vec<(String, String)>, Error> {
    let mut own: Vec<(String, String)> = Vec::new();
    for query in session.own_settings() {
        let rows = match driver.fetch(query).await {
            Ok(rows) => rows,
            Err(error) if error.is_unreachable() => {
                return Err(Error::driver("preparing the connection", error));
            }
            Err(error) => {
                tracing::debug!(%error, "reading the settings of the server");
                continue;
            }
        };
        for row in rows {
            if let [Some(name), Some(value)] = &row[..]
                && own.iter().all(|(known, _)| known != name)
            {
                own.push((name.clone(), value.clone()));
            }
        }
    }
    Ok(own)
}
