//! `cargo migrate merge`

use migrate_core::branches::commute::{self, Verdict};
use migrate_core::set::MigrationSet;
use migrate_core::set::lock_file::LockFile;
use migrate_core::set::rules::{DUPLICATE_VERSION, MALFORMED_LOCK_FILE};

use crate::cli::Common;
use crate::error::{BranchError, CliError};
use crate::exit::Exit;
use crate::project::beside::Beside;
use crate::project::lock_file::{self, Written};
use crate::project::{Project, shown};
use crate::ui::Ui;

/// Resolve `migrate.lock` where two branches have both added migrations
///
/// git stops there on purpose. This command replays the migrations of both branches, in every order
/// that keeps the order within each, from the schema that both began with. Where all orders end in the
/// same schema, both are kept: the lock file lists them and says that they may be applied in any order,
/// so that a database which has either branch goes on from there. Otherwise it says what collides, and
/// `cargo migrate rebase` gives the migrations of this branch later versions. What is not known counts
/// as a collision until a person has looked.
///
/// With the name of a branch and no merge under way, it says what a merge would find, and writes
/// nothing. Exits with 1 when the lock file is not resolved, or would not be.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Merge {
    /// The other branch, where no merge is under way
    branch: Option<String>,
    /// Keep both, too, where it is not known whether their order matters: you have looked
    #[arg(long)]
    keep: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate merge origin/main
  git merge origin/main; cargo migrate merge && git add migrations/migrate.lock
  cargo migrate merge --format json";

/// What two branches have to do with each other, and what was done about it.
pub(crate) struct Merged {
    /// The other branch.
    pub(crate) branch: String,
    /// What this one has added.
    pub(crate) ours: Vec<String>,
    /// What the other one has.
    pub(crate) theirs: Vec<String>,
    /// Versions that both use: the name here, and the one there.
    pub(crate) twice: Vec<(String, String)>,
    /// What was found.
    pub(crate) verdict: Verdict,
    /// Whether a person took on what is not known.
    pub(crate) kept: bool,
    /// The lock file as shown, and what became of it; none where nothing was to be written.
    pub(crate) lock_file: Option<(String, Written)>,
    /// Whether a merge is under way.
    pub(crate) under_way: bool,
}

impl Merged {
    /// Whether both can stay as they are.
    pub(crate) fn is_resolved(&self) -> bool {
        let is_known = self.verdict.unknown.is_empty() || self.kept;
        self.twice.is_empty() && self.verdict.collisions.is_empty() && is_known
    }
}

impl Merge {
    pub(super) fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let project = Project::find(&common.place)?;
        let beside = Beside::merged(&project, self.branch.as_deref())?;
        let (mut merged, commuting) = compare(&beside, &beside.ours.set);
        merged.kept = self.keep;
        if beside.under_way && merged.is_resolved() {
            merged.lock_file = Some(resolve(&project, &beside, &commuting)?);
        }
        ui.merged(&merged);
        Ok(if merged.is_resolved() { Exit::Done } else { Exit::Findings })
    }
}

/// Pairs of versions, the older first, whose order is open.
type Open = Vec<[migrate_core::version::Version; 2]>;

/// Compares what a set has with what another branch has.
pub(super) fn compare(beside: &Beside, set: &MigrationSet) -> (Merged, Open) {
    let other = beside.other();
    let ours: Vec<_> = other.unmerged(set).collect();
    let theirs = beside.added();
    let twice = ours.iter().filter_map(|our| {
        let their = theirs.iter().find(|it| it.version == our.version)?;
        Some((our.name(), their.name()))
    });
    let verdict = commute::verdict(set.target, other.base.migrations.iter(), &ours, &theirs);
    let merged = Merged {
        branch: beside.name.clone(),
        ours: ours.iter().map(|it| it.name()).collect(),
        theirs: theirs.iter().map(|it| it.name()).collect(),
        twice: twice.collect(),
        verdict,
        kept: false,
        lock_file: None,
        under_way: beside.under_way,
    };
    let pairs = ours.iter().flat_map(|our| theirs.iter().map(move |their| (our, their)));
    let open = pairs.map(|(our, their)| {
        let mut pair = [our.version.clone(), their.version.clone()];
        pair.sort();
        pair
    });
    (merged, open.collect())
}

/// Writes a lock file that lists what is here, with all that both sides say of it.
fn resolve(project: &Project, beside: &Beside, open: &Open) -> Result<(String, Written), CliError> {
    let reading = project.read();
    // The conflict in the lock file is what is resolved.
    let stops = |rule| rule != &MALFORMED_LOCK_FILE;
    if reading.findings.iter().any(|finding| finding.is_error() && stops(finding.rule)) {
        return Err(CliError::Findings(Box::new(project.receipts(reading))));
    }
    let here = &reading.set;
    let there = beside.ours.set.migrations.iter().chain(beside.theirs.set.migrations.iter());
    if let Some(lost) = there.filter(|it| it.kin.replaces.is_empty()).find(|it| {
        let replaced = here.migrations.iter().any(|other| other.kin.replaces(&it.named()));
        // What one side has removed on purpose is not in what it says, and was in the past of both.
        here.same(it).is_none() && !replaced && beside.past().same(it).is_none()
    }) {
        return Err(BranchError::LostInMerge { name: lost.name() }.into());
    }
    let mut lock = joined(beside).listing(here, false);
    for [older, newer] in open {
        lock.put_beside(older, newer);
    }
    let written = lock_file::replace(&reading, &lock)?;
    Ok((shown(&lock_file::path(&reading)), written))
}

/// What both sides say.
pub(super) fn joined(beside: &Beside) -> LockFile {
    let said = |lock: &Option<LockFile>| lock.clone().unwrap_or_default();
    said(&beside.ours.lock).joined(&said(&beside.theirs.lock))
}

/// Whether the finding is about what a merge or a rebase is there to mend.
pub(super) fn is_of_a_merge(rule: &migrate_core::rule::Rule) -> bool {
    rule == &MALFORMED_LOCK_FILE || rule == &DUPLICATE_VERSION
}
