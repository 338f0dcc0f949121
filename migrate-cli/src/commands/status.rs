//! `cargo migrate status`

use migrate_runtime::report::Standing;
use migrate_runtime::{Migrator, Options};

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::{Project, database};
use crate::ui::Ui;

/// Show which migrations are applied, pending or edited
///
/// Never writes to the database, not even the table of the history.
#[derive(Debug, clap::Args)]
pub(crate) struct Status {
    /// Exit with 1 unless everything is applied as it is
    #[arg(long)]
    check: bool,
}

impl Status {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let project = Project::find(&common.place)?;
        let reading = project.read();
        let url = database::url(&common.database, &project.package)?;
        let options = Options { observer: None, ..common.database.options(ui.silence()) };
        let status = Migrator::new(&reading.set, options).status(&url).await?;
        ui.status(&status);
        let errors = reading.findings.iter().filter(|finding| finding.is_error()).count();
        if errors > 0 {
            ui.incomplete(&project.location.shown, errors);
        }
        let settled = errors == 0
            && status.migrations.iter().all(|migration| {
                matches!(migration.standing, Standing::Applied | Standing::CommentsEdited)
            });
        Ok(if self.check && !settled { Exit::Findings } else { Exit::Done })
    }
}
