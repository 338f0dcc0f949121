//! `cargo migrate down`

use migrate_core::version::Version;
use migrate_runtime::plan::{Goal, Rollback};

use super::session::{self, Session};
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Roll back, newest first; one migration unless told otherwise
///
/// Shows what will be rolled back and asks. Where nobody can be asked it needs `--yes`.
#[derive(Debug, clap::Args)]
pub(crate) struct Down {
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
    #[arg(long, conflicts_with_all = ["to", "all", "steps"])]
    undo: bool,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

impl Down {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin_back(common, ui)?;
        let rollback = match (self.to, self.all) {
            _ if self.undo => Rollback::Interrupted,
            (Some(version), _) => Rollback::Version(version),
            (None, true) => Rollback::All,
            (None, false) => Rollback::Steps(self.steps.unwrap_or(1) as usize),
        };
        let plan = session.plan(&Goal::Rollback(rollback.clone())).await?;
        if !plan.steps.is_empty() && !self.yes {
            ui.confirm(&plan)?;
        }
        let result = session.migrator().rollback(session.url(), rollback).await;
        session.end(result, None).await
    }
}
