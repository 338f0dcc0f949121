//! Keeps `migrate.lock` as the directory is.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use migrate_core::set::MigrationSet;
use migrate_core::set::lock_file::{self, NAME};
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

/// Writes the lock file for what was read, if it says anything else.
pub(crate) fn write(reading: &Reading) -> Result<Written, CliError> {
    let path = path(reading);
    let text = lock_file::render(&reading.set);
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
