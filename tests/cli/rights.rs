//! Who may not read or write says what to do about it.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use migrate_tests::{Crate, cargo_migrate};
use tempfile::TempDir;

use crate::{assert_said, said, two_migrations};

/// `nobody`, on most systems.
const NOBODY: u32 = 65_534;

/// Somebody who owns nothing, with the programs in a place where such people may run them.
struct Nobody {
    programs: TempDir,
    is_root: bool,
}

impl Nobody {
    fn new() -> Self {
        let programs = TempDir::new().unwrap();
        allow(programs.path(), 0o755);
        for program in [cargo_migrate(), Path::new(env!("CARGO"))] {
            let copy = programs.path().join(program.file_name().unwrap());
            fs::copy(program, &copy).unwrap();
            allow(&copy, 0o755);
        }
        let is_root = fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0);
        let home = programs.path().join("home");
        fs::create_dir(&home).unwrap();
        allow(&home, 0o777);
        Self { programs, is_root }
    }

    fn run(&self, it: &Crate, arguments: &[&str]) -> Output {
        let program = |name: &Path| self.programs.path().join(name.file_name().unwrap());
        let mut command = Command::new(program(cargo_migrate()));
        command.arg("migrate").args(arguments).current_dir(it.path()).env_clear();
        command.env("CARGO", program(Path::new(env!("CARGO")))).env("COLUMNS", "80");
        command.env("PATH", "/usr/bin:/bin").env("LC_ALL", "C.UTF-8");
        for home in ["HOME", "CARGO_HOME", "CARGO_MIGRATE_CACHE"] {
            command.env(home, self.programs.path().join("home"));
        }
        if self.is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.output().unwrap()
    }
}

/// For as long as it lives, a file or directory has other rights.
struct Rights(PathBuf, u32);

impl Rights {
    fn of(it: &Crate, path: &str, mode: u32) -> Self {
        let path = it.path().join(path);
        let before = fs::metadata(&path).unwrap().permissions().mode();
        allow(&path, mode);
        Self(path, before)
    }
}

impl Drop for Rights {
    fn drop(&mut self) {
        allow(&self.0, self.1);
    }
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn who_may_not_write_to_the_cache_is_told_of_another_one() {
    let (it, nobody) = (two_migrations(), Nobody::new());
    allow(&it.path(), 0o755);
    allow(&nobody.programs.path().join("home"), 0o555);
    let said = said(&nobody.run(&it, &["test", "--no-verify", "--", "true"]));
    assert!(said.contains("home/tests failed: Permission denied"), "{said}");
    assert!(
        said.contains("name a directory that may be written to, by CARGO_MIGRATE_CACHE"),
        "{said}"
    );
}

#[test]
fn what_may_not_be_done_is_said_with_the_next_step() {
    let (it, nobody) = (two_migrations(), Nobody::new());
    it.write(".env", "DATABASE_URL=sqlite:app.db\n");
    let _readable = ["", "migrations", "src"].map(|path| Rights::of(&it, path, 0o555));
    let app = ["--database-url", "sqlite:app.db?mode=rwc"];
    assert_said!(it, "rights_new", nobody.run(&it, &["new", "add role to users"]));
    assert_said!(it, "rights_verify", nobody.run(&it, &["verify"]));
    assert_said!(it, "rights_dump", nobody.run(&it, &["schema", "dump", "-o", "schema.sql"]));
    assert_said!(it, "rights_man", nobody.run(&it, &["man", "pages"]));
    assert_said!(it, "rights_up", nobody.run(&it, &[&["up"][..], &app].concat()));
    assert_said!(it, "rights_doctor", nobody.run(&it, &[&["doctor"][..], &app].concat()));
    let up = "migrations/20260101120000_create_users.up.sql";
    for (name, path, arguments) in [
        ("rights_script", up, &["check"][..]),
        ("rights_directory", "migrations", &["check"]),
        ("rights_env", ".env", &["status"]),
        ("rights_manifest", "Cargo.toml", &["check"]),
    ] {
        let _unreadable = Rights::of(&it, path, 0o000);
        assert_said!(it, name, nobody.run(&it, arguments));
    }
}
