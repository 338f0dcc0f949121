//! `cargo migrate init`

use std::fs;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use migrate_core::config::{self, Config};
use migrate_core::set::read::Location;

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::lock_file::{self, Written};
use crate::project::migration::{Layout, Names, NewMigration, next_version};
use crate::project::package;
use crate::project::{self, Project, manifest};
use crate::ui::Ui;

/// Prepare a crate: its metadata, the directory, and a first migration
///
/// Writes only what is missing, and never over anything.
#[derive(Debug, clap::Args)]
pub(crate) struct Init {}

/// What was written, and what remains to be done by hand.
pub(crate) struct Prepared {
    /// The package.
    pub(crate) package: String,
    /// Files that were created, as shown.
    pub(crate) created: Vec<String>,
    /// Files that were changed, as shown.
    pub(crate) changed: Vec<String>,
    /// Whether Cargo.toml still needs the dependency.
    pub(crate) needs_dependency: bool,
    /// The argument of `embed_migrations!`, where the directory is not the usual one.
    pub(crate) directory: Option<String>,
}

/// The only one there is yet.
const DIALECT: &str = "sqlite";

const TITLE: &str = "create_settings";

const UP: &str = "\
-- The first migration: keep it if you have a use for it, or write your own first table instead.
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    changed_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
";

const DOWN: &str = "\
-- Undoes the up, in the opposite order.
DROP TABLE settings;
";

impl Init {
    pub(super) fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let package = package::find(&common.place)?;
        let (mut created, mut changed) = (Vec::new(), Vec::new());
        let config = project::config(&package)?;
        let location = project::location(&common.place, &package, &config)?;
        let (missing, directory) = missing(&config, &project::relative(&package, &location));
        if !missing.is_empty() {
            manifest::complete(&package, &missing)?;
            changed.push(project::shown(&package.manifest));
        }
        created.extend(first_migration(&location)?);
        let project = Project::of(package, &common.place)?;
        let reading = project.read();
        let lock_file = project::shown(&lock_file::path(&reading));
        match lock_file::write(&reading)? {
            Written::Created => created.push(lock_file),
            Written::Updated => changed.push(lock_file),
            Written::Unchanged => {}
        }
        ui.prepared(&Prepared {
            needs_dependency: !project.package.depends_on_runtime,
            package: project.package.name,
            created,
            changed,
            directory,
        });
        Ok(Exit::Done)
    }
}

/// What the metadata lacks, and the argument that `embed_migrations!` needs when it names another
/// directory than the user.
fn missing(config: &Config, directory: &str) -> (Vec<(&'static str, String)>, Option<String>) {
    let mut missing = Vec::new();
    if config.target.is_none() {
        missing.push(("dialect", DIALECT.to_owned()));
    }
    match config.dir.as_deref() {
        Some(dir) if dir.trim_end_matches('/') == directory => (missing, None),
        Some(_) => (missing, Some(directory.to_owned())),
        None if directory == config::DEFAULT_DIR => (missing, None),
        None => {
            missing.push(("dir", directory.to_owned()));
            (missing, None)
        }
    }
}

/// Creates the directory and, where it holds no migration, the first one.
fn first_migration(location: &Location) -> Result<Vec<String>, CliError> {
    let failed = |doing| {
        let path = location.shown.clone();
        move |error| CliError::File { doing, path, error }
    };
    fs::create_dir_all(&location.path).map_err(failed("creating"))?;
    let names = Names::read(&location.path).map_err(failed("reading"))?;
    if !names.versions.is_empty() {
        return Ok(Vec::new());
    }
    let first = NewMigration {
        version: next_version(&[], Timestamp::now().to_zoned(TimeZone::UTC).datetime()),
        title: TITLE.to_owned(),
        layout: Layout::Pairs,
        up: UP.to_owned(),
        down: DOWN.to_owned(),
    };
    Ok(first.write(&location.path, &location.shown)?.into())
}
