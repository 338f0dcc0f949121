//! Plans for going back: in the reverse order of application, whatever the versions say.

use std::borrow::Cow;

use migrate_core::checksum::Checksum;
use migrate_core::dialect::Dialect;
use migrate_core::set::directive::{self, Directive};
use migrate_core::set::name::Direction;
use migrate_core::set::{MigrationSet, Script};
use migrate_core::sql::lexer;

use super::{Plan, PlanError, Rollback, ScriptOrigin, Step, interrupted};
use crate::history::{Applied, History, State};

pub(super) fn plan<'a>(
    set: &'a MigrationSet,
    history: &History,
    rollback: &Rollback,
) -> Result<Plan<'a>, PlanError> {
    if let Some(row) = interrupted(history)
        && matches!(row.state, State::Applying(_))
    {
        return Err(PlanError::Interrupted { version: row.version.clone(), state: row.state });
    }
    let count = match rollback {
        Rollback::All => history.rows.len(),
        Rollback::Steps(steps) => history.rows.len().min(*steps),
        Rollback::Version(version) => {
            let kept = history.rows.iter().position(|row| row.version == *version);
            let kept = kept.ok_or_else(|| PlanError::NotApplied { version: version.clone() })?;
            history.rows.len() - kept - 1
        }
    };
    let steps = history.rows.iter().rev().take(count).map(|row| step(set, row));
    Ok(Plan { steps: steps.collect::<Result<_, _>>()?, notes: Vec::new() })
}

fn step<'a>(set: &'a MigrationSet, row: &Applied) -> Result<Step<'a>, PlanError> {
    let step = match set.get(&row.version) {
        Some(migration) => Step::down(migration).map_err(|reason| irreversible(row, reason))?,
        None => Step {
            direction: Direction::Down,
            version: row.version.clone(),
            title: row.title.clone(),
            script: stored(set.target.dialect, row)?,
            origin: ScriptOrigin::History,
            migration: None,
            done: 0,
            recorded: true,
        },
    };
    let done = match row.state {
        State::Reverting(done) => done,
        State::Applied | State::Applying(_) => 0,
    };
    Ok(Step { done, ..step })
}

/// The down as it was when the migration was applied, for a binary that does not know it.
fn stored(dialect: Dialect, row: &Applied) -> Result<Script, PlanError> {
    let Some(sql) = row.details.down_sql.clone() else {
        let reason = row.details.irreversible.as_deref();
        return Err(irreversible(row, reason.unwrap_or("its down is not known here")));
    };
    let (directives, _) = directive::directives(&sql, &lexer::tokens(&sql, dialect), dialect);
    let transaction = !directives.iter().any(|placed| placed.directive == Directive::NoTransaction);
    Ok(Script {
        file: Cow::Owned(format!("{}_{}.down.sql (from the history)", row.version, row.title)),
        checksum: Checksum::of(&sql),
        sql: Cow::Owned(sql),
        transaction,
    })
}

fn irreversible(row: &Applied, reason: &str) -> PlanError {
    PlanError::Irreversible {
        version: row.version.clone(),
        title: row.title.clone(),
        reason: reason.to_owned(),
    }
}
