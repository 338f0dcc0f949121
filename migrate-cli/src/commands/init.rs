//! `cargo migrate init`

use std::fs;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use migrate_core::config::{self, Config};
use migrate_core::dialect::session::{Session, session};
use migrate_core::dialect::{Dialect, Target, TargetError};
use migrate_core::set::layout::Layout;
use migrate_core::set::read::{self, Location};

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::lock_file::{self, Written};
use crate::project::migration::{Names, NewMigration, following, next_version};
use crate::project::package::{self, Package};
use crate::project::{self, Project, dependency, evidence, manifest};
use crate::ui::Ui;

/// Prepare a crate: its metadata, the directory, and a first migration
///
/// Writes only what is missing, and never over anything. Where there are migrations already, the
/// rules begin behind the newest of them.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Init {
    /// What the migrations are written for: `postgres`, `mysql`, `mariadb` or `sqlite`, with a
    /// version where it is known, as in "postgres 15"
    ///
    /// Without it, what the crate already says: Cargo.toml, DATABASE_URL, the features of its
    /// drivers, the scripts. A crate that says nothing and has no migrations begins with SQLite.
    #[arg(long, value_name = "TARGET", value_parser = target)]
    dialect: Option<Named>,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate init
  cargo migrate init --dialect \"postgres 15\"
  cargo migrate init -p billing --dir db/migrations";

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
    /// The value of the dependency, where Cargo.toml still needs it.
    pub(crate) dependency: Option<String>,
    /// The argument of `embed_migrations!`, where the directory is not the usual one.
    pub(crate) directory: Option<String>,
    /// The first version that the rules are about, where there were migrations before.
    pub(crate) since: Option<String>,
    /// The dialect, and what speaks for it, where nobody said it.
    pub(crate) guessed: Option<(String, &'static str)>,
    /// What is said to the engine.
    pub(crate) session: &'static dyn Session,
}

const TITLE: &str = "create_settings";

/// MySQL has no key on a `TEXT`; a time is what each engine has for it.
fn up(dialect: Dialect) -> String {
    let (text, time) = match dialect {
        Dialect::Sqlite => ("TEXT", "TEXT"),
        Dialect::Postgres => ("text", "timestamptz"),
        Dialect::Mysql => ("varchar(190)", "datetime"),
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
        let chosen = self.chosen(common, &package, &config, &location)?;
        let (mut missing, directory) =
            chosen.missing(&config, &project::relative(&package, &location));
        let layout = config.layout.or_else(|| read::layout_of(&location.path)).unwrap_or_default();
        let is_said = config.layout.is_some() || layout == Layout::Native;
        missing.extend((!is_said).then(|| ("layout", layout.name().to_owned())));
        let since = since(&config, &location, layout);
        missing.extend(since.clone().map(|since| ("since", since)));
        if !missing.is_empty() {
            manifest::complete(&package, &missing)?;
            changed.push(project::shown(&package.manifest));
        }
        let target = chosen.named.target;
        created.extend(first_migration(&location, target.dialect, layout)?);
        let project = Project::of(package, &common.place)?;
        let reading = project.read();
        let lock_file = project::shown(&lock_file::path(&reading));
        match lock_file::write(&reading)? {
            Written::Created => created.push(lock_file),
            Written::Updated => changed.push(lock_file),
            Written::Unchanged => {}
        }
        let is_needed = !project.package.depends_on_runtime;
        let dependency =
            is_needed.then(|| dependency::value(&project.package.root, target.dialect));
        ui.prepared(&Prepared {
            dependency,
            package: project.package.name,
            created,
            changed,
            directory,
            since,
            guessed: chosen.from.map(|from| (chosen.named.written, from)),
            session: session(target.dialect),
        });
        Ok(Exit::Done)
    }

    /// What the migrations are written for.
    fn chosen(
        self,
        common: &Common,
        package: &Package,
        config: &Config,
        location: &Location,
    ) -> Result<Chosen, CliError> {
        let named = |named| Ok(Chosen { named, from: None });
        match (config.target, self.dialect) {
            (None, Some(asked)) => named(asked),
            (Some(target), None) => named(Named { written: target.to_string(), target }),
            (Some(target), Some(asked)) => {
                let other_version =
                    config::names_version(&asked.written) && asked.target.version != target.version;
                if asked.target.engine() != target.engine() || other_version {
                    let written = match config.assumed {
                        true => target.engine().to_owned(),
                        false => target.to_string(),
                    };
                    return Err(CliError::OtherDialect { asked: asked.written, written });
                }
                named(Named { written: target.to_string(), target })
            }
            (None, None) => guessed(common, package, location),
        }
    }
}

/// What the crate speaks for, where neither the user nor Cargo.toml says it.
fn guessed(common: &Common, package: &Package, location: &Location) -> Result<Chosen, CliError> {
    let clues = evidence::clues(&common.database, package, location);
    let by_default = || clues.is_empty() && !has_migrations(location);
    let (written, from) = match evidence::agreed(&clues) {
        Some(dialect) => (dialect, clues.first().map(|clue| clue.from)),
        None if by_default() => (Dialect::Sqlite.name(), None),
        None => {
            return Err(CliError::WhichDialect { package: package.name.clone(), clues });
        }
    };
    let unknown = |_| CliError::WhichDialect { package: package.name.clone(), clues: Vec::new() };
    let named = target(written).map_err(unknown)?;
    Ok(Chosen { named, from })
}

fn has_migrations(location: &Location) -> bool {
    read::layout_of(&location.path).is_some()
}

/// What the migrations are written for, and how that is known.
struct Chosen {
    named: Named,
    /// What spoke for it, where nobody said it.
    from: Option<&'static str>,
}

impl Chosen {
    /// What the metadata lacks, and the argument that `embed_migrations!` needs when it names
    /// another directory than the user.
    fn missing(
        &self,
        config: &Config,
        directory: &str,
    ) -> (Vec<(&'static str, String)>, Option<String>) {
        let mut missing = Vec::new();
        if config.target.is_none() {
            let written = &self.named.written;
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
fn since(config: &Config, location: &Location, layout: Layout) -> Option<String> {
    if config.target.is_some() || config.since.is_some() {
        return None;
    }
    // A directory that cannot be read is said when it is read for the first migration.
    let names = Names::read(&location.path, layout).ok()?;
    names.versions.last().map(|newest| following(newest, layout))
}

/// Creates the directory and, where it holds no migration, the first one.
fn first_migration(
    location: &Location,
    dialect: Dialect,
    layout: Layout,
) -> Result<Vec<String>, CliError> {
    let failed = |doing| {
        let path = location.shown.clone();
        move |error| CliError::File { doing, path, error }
    };
    fs::create_dir_all(&location.path).map_err(failed("creating"))?;
    let names = Names::read(&location.path, layout).map_err(failed("reading"))?;
    if !names.versions.is_empty() {
        return Ok(Vec::new());
    }
    let first = NewMigration {
        version: next_version(&[], Timestamp::now().to_zoned(TimeZone::UTC).datetime()),
        title: TITLE.to_owned(),
        form: names.form,
    };
    Ok(first.write(location, &up(dialect), DOWN)?.into())
}
