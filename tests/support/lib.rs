//! What the suites share: the binary under test, small crates to run it in, servers, and what
//! engines do with a migration.

pub mod engine;
pub mod peers;
pub mod server;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// The binary `cargo-migrate`, built from the sources as they are.
///
/// Cargo tells a test where the binaries of its own package are, and this one belongs to another.
/// `cargo build` finds out whether it is up to date, which takes no time when it is, and its lock
/// on the build directory makes the processes of nextest wait for each other.
///
/// # Panics
///
/// When it does not build.
pub fn cargo_migrate() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
        let target = target_directory();
        let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build.args(["build", "--quiet", "--package", "migrate-cli", "--manifest-path"]);
        build.arg(&manifest).arg("--target-dir").arg(&target);
        let status = build.status();
        assert!(status.is_ok_and(|status| status.success()), "migrate-cli does not build");
        target.join("debug").join(format!("cargo-migrate{}", std::env::consts::EXE_SUFFIX))
    })
}

/// The build directory this test was built into: `<here>/debug/deps/test-0123456789abcdef`.
fn target_directory() -> PathBuf {
    let test = std::env::current_exe().unwrap_or_default();
    test.ancestors().nth(3).map(Path::to_owned).unwrap_or_default()
}

/// A crate in a temporary directory, with migrations.
#[derive(Debug)]
pub struct Crate {
    directory: TempDir,
}

/// The manifest of a crate without metadata.
pub const BARE_MANIFEST: &str = "\
[package]
name = \"app\"
version = \"0.1.0\"
edition = \"2024\"

[workspace]
";

impl Crate {
    /// A crate without anything for migrations.
    ///
    /// # Panics
    ///
    /// When the temporary directory cannot be written; so do the others.
    #[must_use]
    pub fn bare() -> Self {
        let it = Self::nothing();
        it.write("Cargo.toml", BARE_MANIFEST).write("src/lib.rs", "");
        it
    }

    /// A directory without a crate.
    #[must_use]
    pub fn nothing() -> Self {
        let directory = tempfile::Builder::new().prefix("migrate-").tempdir();
        Self { directory: directory.unwrap_or_else(|error| unwritable(&error)) }
    }

    /// A crate with metadata and these scripts: their names without `.sql` and their texts.
    #[must_use]
    pub fn with(scripts: &[(&str, &str)]) -> Self {
        let it = Self::bare();
        let metadata = "\n[package.metadata.migrate]\ndialect = \"sqlite\"\n";
        it.write("Cargo.toml", &format!("{BARE_MANIFEST}{metadata}"));
        for (name, text) in scripts {
            it.write(&format!("migrations/{name}.sql"), text);
        }
        it
    }

    /// The same crate, whose SQL is read and not judged: for what happens when migrations that
    /// the check would refuse meet an engine.
    #[must_use]
    pub fn unjudged(self) -> Self {
        let manifest = self.read("Cargo.toml");
        let dialect = "dialect = \"sqlite\"\n";
        let since = format!("{dialect}since = \"30000101000000\"\n");
        self.write("Cargo.toml", &manifest.replace(dialect, &since));
        self
    }

    /// The same crate, which has wished a rule away.
    #[must_use]
    pub fn without(self, rule: &str) -> Self {
        let rules = format!(
            "{}\n[package.metadata.migrate.rules]\n{rule} = \"off\"\n",
            self.read("Cargo.toml")
        );
        self.write("Cargo.toml", &rules);
        self
    }

    /// Where it is, without symbolic links.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        let path = self.directory.path();
        path.canonicalize().unwrap_or_else(|_| path.to_owned())
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) -> &Self {
        let path = self.path().join(path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all);
        written.and_then(|()| fs::write(&path, text)).unwrap_or_else(|error| unwritable(&error));
        self
    }

    /// Reads a file.
    #[must_use]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| unwritable(&error))
    }

    /// The files below a directory by name, with `/` between the parts.
    #[must_use]
    pub fn files(&self, below: &str) -> Vec<String> {
        let mut files = Vec::new();
        list(&self.path().join(below), "", &mut files);
        files.sort();
        files
    }

    /// `cargo migrate` with these arguments, as cargo would start it there, without a terminal.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(cargo_migrate());
        command.arg("migrate").args(arguments).current_dir(self.path()).stdin(Stdio::null());
        for variable in [
            "DATABASE_URL",
            "SHADOW_DATABASE_URL",
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "RUST_LOG",
        ] {
            command.env_remove(variable);
        }
        command.env("COLUMNS", "100").env("LC_ALL", "C.UTF-8");
        command
    }

    /// Runs `cargo migrate` with these arguments.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap_or_else(|error| unwritable(&error))
    }

    /// Runs `cargo migrate` on the database `app.db`, which it creates.
    #[must_use]
    pub fn run_on_database(&self, arguments: &[&str]) -> Output {
        let url = ["--database-url", "sqlite:app.db?mode=rwc"];
        self.run(&[arguments, &url].concat())
    }
}

#[expect(clippy::panic, reason = "only tests use it, and this one cannot go on")]
fn unwritable(error: &io::Error) -> ! {
    panic!("the fixture cannot be had: {error}")
}

fn list(directory: &Path, prefix: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), files);
        } else {
            files.push(name);
        }
    }
}
