//! What the commands that work on a database have in common.

use std::sync::Arc;

use migrate_core::set::MigrationSet;
use migrate_core::set::read::{Location, Reading};
use migrate_core::version::Version;
use migrate_runtime::plan::{Goal, Plan};
use migrate_runtime::report::Status;
use migrate_runtime::shadow::Shadow;
use migrate_runtime::verify::{Verdict, Verified};
use migrate_runtime::{Error, Migrator, Options, Report, TransactionScope};

use super::aim::Known;
use super::prove::{self, Proving};
use super::trial;
use crate::cli::{Common, ShadowArgs};
use crate::error::CliError;
use crate::exit::Exit;
use crate::outcome::Outcome;
use crate::project::lock_file::{self, Written};
use crate::project::neighbour::neighbours;
use crate::project::{Project, database, shown};
use crate::proven::Proven;
use crate::ui::Ui;
use crate::ui::progress::Progress;

/// Whether to do it at all.
#[derive(Debug, clap::Args)]
pub(super) struct Consent {
    /// Print what would run and its SQL, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

/// A set of migrations, a database, and the progress that is shown meanwhile.
pub(super) struct Session<'u> {
    ui: &'u Ui,
    project: Project,
    reading: Reading,
    url: String,
    options: Options,
    progress: Arc<Progress>,
}

impl<'u> Session<'u> {
    /// Gets everything ready to apply migrations, and refuses what would not compile.
    pub(super) fn begin(common: &Common, ui: &'u Ui) -> Result<Self, CliError> {
        Self::checked(Project::find(&common.place)?, common, ui)
    }

    /// The same, and what has no receipt yet is about to get one.
    pub(super) fn begin_proving(common: &Common, ui: &'u Ui) -> Result<Self, CliError> {
        Self::checked(Project::find(&common.place)?.unverified(), common, ui)
    }

    fn checked(project: Project, common: &Common, ui: &'u Ui) -> Result<Self, CliError> {
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

    /// Gets everything ready to ask the database, whatever the directory is like. Says where it has
    /// errors, so that what was read of it is not all of it.
    pub(super) fn begin_reading(common: &Common, ui: &'u Ui) -> Result<Self, CliError> {
        let project = Project::find(&common.place)?;
        let reading = project.read();
        let errors = reading.findings.iter().filter(|finding| finding.is_error()).count();
        if errors > 0 {
            ui.incomplete(&project.location.shown, errors);
        }
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
        let mut options = common.database.options(progress.clone());
        options.neighbours = neighbours(&project.package, &project.location);
        Ok(Self { ui, project, reading, url, options, progress })
    }

    /// The same, with migrations applied that are older than the newest applied one.
    pub(super) fn out_of_order(mut self, accept: bool) -> Self {
        self.options.accept_out_of_order = accept;
        self
    }

    /// The same, writing the history alone.
    pub(super) fn recording(mut self) -> Self {
        self.options.record_only = true;
        // Nothing runs that could be watched.
        self.options.observer = None;
        self
    }

    /// The same, with nobody told what happens meanwhile.
    pub(super) fn silently(mut self) -> Self {
        self.options.observer = None;
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

    /// What Cargo.toml says is no drift.
    pub(super) fn ignored(&self) -> &[String] {
        &self.project.ignore
    }

    /// Where the migrations are.
    pub(super) fn location(&self) -> &Location {
        &self.project.location
    }

    /// The migrations.
    pub(super) fn set(&self) -> &MigrationSet {
        &self.reading.set
    }

    /// Whether the directory has no errors, so that its migrations are all there are.
    pub(super) fn is_whole(&self) -> bool {
        !self.reading.has_errors()
    }

    /// A throwaway database for what the migrations make.
    pub(super) async fn shadow(
        &self,
        arguments: &ShadowArgs,
        common: &Common,
    ) -> Result<Shadow, CliError> {
        let doing = "comparing with what the migrations make";
        trial::shadow(doing, arguments, &self.project, common, self.ui).await
    }

    /// What runs the migrations.
    pub(super) fn migrator(&self) -> Migrator<'_> {
        Migrator::new(&self.reading.set, self.options.clone())
            .by(&self.project.package.name, &self.project.package.version)
    }

    /// What would run. Nothing does.
    pub(super) async fn plan(&self, goal: &Goal) -> Result<Plan<'_>, CliError> {
        Ok(self.migrator().plan(self.url(), goal).await?)
    }

    /// Where the migrations stand.
    pub(super) async fn status(&self) -> Result<Status, CliError> {
        Ok(self.migrator().status(self.url()).await?)
    }

    /// The migrations that can be meant: the directory's, and those that only the database has.
    pub(super) async fn known(&self) -> Result<Known, CliError> {
        Ok(Known::with(&self.status().await?))
    }

    /// The migrations of the directory.
    pub(super) fn known_here(&self) -> Known {
        Known::of(&self.reading.set)
    }

    /// Shows what would run.
    pub(super) async fn dry_run(&self, goal: &Goal) -> Result<Exit, CliError> {
        self.planned(&self.plan(goal).await?);
        Ok(Exit::Done)
    }

    /// Shows a plan.
    pub(super) fn planned(&self, plan: &Plan<'_>) {
        self.ui.dry_run(plan, &self.reading.set, self.options.record_only);
    }

    /// Goes there, after asking where that is back; or shows what would run.
    pub(super) async fn go(&self, goal: &Goal, consent: &Consent) -> Result<Exit, CliError> {
        if consent.dry_run {
            return self.dry_run(goal).await;
        }
        let (migrator, url) = (self.migrator(), self.url());
        if !matches!(goal, Goal::Apply(_)) {
            let plan = self.plan(goal).await?;
            if !plan.steps.is_empty() && !consent.yes {
                self.ui.confirm(&plan, self.options.record_only)?;
            }
        }
        let result = match goal {
            Goal::Apply(upto) => migrator.apply_to(url, upto.clone()).await,
            Goal::Rollback(rollback) => migrator.rollback(url, rollback.clone()).await,
            Goal::Redo(steps) => migrator.redo(url, *steps).await,
        };
        self.end(result, None).await
    }

    /// Tries on a throwaway database what is not known to be reversible.
    pub(super) async fn verify(
        &self,
        shadow: &ShadowArgs,
        common: &Common,
    ) -> Result<Proven, CliError> {
        let (project, reading) = (&self.project, &self.reading);
        let options = self.options.clone();
        let proving = Proving {
            project,
            reading,
            options,
            all: false,
            jobs: None,
            shadow,
            common,
            ui: self.ui,
        };
        let proven = proving.run().await;
        self.progress.start_over();
        proven
    }

    /// Writes down what was seen.
    pub(super) fn write(&self, proven: &Proven) -> Result<(), CliError> {
        if prove::write(&self.reading, proven)? != Written::Unchanged {
            self.ui.lock_file_rewritten(&shown(&lock_file::path(&self.reading)));
        }
        Ok(())
    }

    /// Says that a rollback does not work, and that nothing was applied for that.
    pub(super) async fn blocked(&self, proven: &Proven) -> Option<Exit> {
        let (verified, blocker) = proven.blocker()?;
        self.says(Outcome::blocked(verified, blocker, proven.verification.took)).await;
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
        proven: Option<&Proven>,
    ) -> Result<Exit, CliError> {
        self.progress.clear();
        let set = &self.reading.set;
        match result {
            Ok(report) => {
                let outcome = Outcome::reached(report, set, proven);
                self.ui.outcome(&outcome.recorded(self.options.record_only), set);
                Ok(Exit::Done)
            }
            Err(error) => {
                let status = self.migrator().status(self.url()).await.ok();
                let committed = self.progress.committed();
                let outcome = Outcome::failed(&error, committed, set, proven);
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
