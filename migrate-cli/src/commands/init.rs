//! `cargo migrate init`

use std::fs;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use migrate_core::config::{self, Config};
use migrate_core::dialect::session::{Session, session};
use migrate_core::dialect::{Dialect, Target, TargetError};
use migrate_core::set::read::Location;

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::lock_file::{self, Written};
use crate::project::migration::{Layout, Names, NewMigration, following, next_version};
use crate::project::package;
use crate::project::{self, Project, manifest};
use crate::ui::Ui;

/// Prepare a crate: its metadata, the directory, and a first migration
///
/// Writes only what is missing, and never over anything. Where there are migrations already, the
/// rules begin behind the newest of them.
#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// What the migrations are written for: `postgres`, `mysql`, `mariadb` or `sqlite`, with a
    /// version where it is known, as in "postgres 15"
    #[arg(long, value_name = "TARGET", value_parser = target, default_value = "sqlite")]
    dialect: Named,
}

/// A target as the user writes it.
#[derive(Clone, Debug)]
struct Named {
    written: String,
    target: Target,
}

fn target(written: &str) -> Result<Named, TargetError> {
    let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Named { target: written.parse()?, written })
}

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
    /// The first version that the rules are about, where there were migrations before.
    pub(crate) since: Option<String>,
    /// The engine, where this version runs the migrations, too.
    pub(crate) session: Option<&'static dyn Session>,
}

const TITLE: &str = "create_settings";

/// MySQL has no key on a `TEXT`; a time is what each engine has for it.
fn up(dialect: Dialect) -> String {
    let (text, time) = match dialect {
        Dialect::Sqlite => ("TEXT", "TEXT"),
        Dialect::Postgres => ("text", "timestamptz"),
        Dialect::Mysql => ("varchar(190)", "timestamp"),
    };
    format!(
        "-- The first migration: keep it if you have a use for it, or write your own first table instead.\n\
         CREATE TABLE settings (\n    \
         name {text} NOT NULL PRIMARY KEY,\n    \
         value {text} NOT NULL,\n    \
         changed_at {time} NOT NULL DEFAULT CURRENT_TIMESTAMP\n\
         );\n"
    )
}

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
        let (mut missing, directory) =
            self.missing(&config, &project::relative(&package, &location));
        let since = since(&config, &location);
        missing.extend(since.clone().map(|since| ("since", since)));
        if !missing.is_empty() {
            manifest::complete(&package, &missing)?;
            changed.push(project::shown(&package.manifest));
        }
        let target = config.target.unwrap_or(self.dialect.target);
        created.extend(first_migration(&location, target.dialect)?);
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
            since,
            session: session(target.dialect),
        });
        Ok(Exit::Done)
    }

    /// What the metadata lacks, and the argument that `embed_migrations!` needs when it names
    /// another directory than the user.
    fn missing(
        &self,
        config: &Config,
        directory: &str,
    ) -> (Vec<(&'static str, String)>, Option<String>) {
        let mut missing = Vec::new();
        if config.target.is_none() {
            let written = &self.dialect.written;
            let key = if config::names_version(written) { "target" } else { "dialect" };
            missing.push((key, written.clone()));
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
}

/// Where the rules begin in a project that has migrations and adopts the framework now. Who has the
/// metadata already has decided that before.
fn since(config: &Config, location: &Location) -> Option<String> {
    if config.target.is_some() || config.since.is_some() {
        return None;
    }
    // A directory that cannot be read is said when it is read for the first migration.
    Names::read(&location.path).ok()?.versions.last().map(following)
}

/// Creates the directory and, where it holds no migration, the first one.
fn first_migration(location: &Location, dialect: Dialect) -> Result<Vec<String>, CliError> {
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
        up: up(dialect),
        down: DOWN.to_owned(),
    };
    Ok(first.write(&location.path, &location.shown)?.into())
}
