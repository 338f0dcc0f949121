//! `cargo check` of a crate that embeds migrations, after its `main.rs` was touched.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Instant, SystemTime};

use corpus::{Dialect, Layout};

use crate::Outcome;
use crate::effort::Effort;
use crate::runner::{children, succeed};
use crate::sample::{CPU, Sample, Series, WALL, each, milliseconds, times};

/// A crate that embeds, or does not.
#[derive(Clone, Copy)]
struct Embedder {
    /// As the table calls it.
    name: &'static str,
    package: &'static str,
    main: fn(directory: &str) -> String,
    /// Its directory of migrations.
    directory: &'static str,
}

/// The first is what the others are compared with.
const EMBEDDERS: [Embedder; 5] = [
    Embedder {
        name: "`sqlx::migrate!`",
        package: "with-sqlx",
        main: with_sqlx,
        directory: "migrations",
    },
    Embedder { name: "**ours**", package: "with-ours", main: with_ours, directory: "migrations" },
    Embedder {
        name: "`sqlx::migrate!`, a migration edited",
        package: "with-sqlx-edited",
        main: with_sqlx,
        directory: EDITED,
    },
    Embedder {
        name: "ours, a migration edited",
        package: "with-ours-edited",
        main: with_ours,
        directory: EDITED,
    },
    Embedder {
        name: "neither (the same crate without a macro)",
        package: "with-none",
        main: with_none,
        directory: "migrations",
    },
];

/// The directory in which the first migration is edited in each round, so that nothing said before
/// holds.
const EDITED: &str = "edited";

fn with_sqlx(directory: &str) -> String {
    format!("static ALL: sqlx::migrate::Migrator = sqlx::migrate!({directory:?});\n{}", main("ALL"))
}

fn with_ours(directory: &str) -> String {
    format!(
        "use migrate_runtime::{{Migrations, embed_migrations}};\n\
         static ALL: Migrations = embed_migrations!({directory:?}, dialect = \"sqlite\");\n{}",
        main("ALL")
    )
}

fn with_none(_: &str) -> String {
    main("()")
}

fn main(all: &str) -> String {
    format!("fn main() {{\n    std::hint::black_box(&{all});\n}}\n")
}

/// A workspace of the crates over two directories of the same migrations.
struct Crates {
    root: PathBuf,
    target: PathBuf,
}

impl Crates {
    fn write(root: &Path, target: &Path, workspace: &Path, size: usize) -> Outcome<Self> {
        let crates = Self { root: root.join(size.to_string()), target: target.to_owned() };
        for directory in ["migrations", EDITED] {
            corpus::write(
                &corpus::migrations(Dialect::Sqlite, size),
                Layout::Pairs,
                &crates.root.join(directory),
            )?;
        }
        let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"with-*\"]\n";
        fs::write(crates.root.join("Cargo.toml"), manifest)?;
        fs::copy(workspace.join("Cargo.lock"), crates.root.join("Cargo.lock"))?;
        let runtime = workspace.join("../migrate-runtime").canonicalize()?;
        for Embedder { package, main, directory, .. } in EMBEDDERS {
            let source = crates.root.join(package).join("src");
            fs::create_dir_all(&source)?;
            fs::write(source.join("main.rs"), main(&format!("../{directory}")))?;
            let manifest = manifest_of(package, &runtime);
            fs::write(crates.root.join(package).join("Cargo.toml"), manifest)?;
        }
        Ok(crates)
    }

    /// Adds a line of comment to the first migration.
    fn edit(&self) -> Outcome {
        let first = fs::read_dir(self.root.join(EDITED))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .filter(|path| path.to_string_lossy().ends_with(".up.sql"))
            .min()
            .ok_or("there are no migrations")?;
        let text = fs::read_to_string(&first)?;
        Ok(fs::write(&first, format!("{text}-- edited\n"))?)
    }

    fn check(&self, package: &str) -> Outcome<Sample> {
        let main = self.root.join(package).join("src/main.rs");
        fs::File::options().append(true).open(&main)?.set_modified(SystemTime::now())?;
        let mut cargo = Command::new("cargo");
        cargo.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        cargo.args(["check", "--quiet", "--package", package]);
        let (wall, cpu) = (Instant::now(), children()?);
        succeed(&mut cargo)?;
        Ok(Sample { wall: wall.elapsed(), cpu: children()?.saturating_sub(cpu) })
    }
}

fn manifest_of(package: &str, runtime: &Path) -> String {
    let sqlx = "sqlx = { version = \"0.9.0\", default-features = false, \
                features = [\"runtime-tokio\", \"sqlite\", \"migrate\", \"macros\"] }";
    let ours = format!("migrate-runtime = {{ path = {runtime:?}, features = [\"sqlite\"] }}");
    let dependency = if package.starts_with("with-sqlx") { sqlx } else { &ours };
    format!(
        "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{dependency}\n"
    )
}

/// Runs and prints the table.
pub(crate) fn table(
    workspace: &Path,
    target: &Path,
    scratch: &Path,
    effort: Effort,
) -> Outcome<String> {
    let mut text = "| `cargo check` after touching `main.rs` | N | wall ms | CPU ms | wall ÷ sqlx \
                    | CPU ÷ sqlx | CPU µs per migration |\n|---|--:|--:|--:|--:|--:|--:|\n"
        .to_owned();
    let target = target.join("embedders");
    for size in corpus::SIZES {
        let crates = Crates::write(scratch, &target, workspace, size)?;
        let mut series: [Series; EMBEDDERS.len()] = Default::default();
        for round in 0..=effort.check() {
            crates.edit()?;
            for (embedder, series) in EMBEDDERS.iter().zip(&mut series) {
                let sample = crates.check(embedder.package)?;
                // The first round builds the dependencies.
                series.0.extend((round > 0).then_some(sample));
            }
        }
        for (embedder, of) in EMBEDDERS.iter().zip(&series) {
            text += &format!(
                "| {} | {size} | {} | {} | {} | {} | {} |\n",
                embedder.name,
                milliseconds(of.median(WALL)),
                milliseconds(of.median(CPU)),
                times(of.ratio(&series[0], WALL)),
                times(of.ratio(&series[0], CPU)),
                each(of.median(CPU), size),
            );
        }
    }
    Ok(text)
}
