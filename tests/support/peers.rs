//! Other tools, as their users run them: what the tests of adoption begin with.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "only tests use it, which fail by panicking and say why they did not run"
)]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use super::{server, target_directory};

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers");

/// A library of C that some of them need for a server, by the names that `pkg-config` and Debian have
/// for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Library {
    name: &'static str,
    package: &'static str,
}

/// What diesel needs for PostgreSQL.
pub const LIBPQ: Library = Library { name: "libpq", package: "libpq-dev" };
/// What diesel needs for MariaDB.
pub const LIBMARIADB: Library = Library { name: "libmariadb", package: "libmariadb-dev" };

impl Library {
    /// Whether it is installed. Where it is not, a line says so.
    #[must_use]
    pub fn is_installed(self) -> bool {
        let is_there = self.is_there();
        if !is_there {
            server::missing(self.package);
        }
        is_there
    }

    fn is_there(self) -> bool {
        let mut ask = Command::new("pkg-config");
        ask.args(["--exists", self.name]).stderr(Stdio::null());
        ask.status().is_ok_and(|status| status.success())
    }
}

/// `sqlx`, `diesel` or `refinery`, which `tests/peers` builds once, with what they have in common.
#[must_use]
pub fn peer(program: &str) -> Command {
    static PROGRAMS: OnceLock<PathBuf> = OnceLock::new();
    let directory = PROGRAMS.get_or_init(|| {
        let target = target_directory().join("peers");
        let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build.args(["build", "--quiet", "--locked", "--manifest-path"]);
        build.arg(Path::new(SOURCES).join("Cargo.toml")).arg("--target-dir").arg(&target);
        build.args(["-p", "peers", "-p", "sqlx-cli", "-p", "diesel_cli", "-p", "refinery_cli"]);
        for library in [LIBPQ, LIBMARIADB].into_iter().filter(|it| it.is_there()) {
            build.args(["--features", library.name]);
        }
        let status = build.status();
        assert!(status.is_ok_and(|status| status.success()), "tests/peers does not build");
        target.join("debug")
    });
    let mut command = Command::new(directory.join(program));
    command.stdin(Stdio::null()).env_remove("DATABASE_URL").env("NO_COLOR", "1");
    command
}

/// Alembic, with its drivers, in a place of its own.
#[derive(Clone, Debug)]
pub struct Alembic(PathBuf);

/// What its command does, one line for each time that it would be typed.
const TYPED: &str = "\
import sys
from alembic.config import main
for line in sys.stdin.read().splitlines():
    main(argv=line.split('\\t'))
";

impl Alembic {
    /// Installs what `tests/peers/requirements.txt` says. None, with a line that says why, where that
    /// cannot be had.
    #[must_use]
    pub fn install() -> Option<Self> {
        python().map(Self)
    }

    /// Runs commands in a directory, one after the other.
    #[must_use]
    pub fn run(&self, directory: &Path, commands: &[&[&str]]) -> Output {
        let lines: Vec<String> = commands.iter().map(|it| it.join("\t")).collect();
        let mut alembic = Command::new(&self.0);
        alembic.args(["-c", TYPED]).current_dir(directory);
        alembic.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = alembic.spawn().unwrap();
        running.stdin.take().unwrap().write_all(lines.join("\n").as_bytes()).unwrap();
        running.wait_with_output().unwrap()
    }
}

/// dbmate, whose program pip brings. None, with a line that says why, where that cannot be had.
#[must_use]
pub fn dbmate() -> Option<Command> {
    let mut command = Command::new(python()?.with_file_name("dbmate"));
    command.stdin(Stdio::null()).env_remove("DATABASE_URL").env("NO_COLOR", "1");
    Some(command)
}

fn python() -> Option<PathBuf> {
    static INSTALLED: OnceLock<Option<PathBuf>> = OnceLock::new();
    INSTALLED.get_or_init(installed).clone()
}

fn installed() -> Option<PathBuf> {
    let place = target_directory().join("peers");
    fs::create_dir_all(&place).unwrap();
    // The processes of nextest wait for each other.
    let lock = File::create(place.join("python.lock")).unwrap();
    lock.lock().unwrap();
    let wanted = Path::new(SOURCES).join("requirements.txt");
    let (place, wanted_text) = (place.join("python"), fs::read_to_string(&wanted).unwrap());
    let done = place.join("requirements.txt");
    let python = place.join("bin/python");
    if fs::read_to_string(&done).is_ok_and(|it| it == wanted_text) {
        return Some(python);
    }
    let make = Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place).output();
    if !make.is_ok_and(|output| output.status.success()) {
        server::missing("python3-venv");
        return None;
    }
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--requirement"]).arg(&wanted);
    let output = pip.output().unwrap();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let why = said.lines().last().unwrap_or_default();
        assert!(std::env::var_os("CI").is_none(), "alembic and dbmate: {said}");
        println!("skipped: alembic and dbmate cannot be installed: {why}");
        return None;
    }
    fs::write(&done, wanted_text).unwrap();
    Some(python)
}
