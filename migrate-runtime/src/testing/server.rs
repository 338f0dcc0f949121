//! Databases on servers: copies of one that was migrated once, where the engine copies databases.

use migrate_core::dialect::Dialect;
use tokio::sync::OnceCell;

use super::{TestError, key, lock};
use crate::migrator::Migrator;
use crate::shadow::{Guest, Host};

/// What the names of all templates begin with.
const PREFIX: &str = "migrate_template_";

/// One server for each engine and all tests of a process. What is started ends with the process.
static POSTGRES: OnceCell<Option<Host>> = OnceCell::const_new();
static OTHER: OnceCell<Option<Host>> = OnceCell::const_new();

/// A database to which everything is applied; none where a database is a file.
pub(super) async fn migrated(migrator: &Migrator<'_>) -> Result<Option<Guest>, TestError> {
    let target = migrator.set().target;
    let cell = if Dialect::ONLY_POSTGRES.contains(&target.dialect) { &POSTGRES } else { &OTHER };
    if crate::shadow::Provider::is_needless(target) {
        return Ok(None);
    }
    let host = cell.get_or_try_init(|| Host::find(target)).await?;
    let Some(host) = host else { return Ok(None) };
    if !host.copies() {
        let guest = host.create(None).await?;
        migrator.fill(&guest.url).await?;
        return Ok(Some(guest));
    }
    let template = template(host, migrator).await?;
    Ok(Some(host.create(Some(&template)).await?))
}

/// The database that was migrated once, which is made where it is missing.
async fn template(host: &Host, migrator: &Migrator<'_>) -> Result<String, TestError> {
    let (family, key) = key(migrator);
    let family = format!("{PREFIX}{}_{family}_", host.mark());
    let template = format!("{family}{key}");
    let _lock = lock(&template).await?;
    let there = host.templates(&family).await?;
    if there.contains(&template) {
        return Ok(template);
    }
    let guest = host.create(None).await?;
    migrator.apply(&guest.url).await?;
    for old in there {
        host.drop_template(&old).await?;
    }
    host.keep(guest, &template).await?;
    Ok(template)
}
