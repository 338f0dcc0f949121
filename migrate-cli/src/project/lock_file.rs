//! Keeps `migrate.lock` as the directory is.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use migrate_core::set::MigrationSet;
use migrate_core::set::lock_file::{LockFile, NAME};
use migrate_core::set::read::Reading;

use super::file;
use crate::error::CliError;

/// What became of the lock file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// There was none.
    Created,
    /// It said something else.
    Updated,
    /// It was right.
    Unchanged,
}

impl Written {
    /// The word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
        }
    }
}

/// Where the lock file is, or would be.
pub(crate) fn path(reading: &Reading) -> PathBuf {
    reading.directory.join(NAME)
}

/// Stops where there is a lock file that cannot be read: what it says would be lost.
pub(crate) fn usable(reading: &Reading) -> Result<&LockFile, CliError> {
    let path = || super::shown(&path(reading));
    reading.lock.as_ref().ok_or_else(|| CliError::LockFile { path: path() })
}

/// Writes the lock file for what was read, if it says anything else. What it says of migrations that
/// cannot be read now stays.
pub(crate) fn write(reading: &Reading) -> Result<Written, CliError> {
    let lock = usable(reading)?.listing(&reading.set, reading.has_errors());
    replace(reading, &lock)
}

/// Writes a lock file, if the one that is there says anything else.
pub(crate) fn replace(reading: &Reading, lock: &LockFile) -> Result<Written, CliError> {
    let path = path(reading);
    let text = lock.render();
    let before = fs::read_to_string(&path).ok();
    if before.as_deref() == Some(&*text) {
        return Ok(Written::Unchanged);
    }
    file::replace(&path, text.as_bytes()).map_err(|error| CliError::File {
        doing: "writing",
        path: super::shown(&path),
        error,
    })?;
    if before.is_some() {
        return Ok(Written::Updated);
    }
    touch(&reading.directory, &reading.set);
    Ok(Written::Created)
}

/// A crate that was built when there was no lock file does not watch it, but it watches the scripts:
/// one of them that looks new makes cargo build again.
fn touch(directory: &Path, set: &MigrationSet) {
    if let Some(first) = set.migrations.first() {
        let file = File::options().append(true).open(directory.join(&*first.up.file));
        // A script that may not be written is somebody's wish; the next edit rebuilds.
        let _ = file.and_then(|file| file.set_modified(SystemTime::now()));
    }
}
