//! Plans for going forward.

use migrate_core::set::{Migration, MigrationSet};
use migrate_core::sql::normal::same_meaning;
use similar::TextDiff;

use super::{Plan, PlanError, Step, Upto, interrupted};
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
    let mut applied = vec![false; set.migrations.len()];
    let mut plan = Plan::default();
    let mut next = 0;
    for row in &history.rows {
        // Nearly always the history is in the order of the set.
        let expected = set.migrations.get(next).filter(|it| it.version == row.version);
        match expected.map(|_| next).or_else(|| set.position(&row.version)) {
            Some(at) => {
                next = at + 1;
                applied[at] = true;
                if row.state == State::Applied {
                    plan.notes.extend(unchanged(set, row, &set.migrations[at])?);
                }
            }
            None => plan.notes.push(unknown(set, row, options)?),
        }
    }
    // One that only a newer set knows may well be under way just now; it is noted already.
    if let Some(row) = interrupted(history).filter(|row| set.get(&row.version).is_some()) {
        plan.steps.push(resumed(set, row)?);
    }
    let pending = set.migrations.iter().zip(&applied).filter(|(_, applied)| !**applied);
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
    in_order(pending, history, options)?;
    plan.steps.extend(pending.iter().map(|migration| Step::up(migration)));
    Ok(plan)
}

/// The up that follows a down in a redo.
pub(super) fn again<'a>(down: &Step<'a>) -> Result<Step<'a>, PlanError> {
    down.migration
        .map(Step::up)
        .ok_or_else(|| PlanError::UnknownVersion { version: down.version.clone() })
}

/// Goes on with a script that was interrupted. What has not run yet may have been mended.
fn resumed<'a>(set: &'a MigrationSet, row: &Applied) -> Result<Step<'a>, PlanError> {
    let interrupted = || PlanError::Interrupted { version: row.version.clone(), state: row.state };
    let State::Applying(done) = row.state else { return Err(interrupted()) };
    let Some(migration) = set.get(&row.version) else { return Err(interrupted()) };
    let (before, now) = (&row.details.up_sql, &migration.up.sql);
    let dialect = set.target.dialect;
    if commits_whole(&migration.up, dialect) || !same_beginning(before, now, done, dialect) {
        let (version, file) = (row.version.clone(), set.path(&migration.up));
        return Err(PlanError::InterruptedAndEdited { version, file, done });
    }
    Ok(Step { done, recorded: true, ..Step::up(migration) })
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

fn in_order(pending: &[&Migration], history: &History, options: &Options) -> Result<(), PlanError> {
    let newest = history.rows.iter().map(|row| &row.version).max();
    let late = pending.first().zip(newest).filter(|(first, newest)| first.version < **newest);
    match late {
        Some((first, newest)) if !options.accept_out_of_order => {
            Err(PlanError::OutOfOrder { pending: first.version.clone(), newest: newest.clone() })
        }
        _ => Ok(()),
    }
}
