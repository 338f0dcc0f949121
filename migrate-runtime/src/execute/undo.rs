//! Undoing what ran of a script that was cut off: its row stops being one that is applied and becomes one
//! that is undone, together with the script that does it. From there on it is a script like any other.

use std::borrow::Cow;

use migrate_core::checksum::Checksum;
use migrate_core::interrupted::Interrupted;
use migrate_core::set::Script;
use migrate_core::set::name::Direction;

use super::Run;
use super::code::is_all_or_unknown;
use super::lease::{Before, Lease};
use crate::error::Error;
use crate::history::State;
use crate::plan::{ScriptOrigin, Step, called};
use crate::units::{Unit, units};

const LOOKING: &str = "looking at what an earlier run left";

impl<'a> Run<'a, '_> {
    /// What undoes as much as has run, recorded as what is under way. The lease is held, where there is
    /// one.
    pub(super) async fn undoing(
        &mut self,
        step: &Step<'a>,
        mut lease: Option<&mut Lease>,
    ) -> Result<Step<'a>, Error> {
        let (context, sequence) = (self.context, self.sequence(step)?);
        let at = self.history.rows.iter().position(|row| row.sequence == sequence);
        let (row, earlier) = match at.map(|at| (&self.history.rows[at], &self.history.rows[..at])) {
            Some(found) => found,
            None => return Err(Error::Interfered),
        };
        let State::Applying(done) = row.state else { return Ok(step.clone()) };
        let before: Vec<String> = earlier.iter().map(|it| it.details.up_sql.clone()).collect();
        let up = cut_off(step, &row.details.up_sql);
        let statements = context.statements(&up);
        let units = units(context.session(), &up.script.sql, &statements);
        let next = (units.get(done), (sequence, done));
        let done = done + usize::from(self.took_effect(&up, next, lease.as_deref_mut()).await?);
        let last = done.checked_sub(1).and_then(|last| units.get(last));
        let interrupted = Interrupted {
            target: context.set.target,
            before: &before.iter().map(String::as_str).collect::<Vec<_>>(),
            up: &up.script.sql,
            end: last.map_or(0, |unit| unit.span().end),
            down: &step.script.sql,
        };
        let kept = interrupted.undo().map_err(|reasons| Error::NotUndone {
            name: called(&step.version, &step.title),
            path: context.shown(step),
            done,
            of: units.len(),
            reasons,
            version: step.version.clone(),
        })?;
        let sql: String =
            kept.iter().map(|span| format!("{};\n", &step.script.sql[span.range()])).collect();
        let state = State::Undoing(0);
        let write = context.table.set_reverting(sequence, &state.text(), &sql);
        self.atomically(&[write], lease).await?;
        self.stands_at(sequence, state);
        let file = format!("{} (what undoes {done} of {})", step.script.file, units.len());
        let script = Script {
            file: Cow::Owned(file),
            checksum: Checksum::of(&sql),
            sql: Cow::Owned(sql),
            transaction: false,
        };
        Ok(Step { script, origin: ScriptOrigin::History, ..step.clone() })
    }

    /// Whether the part that was under way when the script was cut off took effect. What it left half
    /// done is taken away.
    async fn took_effect(
        &mut self,
        up: &Step<'a>,
        (unit, place): (Option<&Unit<'_>>, (i64, usize)),
        lease: Option<&mut Lease>,
    ) -> Result<bool, Error> {
        if let (Some(Unit::Bare(statement)), None) = (unit, &lease)
            && is_all_or_unknown(&up.script.sql)
        {
            return Err(self.undecided(up, statement, place, None));
        }
        let (Some(Unit::Bare(statement)), Some(lease)) = (unit, lease) else { return Ok(false) };
        if lease.doubt.is_none() {
            return Ok(false);
        }
        let failed = |error| Error::driver(LOOKING, error);
        match self.before(lease, up, statement, place).await.map_err(failed)? {
            Before::Lost => Err(Error::Interfered),
            Before::Undecided => Err(self.undecided(up, statement, place, Some(lease))),
            Before::Done => Ok(true),
            Before::Run { behind } => {
                for sql in behind {
                    let tagged = format!("{}{sql}", lease.tag());
                    self.send("", &tagged, None).await.map_err(failed)?;
                }
                lease.doubt = None;
                Ok(false)
            }
        }
    }
}

/// The up that was cut off, as the history has it.
fn cut_off<'a>(step: &Step<'a>, sql: &str) -> Step<'a> {
    let file = match step.migration {
        Some(migration) => migration.up.file.clone(),
        None => Cow::Owned(format!("{}_{}.up.sql", step.version, step.title)),
    };
    let checksum = Checksum::of(sql);
    let script = Script { file, checksum, sql: Cow::Owned(sql.to_owned()), transaction: false };
    let (direction, origin) = (Direction::Up, ScriptOrigin::Set);
    Step { direction, script, origin, undoes: false, ..step.clone() }
}
