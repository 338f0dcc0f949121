//! `cargo migrate status`

use migrate_runtime::report::Standing;

use super::session::Session;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Show which migrations are applied, pending or edited
///
/// Never writes to the database, not even the table of the history.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Status {
    /// Exit with 1 unless everything is applied as it is
    #[arg(long)]
    check: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate status
  cargo migrate status --check
  cargo migrate status --format markdown";

impl Status {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin_reading(common, ui)?;
        let status = session.status().await?;
        ui.status(&status);
        let settled = session.is_whole()
            && status.repeatables.iter().all(|it| it.standing == Standing::Applied)
            && status.migrations.iter().all(|migration| {
                matches!(
                    migration.standing,
                    Standing::Applied | Standing::CommentsEdited | Standing::Replaced
                )
            });
        Ok(if self.check && !settled { Exit::Findings } else { Exit::Done })
    }
}
