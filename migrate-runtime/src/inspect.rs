//! Asks a database what it looks like.

use migrate_core::dialect::Target;
use migrate_core::dialect::catalog::{Catalog, Scope};
use migrate_core::dialect::session::Session;
use migrate_core::schema::Schema;

use crate::driver::Driver;
use crate::error::Error;

/// What reads the schemas of the server that is there, and its name: what asks must suit that one, not
/// the one that the scripts are written for.
pub(crate) async fn reader(
    driver: &mut dyn Driver,
    session: &dyn Session,
    target: Target,
) -> Result<(Box<dyn Catalog>, String), Error> {
    let answer = driver.fetch(session.version()).await;
    let answer = answer.map_err(|error| Error::driver("connecting", error))?;
    let engine = session.engine(&answer.into_iter().flatten().flatten().collect::<String>());
    Ok((session.catalog(engine.parse().unwrap_or(target)), engine))
}

/// Reads as much of the schema as may have changed. What to ask and what the answers mean is pure
/// and lives in [`migrate_core`].
pub(crate) async fn inspect(
    driver: &mut dyn Driver,
    catalog: &mut dyn Catalog,
    scope: Scope<'_>,
) -> Result<Schema, Error> {
    catalog.refresh(scope);
    while let Some(query) = catalog.query() {
        let rows = driver.fetch(&query).await;
        let rows = rows.map_err(|error| Error::driver("reading the schema", error))?;
        catalog.feed(rows).map_err(Error::Catalog)?;
    }
    Ok(catalog.schema().clone())
}
