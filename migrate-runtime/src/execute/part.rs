//! One part of a script outside a transaction: done and recorded, or neither.

use migrate_core::dialect::session::{COMMIT, Look};
use migrate_core::set::name::Direction;
use migrate_core::sql::split::Statement;

use super::Run;
use super::code::{doing, is_all_or_unknown};
use super::lease::{Before, Lease};
use super::watch::Watch;
use crate::driver::DriverError;
use crate::history::State;
use crate::plan::Step;
use crate::units::Unit;

impl Run<'_, '_> {
    /// Runs a part, and runs it again when it found a table in use.
    pub(super) async fn patiently<'s>(
        &mut self,
        step: &Step<'_>,
        unit: &Unit<'s>,
        (sequence, done): (i64, usize),
        mut lease: Option<&mut Lease>,
    ) -> Result<(), Stop<'s>> {
        loop {
            let outcome = match (unit, lease.as_deref_mut()) {
                (Unit::Atomic(statement), Some(lease))
                    if is_all_or_unknown(&step.script.sql)
                        && lease.is_in_doubt(&doing(step, (sequence, done))) =>
                {
                    Err(Stop::Undecided(statement))
                }
                (Unit::Bare(statement), Some(lease)) => {
                    self.bare(step, statement, (sequence, done), lease).await
                }
                (Unit::Atomic(statement), Some(lease)) => {
                    match self.rows(step, statement, (sequence, done), lease).await {
                        Some(outcome) => outcome,
                        None => self.part(step, unit, (sequence, done), Some(lease)).await,
                    }
                }
                (_, lease) => self.part(step, unit, (sequence, done), lease).await,
            };
            match outcome {
                Err(Stop::At(statement, error))
                    if matches!(unit, Unit::Bare(_)) && is_all_or_unknown(&step.script.sql) =>
                {
                    return Err(Stop::Halfway(statement, error));
                }
                Err(Stop::At(statement, error)) if error.is_busy() => {
                    self.rollback().await;
                    if !self.again(&error).await.unwrap_or(false) {
                        return Err(Stop::At(statement, error));
                    }
                }
                other => return other,
            }
        }
    }

    /// Runs the part after `done` others, and records it with them.
    async fn part<'s>(
        &mut self,
        step: &Step<'_>,
        unit: &Unit<'s>,
        (sequence, done): (i64, usize),
        mut lease: Option<&mut Lease>,
    ) -> Result<(), Stop<'s>> {
        let (state, sql) = (state_of(step), &*step.script.sql);
        let begin = self.context.session().begin_part();
        let (begins, run) = texts(unit, begin, sql);
        let lasts = self.context.session().limits_connections();
        self.limited = self.limited.filter(|_| lasts);
        // Code may end the transaction that was begun for it, and nothing else is to end with that.
        if let (true, Some(lease)) = (step.script.is_code(), lease.as_deref_mut()) {
            let at = |error| Stop::At(run[0].0, error);
            if !lease.write(self.driver, None).await.map_err(at)? {
                return Err(Stop::Interfered);
            }
        }
        for (at, (statement, text)) in run.into_iter().enumerate() {
            let Some(text) = text else {
                let place = (sequence, state(done + 1));
                self.part_is_done(place, statement, lease.as_deref_mut(), begins).await?;
                continue;
            };
            tracing::trace!(version = %step.version, sql = text, "statement");
            if begins && at == 0 {
                let place = (sequence, state(done));
                self.begin_part(unit, (statement, text), place, lease.as_deref_mut()).await?;
                continue;
            }
            let limit = match (begins, at) {
                (true, 1) => self.time_limit() + &self.limit(sql, statement),
                (true, 2..) => self.limit(sql, statement),
                _ => String::new(),
            };
            let watch = self.watch(lease.as_deref(), (sql, statement), begins);
            let sent = match step.script.is_code() && at == usize::from(begins) {
                true if begins => {
                    let (of, place, lease) =
                        ((step, statement), (sequence, done), lease.as_deref_mut());
                    self.call_guarded(of, place, &limit, lease).await?;
                    continue;
                }
                true => self.call(step, &limit).await,
                false => self.send(&limit, text, watch).await,
            };
            sent.map_err(|error| Stop::At(statement, error))?;
        }
        if let Some(lease) = lease.filter(|_| begins) {
            lease.paid();
        }
        self.stands_at(sequence, state(done + 1));
        Ok(())
    }

    /// Records how far the script is, which only the holder of the lease may: in the transaction of the
    /// part, or with what is written next.
    async fn part_is_done<'s>(
        &mut self,
        (sequence, state): (i64, State),
        statement: &'s Statement,
        lease: Option<&mut Lease>,
        in_transaction: bool,
    ) -> Result<(), Stop<'s>> {
        let state = state.text();
        let outcome = match lease {
            Some(lease) if in_transaction => {
                let text = lease.set_state(sequence, &state);
                lease.is_held(self.driver, &text).await.map(|is_held| !is_held)
            }
            Some(lease) => {
                lease.owe_state(sequence, &state);
                Ok(false)
            }
            None => {
                let record = self.context.table.set_state(sequence, &state);
                self.driver.execute(&record).await.map(|()| false)
            }
        };
        match outcome {
            Ok(false) => Ok(()),
            Ok(true) => Err(Stop::Interfered),
            Err(error) => Err(Stop::At(statement, error)),
        }
    }

    /// Runs a statement no transaction allows, where the lease is what guards it: the intent before
    /// it, what is left of an earlier attempt out of the way, and the record after it.
    async fn bare<'s>(
        &mut self,
        step: &Step<'_>,
        statement: &'s Statement,
        (sequence, done): (i64, usize),
        lease: &mut Lease,
    ) -> Result<(), Stop<'s>> {
        let (state, stop) = (state_of(step), |error| Stop::At(statement, error));
        let before = self.before(lease, step, statement, (sequence, done)).await;
        match before.map_err(stop)? {
            Before::Lost => return Err(Stop::Interfered),
            Before::Undecided => return Err(Stop::Undecided(statement)),
            Before::Done => {}
            Before::Run { behind } => {
                for sql in behind {
                    let tagged = format!("{}{sql}", lease.tag());
                    self.send("", &tagged, None).await.map_err(stop)?;
                }
                let script = &*step.script.sql;
                let limit = self.limit_outside(script, statement);
                let watch = self.watch(Some(lease), (script, statement), false);
                let watch = watch.or_else(|| Some(Watch::nothing(lease)));
                let sent = match step.script.is_code() {
                    true => self.call(step, &limit).await,
                    false => self.send(&limit, &script[statement.span.range()], watch).await,
                };
                if let Err(error) = sent {
                    // What a function did before it failed stays, and the intent with it.
                    if is_all_or_unknown(script) {
                        return Err(stop(error));
                    }
                    self.refused(lease, &error).await;
                    return Err(stop(error));
                }
            }
        }
        lease.ahead.is_done((sequence, done));
        self.part_is_done((sequence, state(done + 1)), statement, Some(lease), false).await?;
        self.stands_at(sequence, state(done + 1));
        // Behind a crash nobody could tell that it ran, so nothing else comes first.
        let is_seen = matches!(
            lease.text.look(&step.script.sql, statement),
            Look::Schema { .. } | Look::Leftover(_)
        );
        match is_seen || lease.write(self.driver, None).await.map_err(stop)? {
            true => Ok(()),
            false => Err(Stop::Interfered),
        }
    }

    /// Begins the transaction of a part, writes in it what is owed, and sees whether the row is still
    /// where this run left it. A run that was cancelled may have had a statement under way, which took
    /// effect after its lock was gone.
    async fn begin_part<'s>(
        &mut self,
        unit: &Unit<'s>,
        (statement, begin): (&'s Statement, &str),
        (sequence, expected): (i64, State),
        mut lease: Option<&mut Lease>,
    ) -> Result<(), Stop<'s>> {
        let stop = |error| Stop::At(statement, error);
        let mut texts = Vec::new();
        match (unit, lease.as_deref_mut()) {
            (Unit::Atomic(_), Some(lease)) => {
                texts.push(begin.to_owned());
                texts.extend(lease.owed());
                texts.push(lease.fence(sequence));
            }
            // What a script begins it may also roll back.
            (_, Some(lease)) => {
                if !lease.write(self.driver, None).await.map_err(stop)? {
                    return Err(Stop::Interfered);
                }
                self.send("", begin, None).await.map_err(stop)?;
                texts.push(lease.fence(sequence));
            }
            (_, None) => {
                self.send("", begin, None).await.map_err(stop)?;
                texts.push(self.context.table.select_state(sequence));
            }
        }
        let rows = match (self.driver.fetch(&texts.join("; ")).await, lease) {
            (Err(error), Some(lease)) if lease.is_lost(&error) => return Err(Stop::Interfered),
            (rows, _) => rows.map_err(stop)?,
        };
        let found = rows.last().and_then(|row| row.first()?.as_deref());
        if found == Some(&*expected.text()) { Ok(()) } else { Err(Stop::Interfered) }
    }
}

/// What is said of a part, each with the statement that it is for, and whether that begins a transaction.
/// Where nothing is to be said, the part is recorded.
fn texts<'s, 't>(
    unit: &Unit<'s>,
    begin: &'t str,
    sql: &'t str,
) -> (bool, Vec<(&'s Statement, Option<&'t str>)>) {
    let text = |statement: &Statement| &sql[statement.span.range()];
    match unit {
        Unit::Atomic(statement) => {
            let run = [Some(begin), Some(text(statement)), None, Some(COMMIT)];
            (true, run.map(|text| (*statement, text)).into())
        }
        Unit::Bare(statement) | Unit::Session(statement) => {
            (false, vec![(statement, Some(text(statement))), (statement, None)])
        }
        Unit::Block(block) => {
            let said = |statement| (statement, Some(text(statement)));
            let mut run: Vec<_> = block.iter().map(said).collect();
            let end = run.len().saturating_sub(1);
            run.insert(end, (&block[end], None));
            (true, run)
        }
    }
}

/// How the progress of a step is written.
pub(super) fn state_of(step: &Step<'_>) -> fn(usize) -> State {
    match step.direction {
        Direction::Up => State::Applying,
        Direction::Down if step.undoes => State::Undoing,
        Direction::Down => State::Reverting,
    }
}

/// Why a part did not run.
pub(super) enum Stop<'s> {
    /// A statement failed.
    At(&'s Statement, DriverError),
    /// A function failed whose work is not taken back.
    Halfway(&'s Statement, DriverError),
    /// Whether this one ran is not known.
    Undecided(&'s Statement),
    /// The history is not what it was.
    Interfered,
}
