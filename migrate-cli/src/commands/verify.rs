//! `cargo migrate verify`

use std::sync::Arc;

use migrate_runtime::Migrator;

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::lock_file::{self, Written};
use crate::project::{Project, shown};
use crate::ui::Ui;

/// Prove on a throwaway database that every migration can be undone
///
/// Each migration is applied, rolled back and applied again, and the schemas are compared. A
/// rollback that fails or does not restore the schema is a BLOCKER (exit code 5). Your own database
/// is not touched.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {}

impl Verify {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let project = Project::find(&common.place)?;
        let reading = project.readable()?;
        let progress = Arc::new(ui.progress(&reading.set));
        let options = common.database.options(progress.clone());
        let result = Migrator::new(&reading.set, options).verify().await;
        progress.clear();
        let verification = result?;
        ui.verification(&verification, &reading.set);
        if verification.blocker().is_some() {
            return Ok(Exit::Blocker);
        }
        if lock_file::write(&reading)? != Written::Unchanged {
            ui.lock_file_rewritten(&shown(&lock_file::path(&reading)));
        }
        Ok(Exit::Done)
    }
}
