//! `cargo migrate verify`

use std::sync::Arc;

use migrate_runtime::Migrator;
use migrate_runtime::shadow::Shadow;

use super::trial::{self, Wanted};
use crate::cli::{Common, ShadowArgs};
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
pub(crate) struct Verify {
    #[command(flatten)]
    shadow: ShadowArgs,
}

impl Verify {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let project = Project::find(&common.place)?;
        let reading = project.readable()?;
        let progress = Arc::new(ui.progress(&reading.set));
        let options = common.database.options(progress.clone());
        let shadow = match self.shadow(&project, common, ui).await {
            // What can be said without one is said.
            Err(CliError::Shadow(error)) if error.is_missing() => {
                ui.check(&project.check(), &project.location.shown, None);
                return Err(error.into());
            }
            other => other?,
        };
        let result = Migrator::new(&reading.set, options).verify_on(shadow.url()).await;
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

    async fn shadow(
        &self,
        project: &Project,
        common: &Common,
        ui: &Ui,
    ) -> Result<Shadow, CliError> {
        let (target, is_assumed) = (project.target, project.is_version_assumed());
        let wanted = Wanted { target, is_assumed };
        trial::shadow(&self.shadow, wanted, &project.package, common, ui).await
    }
}
