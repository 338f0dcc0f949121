//! Throwaway databases on a server that has others: made, written down, and dropped.
//!
//! Only what is written down is dropped. The note about a database lies in the user's cache, and its
//! owner holds a lock on it for as long as it lives, so that whoever finds the note free knows that
//! nobody uses the database any more.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use migrate_core::dialect::Dialect;
use migrate_core::dialect::session::Databases;

#[cfg(feature = "testing")]
use super::clerk::Clerk;
use super::error::ShadowError;
use super::server::cells;
use super::{cache, url};
use crate::driver::{Database, Driver, DriverError};

/// What the names of all of them begin with.
const PREFIX: &str = "migrate_shadow_";
/// The directory of the notes.
const NOTES: &str = "databases";

/// A name for one more: the prefix, the mark of its owner, and what nobody else comes up with.
pub(super) fn name() -> String {
    format!("{}{}", prefix(), cache::unique())
}

/// What tells ours from those of other machines and users: where their notes lie.
fn prefix() -> String {
    format!("{PREFIX}{}_", mark())
}

/// What stands for this machine and this user.
pub(super) fn mark() -> String {
    let host = hostname::get().unwrap_or_default();
    cache::digits((host, cache::directory().ok()))[..8].to_owned()
}

/// A database of ours, and the note about it. It is dropped with this.
#[derive(Debug)]
pub(super) struct Record {
    name: String,
    address: String,
    dialect: Dialect,
    databases: &'static dyn Databases,
    note: PathBuf,
    /// Whether it is not to be dropped any more.
    is_kept: bool,
    /// Who speaks to the server, where somebody does.
    #[cfg(feature = "testing")]
    clerk: Option<Clerk>,
    /// Held for as long as the database is in use.
    _lock: File,
}

impl Record {
    /// Writes down that a database is about to be made.
    pub(super) fn write(
        name: &str,
        address: &str,
        dialect: Dialect,
        databases: &'static dyn Databases,
    ) -> Result<Self, ShadowError> {
        let note = cache::below(NOTES)?.join(name);
        let doing = format!("writing {}", note.display());
        let lock = locked(&note, &url::server(address)).map_err(ShadowError::io(doing))?;
        let (name, address) = (name.to_owned(), address.to_owned());
        Ok(Self {
            name,
            address,
            dialect,
            databases,
            note,
            is_kept: false,
            #[cfg(feature = "testing")]
            clerk: None,
            _lock: lock,
        })
    }

    /// The same, and `clerk` drops it.
    #[cfg(feature = "testing")]
    pub(super) fn through(mut self, clerk: Clerk) -> Self {
        self.clerk = Some(clerk);
        self
    }

    /// The name of the database.
    #[cfg(feature = "testing")]
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Takes the note back: it stays, or is called something else.
    #[cfg(feature = "testing")]
    pub(super) fn forget(mut self) {
        let _ = fs::remove_file(&self.note);
        self.is_kept = true;
    }

    fn is_removed(&self, removed: Result<(), DriverError>) {
        match removed {
            Ok(()) => {
                // A note about a database that is no more tells nobody anything.
                let _ = fs::remove_file(&self.note);
            }
            Err(error) => tracing::warn!(database = self.name, %error, "it is left behind"),
        }
    }

    async fn remove(&self) -> Result<(), DriverError> {
        let mut driver = Database::from(&self.address).connect(self.dialect).await?;
        let removed = driver.execute(&self.databases.remove(&self.name)).await;
        driver.release().await;
        removed
    }
}

impl Drop for Record {
    /// On a thread of its own, since nobody can wait here.
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        #[cfg(feature = "testing")]
        if let Some(clerk) = &self.clerk {
            let removed = clerk.ask_and_block(self.databases.remove(&self.name));
            return self.is_removed(removed.map(drop));
        }
        let removed = std::thread::scope(|scope| {
            let removing = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                let unreachable = |error: std::io::Error| DriverError::refused(error.to_string());
                runtime.map_err(unreachable)?.block_on(self.remove())
            });
            removing.join()
        });
        let panicked = |_| Err(DriverError::refused("dropping it panicked".to_owned()));
        self.is_removed(removed.unwrap_or_else(panicked));
    }
}

fn locked(note: &Path, text: &str) -> std::io::Result<File> {
    use std::io::Write as _;
    let mut file = File::create_new(note)?;
    file.lock()?;
    writeln!(file, "{text}")?;
    Ok(file)
}

/// Drops what killed runs left behind on a server.
pub(super) async fn clean(driver: &mut dyn Driver, databases: &dyn Databases) {
    let Ok(directory) = cache::below(NOTES) else { return };
    let listed = driver.fetch(&databases.list(&prefix())).await.map(cells).unwrap_or_default();
    for name in listed {
        let note = directory.join(&name);
        // Without a note it may be anybody's.
        let Some(_free) = free(&note) else { continue };
        match driver.execute(&databases.remove(&name)).await {
            Ok(()) => {
                let _ = fs::remove_file(&note);
            }
            Err(error) => tracing::debug!(database = name, %error, "it is left behind"),
        }
    }
}

/// The note, if its owner is no more.
fn free(note: &Path) -> Option<File> {
    let file = File::open(note).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

/// Refuses a database that somebody uses. Nothing would be written to it, but who names it mistakes
/// it for another one.
pub(super) async fn is_unused(
    driver: &mut dyn Driver,
    databases: &dyn Databases,
    server: &str,
) -> Result<(), ShadowError> {
    let failed = |error| ShadowError::Server { server: server.to_owned(), error };
    let relations = cells(driver.fetch(databases.relations()).await.map_err(failed)?);
    if relations.is_empty() {
        return Ok(());
    }
    let database = cells(driver.fetch(databases.current()).await.map_err(failed)?).concat();
    let quoted = relations.iter().take(3).map(|name| format!("`{name}`"));
    let more = (relations.len() > 3).then(|| "…".to_owned());
    let relations = quoted.chain(more).collect();
    Err(ShadowError::Used { server: server.to_owned(), database, relations })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_free_when_its_owner_is_no_more() {
        let directory = tempfile::tempdir().unwrap();
        let note = directory.path().join("it");
        let lock = locked(&note, "localhost").unwrap();
        assert!(free(&note).is_none());
        drop(lock);
        assert!(free(&note).is_some());
        assert!(free(&directory.path().join("other")).is_none());
    }

    #[test]
    fn names_are_words_of_their_owner() {
        let name = name();
        assert!(name.starts_with(&prefix()) && name.len() < 60, "{name}");
        assert!(
            name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')
        );
    }
}
