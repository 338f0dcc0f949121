//! Throwaway databases: where they come from, and that nothing of them stays.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says why it did not run"
)]

#[path = "shadow/docker.rs"]
mod docker;
#[path = "shadow/end.rs"]
mod end;
#[path = "shadow/named.rs"]
mod named;
#[path = "shadow/npm.rs"]
mod npm;
#[path = "shadow/own.rs"]
mod own;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use migrate_runtime::shadow;
use migrate_tests::{BARE_MANIFEST, Crate};
use tempfile::TempDir;

/// A crate whose throwaway servers keep their files where nobody else's are.
struct Trial {
    it: Crate,
    files: TempDir,
    cache: TempDir,
}

const USERS: [&str; 2] =
    ["CREATE TABLE users (id int PRIMARY KEY, email varchar(80));", "DROP TABLE users;"];
const AGE: [&str; 2] =
    ["ALTER TABLE users ADD COLUMN age int;", "ALTER TABLE users DROP COLUMN age;"];

impl Trial {
    /// Two migrations for a target; none, with a line that says why, where no such server is installed.
    fn of(target: &str) -> Option<Self> {
        let (engine, _) = target.split_once(' ').unwrap_or((target, ""));
        let engine = if engine == "postgres" { "PostgreSQL" } else { "MariaDB" };
        if !shadow::found().iter().any(|it| it.release.engine == engine) {
            assert!(std::env::var_os("CI").is_none(), "{engine} is not installed");
            println!("skipped: {engine} is not installed");
            return None;
        }
        let it = Self::for_nobody(target);
        it.write("20260101120000_create_users", USERS);
        it.write("20260102120000_add_age", AGE);
        Some(it)
    }

    /// A crate without migrations, whether there is a server for it or not.
    fn for_nobody(target: &str) -> Self {
        let it = Crate::bare();
        let metadata = format!("\n[package.metadata.migrate]\ntarget = \"{target}\"\n");
        it.write("Cargo.toml", &format!("{BARE_MANIFEST}{metadata}"));
        Self { it, files: open_directory(), cache: open_directory() }
    }

    fn write(&self, name: &str, [up, down]: [&str; 2]) {
        self.it.write(&format!("migrations/{name}.up.sql"), &format!("{up}\n"));
        self.it.write(&format!("migrations/{name}.down.sql"), &format!("{down}\n"));
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.it.command(arguments);
        command.env("CARGO_MIGRATE_TMPDIR", self.files.path());
        command.env("CARGO_MIGRATE_CACHE", self.cache.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What is left of servers: files, and processes that were told of them.
    fn left(&self) -> Vec<String> {
        let mut left: Vec<String> = names(self.files.path());
        let path = self.files.path().display().to_string();
        let processes = Command::new("ps").args(["-A", "-o", "pid=,args="]).output().unwrap();
        let processes = String::from_utf8_lossy(&processes.stdout).into_owned();
        left.extend(processes.lines().filter(|line| line.contains(&path)).map(str::to_owned));
        left
    }
}

/// A directory that servers of another user than root may write to.
fn open_directory() -> TempDir {
    let directory = tempfile::Builder::new().prefix("s-").tempdir_in("/tmp").unwrap();
    fs::set_permissions(directory.path(), Permissions::from_mode(0o777)).unwrap();
    directory
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Both streams of a run.
fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}\n{}", text(&output.stdout), text(&output.stderr))
}
