//! `cargo migrate check`

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::Project;
use crate::ui::Ui;

/// Check the migrations as the compiler does, without compiling
///
/// Exits with 1 when there are errors; warnings alone are no reason to fail.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {}

impl Check {
    pub(super) fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let project = Project::find(&common.place)?;
        let reading = project.read();
        ui.check(&reading, &project.location.shown);
        Ok(if reading.has_errors() { Exit::Findings } else { Exit::Done })
    }
}
