//! Runs of repeatable scripts: each is a row of the history, behind which the text of the run before it
//! stands as the down.

use migrate_core::repeat::first_runs;
use migrate_core::set::name::Direction;
use migrate_core::set::repeatable::Repeatable;
use migrate_core::set::{Down, Migration, MigrationSet};

use super::back::stored;
use super::kin::Match;
use super::{PlanError, Step};
use crate::history::{Applied, History, State};
use crate::units::{commits_whole, same_beginning};

/// Whether the last run of a script is not one of the text that it has.
pub(crate) fn is_pending(history: &History, it: &Repeatable) -> bool {
    history
        .last_run(&it.name)
        .is_none_or(|row| row.state != State::Applied || row.up_checksum != it.script.checksum)
}

/// Whether a newer set has migrated the database: what an older one would run would take back what that has
/// run.
pub(crate) fn is_older(set: &MigrationSet, history: &History, found: &Match) -> bool {
    let newest = set.migrations.last().map(|newest| &newest.version);
    history.rows.iter().zip(&found.rows).any(|(row, place)| {
        let is_newer = newest.is_none_or(|newest| *newest < row.version);
        place.is_none() && !row.version.is_run() && is_newer
    })
}

/// The runs of those scripts that are wanted and whose text is another than that of their last run, in the
/// order of their names. One that was interrupted is gone on with, and is none of them.
pub(super) fn pending<'a>(
    set: &'a MigrationSet,
    history: &History,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<Step<'a>> {
    let numbers = history.rows.iter().filter_map(|row| row.version.run());
    let mut number = numbers.max().unwrap_or_default();
    let mut first: Option<Vec<Migration>> = None;
    let mut steps = Vec::new();
    let is_due = |it: &Repeatable| wanted(&it.name) && is_pending(history, it);
    for (at, it) in set.repeatables.iter().enumerate().filter(|(_, it)| is_due(it)) {
        if history.last_run(&it.name).is_some_and(|row| row.state != State::Applied) {
            continue;
        }
        let down = before(set, history, &it.name);
        let none = || first.get_or_insert_with(|| first_runs(set))[at].down.clone();
        number += 1;
        steps.push(Step::run(&it.run(number, down.unwrap_or_else(none))));
    }
    steps
}

/// The text of the last run that came to its end, as what undoes the next one.
fn before(set: &MigrationSet, history: &History, name: &str) -> Option<Down> {
    let is_it = |row: &&Applied| row.version.is_run() && row.title == name;
    let row = history.rows.iter().rev().filter(is_it).find(|row| row.state == State::Applied)?;
    Some(Down::Script(stored(set, row, Direction::Up, row.details.up_sql.clone())))
}

/// Goes on with a run that was interrupted. What has not run yet may have been mended.
pub(super) fn resumed<'a>(
    set: &'a MigrationSet,
    history: &History,
    row: &Applied,
) -> Result<Step<'a>, PlanError> {
    let interrupted = || PlanError::interrupted(row);
    let State::Applying(done) = row.state else { return Err(interrupted()) };
    let at = set.repeatables.iter().position(|it| it.name == row.title).ok_or_else(interrupted)?;
    let it = &set.repeatables[at];
    let (began, now, dialect) = (&row.details.up_sql, &it.script.sql, set.target.dialect);
    if commits_whole(&it.script, dialect) || !same_beginning(began, now, done, dialect) {
        let (version, title, file) = (row.version.clone(), row.title.clone(), set.path(&it.script));
        return Err(PlanError::InterruptedAndEdited { version, title, file, done });
    }
    // What was mended may have another inverse than what began.
    let down = before(set, history, &it.name).unwrap_or_else(|| first_runs(set)[at].down.clone());
    let run = Migration { version: row.version.clone(), ..it.run(0, down) };
    Ok(Step { done, begun: true, recorded: true, ..Step::run(&run) })
}

/// The run that follows in a redo on one that was rolled back, with what that was rolled back by.
pub(super) fn again<'a>(set: &'a MigrationSet, down: &Step<'a>) -> Option<Step<'a>> {
    let it = set.repeatable(&down.title).filter(|_| down.version.is_run())?;
    let before = Down::Script(down.script.clone());
    Some(Step::run(&Migration { version: down.version.clone(), ..it.run(0, before) }))
}
