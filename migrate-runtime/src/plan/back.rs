//! Plans for going back: in the reverse order of application, whatever the versions say.

use std::borrow::Cow;

use migrate_core::checksum::Checksum;
use migrate_core::dialect::Dialect;
use migrate_core::set::directive::{self, Directive};
use migrate_core::set::name::Direction;
use migrate_core::set::{Down, MigrationSet, Script};
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
    let migration = set.get(&row.version);
    let (script, origin) = match migration.map(|migration| &migration.down) {
        Some(Down::Script(script)) => (script.clone(), ScriptOrigin::Set),
        Some(Down::Irreversible { reason }) => return Err(irreversible(row, reason)),
        None => (stored(set.target.dialect, row)?, ScriptOrigin::History),
    };
    let done = match row.state {
        State::Reverting(done) => done,
        State::Applied | State::Applying(_) => 0,
    };
    Ok(Step {
        direction: Direction::Down,
        version: row.version.clone(),
        title: row.title.clone(),
        script,
        origin,
        migration,
        done,
        recorded: true,
    })
}

/// The down as it was when the migration was applied, for a binary that does not know it.
fn stored(dialect: Dialect, row: &Applied) -> Result<Script, PlanError> {
    let details = row.details.as_ref();
    let Some(sql) = details.and_then(|details| details.down_sql.clone()) else {
        let reason = details.and_then(|details| details.irreversible.clone());
        return Err(irreversible(row, reason.as_deref().unwrap_or("its down is not known here")));
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
