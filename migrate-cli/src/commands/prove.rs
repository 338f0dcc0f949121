//! What `verify` and `up --verify` have in common: running what is not known already.

use migrate_core::dialect::engine::Engine;
use migrate_core::set::read::Reading;
use migrate_runtime::{Migrator, Options};

use super::trial::Trial;
use crate::error::CliError;
use crate::project::Project;
use crate::project::lock_file::{self, Written};
use crate::proven::{Known, Proven, Search, is_settled, known};

/// Runs the migrations up, down and up again on a throwaway database, but for those that are known: of
/// them the ups alone, and where all are known nothing at all.
pub(super) async fn prove(
    project: &Project,
    reading: &Reading,
    options: Options,
    all: bool,
    trial: &mut Trial<'_>,
) -> Result<Proven, CliError> {
    let (set, settings) = (&reading.set, project.settings());
    let lock = reading.lock.clone().unwrap_or_default();
    let speaks = |engine: &Engine| engine.speaks_for(set.target, settings.assumed);
    let mut known = known(set, &lock, settings.since.as_ref(), &speaks);
    if all {
        known.retain(|_, known| matches!(known, Known::Old));
    }
    if is_settled(set, &known, &speaks) {
        return Ok(Proven::before(set, known));
    }
    let mut search = Search::new(&lock, known);
    loop {
        let options = Options { trusted: search.trusted(), ..options.clone() };
        let database = trial.database().await?;
        match search.take(Migrator::new(set, options).verify_on(&database).await?) {
            Ok(proven) => return Ok(proven),
            Err(further) => search = further,
        }
    }
}

/// Writes down what was seen.
pub(super) fn write(reading: &Reading, proven: &Proven) -> Result<Written, CliError> {
    let lock = reading.lock.clone().unwrap_or_default();
    lock_file::replace(reading, &proven.written(&lock, &reading.set))
}
