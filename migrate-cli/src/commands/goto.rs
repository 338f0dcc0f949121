//! `cargo migrate goto`

use migrate_runtime::plan::{Goal, Rollback, Upto};
use migrate_runtime::report::{Standing, Status};

use super::aim::{Aim, Known};
use super::session::{Consent, Session};
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Go to a migration, forward or back, whichever way it is
///
/// What is pending up to it is applied; where it is applied already, everything that was applied
/// after it is rolled back. Shows what will be rolled back and asks. Where nobody can be asked it
/// needs `--yes`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Goto {
    /// The beginning of its version or title, `+N`, `-N`, `base` or `head`
    #[arg(allow_negative_numbers = true)]
    target: Aim,
    #[command(flatten)]
    consent: Consent,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate goto 20260102120000
  cargo migrate goto create_users
  cargo migrate goto base --dry-run";

impl Goto {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin_back(common, ui)?;
        let status = session.status().await?;
        let goal = goal(&self.target, &status)?;
        // What is applied has to compile, and what is rolled back was applied once.
        let session = match &goal {
            Goal::Apply(_) => Session::begin(common, ui)?,
            _ => session,
        };
        session.go(&goal, &self.consent).await
    }
}

fn goal(aim: &Aim, status: &Status) -> Result<Goal, CliError> {
    let known = Known::with(status);
    match aim {
        Aim::Forward(_) | Aim::Head => aim.upto(&known).map(Goal::Apply),
        Aim::Back(_) | Aim::Base => aim.rollback(&known).map(Goal::Rollback),
        Aim::Named(written) => {
            let version = known.find(written)?;
            let is_pending = status
                .migrations
                .iter()
                .any(|it| it.version == version && it.standing == Standing::Pending);
            Ok(if is_pending {
                Goal::Apply(Upto::Version(version))
            } else {
                Goal::Rollback(Rollback::Version(version))
            })
        }
    }
}
