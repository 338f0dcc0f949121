//! A disk that is soon full.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::{end_with_this_process, give, unprivileged};

/// A disk of a few megabytes, in memory, that goes with this value.
pub struct Disk(TempDir);

impl Disk {
    /// Mounts one for the first of some users that exists. None, with a line that says why, where
    /// nothing can be mounted: only root may, and not in every container.
    #[must_use]
    pub fn mount(users: &[&str]) -> Option<Self> {
        let directory = TempDir::new().unwrap();
        let user = unprivileged(users);
        let disk = directory.path().join("disk");
        std::fs::create_dir(&disk).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(&disk);
        match mount.output() {
            Ok(output) if output.status.success() => {}
            Ok(output) => {
                println!("skipped: {}", String::from_utf8_lossy(&output.stderr).trim());
                return None;
            }
            Err(error) => {
                println!("skipped: `mount`: {error}");
                return None;
            }
        }
        let mounted = Self(directory);
        end_with_this_process(&format!("umount -l '{}'", disk.display()), mounted.0.path());
        give(&[mounted.0.path(), &disk], user);
        Some(mounted)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> std::path::PathBuf {
        self.0.path().join("disk")
    }

    /// Makes room.
    pub fn grow(&self) {
        let size = ["-o", "remount,size=256m"];
        assert!(Command::new("mount").args(size).arg(self.path()).status().unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Servers may still have files open on it.
        unmount(&self.path());
    }
}

fn unmount(disk: &Path) {
    let _ = Command::new("umount").arg("-l").arg(disk).status();
}
