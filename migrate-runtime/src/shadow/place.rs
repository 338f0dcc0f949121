//! The directory of a throwaway server: made by its guard, marked by a lock, removed by its guard.
//!
//! Where the guard itself was killed, the lock is free, and whoever comes next removes the rest.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::cache;
use super::error::{INSTEAD_OF_OURS, ShadowError};
use super::guard::{Guard, quoted};
use super::user::{User, number};

/// Names the directory below which servers keep their files.
const VARIABLE: &str = "CARGO_MIGRATE_TMPDIR";
const PREFIX: &str = "cargo-migrate-";
const LOCK: &str = "lock";
/// What the name of a socket may have, less what the server puts behind the directory.
const LONGEST: usize = 75;
/// What a server needs of a file system.
const ROOM: u64 = 256 << 20;
/// A directory without a lock is one that somebody is just making, or never finished.
const UNFINISHED: Duration = Duration::from_secs(60 * 60);

/// A directory with its guard.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) directory: PathBuf,
    pub(super) guard: Guard,
    /// Held for as long as the directory is in use.
    _lock: File,
}

impl Place {
    /// Makes one that belongs to `user`, whose server ends with `signal`.
    pub(super) fn take(user: Option<User>, signal: &str) -> Result<Self, ShadowError> {
        let mut tried = Vec::new();
        for root in roots() {
            clean(&root, user);
            let directory = root.join(format!("{PREFIX}{}", cache::unique()));
            if directory.as_os_str().len() > LONGEST {
                tried.push(format!("{} is too long for the name of a socket", root.display()));
                continue;
            }
            let path = quoted(&directory.display().to_string());
            let mut guard = Guard::begin(user, &farewell(&path, signal))
                .map_err(ShadowError::io("starting a shell"))?;
            let made = guard.run(&format!("mkdir -m 700 {path}"));
            if made.map_err(ShadowError::io("speaking to a shell"))? {
                let lock = lock(&directory)
                    .map_err(ShadowError::io(format!("locking {}", directory.display())))?;
                return Ok(Self { directory, guard, _lock: lock });
            }
            tried.push(format!("{} cannot be written to", root.display()));
        }
        Err(ShadowError::NoRoom { tried: tried.join(", ") })
    }

    /// What to do where a server does not begin in it.
    pub(super) fn remedy(&self) -> String {
        remedy(room(&self.directory), self.directory.parent().unwrap_or(&self.directory))
    }

    /// A path in it, as the programs are told.
    pub(super) fn path(&self, name: &str) -> String {
        self.directory.join(name).display().to_string()
    }
}

/// Ends the server, and removes the directory and a copy that is not finished.
///
/// The signal is sent until nobody is there to get it: what a shell has just started ignores it, or has
/// not yet begun to be what it was started as. While the shell waits for `sleep`, it takes note of the
/// end of others.
fn farewell(directory: &str, signal: &str) -> String {
    format!(
        "test -z \"$server\" || while kill -{signal} \"$server\"; do sleep 0.004; done; \
         rm -rf {directory} \"$copy\""
    )
}

/// The lock has its name only when it is held, so that nobody finds it free before that.
fn lock(directory: &Path) -> std::io::Result<File> {
    let new = directory.join("new");
    let file = File::create(&new)?;
    file.lock()?;
    fs::rename(new, directory.join(LOCK))?;
    Ok(file)
}

/// Where a directory may be made, the best place first.
fn roots() -> Vec<PathBuf> {
    if let Some(named) = std::env::var_os(VARIABLE).filter(|it| !it.is_empty()) {
        return vec![PathBuf::from(named)];
    }
    let memory = Path::new("/dev/shm");
    let mut roots: Vec<PathBuf> = Vec::new();
    roots.extend((room(memory) >= ROOM).then(|| memory.to_owned()));
    for root in [std::env::temp_dir(), PathBuf::from("/tmp")] {
        if !roots.contains(&root) {
            roots.push(root);
        }
    }
    roots
}

/// How many bytes are free there.
fn room(directory: &Path) -> u64 {
    rustix::fs::statvfs(directory).map_or(0, |it| it.f_bavail.saturating_mul(it.f_frsize))
}

/// Programs seldom say last that the disk is full.
fn remedy(left: u64, root: &Path) -> String {
    if left >= ROOM {
        return INSTEAD_OF_OURS.to_owned();
    }
    let (left, root) = (left >> 20, root.display());
    format!("{left} MiB are free in {root}: make room, or name another directory by {VARIABLE}")
}

/// Removes what was left behind by others of the same user, and ends what runs in it.
fn clean(root: &Path, user: Option<User>) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let directory = entry.path();
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX)
            && fs::symlink_metadata(&directory)
                .is_ok_and(|it| it.is_dir() && it.uid() == number(user));
        if is_ours && is_left(&directory) {
            tracing::debug!(directory = %directory.display(), "removing what was left behind");
            // As the user it belongs to: what it says about processes is not to be trusted further.
            let _ = Guard::begin(user, &burial(&directory));
        }
    }
}

fn is_left(directory: &Path) -> bool {
    match File::open(directory.join(LOCK)) {
        Ok(file) => file.try_lock().is_ok(),
        Err(_) => {
            let age = fs::metadata(directory).and_then(|it| it.modified()).ok();
            age.and_then(|it| it.elapsed().ok()).is_some_and(|age| age > UNFINISHED)
        }
    }
}

/// Ends the server whose number is written in the directory, if a process of that number still has
/// the directory among its arguments.
fn burial(directory: &Path) -> String {
    let path = quoted(&directory.display().to_string());
    format!(
        "server=$(cat {path}/pid) && case $(ps -o args= -p \"$server\") in *{path}*) \
         kill -QUIT \"$server\"; tries=0; \
         while kill -0 \"$server\" && test $tries -lt 50; do sleep 0.1; tries=$((tries+1)); done; \
         kill -KILL \"$server\";; esac; rm -rf {path}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn a_full_disk_is_told_and_where_more_room_may_be() {
        assert_eq!(remedy(ROOM, Path::new("/tmp")), INSTEAD_OF_OURS);
        assert_eq!(
            remedy(9 << 20, Path::new("/tmp")),
            "9 MiB are free in /tmp: make room, or name another directory by CARGO_MIGRATE_TMPDIR"
        );
    }

    #[test]
    fn a_place_is_gone_with_its_owner() {
        let place = Place::take(None, "KILL").unwrap();
        let directory = place.directory.clone();
        fs::create_dir(directory.join("data")).unwrap();
        assert!(!is_left(&directory), "somebody holds it");
        drop(place);
        assert!(!directory.exists());
    }

    #[test]
    fn what_was_left_behind_is_ended_and_removed() {
        let root = tempfile::tempdir().unwrap();
        let left = root.path().join(format!("{PREFIX}left"));
        fs::create_dir(&left).unwrap();
        drop(lock(&left).unwrap());
        // The directory is among the arguments of the server that runs in it.
        let mut server = Command::new("sh");
        server.args(["-c", "read forever"]).arg(&left).stdin(std::process::Stdio::piped());
        let mut server = server.spawn().unwrap();
        let open = server.stdin.take();
        fs::write(left.join("pid"), server.id().to_string()).unwrap();
        let held = root.path().join(format!("{PREFIX}held"));
        fs::create_dir(&held).unwrap();
        let lock = lock(&held).unwrap();
        let new = root.path().join(format!("{PREFIX}new"));
        fs::create_dir(&new).unwrap();
        // It waits for a child of ours, which ends only when we hear of it.
        let cleaning = std::thread::spawn({
            let root = root.path().to_owned();
            move || clean(&root, None)
        });
        server.wait().unwrap();
        drop(open);
        cleaning.join().unwrap();
        assert!(!left.exists() && held.exists() && new.exists());
        drop(lock);
    }

    #[test]
    fn a_process_that_has_another_one_s_number_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let left = root.path().join(format!("{PREFIX}left"));
        fs::create_dir(&left).unwrap();
        drop(lock(&left).unwrap());
        let mut other = Command::new("sleep").arg("1000").spawn().unwrap();
        fs::write(left.join("pid"), other.id().to_string()).unwrap();
        clean(root.path(), None);
        assert!(!left.exists());
        assert!(other.try_wait().unwrap().is_none(), "it has nothing to do with the directory");
        other.kill().unwrap();
        other.wait().unwrap();
    }
}
