//! Decide: set × history × goal → what to run, in which order. Pure.

mod advice;
mod back;
mod error;
mod forward;
pub(crate) mod kin;
pub(crate) mod repeat;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use migrate_core::set::kin::Kin;
use migrate_core::set::name::Direction;
use migrate_core::set::{Down, Migration, MigrationSet, Script};
use migrate_core::version::Version;

use crate::history::{Applied, History, State};
use crate::options::Options;
use crate::report::Note;

use back::Way;
pub use error::PlanError;
pub(crate) use error::called;
pub(crate) use forward::diff;

/// Where to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Forward.
    Apply(Upto),
    /// Back.
    Rollback(Rollback),
    /// Back by so many and forward again.
    Redo(usize),
}

impl Goal {
    /// Everything pending.
    pub(crate) const NEWEST: Self = Self::Apply(Upto::Newest);
}

/// How far forward.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Upto {
    /// Everything pending, and behind it the repeatable scripts whose text has changed, which run at no
    /// other goal.
    #[default]
    Newest,
    /// What is pending up to and including this version.
    Version(Version),
    /// So many of what is pending.
    Steps(usize),
}

/// How far back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rollback {
    /// So many, newest first.
    Steps(usize),
    /// Everything applied after this version, which stays.
    Version(Version),
    /// Everything.
    All,
    /// What ran of the migration that was interrupted, and nothing else; nothing where none was.
    Interrupted,
}

impl From<Version> for Upto {
    fn from(version: Version) -> Self {
        Self::Version(version)
    }
}

impl From<usize> for Upto {
    fn from(steps: usize) -> Self {
        Self::Steps(steps)
    }
}

impl From<Version> for Rollback {
    fn from(version: Version) -> Self {
        Self::Version(version)
    }
}

impl From<usize> for Rollback {
    fn from(steps: usize) -> Self {
        Self::Steps(steps)
    }
}

/// What to run, in order.
#[derive(Clone, Debug, Default)]
pub struct Plan<'a> {
    /// The scripts.
    pub steps: Vec<Step<'a>>,
    /// The rows of the history that get the name that their migration has now, before anything runs.
    pub renamed: Vec<Renamed>,
    /// What the user should know although nothing is refused.
    pub notes: Vec<Note>,
}

/// A row of the history that gets another name: its migration has a later version now.
#[derive(Clone, Debug)]
pub struct Renamed {
    /// The row.
    pub sequence: i64,
    /// The migration that it is of.
    pub migration: Migration,
}

/// One script to run.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// Which way.
    pub direction: Direction,
    /// The version.
    pub version: Version,
    /// The title.
    pub title: String,
    /// The script.
    pub script: Script,
    /// Where the script was written.
    pub origin: ScriptOrigin,
    /// The migration it belongs to; none for one that only the history knows, and for a run.
    pub migration: Option<&'a Migration>,
    /// What undoes it, of the run of a repeatable script, which no migration tells.
    pub down: Option<Down>,
    /// How many of its parts an interrupted run has already done.
    pub done: usize,
    /// Whether a run of it was cut off.
    pub begun: bool,
    /// Whether the history already has a row for it.
    pub recorded: bool,
    /// Whether it undoes what ran of an up that was cut off, rather than all of it.
    pub undoes: bool,
}

impl<'a> Step<'a> {
    /// `20260101120000_create_users`, or `R__active_users`.
    #[must_use]
    pub fn name(&self) -> String {
        self.version.named(&self.title)
    }

    /// The up of a migration that the history does not know.
    pub(crate) fn up(migration: &'a Migration) -> Self {
        Self {
            direction: Direction::Up,
            version: migration.version.clone(),
            title: migration.title.to_string(),
            script: migration.up.clone(),
            origin: ScriptOrigin::Set,
            migration: Some(migration),
            down: None,
            done: 0,
            begun: false,
            recorded: false,
            undoes: false,
        }
    }

    /// A run of a repeatable script that the history does not know.
    pub(crate) fn run(run: &Migration) -> Self {
        Self {
            direction: Direction::Up,
            version: run.version.clone(),
            title: run.title.to_string(),
            script: run.up.clone(),
            origin: ScriptOrigin::Set,
            migration: None,
            down: Some(run.down.clone()),
            done: 0,
            begun: false,
            recorded: false,
            undoes: false,
        }
    }

    /// The up with its down, as far as the set or the step itself says what that is.
    pub(crate) fn whole(&self) -> Option<Cow<'a, Migration>> {
        let migration = |down: &Down| Migration {
            version: self.version.clone(),
            title: Cow::Owned(self.title.clone()),
            up: self.script.clone(),
            down: down.clone(),
            kin: Kin::NONE,
        };
        let run = || self.down.as_ref().map(|down| Cow::Owned(migration(down)));
        self.migration.map(Cow::Borrowed).or_else(run)
    }

    /// The up of a migration as it was applied.
    pub(crate) fn applied(set: &'a MigrationSet, row: &Applied) -> Self {
        let sql = row.details.up_sql.clone();
        Self {
            direction: Direction::Up,
            version: row.version.clone(),
            title: row.title.clone(),
            script: back::stored(set, row, Direction::Up, sql),
            origin: ScriptOrigin::History,
            migration: set.get(&row.version),
            down: None,
            done: 0,
            begun: false,
            recorded: true,
            undoes: false,
        }
    }

    /// The down of a migration; the reason where there is none.
    pub(crate) fn down(migration: &'a Migration) -> Result<Self, &'a str> {
        match &migration.down {
            Down::Irreversible { reason } => Err(reason),
            Down::Script(script) => Ok(Self {
                direction: Direction::Down,
                script: script.clone(),
                recorded: true,
                ..Self::up(migration)
            }),
        }
    }
}

/// Where the text of a script comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptOrigin {
    /// The set.
    Set,
    /// The history.
    History,
}

impl State {
    /// What was being done.
    #[must_use]
    pub const fn doing(self) -> &'static str {
        match self {
            Self::Applied | Self::Applying(_) => "applying",
            Self::Reverting(_) => "rolling back",
            Self::Undoing(_) => "undoing",
        }
    }
}

/// Plans the way from `history` to `goal`, for the crate called `crate_name`.
///
/// # Errors
///
/// When set and history do not fit together, or the goal cannot be reached.
pub fn plan<'a>(
    set: &'a MigrationSet,
    history: &History,
    goal: &Goal,
    options: &Options,
    crate_name: &str,
) -> Result<Plan<'a>, PlanError> {
    match goal {
        Goal::Apply(upto) => forward::plan(set, history, upto, options),
        Goal::Rollback(rollback) => {
            let way = if options.record_only { Way::Unrecorded } else { Way::Run(crate_name) };
            back::plan(set, history, rollback, way)
        }
        Goal::Redo(steps) => {
            let mut plan =
                back::plan(set, history, &Rollback::Steps(*steps), Way::Run(crate_name))?;
            let mut again: Vec<Step<'a>> = plan
                .steps
                .iter()
                .rev()
                .map(|it| forward::again(set, it))
                .collect::<Result<_, _>>()?;
            // What several rows stood for is one migration now.
            again.dedup_by(|one, other| one.version == other.version);
            plan.steps.extend(again);
            Ok(plan)
        }
    }
}

/// The row that a crash left behind, if there is one.
fn interrupted(history: &History) -> impl Iterator<Item = &Applied> {
    history.rows.iter().filter(|row| row.state != State::Applied)
}
