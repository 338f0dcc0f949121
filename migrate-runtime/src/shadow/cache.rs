//! What is kept from one run to the next, in the user's cache directory.

use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

use super::error::ShadowError;

/// Names another directory.
pub const VARIABLE: &str = "CARGO_MIGRATE_CACHE";

/// The directory of the user that runs this process; nothing need be there yet.
///
/// A server that root starts runs as somebody else, who has no way into root's home.
///
/// # Errors
///
/// Where the user has no home.
pub fn directory() -> Result<PathBuf, ShadowError> {
    if let Some(named) = std::env::var_os(VARIABLE).filter(|it| !it.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    #[cfg(unix)]
    if super::user::is_root() {
        return Ok(PathBuf::from("/var/cache/cargo-migrate"));
    }
    use etcetera::BaseStrategy as _;
    let strategy = etcetera::choose_base_strategy();
    strategy.map(|it| it.cache_dir().join("cargo-migrate")).map_err(|error| {
        let doing = format!("finding the cache directory, which `{VARIABLE}` can name,");
        ShadowError::Io { doing, error: std::io::Error::other(error) }
    })
}

/// Where programs of servers are put that were fetched.
///
/// # Errors
///
/// Where the user has no home.
pub fn programs() -> Result<PathBuf, ShadowError> {
    Ok(directory()?.join("programs"))
}

/// A directory below that of the user, which is there.
pub(crate) fn below(name: &str) -> Result<PathBuf, ShadowError> {
    let path = directory()?.join(name);
    fs::create_dir_all(&path)
        .map_err(ShadowError::io(format!("creating the directory {}", path.display())))?;
    Ok(path)
}

/// Where the initialised data of servers are kept.
pub(super) fn templates() -> Option<PathBuf> {
    Some(directory().ok()?.join("templates"))
}

/// Sixteen digits that stand for a value, today and tomorrow. Another build of this program may have
/// others, and then finds nothing.
pub(crate) fn digits(value: impl std::hash::Hash) -> String {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Sixteen digits that nobody else comes up with.
pub(crate) fn unique() -> String {
    use std::hash::BuildHasher as _;
    let seed = (std::process::id(), std::time::SystemTime::now());
    format!("{:016x}", std::hash::RandomState::new().hash_one(seed))
}

/// What tells one build of a program from another.
pub(super) fn identity(program: &Path) -> String {
    let metadata = fs::metadata(program).ok();
    let modified = metadata.as_ref().and_then(|it| it.modified().ok());
    digits((program, metadata.map(|it| it.len()), modified))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_build_of_a_program_is_another_one() {
        let directory = tempfile::tempdir().unwrap();
        let program = directory.path().join("server");
        fs::write(&program, "one").unwrap();
        let before = identity(&program);
        assert_eq!(before, identity(&program));
        fs::write(&program, "more").unwrap();
        assert_ne!(before, identity(&program));
        assert_ne!(unique(), unique());
    }
}
