//! `cargo migrate history`

use migrate_runtime::report::MigrationStatus;

use super::aim::{Known, Range};
use super::session::Session;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Show what was applied to the database, in the order in which it was
///
/// With `-v` also by which crate, on which machine and by which process, and the checksum of the up.
/// Never writes to the database.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct History {
    /// From one migration to another, both included: `A..B`, `A..` or `..B`, each the beginning of a
    /// version or title
    #[arg(short, long, value_name = "A..B")]
    range: Option<Range>,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate history
  cargo migrate history -v
  cargo migrate history -r create_users..20260301";

impl History {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let status = Session::begin_reading(common, ui)?.status().await?;
        let range = self.range.unwrap_or_default().find(&Known::with(&status))?;
        let within = |it: &&MigrationStatus| it.applied.is_some() && range.includes(&it.version);
        let mut applied: Vec<&MigrationStatus> = status.migrations.iter().filter(within).collect();
        applied.sort_by_key(|it| it.applied.as_ref().map(|applied| applied.sequence));
        ui.history(&applied, common.output.verbose > 0);
        Ok(Exit::Done)
    }
}
