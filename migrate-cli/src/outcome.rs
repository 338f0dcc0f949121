//! What a run did, as data: the one thing that text, JSON and markdown of `up`, `down` and `redo`
//! are composed from.

use std::time::Duration;

use migrate_core::set::name::Direction;
use migrate_core::set::{Down, Migration, MigrationSet};
use migrate_core::version::Version;
use migrate_runtime::Error;
use migrate_runtime::report::{Note, Report, Status, StepReport};
use migrate_runtime::verify::{Blocker, Verified};

use crate::proven::Proven;

/// What a run did, and where it left the database.
pub(crate) struct Outcome<'a> {
    /// The scripts that ran and are committed, in order.
    pub(crate) steps: Vec<Step>,
    /// Why it did not go on.
    pub(crate) stop: Option<Stop<'a>>,
    /// Where the database stands now, if it can be read.
    pub(crate) now: Option<Now>,
    /// How long it took.
    pub(crate) took: Duration,
    /// What else to know.
    pub(crate) notes: Vec<Note>,
    /// Whether the history was written, and no script run.
    pub(crate) is_record: bool,
}

/// Where a database stands.
pub(crate) struct Now {
    /// The newest applied version.
    pub(crate) current: Option<Version>,
    /// How many migrations are pending.
    pub(crate) pending: usize,
    /// Whether that version is newer than the directory.
    pub(crate) ahead: bool,
}

impl Now {
    fn new(current: Option<Version>, pending: usize, set: &MigrationSet) -> Self {
        let newest = set.migrations.last().map(|newest| &newest.version);
        let ahead = current.as_ref() > newest;
        Self { current, pending, ahead }
    }

    /// Where a database stands that was asked.
    pub(crate) fn of(status: &Status, set: &MigrationSet) -> Self {
        Self::new(status.current().cloned(), status.pending(), set)
    }

    /// Whether it has the directory's migrations and no others.
    pub(crate) const fn is_head(&self) -> bool {
        !self.ahead && self.pending == 0
    }

    /// `head`, or how far it is from there.
    pub(crate) fn distance(&self) -> String {
        match (self.ahead, self.pending) {
            (true, _) => "newer than the directory".to_owned(),
            (false, 0) => "head".to_owned(),
            (false, pending) => format!("{pending} pending"),
        }
    }
}

/// A script that ran.
pub(crate) struct Step {
    /// Which way.
    pub(crate) direction: Direction,
    /// The version.
    pub(crate) version: Version,
    /// The title.
    pub(crate) title: String,
    /// The script as shown.
    pub(crate) path: String,
    /// How long it took.
    pub(crate) took: Duration,
    /// Whether there is a way back.
    pub(crate) rollback: Rollback,
}

impl Step {
    /// `20260101120000_create_users`, or `R__active_users`.
    pub(crate) fn name(&self) -> String {
        self.version.named(&self.title)
    }
}

/// What is known about the way back.
pub(crate) enum Rollback {
    /// It was tried.
    Verified {
        /// Where.
        engine: String,
    },
    /// There is none, and the author says why.
    Irreversible {
        /// Why.
        reason: String,
    },
    /// There is one, and nobody has tried it.
    NotVerified,
}

/// Why a run did not go on.
pub(crate) enum Stop<'a> {
    /// Something failed.
    Failed {
        /// The script, where it is one's fault.
        path: Option<String>,
        /// What failed.
        error: &'a Error,
    },
    /// A rollback was found not to work, so nothing was applied.
    Blocked {
        /// The migration.
        verified: &'a Verified,
        /// What is wrong with it.
        blocker: &'a Blocker,
    },
}

impl<'a> Outcome<'a> {
    /// A run that reached its goal.
    pub(crate) fn reached(report: Report, set: &MigrationSet, proven: Option<&Proven>) -> Self {
        let now = Now::new(report.current, report.pending, set);
        let mut steps = steps(report.steps, set, proven);
        if let Some(verification) = &report.verification {
            let restored = |step: &&mut Step| verification.restored(&step.version);
            for step in steps.iter_mut().filter(restored) {
                step.rollback = Rollback::Verified { engine: verification.engine.clone() };
            }
        }
        let (took, notes) = (report.took, report.notes);
        Self { steps, stop: None, now: Some(now), took, notes, is_record: false }
    }

    /// A run that failed after `committed`.
    pub(crate) fn failed(
        error: &'a Error,
        committed: Vec<StepReport>,
        set: &MigrationSet,
        proven: Option<&Proven>,
    ) -> Self {
        let path = match error {
            Error::Failed(failure) => Some(failure.path.clone()),
            Error::BrokenReferences { path, .. } => Some(path.clone()),
            _ => None,
        };
        Self {
            steps: steps(committed, set, proven),
            stop: Some(Stop::Failed { path, error }),
            now: None,
            took: Duration::ZERO,
            notes: Vec::new(),
            is_record: false,
        }
    }

    /// A run that did not begin, because a rollback does not work.
    pub(crate) fn blocked(verified: &'a Verified, blocker: &'a Blocker, took: Duration) -> Self {
        let stop = Some(Stop::Blocked { verified, blocker });
        let (steps, notes) = (Vec::new(), Vec::new());
        Self { steps, stop, now: None, took, notes, is_record: false }
    }

    /// The same, of a run that wrote the history and ran no script, or not.
    pub(crate) fn recorded(mut self, is_record: bool) -> Self {
        self.is_record = is_record;
        self
    }

    /// The same, with where the database stands.
    pub(crate) fn at(mut self, status: Option<&Status>, set: &MigrationSet) -> Self {
        self.now = status.map(|status| Now::of(status, set));
        self
    }
}

fn steps(reports: Vec<StepReport>, set: &MigrationSet, proven: Option<&Proven>) -> Vec<Step> {
    reports
        .into_iter()
        .map(|report| Step {
            rollback: rollback(set.get(&report.version), proven),
            direction: report.direction,
            version: report.version,
            title: report.title,
            path: report.path,
            took: report.took,
        })
        .collect()
}

fn rollback(migration: Option<&Migration>, proven: Option<&Proven>) -> Rollback {
    let Some(migration) = migration else { return Rollback::NotVerified };
    if let Down::Irreversible { reason } = &migration.down {
        return Rollback::Irreversible { reason: reason.to_string() };
    }
    match proven.and_then(|proven| proven.receipt(&migration.version)) {
        Some(receipt) => Rollback::Verified { engine: receipt.engine.to_string() },
        None => Rollback::NotVerified,
    }
}

/// A blocker's details as single lines; a script that failed gives one.
pub(crate) fn details(blocker: &Blocker) -> Vec<String> {
    match blocker.failure() {
        Some(failure) => vec![failure.error.to_string()],
        None => blocker.differences(),
    }
}

/// What failed, without the place and the state of the database, which are said separately.
pub(crate) fn message(error: &Error) -> String {
    match error {
        Error::Failed(failure) => failure.error.to_string(),
        other => other.to_string(),
    }
}
