//! `cargo migrate pending`

use migrate_runtime::report::{MigrationStatus, Standing};

use super::session::Session;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// List the migrations that `cargo migrate up` would apply, in their order
///
/// Never writes to the database.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Pending {
    /// Exit with 1 where there is one
    #[arg(long)]
    check: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate pending
  cargo migrate pending --check";

impl Pending {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let status = Session::begin_reading(common, ui)?.status().await?;
        let is_pending = |it: &&MigrationStatus| it.standing == Standing::Pending;
        let pending: Vec<&MigrationStatus> = status.migrations.iter().filter(is_pending).collect();
        ui.pending(&pending);
        Ok(if self.check && !pending.is_empty() { Exit::Findings } else { Exit::Done })
    }
}
