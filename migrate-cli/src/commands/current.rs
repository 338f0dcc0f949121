//! `cargo migrate current`

use super::session::Session;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::outcome::Now;
use crate::ui::Ui;

/// Show the newest migration that is applied, and how far it is from the newest there is
///
/// Never writes to the database.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Current {
    /// Exit with 1 unless it is the newest of the directory, and nothing before it is pending
    #[arg(long)]
    check: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate current
  cargo migrate current --check
  cargo migrate current --format json";

impl Current {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin_reading(common, ui)?;
        let status = session.status().await?;
        let now = Now::of(&status, session.set());
        ui.current(&status, &now);
        Ok(if self.check && !now.is_head() { Exit::Findings } else { Exit::Done })
    }
}
