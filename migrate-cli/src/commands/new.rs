//! `cargo migrate new`

use jiff::Timestamp;
use jiff::tz::TimeZone;
use migrate_core::dialect::session::session;
use migrate_core::set::name;

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::lock_file::{self, Written};
use crate::project::migration::{Names, NewMigration, next_version};
use crate::project::{Project, shown};
use crate::ui::Ui;

/// Add a migration: its two scripts, and its entry in migrate.lock
///
/// The scripts are comments at first, and the build refuses them until there is a statement in each.
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// What it does, as in "add role to users"
    title: String,
}

/// What was written.
pub(crate) struct Added {
    /// The version.
    pub(crate) version: String,
    /// The title.
    pub(crate) title: String,
    /// The up as shown.
    pub(crate) up: String,
    /// The down as shown.
    pub(crate) down: String,
    /// The lock file as shown.
    pub(crate) lock_file: String,
    /// What became of it.
    pub(crate) written: Written,
    /// Whether this version tries the migrations on a throwaway database.
    pub(crate) tried: bool,
}

impl New {
    pub(super) fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let title = name::title_from_words(&self.title)
            .map_err(|_| CliError::EmptyTitle { words: self.title.clone() })?;
        let project = Project::find(&common.place)?;
        let location = &project.location;
        if !location.path.is_dir() {
            return Err(CliError::NoDirectory { shown: location.shown.clone() });
        }
        lock_file::usable(&project.read())?;
        let names = Names::read(&location.path).map_err(|error| CliError::File {
            doing: "reading",
            path: location.shown.clone(),
            error,
        })?;
        let now = Timestamp::now().to_zoned(TimeZone::UTC).datetime();
        let new = NewMigration {
            version: next_version(&names.versions, now),
            layout: names.layout,
            up: up(self.title.trim()),
            down: down(self.title.trim()),
            title,
        };
        let [up, down] = new.write(&location.path, &location.shown)?;
        let reading = project.read();
        let written = lock_file::write(&reading)?;
        let lock_file = shown(&lock_file::path(&reading));
        let tried = session(project.target.dialect).has_throwaway();
        let NewMigration { version, title, .. } = new;
        ui.added(&Added { version, title, up, down, lock_file, written, tried });
        Ok(Exit::Done)
    }
}

/// A title may hold line ends, and a comment ends with its line.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn up(words: &str) -> String {
    format!(
        "-- Up: {}\n\
         --\n\
         -- Write the statements here. The build refuses this migration until there is one.\n",
        one_line(words)
    )
}

fn down(words: &str) -> String {
    format!(
        "-- Down: undoes \"{}\"\n\
         --\n\
         -- Write the statements that bring back the schema as it was before the up.\n\
         -- If there is no way back, delete this file and let the up begin with:\n\
         --     -- migrate: irreversible(reason = \"...\")\n",
        one_line(words)
    )
}
