//! Databases on servers: copies of one that was migrated once, where the engine copies databases.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

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
    let (family, template) = names(host, migrator);
    if known().contains(&template) {
        match host.create(Some(&template)).await {
            Ok(guest) => return Ok(Some(guest)),
            // Another process has put a newer one in its place.
            Err(_) => known().remove(&template),
        };
    }
    make(host, migrator, &family, &template).await?;
    let guest = host.create(Some(&template)).await?;
    known().insert(template);
    Ok(Some(guest))
}

/// The templates that were there when this process looked.
fn known() -> MutexGuard<'static, BTreeSet<String>> {
    static KNOWN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the names of the templates begin with that replace each other, and that of this one.
fn names(host: &Host, migrator: &Migrator<'_>) -> (String, String) {
    let (family, key) = key(migrator);
    let family = format!("{PREFIX}{}_{family}_", host.mark());
    let template = format!("{family}{key}");
    (family, template)
}

/// Makes the database that is migrated once, where it is missing.
async fn make(
    host: &Host,
    migrator: &Migrator<'_>,
    family: &str,
    template: &str,
) -> Result<(), TestError> {
    let _lock = lock(template).await?;
    let there = host.templates(family).await?;
    if there.iter().any(|it| it == template) {
        return Ok(());
    }
    let guest = host.create(None).await?;
    migrator.apply(&guest.url).await?;
    for old in there {
        host.drop_template(&old).await?;
    }
    Ok(host.keep(guest, template).await?)
}
