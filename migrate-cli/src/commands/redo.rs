//! `cargo migrate redo`

use migrate_runtime::plan::Goal;
use migrate_runtime::report::Status;

use super::aim::{Aim, Known};
use super::session::{Consent, Session};
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Roll the newest migration back and apply it again
///
/// For the migration that is still being written. Shows what will be rolled back and asks. Where
/// nobody can be asked it needs `--yes`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Redo {
    /// Begin with this migration: the beginning of its version or title, or `-N` for so many
    #[arg(allow_negative_numbers = true, conflicts_with = "steps")]
    target: Option<Aim>,
    /// Redo so many
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    steps: u32,
    #[command(flatten)]
    consent: Consent,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate redo
  cargo migrate redo -2 --yes
  cargo migrate redo create_users --dry-run";

impl Redo {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin(common, ui)?;
        let steps = match &self.target {
            Some(aim) => steps(aim, &session.status().await?)?,
            None => self.steps as usize,
        };
        session.go(&Goal::Redo(steps), &self.consent).await
    }
}

/// How many have been applied since, in the order of application.
fn steps(aim: &Aim, status: &Status) -> Result<usize, CliError> {
    let written = match aim {
        Aim::Back(steps) => return Ok(*steps),
        Aim::Base => return Ok(status.migrations.len() + status.runs.len()),
        Aim::Named(written) => written,
        Aim::Forward(_) | Aim::Head => {
            return Err(CliError::WrongWay { aim: aim.to_string(), way: "forward" });
        }
    };
    let version = Known::with(status).find(written)?;
    let sequence = |version| {
        let found = status.migrations.iter().find(|it| it.version == version)?;
        found.applied.as_ref().map(|applied| applied.sequence)
    };
    let Some(first) = sequence(version.clone()) else {
        return Err(CliError::NotApplied { version });
    };
    let rows = status.migrations.iter().chain(&status.runs);
    let rows = rows.filter_map(|it| it.applied.as_ref());
    Ok(rows.filter(|row| row.sequence >= first).count())
}
