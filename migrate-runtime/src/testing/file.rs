//! Databases of SQLite: copies of a file that was migrated once.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use migrate_core::set::MigrationSet;
use once_cell::sync::Lazy;

use super::{TestError, key, lock};
use crate::migrator::Migrator;
use crate::shadow::{ShadowError, cache};

/// The directory of the templates and their copies.
const DIRECTORY: &str = "tests";
/// What SQLite and the runner put beside a database.
const BESIDE: [&str; 5] = ["", "-wal", "-shm", "-journal", "-migrate"];

/// What killed runs left is removed once.
static CLEANED: Lazy<()> = Lazy::new(|| {
    if let Ok(directory) = cache::below(DIRECTORY) {
        clean(&directory);
    }
});

/// A database of one test. The file goes with this.
#[derive(Debug)]
pub(super) struct Scratch {
    path: PathBuf,
    /// Held for as long as the database is in use, by whose lock others see that.
    _lock: File,
}

impl Scratch {
    /// A copy of what `migrator` makes.
    pub(super) async fn migrated(migrator: &Migrator<'_>) -> Result<Self, TestError> {
        Lazy::force(&CLEANED);
        let directory = cache::below(DIRECTORY)?;
        let template = template(&directory, migrator).await?;
        let scratch = Self::new(&directory)?;
        fs::copy(&template, &scratch.path).map_err(failed(&scratch.path))?;
        Ok(scratch)
    }

    fn new(directory: &Path) -> Result<Self, TestError> {
        let path = directory.join(format!("run_{}", cache::unique()));
        let lock = locked(&path).map_err(failed(&path))?;
        Ok(Self { path, _lock: lock })
    }

    pub(super) fn url(&self) -> String {
        url(&self.path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

fn locked(path: &Path) -> std::io::Result<File> {
    let lock = File::create_new(lock_of(path))?;
    lock.lock()?;
    Ok(lock)
}

/// The file that was migrated once, which is made where it is missing.
async fn template(directory: &Path, migrator: &Migrator<'_>) -> Result<PathBuf, TestError> {
    let (family, key) = key(migrator);
    let template = directory.join(format!("template_{family}_{key}"));
    if template.exists() {
        return Ok(template);
    }
    let _lock = lock(&format!("{family}_{key}")).await?;
    if template.exists() {
        return Ok(template);
    }
    let new = Scratch::new(directory)?;
    migrator.apply(&new.url()).await?;
    for old in listed(directory, &format!("template_{family}_")) {
        remove(&old);
    }
    fs::rename(&new.path, &template).map_err(failed(&template))?;
    Ok(template)
}

fn listed(directory: &Path, prefix: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let is_one = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix))
    };
    entries.map(|entry| entry.path()).filter(is_one).collect()
}

/// Removes the databases whose owners are no more.
fn clean(directory: &Path) {
    for lock in listed(directory, "run_") {
        let is_free = |file: File| file.try_lock().is_ok();
        if lock.extension().is_some_and(|it| it == "lock") && File::open(&lock).is_ok_and(is_free) {
            remove(&lock.with_extension(""));
        }
    }
}

/// What is not there any more is removed already.
fn remove(path: &Path) {
    for suffix in BESIDE {
        let _ = fs::remove_file(format!("{}{suffix}", path.display()));
    }
    let _ = fs::remove_file(lock_of(path));
}

fn lock_of(path: &Path) -> PathBuf {
    path.with_extension("lock")
}

fn url(path: &Path) -> String {
    let path = path.display().to_string().replace('%', "%25").replace('?', "%3F");
    format!("sqlite://{path}?mode=rwc")
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> TestError {
    let doing = format!("writing {}", path.display());
    move |error| TestError::Shadow(ShadowError::Io { doing, error })
}

/// What tells sets apart: nothing of a set with another history fits.
pub(super) fn print(set: &MigrationSet) -> String {
    let repeatables: Vec<(&str, &str)> =
        set.repeatables.iter().map(|it| (&*it.name, it.script.checksum.as_str())).collect();
    let (chain, target) = (set.chain.as_str(), set.target.to_string());
    cache::digits((chain, target, set.migrations.len(), repeatables))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_is_in_use_is_not() {
        let directory = tempfile::tempdir().unwrap();
        let used = Scratch::new(directory.path()).unwrap();
        fs::write(&used.path, "").unwrap();
        let left = directory.path().join("run_left");
        for path in [left.clone(), lock_of(&left), directory.path().join("run_left-wal")] {
            fs::write(path, "").unwrap();
        }
        clean(directory.path());
        assert_eq!(listed(directory.path(), "run_left"), Vec::<PathBuf>::new());
        assert!(used.path.exists());
        let path = used.path.clone();
        drop(used);
        assert!(!path.exists() && !lock_of(&path).exists());
    }

    #[test]
    fn a_path_is_a_url() {
        assert_eq!(url(Path::new("/a b/50%?")), "sqlite:///a b/50%25%3F?mode=rwc");
    }
}
