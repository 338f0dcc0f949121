//! `cargo migrate stamp` and `unstamp`

use migrate_runtime::plan::Goal;

use super::aim::{Aim, Known};
use super::drift::{Comparison, Makers};
use super::session::{Consent, Session};
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Record migrations as applied, up to one of them, without running them
///
/// For a database that has already what they make. It is compared with what it would have then, as by
/// `cargo migrate drift`, and where it differs nothing is recorded.
#[derive(Debug, clap::Args)]
#[command(after_long_help = STAMP)]
pub(crate) struct Stamp {
    /// The last one: the beginning of its version or title, `+N` for so many, `head` for all
    #[arg(allow_negative_numbers = true)]
    target: Aim,
    #[command(flatten)]
    record: Record,
}

const STAMP: &str = "\
Examples:
  cargo migrate stamp head
  cargo migrate stamp create_users --dry-run
  cargo migrate stamp +1 --force";

/// Take migrations out of the history, down to one of them, without rolling them back
///
/// For a database that has no longer what they make. It is compared with what it would have then, as
/// by `cargo migrate drift`, and where it differs nothing is recorded. Shows what will be taken out and
/// asks. Where nobody can be asked it needs `--yes`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = UNSTAMP)]
pub(crate) struct Unstamp {
    /// The one that stays the newest: the beginning of its version or title; `-N` for so many, `base`
    /// for all
    #[arg(allow_negative_numbers = true)]
    target: Aim,
    #[command(flatten)]
    record: Record,
}

const UNSTAMP: &str = "\
Examples:
  cargo migrate unstamp -1
  cargo migrate unstamp create_users --dry-run
  cargo migrate unstamp base --force --yes";

/// How the history is written.
#[derive(Debug, clap::Args)]
struct Record {
    /// Record it whatever the database has
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    comparison: Comparison,
    #[command(flatten)]
    consent: Consent,
}

impl Stamp {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin(common, ui)?;
        let goal = Goal::Apply(self.target.upto(&Known::of(session.set()))?);
        self.record.run(session, &goal, common, ui).await
    }
}

impl Unstamp {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin_back(common, ui)?;
        let goal = Goal::Rollback(self.target.rollback(&session.known().await?)?);
        self.record.run(session, &goal, common, ui).await
    }
}

impl Record {
    async fn run(
        &self,
        session: Session<'_>,
        goal: &Goal,
        common: &Common,
        ui: &Ui,
    ) -> Result<Exit, CliError> {
        let session = session.recording();
        // What would change nothing needs no comparison.
        if !self.force && !session.plan(goal).await?.steps.is_empty() {
            let found = self.comparison.run(&session, common, goal).await?;
            if !found.is_none() {
                ui.drift(&found, Makers::Recorded, session.set().target);
                return Err(CliError::Drifted);
            }
        }
        session.go(goal, &self.consent).await
    }
}
