//! Plans for going forward.

use migrate_core::set::{Migration, MigrationSet};
use migrate_core::sql::normal::same_meaning;
use migrate_core::version::Version;
use similar::TextDiff;

use super::kin::{Has, Match, Place};
use super::{Plan, PlanError, Step, Upto, interrupted, repeat};
use crate::history::{Applied, History, State};
use crate::options::Options;
use crate::report::Note;
use crate::units::{commits_whole, same_beginning};

pub(super) fn plan<'a>(
    set: &'a MigrationSet,
    history: &History,
    upto: &Upto,
    options: &Options,
) -> Result<Plan<'a>, PlanError> {
    let found = Match::of(set, history);
    found.whole(set, history)?;
    let mut plan = Plan::default();
    for (row, place) in history.rows.iter().zip(&found.rows) {
        match place {
            Some(place) if row.state == State::Applied => {
                plan.notes.extend(as_applied(set, row, *place)?);
            }
            Some(_) => {}
            None if row.version.is_run() => {}
            None => plan.notes.push(unknown(set, row, options)?),
        }
    }
    // One that only a newer set knows may well be under way just now; it is noted already.
    let has = |row: &&Applied| row.version.is_run() || set.get(&row.version).is_some();
    let interrupted = interrupted(history).find(has);
    let is_run = |row: &&&Applied| row.version.is_run();
    if let Some(row) = interrupted.as_ref().filter(is_run) {
        plan.steps.push(repeat::resumed(set, history, row)?);
    } else if let Some(row) = interrupted {
        plan.steps.push(resumed(set, row)?);
    }
    let pending = set.migrations.iter().zip(&found.has).filter(|(_, has)| **has == Has::No);
    let pending: Vec<&Migration> = pending.map(|(migration, _)| migration).collect();
    let wanted = match upto {
        Upto::Newest => pending.len(),
        Upto::Steps(steps) => pending.len().min(*steps),
        Upto::Version(version) => {
            if set.get(version).is_none() {
                return Err(PlanError::UnknownVersion { version: version.clone() });
            }
            pending.iter().filter(|migration| migration.version <= *version).count()
        }
    };
    let pending = &pending[..wanted];
    in_order(pending, set, history, &found, options)?;
    plan.renamed = found.renamed(set, history, pending)?;
    plan.steps.extend(pending.iter().map(|migration| Step::up(migration)));
    if !repeat::is_older(set, history, &found) {
        let was_run = |name: &str| options.record_only && options.recorded_runs.contains_key(name);
        let wanted = |name: &str| *upto == Upto::Newest || was_run(name);
        plan.steps.extend(repeat::pending(set, history, &wanted));
    }
    Ok(plan)
}

/// The up that follows a down in a redo.
pub(super) fn again<'a>(set: &'a MigrationSet, down: &Step<'a>) -> Result<Step<'a>, PlanError> {
    let up = down.migration.map(Step::up).or_else(|| repeat::again(set, down));
    up.ok_or_else(|| PlanError::UnknownVersion { version: down.version.clone() })
}

/// Goes on with a script that was interrupted. What has not run yet may have been mended.
fn resumed<'a>(set: &'a MigrationSet, row: &Applied) -> Result<Step<'a>, PlanError> {
    let interrupted = || PlanError::interrupted(row);
    let State::Applying(done) = row.state else { return Err(interrupted()) };
    let Some(migration) = set.get(&row.version) else { return Err(interrupted()) };
    let (before, now) = (&row.details.up_sql, &migration.up.sql);
    let dialect = set.target.dialect;
    if commits_whole(&migration.up, dialect) || !same_beginning(before, now, done, dialect) {
        let (version, title, file) =
            (row.version.clone(), row.title.clone(), set.path(&migration.up));
        return Err(PlanError::InterruptedAndEdited { version, title, file, done });
    }
    Ok(Step { done, begun: true, recorded: true, ..Step::up(migration) })
}

/// Refuses what is another now than when it was applied. Of several that one stands for, only their names
/// are known.
fn as_applied(
    set: &MigrationSet,
    row: &Applied,
    Place { at, replaced }: Place,
) -> Result<Option<Note>, PlanError> {
    let migration = &set.migrations[at];
    if !replaced {
        return unchanged(set, row, migration);
    }
    let alone = migration.kin.replaces.iter().all(|all| all.len() == 1);
    // The directive that says so is a comment that was added since, and no news.
    if alone { unchanged(set, row, migration).map(|_| None) } else { Ok(None) }
}

/// Refuses an up that is not the one that was applied; a comment may change.
fn unchanged(
    set: &MigrationSet,
    row: &Applied,
    migration: &Migration,
) -> Result<Option<Note>, PlanError> {
    let up = &migration.up;
    if row.up_checksum == up.checksum {
        return Ok(None);
    }
    let (before, file) = (&row.details.up_sql, set.path(up));
    if same_meaning(before, &up.sql, set.target.dialect) {
        return Ok(Some(Note::CommentsEdited { version: row.version.clone(), file }));
    }
    let diff = diff(before, &up.sql);
    Err(PlanError::Edited { version: row.version.clone(), file, diff })
}

pub(crate) fn diff(before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff().context_radius(2).header("as applied", "as it is now").to_string()
}

/// A version that only the database knows: an older replica during a roll-out, or a lost file.
fn unknown(set: &MigrationSet, row: &Applied, options: &Options) -> Result<Note, PlanError> {
    let (version, title) = (row.version.clone(), row.title.clone());
    let newer = set.migrations.last().is_none_or(|newest| newest.version < version);
    match (newer, options.accept_newer) {
        (true, true) => Ok(Note::DatabaseNewer { version, title }),
        (true, false) => Err(PlanError::Newer { version, title }),
        (false, _) => Err(PlanError::Missing { version, title }),
    }
}

/// Refuses what comes late, unless it was written beside all that is newer and applied.
fn in_order(
    pending: &[&Migration],
    set: &MigrationSet,
    history: &History,
    found: &Match,
    options: &Options,
) -> Result<(), PlanError> {
    if options.accept_out_of_order {
        return Ok(());
    }
    let newest = history.rows.iter().map(|row| &row.version).max();
    for late in pending.iter().take_while(|late| newest.is_some_and(|it| late.version < *it)) {
        let beside = |version: &Version| late.kin.beside.contains(version);
        let in_the_way = |(row, place): &(&Applied, &Option<Place>)| {
            let now = place.map(|place| &set.migrations[place.at].version);
            row.version > late.version && !beside(&row.version) && !now.is_some_and(beside)
        };
        let rows = history.rows.iter().zip(&found.rows).filter(in_the_way);
        if let Some((newest, _)) = rows.max_by_key(|(row, _)| &row.version) {
            let (pending, newest) = (late.version.clone(), newest.version.clone());
            return Err(PlanError::OutOfOrder { pending, newest });
        }
    }
    Ok(())
}
