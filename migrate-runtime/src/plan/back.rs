//! Plans for going back: in the reverse order of application, whatever the versions say.

use std::borrow::Cow;

use migrate_core::checksum::Checksum;
use migrate_core::code::{SUFFIX, is_code};
use migrate_core::set::directive::{self, Directive};
use migrate_core::set::name::Direction;
use migrate_core::set::{Migration, MigrationSet, Script};
use migrate_core::sql::lexer;
use migrate_core::sql::normal::same_meaning;

use super::kin::{Has, Match, Place};
use super::{Plan, PlanError, Rollback, ScriptOrigin, Step, interrupted};
use crate::history::{Applied, History, State};
use crate::units::{commits_whole, same_beginning};

/// How a migration goes.
#[derive(Clone, Copy)]
pub(super) enum Way<'c> {
    /// By its down, for the crate of that name.
    Run(&'c str),
    /// Out of the history alone.
    Unrecorded,
}

pub(super) fn plan<'a>(
    set: &'a MigrationSet,
    history: &History,
    rollback: &Rollback,
    way: Way<'_>,
) -> Result<Plan<'a>, PlanError> {
    if *rollback == Rollback::Interrupted {
        let step = interrupted(history).next().map(|row| match way {
            Way::Run(crate_name) => undo(set, row, crate_name),
            Way::Unrecorded => Ok(unrecorded(set, row)),
        });
        let step = step.transpose()?;
        return Ok(Plan { steps: step.into_iter().collect(), ..Plan::default() });
    }
    if let Some(row) = interrupted(history).next()
        && matches!(row.state, State::Applying(_) | State::Undoing(_))
    {
        return Err(PlanError::interrupted(row));
    }
    let count = match rollback {
        Rollback::All | Rollback::Interrupted => history.rows.len(),
        Rollback::Steps(steps) => history.rows.len().min(*steps),
        Rollback::Version(version) => {
            let kept = history.rows.iter().position(|row| row.version == *version);
            let kept = kept
                .filter(|kept| history.rows[*kept].state == State::Applied)
                .ok_or_else(|| PlanError::NotApplied { version: version.clone() })?;
            history.rows.len() - kept - 1
        }
    };
    let found = Match::of(set, history);
    let count = whole(set, &found, rollback, count)?;
    let rows = history.rows.iter().zip(&found.rows).rev().take(count);
    let steps = rows.map(|(row, place)| match way {
        Way::Run(crate_name) => step(set, row, *place, crate_name),
        Way::Unrecorded => Ok(unrecorded(set, row)),
    });
    Ok(Plan { steps: steps.collect::<Result<_, _>>()?, ..Plan::default() })
}

/// How many rows go, so that none of what one migration stands for stays without the others: a
/// migration is rolled back as a whole.
fn whole(
    set: &MigrationSet,
    found: &Match,
    rollback: &Rollback,
    count: usize,
) -> Result<usize, PlanError> {
    let all = found.rows.len();
    let part =
        |row: usize| found.rows[row].filter(|it| it.replaced && found.has[it.at] == Has::Replaced);
    let first = |it: Place| (0..all).find(|row| part(*row) == Some(it));
    let (mut kept, mut row) = (all - count, all);
    while row > kept {
        row -= 1;
        let Some(place) = part(row) else { continue };
        let Some(split) = first(place).filter(|first| *first < kept) else { continue };
        if let Rollback::Version(version) = rollback {
            let (version, name) = (version.clone(), set.migrations[place.at].name());
            return Err(PlanError::Inside { version, name });
        }
        kept = split;
    }
    Ok(all - kept)
}

/// Nothing but the end of a row.
fn unrecorded<'a>(set: &'a MigrationSet, row: &Applied) -> Step<'a> {
    let script = stored(set, row, Direction::Down, String::new());
    Step { direction: Direction::Down, script, ..Step::applied(set, row) }
}

/// The way back from what was applied. While the up is still the one that was applied, the set's
/// down counts, so that a down can be mended; of another up, only the stored down knows the way back.
fn step<'a>(
    set: &'a MigrationSet,
    row: &Applied,
    place: Option<Place>,
    crate_name: &str,
) -> Result<Step<'a>, PlanError> {
    let dialect = set.target.dialect;
    let same = |migration: &&Migration| {
        let up = &migration.up;
        up.checksum == row.up_checksum || same_meaning(&row.details.up_sql, &up.sql, dialect)
    };
    let known = place.map(|place| &set.migrations[place.at]);
    let step = match known.filter(same) {
        Some(migration) => {
            let step = Step::down(migration).map_err(|reason| irreversible(row, reason))?;
            if place.is_some_and(|place| place.replaced) {
                // The row has another version than its migration has now.
                Step { version: row.version.clone(), title: row.title.clone(), ..step }
            } else {
                step
            }
        }
        None => {
            belongs(row, crate_name)?;
            Step {
                direction: Direction::Down,
                version: row.version.clone(),
                title: row.title.clone(),
                script: stored_down(set, row)?,
                origin: ScriptOrigin::History,
                migration: known,
                down: None,
                done: 0,
                begun: false,
                recorded: true,
                undoes: false,
            }
        }
    };
    let State::Reverting(done) = row.state else { return Ok(step) };
    // The row holds the script that was interrupted.
    let began = row.details.down_sql.as_deref().unwrap_or_default();
    if commits_whole(&step.script, dialect)
        || !same_beginning(began, &step.script.sql, done, dialect)
    {
        let (version, title) = (row.version.clone(), row.title.clone());
        let file = step.script.file.to_string();
        return Err(PlanError::InterruptedAndEdited { version, title, file, done });
    }
    Ok(Step { done, begun: true, ..step })
}

/// What becomes of a migration that was interrupted. Which statements of its down undo an up that was cut
/// off is found out when it runs: whether the last of what began took effect, only the database knows.
fn undo<'a>(set: &'a MigrationSet, row: &Applied, crate_name: &str) -> Result<Step<'a>, PlanError> {
    match row.state {
        State::Undoing(done) => Ok(Step {
            direction: Direction::Down,
            version: row.version.clone(),
            title: row.title.clone(),
            script: Script { transaction: false, ..stored_down(set, row)? },
            origin: ScriptOrigin::History,
            migration: set.get(&row.version),
            down: None,
            done,
            begun: true,
            recorded: true,
            undoes: true,
        }),
        State::Applying(_) => {
            Ok(Step { undoes: true, ..step(set, row, here(set, row), crate_name)? })
        }
        State::Applied | State::Reverting(_) => step(set, row, here(set, row), crate_name),
    }
}

/// The migration of that version. What was interrupted stands for nothing else.
fn here(set: &MigrationSet, row: &Applied) -> Option<Place> {
    set.position(&row.version).map(|at| Place { at, replaced: false })
}

/// Refuses to touch what another crate applied: two crates then share one history by mistake.
fn belongs(row: &Applied, crate_name: &str) -> Result<(), PlanError> {
    let name = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
    let (theirs, ours) = (name(&row.details.crate_name), name(crate_name));
    if theirs == ours || theirs.is_empty() || ours.is_empty() {
        return Ok(());
    }
    let (version, title) = (row.version.clone(), row.title.clone());
    Err(PlanError::Foreign { version, title, crate_name: row.details.crate_name.clone() })
}

/// The down as it was when the migration was applied, for a binary that does not know it.
fn stored_down(set: &MigrationSet, row: &Applied) -> Result<Script, PlanError> {
    match row.details.down_sql.clone() {
        Some(sql) => Ok(stored(set, row, Direction::Down, sql)),
        None => {
            let unknown = match is_code(&row.details.up_sql) {
                true => "it is written in Rust, and this program does not have it",
                false => "its down is not known here",
            };
            Err(irreversible(row, row.details.irreversible.as_deref().unwrap_or(unknown)))
        }
    }
}

/// A script as a row of the history has it. Whether it runs in a transaction is said in it, or beside it
/// where another tool wrote it: the set knows that as long as its text is the same.
pub(super) fn stored(set: &MigrationSet, row: &Applied, way: Direction, sql: String) -> Script {
    let dialect = set.target.dialect;
    let of = |migration: &'_ Migration| match way {
        Direction::Up => (migration.up.sql == sql).then_some(migration.up.transaction),
        Direction::Down => {
            migration.down.script().filter(|down| down.sql == sql).map(|down| down.transaction)
        }
    };
    let repeatable = || {
        let it = set.repeatable(&row.title).filter(|_| row.version.is_run())?;
        (it.script.sql == sql).then_some(it.script.transaction)
    };
    let known = set.get(&row.version).and_then(of).or_else(repeatable);
    let transaction = known.unwrap_or_else(|| {
        let (directives, _) = directive::directives(&sql, &lexer::tokens(&sql, dialect), dialect);
        !directives.iter().any(|placed| placed.directive == Directive::NoTransaction)
    });
    let (name, way) = (row.version.named(&row.title), way.word());
    let suffix = match () {
        () if row.version.is_run() => ".sql".to_owned(),
        () if is_code(&sql) => SUFFIX.to_owned(),
        () => format!(".{way}.sql"),
    };
    Script {
        file: Cow::Owned(format!("{name}{suffix} (from the history)")),
        checksum: Checksum::of(&sql),
        sql: Cow::Owned(sql),
        transaction,
    }
}

fn irreversible(row: &Applied, reason: &str) -> PlanError {
    PlanError::Irreversible {
        version: row.version.clone(),
        title: row.title.clone(),
        reason: reason.to_owned(),
    }
}
