//! What `verify` and `up --verify` have in common: running what is not known already.

use migrate_core::dialect::engine::Engine;
use migrate_core::set::read::Reading;
use migrate_runtime::{Error, Migrator, Options};

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
) -> Result<Proven, Error> {
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
    let mut search = Search::new(set, &lock, known);
    loop {
        let options = Options { trusted: search.trusted(), ..options.clone() };
        match search.take(Migrator::new(set, options).verify().await?) {
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
