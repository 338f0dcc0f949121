//! What a service waits for when nothing of it is compiled yet, and which part of that is the macro.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::Outcome;
use crate::effort::Effort;
use crate::runner::{children, succeed};
use crate::sample::{CPU, Sample, Series, WALL, seconds};

const ENGINES: [&str; 3] = ["sqlite", "postgres", "mysql"];

/// What a service depends on.
struct Service {
    /// As the table calls it.
    name: &'static str,
    /// Whether sqlx is there, with what it has by default.
    sqlx: bool,
    /// The crates of ours.
    ours: &'static [&'static str],
}

/// The first is what the others are compared with. The last two but one differ by the macro, since a
/// service compiles the core once, for the macro and for itself, where the profile is cargo's own.
const SERVICES: [Service; 6] = [
    Service { name: "sqlx alone", sqlx: true, ours: &[] },
    Service { name: "sqlx, `migrate-macros`", sqlx: true, ours: &["migrate-macros"] },
    Service { name: "sqlx, `migrate-core`", sqlx: true, ours: &["migrate-core"] },
    Service {
        name: "sqlx, `migrate-core`, `migrate-macros`",
        sqlx: true,
        ours: &["migrate-core", "migrate-macros"],
    },
    Service {
        name: "**sqlx, `migrate-runtime`**, which needs both",
        sqlx: true,
        ours: &["migrate-runtime"],
    },
    Service { name: "`migrate-macros` alone", sqlx: false, ours: &["migrate-macros"] },
];

/// Builds and prints the table.
pub(crate) fn table(workspace: &Path, scratch: &Path, effort: Effort) -> Outcome<String> {
    let mut text = "| cold debug build | of a service with | CPU s | CPU s more than sqlx alone | \
                    wall s |\n|---|---|--:|--:|--:|\n"
        .to_owned();
    for engine in ENGINES {
        let directories = SERVICES
            .iter()
            .enumerate()
            .map(|(at, it)| it.write(engine, at, workspace, scratch))
            .collect::<Outcome<Vec<PathBuf>>>()?;
        let mut series: [Series; SERVICES.len()] = Default::default();
        for _ in 0..effort.cold() {
            for (directory, series) in directories.iter().zip(&mut series) {
                series.0.push(build(directory)?);
            }
        }
        for (service, of) in SERVICES.iter().zip(&series) {
            let more = of.more(&series[0], CPU).filter(|_| service.sqlx);
            text += &format!(
                "| {engine} | {} | {} | {} | {} |\n",
                service.name,
                seconds(of.median(CPU)),
                seconds(more),
                seconds(of.median(WALL)),
            );
        }
    }
    Ok(text)
}

impl Service {
    fn write(&self, engine: &str, at: usize, workspace: &Path, scratch: &Path) -> Outcome<PathBuf> {
        let directory = scratch.join(format!("cold-{engine}-{at}"));
        fs::create_dir_all(directory.join("src"))?;
        fs::write(directory.join("src/main.rs"), "fn main() {}\n")?;
        fs::write(directory.join("Cargo.toml"), self.manifest(engine, workspace)?)?;
        // The versions that everything else here is measured with.
        fs::copy(workspace.join("Cargo.lock"), directory.join("Cargo.lock"))?;
        // What is not on this machine yet is no part of a build.
        succeed(Command::new("cargo").current_dir(&directory).args(["fetch", "--quiet"]))?;
        Ok(directory)
    }

    fn manifest(&self, engine: &str, workspace: &Path) -> Outcome<String> {
        let mut text = "[workspace]\n\n[package]\nname = \"service\"\nversion = \"0.0.0\"\n\
                        edition = \"2024\"\n\n[dependencies]\n"
            .to_owned();
        if self.sqlx {
            text += &format!(
                "sqlx = {{ version = \"0.9.0\", features = [\"runtime-tokio\", \"{engine}\"] }}\n"
            );
        }
        for name in self.ours {
            let path = workspace.join("..").join(name).canonicalize()?;
            text += &format!(
                "{name} = {{ path = {path:?}, default-features = false, features = [\"{engine}\"] }}\n"
            );
        }
        Ok(text)
    }
}

/// Builds into an empty directory, with cargo's own profile.
fn build(directory: &Path) -> Outcome<Sample> {
    let target = directory.join("target");
    let mut cargo = Command::new("cargo");
    cargo.current_dir(directory).args(["build", "--quiet"]).env("CARGO_TARGET_DIR", &target);
    for (name, _) in std::env::vars_os() {
        let is_profile = name.to_string_lossy().starts_with("CARGO_PROFILE_");
        if is_profile || ["RUSTFLAGS", "RUSTC_WRAPPER"].iter().any(|it| name == *it) {
            cargo.env_remove(name);
        }
    }
    // Ours come from a directory here, where cargo would prepare to compile them again after an edit; for
    // what comes from a registry it does not.
    cargo.env("CARGO_INCREMENTAL", "0");
    let (wall, cpu) = (Instant::now(), children()?);
    succeed(&mut cargo)?;
    let sample = Sample { wall: wall.elapsed(), cpu: children()?.saturating_sub(cpu) };
    fs::remove_dir_all(&target)?;
    Ok(sample)
}
