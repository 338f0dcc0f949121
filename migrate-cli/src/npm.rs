//! The programs of PostgreSQL as packages of the npm registry carry them, one for each platform.

mod archive;
mod registry;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use migrate_runtime::shadow::cache;

use self::registry::Release;
use crate::error::CliError;

/// Why no programs were fetched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NpmError {
    /// There is no package for this machine.
    #[error("there are no programs of PostgreSQL on npm for {os} on {architecture}")]
    Platform {
        /// The system.
        os: &'static str,
        /// The processor.
        architecture: &'static str,
    },
    /// The registry does not answer, or not as one.
    #[error("{url} cannot be fetched: {reason}")]
    Registry {
        /// What was asked for.
        url: String,
        /// What came instead.
        reason: String,
    },
    /// There is no such version.
    #[error("there is no PostgreSQL {wanted} in `{package}`; there are {}", .majors.join(", "))]
    Version {
        /// What was asked for.
        wanted: String,
        /// The package.
        package: String,
        /// What there is.
        majors: Vec<String>,
    },
    /// What was fetched is not what the registry says it is.
    #[error("{url} is not what the registry says it is: its checksum is {found}, not {expected}")]
    Checksum {
        /// Where it was fetched from.
        url: String,
        /// As the registry says.
        expected: String,
        /// As it is.
        found: String,
    },
    /// The package is not made as such packages are.
    #[error("{url} is no package of programs: {reason}")]
    Archive {
        /// Where it was fetched from.
        url: String,
        /// What is wrong.
        reason: String,
    },
    /// The programs do not run here.
    #[error("the programs of PostgreSQL {version} do not run here: {reason}")]
    Unusable {
        /// Which ones.
        version: String,
        /// What happened.
        reason: String,
    },
    /// Something could not be written.
    #[error("writing {} failed: {error}", .path.display())]
    File {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl NpmError {
    /// Whether there was nobody to ask.
    pub(crate) const fn is_unreachable(&self) -> bool {
        matches!(self, Self::Registry { .. })
    }

    /// What to do about it.
    pub(crate) fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Registry { .. } => {
                "check the network; a mirror is named by the variable `npm_config_registry`, and a \
                 proxy by `HTTPS_PROXY`"
            }
            Self::Checksum { .. } => "nothing of it is kept: fetch it again, or ask who changed it",
            Self::Platform { .. } | Self::Unusable { .. } => {
                "install PostgreSQL's own package, or name a server with `--shadow URL`"
            }
            Self::Version { .. } | Self::Archive { .. } | Self::File { .. } => return Vec::new(),
        };
        vec![hint.to_owned()]
    }
}

/// Programs that were fetched, or were there already.
pub(crate) struct Installed {
    /// The version.
    pub(crate) version: String,
    /// The directory of the programs.
    pub(crate) directory: PathBuf,
    /// Whether they were there already.
    pub(crate) before: bool,
}

/// Fetches the newest programs whose version begins with `wanted`, if they are not there; `begins` is
/// told before that takes a while.
pub(crate) fn install(wanted: &str, begins: impl FnOnce(&str)) -> Result<Installed, CliError> {
    let release = registry::newest(wanted)?;
    let version = format!("{}.{}", release.version.major, release.version.minor);
    let home = cache::programs()?.join(format!("postgres-{version}"));
    let directory = home.join("bin");
    if directory.is_dir() {
        return Ok(Installed { version, directory, before: true });
    }
    begins(&format!("fetching PostgreSQL {version} from {}", release.dist.tarball));
    let bytes = registry::fetch(&release.dist)?;
    place(&release, &bytes, &cache::directory()?, &home)?;
    Ok(Installed { version, directory, before: false })
}

/// Unpacks the programs, tries whether they run here, and only then gives them their name.
fn place(release: &Release, bytes: &[u8], cache: &Path, home: &Path) -> Result<(), NpmError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| NpmError::File { path, error }
    };
    let (new, lock) = (cache.join("fetched"), cache.join("fetched.lock"));
    let programs = home.parent().unwrap_or(cache);
    fs::create_dir_all(programs).map_err(failed(programs))?;
    // One at a time, so that whatever is there is of one that was killed.
    let lock_file = File::create(&lock).map_err(failed(&lock))?;
    lock_file.lock().map_err(failed(&lock))?;
    if new.exists() {
        fs::remove_dir_all(&new).map_err(failed(&new))?;
    }
    let unpacked = archive::unpack(bytes, &new).map_err(|error| NpmError::Archive {
        url: release.dist.tarball.clone(),
        reason: error.to_string(),
    });
    let placed = unpacked.and_then(|()| runs(release, &new)).and_then(|()| {
        // Another one may have been quicker, and what it placed is the same.
        if home.is_dir() { Ok(()) } else { fs::rename(&new, home).map_err(failed(home)) }
    });
    // After an error it is in nobody's way, and the next one removes it.
    let _ = fs::remove_dir_all(&new);
    placed
}

fn runs(release: &Release, home: &Path) -> Result<(), NpmError> {
    let name = format!("postgres{}", std::env::consts::EXE_SUFFIX);
    let output = Command::new(home.join("bin").join(name)).arg("--version").output();
    let reason = match output {
        Ok(output) if output.status.success() => return Ok(()),
        Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        Err(error) => error.to_string(),
    };
    Err(NpmError::Unusable { version: release.version.to_string(), reason })
}
