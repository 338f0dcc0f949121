//! `cargo migrate down`

use migrate_core::version::Version;
use migrate_runtime::plan::{Goal, Rollback};

use super::aim::Aim;
use super::session::{self, Consent, Session};
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Roll back, newest first; one migration unless told otherwise
///
/// Shows what will be rolled back and asks. Where nobody can be asked it needs `--yes`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Down {
    /// Stop before this migration, which stays: the beginning of its version or title; `-N` for so
    /// many, `base` for everything
    #[arg(allow_negative_numbers = true, conflicts_with_all = ["steps", "to", "all"])]
    target: Option<Aim>,
    /// Roll back so many
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..),
        conflicts_with_all = ["to", "all"]
    )]
    steps: Option<u32>,
    /// Roll back everything that was applied after this version
    #[arg(long, value_name = "VERSION", value_parser = session::version, conflicts_with = "all")]
    to: Option<Version>,
    /// Roll back everything
    #[arg(long)]
    all: bool,
    /// Undo what ran of a migration that was interrupted, and nothing else
    #[arg(long, conflicts_with_all = ["target", "to", "all", "steps"])]
    undo: bool,
    #[command(flatten)]
    consent: Consent,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate down
  cargo migrate down -2 --yes
  cargo migrate down create_users --dry-run";

impl Down {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin_back(common, ui)?;
        let rollback = match (&self.target, self.to, self.all) {
            _ if self.undo => Rollback::Interrupted,
            (Some(aim), ..) => aim.rollback(&session.known().await?)?,
            (None, Some(version), _) => Rollback::Version(version),
            (None, None, true) => Rollback::All,
            (None, None, false) => Rollback::Steps(self.steps.unwrap_or(1) as usize),
        };
        session.go(&Goal::Rollback(rollback), &self.consent).await
    }
}
