//! `cargo migrate verify`

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use super::prove::{self, Proving};
use crate::cli::{Common, ShadowArgs};
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::lock_file::{self, Written};
use crate::project::{Project, file, shown};
use crate::ui::Ui;

/// Prove on a throwaway database that every migration can be undone
///
/// Each migration is applied, rolled back and applied again, and the schemas are compared. A
/// rollback that fails or does not restore the schema is a BLOCKER (exit code 5). Your own database
/// is not touched.
///
/// What was seen is written into migrate.lock, as a receipt for each migration, and is not tried again
/// until one of its scripts or the schema before it changes. Of migrations older than `since` only the
/// ups run. A receipt is evidence, not a signature: in CI run `cargo migrate verify --all`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Verify {
    /// Also try what has not changed since it was verified
    #[arg(long)]
    all: bool,
    /// Without a database: fail (exit code 1) where a receipt is missing or stale
    #[arg(long, conflicts_with = "all")]
    check: bool,
    /// On how many throwaway databases to try at once [default: as many as there are processors, where
    /// each has 50 migrations to try]
    ///
    /// Each takes a part of the migrations, behind the ups before it, and what is found is the same. A
    /// server has one process for each of the databases, except for MySQL and MariaDB, which have threads.
    #[arg(short, long, value_name = "N", conflicts_with = "check")]
    jobs: Option<NonZeroUsize>,
    /// Also write the results as a page: one file that any browser shows
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    html: Option<PathBuf>,
    #[command(flatten)]
    shadow: ShadowArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate verify
  cargo migrate verify --all --shadow docker
  cargo migrate verify --check --format github
  cargo migrate verify --html verified.html";

impl Verify {
    /// Whether it has findings to show, rather than something to run.
    pub(super) const fn only_looks(&self) -> bool {
        self.check
    }

    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let project = Project::find(&common.place)?;
        let reading = project.readable()?;
        if self.check {
            let checked = project.receipts(reading);
            ui.check(&checked, &project.location.shown, None);
            return Ok(if checked.has_errors() { Exit::Findings } else { Exit::Done });
        }
        let progress = Arc::new(ui.progress(&reading.set));
        let proving = Proving {
            project: &project,
            reading: &reading,
            options: common.database.options(progress.clone()),
            all: self.all,
            jobs: self.jobs.map(NonZeroUsize::get),
            shadow: &self.shadow,
            common,
            ui,
        };
        let result = proving.run().await;
        progress.clear();
        let proven = match result {
            // What can be said without a throwaway database is said.
            Err(CliError::Shadow(error)) if error.is_missing() => {
                ui.check(&project.check(), &project.location.shown, None);
                return Err(error.into());
            }
            other => other?,
        };
        ui.verification(&proven, &reading.set);
        if prove::write(&reading, &proven)? != Written::Unchanged {
            ui.lock_file_rewritten(&shown(&lock_file::path(&reading)));
        }
        if let Some(path) = &self.html {
            // Behind the lock file, so that what is missing there is not what was missing before.
            let page = ui.page(&proven, &project.check(), &project.location.shown);
            let failed = |error| CliError::File { doing: "writing", path: shown(path), error };
            file::replace(path, page.as_bytes()).map_err(failed)?;
            ui.written(&shown(path));
        }
        Ok(if proven.blocker().is_some() { Exit::Blocker } else { Exit::Done })
    }
}
