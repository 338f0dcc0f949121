//! `cargo migrate rebase`

use clap::ValueEnum;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use migrate_core::set::read::Reading;
use migrate_core::set::{Migration, MigrationSet};
use migrate_core::version::Version;
use migrate_runtime::Migrator;

use super::merge::{Merged, compare, is_of_a_merge, joined};
use crate::cli::Common;
use crate::error::{BranchError, CliError};
use crate::exit::Exit;
use crate::project::beside::Beside;
use crate::project::lock_file::{self, Written};
use crate::project::migration::next_version;
use crate::project::renumber::{self, Moved};
use crate::project::{Project, database, shown};
use crate::ui::Ui;

/// Give the migrations of this branch versions behind those of another
///
/// Those that come before the newest migration there, or share a version with one, get new versions in
/// the same order, with those behind them; files and `migrate.lock` follow. Their receipts are about a schema
/// that the other branch has changed, and go: verify again.
///
/// Databases may have run them under their old versions. Where every order of the two branches ends in
/// the same schema, as `cargo migrate merge` finds out, the new files say which ones they replace, and
/// such a database goes on: what it has counts as applied. Otherwise it has to roll them back first, by
/// the downs that its history keeps. Where a database is named that has them, say which of the two you
/// want with `--applied`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Rebase {
    /// The other branch; the one that is being merged if it is not written
    branch: Option<String>,
    /// What becomes of databases that have the migrations under their old versions
    #[arg(long, value_enum, value_name = "WHAT")]
    applied: Option<OldVersions>,
    /// Say what would get which version, and change nothing
    #[arg(long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate rebase origin/main --dry-run
  cargo migrate rebase origin/main
  git merge origin/main; cargo migrate rebase && git add --all migrations
  cargo migrate rebase origin/main --applied rollback";

/// What becomes of a database that has a migration under its old version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OldVersions {
    /// The new version counts as applied there; only where the order does not matter
    Replace,
    /// It rolls them back first: `cargo migrate down`
    Rollback,
}

/// What `rebase` did.
pub(crate) struct Rebased {
    /// The two branches.
    pub(crate) merged: Merged,
    /// What got which name.
    pub(crate) moved: Vec<Moved>,
    /// Whether a database that has one under its old version has it under the new one, too.
    pub(crate) replaces: bool,
    /// The lock file as shown, and what became of it.
    pub(crate) lock_file: Option<(String, Written)>,
    /// Why it is not known whether the database has any of them, if it is not.
    pub(crate) unasked: Option<String>,
    /// Whether nothing was written.
    pub(crate) dry: bool,
}

impl Rebase {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let project = Project::find(&common.place)?;
        let beside = Beside::merged(&project, self.branch.as_deref())?;
        let reading = project.read();
        let stops = |rule| !is_of_a_merge(rule);
        if reading.findings.iter().any(|finding| finding.is_error() && stops(finding.rule)) {
            return Err(CliError::Findings(Box::new(project.receipts(reading))));
        }
        let ours = ours(&beside, &reading);
        let moved = moves(&project, &ours, &beside, &reading)?;
        let set = MigrationSet::new(project.target, reading.shown.clone(), ours);
        let (merged, _) = compare(&beside, &set);
        let (applied, unasked) = applied(&project, &set, &moved, common, ui).await;
        let replaces = self.replaces(&merged, &applied)?;
        let mut rebased =
            Rebased { merged, moved, replaces, lock_file: None, unasked, dry: self.dry_run };
        if !self.dry_run && !rebased.moved.is_empty() {
            renumber::files(project.directory(), &rebased.moved, replaces)?;
            rebased.lock_file = Some(listed(&project, &beside, &reading)?);
        }
        ui.rebased(&rebased);
        Ok(Exit::Done)
    }

    /// Whether the new files say that they replace the old ones.
    fn replaces(&self, merged: &Merged, applied: &[String]) -> Result<bool, CliError> {
        let collides = !merged.verdict.collisions.is_empty();
        match self.applied {
            Some(OldVersions::Replace) if collides => Err(BranchError::OrderMatters.into()),
            Some(what) => Ok(what == OldVersions::Replace),
            None if applied.is_empty() || self.dry_run => Ok(merged.verdict.commutes()),
            None => Err(BranchError::OldVersionsApplied {
                names: applied.to_vec(),
                commutes: merged.verdict.commutes(),
            }
            .into()),
        }
    }
}

/// Which of ours get which names: all from the first that comes too early.
fn moves(
    project: &Project,
    ours: &[Migration],
    beside: &Beside,
    reading: &Reading,
) -> Result<Vec<Moved>, CliError> {
    let theirs = &beside.theirs.set.migrations;
    let newest = theirs.last().map(|newest| &newest.version);
    let is_early = |it: &Migration| newest.is_some_and(|newest| it.version <= *newest);
    let Some(first) = ours.iter().position(is_early) else { return Ok(Vec::new()) };
    let is_moved = |it: &&Migration| ours[first..].iter().any(|our| our.named() == it.named());
    let here = reading.set.migrations.iter().filter(|it| !is_moved(it));
    let mut versions: Vec<Version> = here
        .chain(theirs.iter())
        .chain(&ours[..first])
        .map(|migration| migration.version.clone())
        .collect();
    versions.sort();
    // As long as they were, where they count.
    let now = Timestamp::now().to_zoned(TimeZone::UTC).datetime();
    let moved = ours[first..].iter().map(|migration| {
        let next = next_version(&versions, now);
        versions.extend(Version::parse(&next));
        Moved::new(project.directory(), migration, &next)
    });
    moved.collect()
}

/// What this branch has added, committed or not. Of two that share a version, a directory that holds
/// both is no set, and the commit tells which one is ours.
fn ours(beside: &Beside, reading: &Reading) -> Vec<Migration> {
    let other = beside.other();
    let committed = other.unmerged(&beside.ours.set);
    let mut ours: Vec<Migration> = committed
        .filter(|it| reading.directory.join(&*it.up.file).exists())
        .chain(other.unmerged(&reading.set).filter(|it| beside.ours.set.same(it).is_none()))
        .cloned()
        .collect();
    ours.sort_by(|one, other| one.version.cmp(&other.version));
    ours
}

/// Those of the moved ones that the database has under their old names; or why nobody was asked.
async fn applied(
    project: &Project,
    set: &MigrationSet,
    moved: &[Moved],
    common: &Common,
    ui: &Ui,
) -> (Vec<String>, Option<String>) {
    let url = match database::url(&common.database, &project.package) {
        Ok(url) => url,
        Err(CliError::NoUrl | CliError::InMemory) => return (Vec::new(), None),
        Err(error) => return (Vec::new(), Some(error.to_string())),
    };
    let migrator = Migrator::new(set, common.database.options(ui.silence()));
    match migrator.status(&url).await {
        Ok(status) => {
            let rows = status.migrations.iter().filter(|it| it.applied.is_some());
            let names = rows.map(|it| format!("{}_{}", it.version, it.title));
            let is_moved = |name: &String| moved.iter().any(|it| it.from == *name);
            (names.filter(is_moved).collect(), None)
        }
        Err(error) => (Vec::new(), Some(error.to_string())),
    }
}

/// Writes the lock file for what is there now.
fn listed(
    project: &Project,
    beside: &Beside,
    before: &Reading,
) -> Result<(String, Written), CliError> {
    let reading = project.read();
    let lock = match &before.lock {
        Some(lock) if !beside.under_way => lock.clone(),
        _ => joined(beside),
    };
    let lock = lock.listing(&reading.set, false);
    let written = lock_file::replace(&reading, &lock)?;
    Ok((shown(&lock_file::path(&reading)), written))
}
