//! Asks a database what it looks like.

use migrate_core::dialect::sqlite::catalog::{Catalog, CatalogError, Scope};
use migrate_core::schema::Schema;

use crate::driver::Driver;
use crate::error::Error;

/// Reads as much of the schema as may have changed. What to ask and what the answers mean is pure
/// and lives in [`migrate_core`].
pub(crate) async fn inspect(
    driver: &mut dyn Driver,
    catalog: &mut Catalog,
    scope: Scope<'_>,
) -> Result<Schema, Error> {
    catalog.refresh(scope);
    while let Some(query) = catalog.query() {
        let rows = driver.fetch(&query).await;
        let rows = rows.map_err(|error| Error::driver("reading the schema", error))?;
        catalog.feed(rows).map_err(unexpected)?;
    }
    Ok(catalog.schema().clone())
}

fn unexpected(error: CatalogError) -> Error {
    Error::Catalog(error)
}
