//! What was done, as data; text is composed by whoever shows it.

use std::time::Duration;

use migrate_core::set::name::Direction;
use migrate_core::set::repeatable::{PREFIX, Repeatable};
use migrate_core::set::{Migration, MigrationSet};
use migrate_core::sql::normal::same_meaning;
use migrate_core::version::Version;

use crate::history::{Applied, History, State};
use crate::plan::kin::Place;
use crate::stale::Stale;
use crate::verify::Verification;

/// What a run did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The scripts that ran, in order.
    pub steps: Vec<StepReport>,
    /// What the user should know although nothing was refused.
    pub notes: Vec<Note>,
    /// The newest version that is applied now.
    pub current: Option<Version>,
    /// How many migrations of the set are pending now, and repeatable scripts whose text is another than
    /// that of their last run; none of these where a newer set has migrated the database.
    pub pending: usize,
    /// What was found where migrations were verified in place ([`Options::verify_in_place`]).
    ///
    /// [`Options::verify_in_place`]: crate::Options::verify_in_place
    pub verification: Option<Verification>,
    /// How long others were waited for.
    pub waited: Duration,
    /// How long it took, waiting included.
    pub took: Duration,
}

/// A script that ran.
#[derive(Clone, Debug)]
pub struct StepReport {
    /// Which way.
    pub direction: Direction,
    /// The version.
    pub version: Version,
    /// The title.
    pub title: String,
    /// The script as shown to people.
    pub path: String,
    /// How long it took.
    pub took: Duration,
}

/// Something the user should know although nothing was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// An applied migration was edited, but only its comments or blanks.
    CommentsEdited {
        /// The version.
        version: Version,
        /// The script as shown to people.
        file: String,
    },
    /// The database has a migration that is newer than the whole set.
    DatabaseNewer {
        /// The version.
        version: Version,
        /// Its title.
        title: String,
    },
    /// The directory no longer holds what this debug build embeds.
    Stale(Stale),
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CommentsEdited { version, file } => write!(
                f,
                "{file} was edited after {version} was applied, but only its comments or blanks"
            ),
            Self::DatabaseNewer { version, title } => write!(
                f,
                "the database has migration {version} ({title}), which is newer than this set"
            ),
            Self::Stale(stale) => stale.fmt(f),
        }
    }
}

/// What is applied and what is pending.
#[derive(Clone, Debug)]
pub struct Status {
    /// Every migration of the set and of the history, by version.
    pub migrations: Vec<MigrationStatus>,
    /// Every repeatable script of the set, by name.
    pub repeatables: Vec<RepeatableStatus>,
    /// Every run of such a script that was not rolled back, oldest first.
    pub runs: Vec<MigrationStatus>,
    /// What the user should know.
    pub notes: Vec<Note>,
}

impl Status {
    /// The newest applied version.
    #[must_use]
    pub fn current(&self) -> Option<&Version> {
        self.migrations.iter().filter(|it| it.applied.is_some()).map(|it| &it.version).next_back()
    }

    /// How many are pending, repeatable scripts included.
    #[must_use]
    pub fn pending(&self) -> usize {
        let all = self.migrations.iter().map(|it| it.standing);
        let all = all.chain(self.repeatables.iter().map(|it| it.standing));
        all.filter(|standing| *standing == Standing::Pending).count()
    }
}

/// One repeatable script and where it stands.
#[derive(Clone, Debug)]
pub struct RepeatableStatus {
    /// Its name.
    pub name: String,
    /// Where it stands: edited since its last run, it is pending. A run of a newer set has replaced it.
    pub standing: Standing,
    /// The row of its last run.
    pub applied: Option<Applied>,
}

impl RepeatableStatus {
    pub(crate) fn of(it: &Repeatable, history: &History, is_older: bool) -> Self {
        let applied = history.last_run(&it.name).cloned();
        let standing = match &applied {
            Some(row) if row.state != State::Applied => Standing::Interrupted,
            Some(row) if row.up_checksum == it.script.checksum => Standing::Applied,
            _ if is_older => Standing::Replaced,
            _ => Standing::Pending,
        };
        Self { name: it.name.to_string(), standing, applied }
    }

    /// `R__active_users`
    #[must_use]
    pub fn file_stem(&self) -> String {
        format!("{PREFIX}{}", self.name)
    }
}

/// One migration and where it stands.
#[derive(Clone, Debug)]
pub struct MigrationStatus {
    /// The version.
    pub version: Version,
    /// The title.
    pub title: String,
    /// Where it stands.
    pub standing: Standing,
    /// Its row in the history.
    pub applied: Option<Applied>,
}

impl MigrationStatus {
    /// One that the history does not know.
    pub(crate) fn pending(migration: &Migration) -> Self {
        Self {
            version: migration.version.clone(),
            title: migration.title.to_string(),
            standing: Standing::Pending,
            applied: None,
        }
    }

    /// The run of a repeatable script, and the run that is the last one of that script.
    pub(crate) fn run(set: &MigrationSet, row: &Applied, last: Option<&Applied>) -> Self {
        let is_last = last.is_none_or(|last| last.sequence == row.sequence);
        let standing = match set.repeatable(&row.title) {
            _ if row.state != State::Applied => Standing::Interrupted,
            _ if !is_last => Standing::Replaced,
            None => Standing::Unknown,
            Some(it) if it.script.checksum == row.up_checksum => Standing::Applied,
            Some(_) => Standing::Edited,
        };
        let (version, title) = (row.version.clone(), row.title.clone());
        Self { version, title, standing, applied: Some(row.clone()) }
    }

    /// One that the history knows, and where its migration stands in the set.
    pub(crate) fn applied(set: &MigrationSet, row: Applied, place: Option<Place>) -> Self {
        let migration = place.map(|place| &set.migrations[place.at]);
        let standing = match (row.state, migration) {
            (State::Applied, Some(_)) if place.is_some_and(|place| place.replaced) => {
                Standing::Replaced
            }
            (State::Applying(_) | State::Reverting(_) | State::Undoing(_), _) => {
                Standing::Interrupted
            }
            (State::Applied, None) => Standing::Unknown,
            (State::Applied, Some(migration)) => {
                let up = &migration.up;
                if up.checksum == row.up_checksum {
                    Standing::Applied
                } else if same_meaning(&row.details.up_sql, &up.sql, set.target.dialect) {
                    Standing::CommentsEdited
                } else {
                    Standing::Edited
                }
            }
        };
        let (version, title) = (row.version.clone(), row.title.clone());
        Self { version, title, standing, applied: Some(row) }
    }
}

/// Where a migration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Applied as it is.
    Applied,
    /// Applied; since then its comments or blanks were edited.
    CommentsEdited,
    /// Applied; since then its meaning was edited.
    Edited,
    /// Applied and not in the set.
    Unknown,
    /// Applied, and in the set under another name or as a part of another.
    Replaced,
    /// Begun and not finished.
    Interrupted,
    /// In the set and not applied.
    Pending,
}

impl Standing {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::CommentsEdited => "applied (comments edited since)",
            Self::Edited => "edited after it was applied",
            Self::Unknown => "applied, not in the directory",
            Self::Replaced => "applied, replaced since",
            Self::Interrupted => "interrupted",
            Self::Pending => "pending",
        }
    }
}
