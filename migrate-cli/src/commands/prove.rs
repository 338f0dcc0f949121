//! What `verify` and `up --verify` have in common: running what is not known already.

use std::num::NonZeroUsize;
use std::sync::Arc;

use migrate_core::dialect::engine::Engine;
use migrate_core::set::read::Reading;
use migrate_runtime::shadow::Shadow;
use migrate_runtime::verify::Verification;
use migrate_runtime::{Database, Migrator, Options};

use super::trial;
use crate::cli::{Common, ShadowArgs};
use crate::error::CliError;
use crate::project::Project;
use crate::project::lock_file::{self, Written};
use crate::proven::{Known, Proven, Search, is_settled, known};
use crate::ui::Ui;

/// A set that is to be verified, and how.
pub(super) struct Proving<'a> {
    /// The crate.
    pub(super) project: &'a Project,
    /// Its migrations, and what was seen of them.
    pub(super) reading: &'a Reading,
    /// How they are run.
    pub(super) options: Options,
    /// Whether what is known is tried again.
    pub(super) all: bool,
    /// How many throwaway databases it is tried on at once, where that was said.
    pub(super) jobs: Option<usize>,
    /// Where a throwaway database comes from.
    pub(super) shadow: &'a ShadowArgs,
    /// What else was asked for.
    pub(super) common: &'a Common,
    /// Who says which one it is.
    pub(super) ui: &'a Ui,
}

impl Proving<'_> {
    /// Runs the migrations up, down and up again on a throwaway database, but for those that are known:
    /// of them the ups alone, and where all are known nothing at all.
    pub(super) async fn run(&self) -> Result<Proven, CliError> {
        let (set, settings) = (&self.reading.set, self.project.settings());
        let lock = self.reading.lock.clone().unwrap_or_default();
        let speaks = |engine: &Engine| engine.speaks_for(set.target, settings.assumed);
        let mut known = known(self.reading, &lock, settings.since.as_ref(), &speaks);
        if self.all {
            known.retain(|_, known| matches!(known, Known::Old | Known::Code));
        }
        if is_settled(set, &known, &speaks) {
            return Ok(Proven::before(set, known));
        }
        let mut shadow =
            trial::shadow("verifying", self.shadow, self.project, self.common, self.ui).await?;
        let tried = set.migrations.len() - known.len();
        let count = self.jobs.unwrap_or_else(|| at_once(tried));
        let mut jobs = Jobs { shadow: &mut shadow, fresh: true, count };
        let mut search = Search::new(self.reading, &lock, known);
        let seed = self.reading.seed.clone().map(Arc::new);
        loop {
            let (trusted, seed) = (search.trusted(), seed.clone());
            let options = Options { trusted, seed, ..self.options.clone() };
            match search.take(jobs.run(&Migrator::new(set, options)).await?) {
                Ok(proven) => return Ok(proven),
                Err(further) => search = further,
            }
        }
    }
}

/// On how many databases so many migrations are tried. A database takes some time to start, and the ups
/// before its part to run: with fewer than that it wins nothing (measured on PostgreSQL and MariaDB).
fn at_once(tried: usize) -> usize {
    const WORTH_IT: usize = 50;
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    (tried / WORTH_IT).clamp(1, processors)
}

/// Throwaway databases, as many at once as are wanted.
struct Jobs<'s> {
    shadow: &'s mut Shadow,
    /// Whether its first database was not used.
    fresh: bool,
    count: usize,
}

impl Jobs<'_> {
    async fn run(&mut self, migrator: &Migrator<'_>) -> Result<Verification, CliError> {
        if self.count > 1 {
            let mut databases = Vec::new();
            for _ in 0..self.count {
                databases.push(self.database().await?);
            }
            if let Some(found) = migrator.verify_on_each(&databases).await? {
                return Ok(found);
            }
        }
        Ok(migrator.verify_on(self.database().await?).await?)
    }

    /// An empty one.
    async fn database(&mut self) -> Result<Database, CliError> {
        if std::mem::take(&mut self.fresh) {
            return Ok(Database::from(self.shadow.url()));
        }
        Ok(Database::from(&self.shadow.another().await?))
    }
}

/// Writes down what was seen.
pub(super) fn write(reading: &Reading, proven: &Proven) -> Result<Written, CliError> {
    let lock = reading.lock.clone().unwrap_or_default();
    lock_file::replace(reading, &proven.written(&lock, &reading.set))
}
