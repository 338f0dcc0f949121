//! `cargo migrate heads`

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::Project;
use crate::ui::Ui;

/// Show the newest migration of the directory; no database is asked
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Heads {}

const EXAMPLES: &str = "\
Examples:
  cargo migrate heads
  cargo migrate heads --format json";

impl Heads {
    #[expect(clippy::unused_self, reason = "as the others are run")]
    pub(super) fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let reading = Project::find(&common.place)?.readable()?;
        ui.heads(reading.set.migrations.last());
        Ok(Exit::Done)
    }
}
