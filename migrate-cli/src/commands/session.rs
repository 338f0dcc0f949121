//! What the commands that work on a database have in common.

use std::sync::Arc;

use migrate_core::set::read::Reading;
use migrate_core::version::Version;
use migrate_runtime::plan::{Goal, Plan};
use migrate_runtime::verify::{Verdict, Verification, Verified};
use migrate_runtime::{Error, Migrator, Options, Report, TransactionScope};

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::outcome::Outcome;
use crate::project::package::Package;
use crate::project::{Project, database};
use crate::ui::Ui;
use crate::ui::progress::Progress;

/// A set of migrations, a database, and the progress that is shown meanwhile.
pub(super) struct Session<'u> {
    ui: &'u Ui,
    package: Package,
    reading: Reading,
    url: String,
    options: Options,
    progress: Arc<Progress>,
}

impl<'u> Session<'u> {
    /// Gets everything ready to apply migrations, and refuses what would not compile.
    pub(super) fn begin(common: &Common, ui: &'u Ui) -> Result<Self, CliError> {
        let project = Project::find(&common.place)?;
        let reading = project.checked()?.reading;
        Self::of(project, reading, common, ui)
    }

    /// Gets everything ready to roll back. What runs then was applied once, and no rule that came
    /// since keeps anybody from undoing it.
    pub(super) fn begin_back(common: &Common, ui: &'u Ui) -> Result<Self, CliError> {
        let project = Project::find(&common.place)?;
        let reading = project.readable()?;
        Self::of(project, reading, common, ui)
    }

    fn of(
        project: Project,
        reading: Reading,
        common: &Common,
        ui: &'u Ui,
    ) -> Result<Self, CliError> {
        let url = database::url(&common.database, &project.package)?;
        let progress = Arc::new(ui.progress(&reading.set));
        let options = common.database.options(progress.clone());
        Ok(Self { ui, package: project.package, reading, url, options, progress })
    }

    /// The same, with migrations applied that are older than the newest applied one.
    pub(super) fn out_of_order(mut self, accept: bool) -> Self {
        self.options.accept_out_of_order = accept;
        self
    }

    /// The same, with so much committed together.
    pub(super) fn transaction(mut self, scope: TransactionScope) -> Self {
        self.options.transaction = scope;
        self
    }

    /// The same, with each migration rolled back and applied again in the transaction it is applied in.
    pub(super) fn in_place(mut self, verify: bool) -> Self {
        self.options.verify_in_place = verify;
        self
    }

    /// The database.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// What runs the migrations.
    pub(super) fn migrator(&self) -> Migrator<'_> {
        Migrator::new(&self.reading.set, self.options.clone())
            .by(&self.package.name, &self.package.version)
    }

    /// What would run. Nothing does.
    pub(super) async fn plan(&self, goal: &Goal) -> Result<Plan<'_>, CliError> {
        Ok(self.migrator().plan(self.url(), goal).await?)
    }

    /// Tries every migration on a throwaway database.
    pub(super) async fn verify(&self) -> Result<Verification, Error> {
        let verification = self.migrator().verify().await;
        self.progress.start_over();
        verification
    }

    /// Says that a rollback does not work, and that nothing was applied for that.
    pub(super) async fn blocked(&self, verification: &Verification) -> Option<Exit> {
        let (verified, blocker) = verification.blocker()?;
        self.says(Outcome::blocked(verified, blocker, verification.took)).await;
        Some(Exit::Blocker)
    }

    /// Says that a rollback that was tried in place does not work.
    pub(super) async fn rolled_back(&self, verified: &Verified) -> Exit {
        self.progress.clear();
        if let Verdict::Blocker(blocker) = &verified.verdict {
            self.says(Outcome::blocked(verified, blocker, verified.up + verified.down)).await;
        }
        Exit::Blocker
    }

    async fn says(&self, outcome: Outcome<'_>) {
        let status = self.migrator().status(self.url()).await.ok();
        self.ui.outcome(&outcome.at(status.as_ref(), &self.reading.set), &self.reading.set);
    }

    /// Says how a run ended.
    pub(super) async fn end(
        &self,
        result: Result<Report, Error>,
        verification: Option<&Verification>,
    ) -> Result<Exit, CliError> {
        self.progress.clear();
        let set = &self.reading.set;
        match result {
            Ok(report) => {
                self.ui.outcome(&Outcome::reached(report, set, verification), set);
                Ok(Exit::Done)
            }
            Err(error) => {
                let status = self.migrator().status(self.url()).await.ok();
                let committed = self.progress.committed();
                let outcome = Outcome::failed(&error, committed, set, verification);
                self.ui.outcome(&outcome.at(status.as_ref(), set), set);
                Err(error.into())
            }
        }
    }
}

/// Reads the version of `--to`.
pub(super) fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).map_err(|error| error.to_string())
}
