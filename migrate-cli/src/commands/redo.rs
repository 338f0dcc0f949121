//! `cargo migrate redo`

use migrate_runtime::plan::Goal;

use super::session::Session;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Roll the newest migration back and apply it again
///
/// For the migration that is still being written. Shows what will be rolled back and asks. Where
/// nobody can be asked it needs `--yes`.
#[derive(Debug, clap::Args)]
pub(crate) struct Redo {
    /// Redo so many
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    steps: u32,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

impl Redo {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin(common, ui)?;
        let steps = self.steps as usize;
        let plan = session.plan(&Goal::Redo(steps)).await?;
        if !plan.steps.is_empty() && !self.yes {
            ui.confirm(&plan)?;
        }
        let result = session.migrator().redo(session.url(), steps).await;
        session.end(result, None).await
    }
}
