//! `cargo migrate repair`

use std::path::Path;

use migrate_core::version::Version;
use migrate_runtime::history::State;
use migrate_runtime::plan::{Rollback, Upto};
use migrate_runtime::repair::{Consent, Remedy, Repaired, Trouble};
use migrate_runtime::report::{Standing, Status};

use super::aim::Known;
use super::session::Session;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::git;
use crate::ui::Ui;

/// Find what is broken in a database's history, and mend it
///
/// Finds migrations that were interrupted, that were edited after they were applied (and shows the
/// difference), or whose files are gone; indexes that a failed build left invalid (PostgreSQL); and locks
/// whose holder is dead. Says what it found and what to do about it. What takes a decision is done only
/// where an option says so: `--accept`, `--forget`, `--resume`, `--undo`. Shows what it will do and asks;
/// where nobody can be asked it needs `--yes`. What was accepted or forgotten is kept in the table
/// `_migrate_history_repairs`, with who did it and why; `--log` shows that.
///
/// Exits with 0 where nothing is broken any more, and with 1 where something still is.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Repair {
    /// Take what the file says now for what was applied: the beginning of a version or title. The
    /// database is not changed, so it must have already what the file says
    #[arg(long, value_name = "MIGRATION", requires = "reason")]
    accept: Vec<String>,
    /// Take a migration out of the history whose files are gone, or that was interrupted. The database is
    /// not changed
    #[arg(long, value_name = "MIGRATION", requires = "reason")]
    forget: Vec<String>,
    /// Why, for whoever looks at the history later
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Go on with the migration that was interrupted where it stopped
    #[arg(long, conflicts_with = "undo")]
    resume: bool,
    /// Undo what ran of the migration that was interrupted, as `cargo migrate down --undo` does
    #[arg(long)]
    undo: bool,
    /// Show what was repaired before, and do nothing
    #[arg(long, conflicts_with_all = ["accept", "forget", "resume", "undo", "yes"])]
    log: bool,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate repair
  cargo migrate repair --accept create_users --reason \"typo in a comment on a column\" --yes
  cargo migrate repair --forget 20260102120000 --reason \"only ever on the test server\"
  cargo migrate repair --undo
  cargo migrate repair --log";

/// What is broken, what is done about it, and how far that has come.
pub(crate) struct Repairs {
    /// What was found.
    pub(crate) found: Vec<Trouble>,
    /// What mends it, in order.
    pub(crate) actions: Vec<Action>,
    /// What is broken still; none as long as nothing was done.
    pub(crate) left: Option<Vec<Trouble>>,
}

/// Something that is done.
pub(crate) enum Action {
    /// What the run time mends.
    Mend(Remedy),
    /// A migration goes on where it stopped.
    Resume(Version, State),
    /// What ran of one is undone.
    Undo(Version),
}

/// Why something is not repaired.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RepairError {
    /// That migration is as it should be.
    #[error("{version} needs no repair: its file says what was applied")]
    Sound {
        /// Its version.
        version: Version,
    },
    /// That migration is in no history that could be mended.
    #[error("{version} needs no repair: it is not applied")]
    Pending {
        /// Its version.
        version: Version,
    },
    /// There is no file to be accepted.
    #[error("{version} has no file in the directory that could be accepted")]
    Nothing {
        /// Its version.
        version: Version,
    },
    /// Nothing was interrupted.
    #[error("no migration was interrupted")]
    NotInterrupted,
    /// Nobody can be asked.
    #[error("this changes the history or the database, and nobody confirmed it")]
    Unconfirmed,
}

impl RepairError {
    /// What to do about it.
    pub(crate) const fn hint(&self) -> &'static str {
        match self {
            Self::Sound { .. } => {
                "`cargo migrate unstamp` takes the newest migrations out of the history"
            }
            Self::Pending { .. } => {
                "`cargo migrate up` applies it, and `cargo migrate stamp` records it alone"
            }
            Self::Nothing { .. } => "`--forget` takes it out of the history",
            Self::NotInterrupted => "`cargo migrate repair` alone shows what is broken",
            Self::Unconfirmed => "run the same command with `--yes`",
        }
    }
}

impl Repair {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin_back(common, ui)?.silently();
        let (migrator, url) = (session.migrator(), session.url());
        if self.log {
            let repaired: Vec<Repaired> = migrator.repaired(url).await?;
            ui.repaired(&repaired);
            return Ok(Exit::Done);
        }
        let found = migrator.troubles(url).await?;
        let actions = self.actions(&session, &found).await?;
        let mut repairs = Repairs { found, actions, left: None };
        if repairs.actions.is_empty() {
            ui.repairs(&repairs);
            return Ok(if repairs.found.is_empty() { Exit::Done } else { Exit::Findings });
        }
        if !self.yes {
            ui.confirm_repairs(&repairs)?;
        }
        self.act(&session, &repairs.actions).await?;
        let left = session.migrator().troubles(url).await?;
        let is_whole = left.is_empty();
        repairs.left = Some(left);
        ui.repairs(&repairs);
        Ok(if is_whole { Exit::Done } else { Exit::Findings })
    }

    /// What is done: what takes no decision, and what was decided.
    async fn actions(
        &self,
        session: &Session<'_>,
        found: &[Trouble],
    ) -> Result<Vec<Action>, CliError> {
        let abandoned = |it: &&Trouble| matches!(it, Trouble::Abandoned { .. });
        let mut actions: Vec<Action> =
            found.iter().filter(abandoned).map(|_| Action::Mend(Remedy::GiveUpLease)).collect();
        let status = session.status().await?;
        let known = Known::with(&status);
        for written in &self.accept {
            let version = known.find(written)?;
            is_broken(found, &status, &version)?;
            if session.set().get(&version).is_none() {
                return Err(RepairError::Nothing { version }.into());
            }
            actions.push(Action::Mend(Remedy::Accept(version)));
        }
        for written in &self.forget {
            let version = known.find(written)?;
            is_broken(found, &status, &version)?;
            actions.push(Action::Mend(Remedy::Forget(version)));
        }
        let interrupted = found.iter().find_map(|it| match it {
            Trouble::Interrupted { version, state, .. } => Some((version.clone(), *state)),
            _ => None,
        });
        match interrupted {
            None if self.resume || self.undo => return Err(RepairError::NotInterrupted.into()),
            Some((version, state)) if self.resume => actions.push(Action::Resume(version, state)),
            Some((version, _)) if self.undo => actions.push(Action::Undo(version)),
            // What it left behind belongs to it: going on or undoing sees to that.
            Some(_) => {}
            None => actions.extend(found.iter().filter_map(|it| match it {
                Trouble::InvalidIndex { drop, .. } => {
                    Some(Action::Mend(Remedy::DropIndex(drop.clone())))
                }
                _ => None,
            })),
        }
        Ok(actions)
    }

    async fn act(&self, session: &Session<'_>, actions: &[Action]) -> Result<(), CliError> {
        let (migrator, url) = (session.migrator(), session.url());
        let remedies: Vec<Remedy> = actions
            .iter()
            .filter_map(|it| match it {
                Action::Mend(remedy) => Some(remedy.clone()),
                _ => None,
            })
            .collect();
        let reason = self.reason.clone().unwrap_or_default();
        let author = author(&session.location().path);
        migrator.repair(url, &remedies, &Consent { author, reason }).await?;
        for action in actions {
            match action {
                Action::Resume(_, State::Applying(_)) => {
                    migrator.apply_to(url, Upto::Steps(0)).await?;
                }
                Action::Resume(..) | Action::Undo(_) => {
                    migrator.rollback(url, Rollback::Interrupted).await?;
                }
                Action::Mend(_) => {}
            }
        }
        Ok(())
    }
}

/// Refuses to mend what is as it should be.
fn is_broken(found: &[Trouble], status: &Status, wanted: &Version) -> Result<(), RepairError> {
    let is_it = |it: &Trouble| match it {
        Trouble::Interrupted { version, .. }
        | Trouble::Edited { version, .. }
        | Trouble::Missing { version, .. } => version == wanted,
        _ => false,
    };
    if found.iter().any(is_it) {
        return Ok(());
    }
    let mut all = status.migrations.iter();
    let version = wanted.clone();
    match all.any(|it| it.version == version && it.standing == Standing::Pending) {
        true => Err(RepairError::Pending { version }),
        false => Err(RepairError::Sound { version }),
    }
}

/// Who runs this, as the system calls them; in a container, which often does not, as git does.
fn author(directory: &Path) -> String {
    let variable = |name: &str| std::env::var(name).ok().filter(|name| !name.is_empty());
    let named = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(variable);
    named.or_else(|| git::author(directory)).unwrap_or_else(|| "unknown".to_owned())
}
