//! Scripts that say `no-transaction`: part by part, each recorded as it is done.

use std::time::{Duration, Instant};

use migrate_core::dialect::session::{COMMIT, Setup};
use migrate_core::sql::split::Statement;

use super::lease::{Before, Claim, Lease};
use super::{Run, is_up};
use crate::driver::DriverError;
use crate::error::{Aftermath, Error};
use crate::event::{Event, tell};
use crate::history::State;
use crate::plan::{Plan, Step};
use crate::units::{Unit, units};

const PREPARING: &str = "preparing the connection";

impl<'a> Run<'a, '_> {
    /// Runs the first step of the plan outside a transaction. Returns one, or nothing when there is
    /// another plan, made under the lock.
    pub(super) async fn outside(&mut self, plan: &mut Plan<'a>) -> Result<usize, Error> {
        let _lock = match self.context.path {
            Some(path) => Some(self.waiting.file(path).await?),
            None => None,
        };
        self.begin(false).await?;
        let mut lease = match self.announced(plan).await {
            Ok(Announced::Ready(lease)) => lease,
            Ok(Announced::Replanned) => {
                self.rollback().await;
                return Ok(0);
            }
            Ok(Announced::Refused { holder }) => {
                // What is open would keep the holder's own statements waiting.
                self.rollback().await;
                self.wait_for_lease(holder.as_deref()).await?;
                return Ok(0);
            }
            Err(error) => {
                self.rollback().await;
                return Err(error);
            }
        };
        self.commit("writing the history").await?;
        self.leased = None;
        let Some(step) = plan.steps.first() else { return Ok(0) };
        let statements = self.context.statements(step);
        let outcome = self.parts(step, &statements, lease.as_mut()).await;
        if let Some(lease) = lease {
            lease.end().await;
        }
        outcome?;
        tell(self.context.observer(), &Event::Committed);
        Ok(1)
    }

    /// In the transaction that holds the right to migrate: takes the lease that guards the script
    /// when that transaction is over, and records the intent, so that a crash from here on is known.
    ///
    /// The history is read under the lease: its last holder wrote to it until it was lost.
    async fn announced(&mut self, plan: &mut Plan<'a>) -> Result<Announced, Error> {
        let lease = match self.context.session().lease(self.context.table) {
            None => None,
            Some(text) => match self.claim(text).await? {
                Claim::Taken(lease) => Some(lease),
                Claim::Refused { holder } => return Ok(Announced::Refused { holder }),
            },
        };
        if !self.settle(plan).await? {
            return Ok(Announced::Replanned);
        }
        let Some(step) = plan.steps.first() else { return Ok(Announced::Replanned) };
        for sql in self.intent(step)? {
            self.history_write(&sql).await?;
        }
        Ok(Announced::Ready(match lease {
            Some(lease) => Some(lease.kept(self.context.database).await?),
            None => None,
        }))
    }

    /// What records that a step begins.
    fn intent(&mut self, step: &Step<'a>) -> Result<Vec<String>, Error> {
        let table = self.context.table;
        Ok(match (is_up(step), step.recorded && step.done > 0) {
            (true, _) if step.recorded => Vec::new(),
            (true, _) => {
                let insert = self.inserted(step, State::Applying(0), Duration::ZERO);
                vec![table.create(), insert]
            }
            (false, true) => Vec::new(),
            (false, false) => {
                let (state, sequence) = (State::Reverting(0), self.sequence(step)?);
                self.stands_at(sequence, state);
                vec![table.set_reverting(sequence, &state.text(), &step.script.sql)]
            }
        })
    }

    /// Writes the history in a transaction of its own, once no reader is in the way.
    async fn atomically(
        &mut self,
        write: &[String],
        lease: Option<&mut Lease>,
    ) -> Result<(), Error> {
        const WRITING: &str = "writing the history";
        let begin = self.context.session().begin_part();
        self.waiting.run(self.driver, begin, WRITING).await?;
        let outcome = match lease {
            Some(lease) => self.holds(lease).await,
            None => Ok(()),
        };
        if let Err(error) = outcome {
            self.rollback().await;
            return Err(error);
        }
        for sql in write {
            if let Err(error) = self.driver.execute(sql).await {
                self.rollback().await;
                return Err(Error::driver(WRITING, error));
            }
        }
        self.commit(WRITING).await
    }

    /// Adds the row of a step to what is known of the history. Returns the statement that writes it.
    fn inserted(&mut self, step: &Step<'a>, state: State, took: Duration) -> String {
        self.remember(step, state);
        let (context, state) = (self.context, state.text());
        let row = self.history.rows.last();
        let row = row.map(|row| context.new_row(step, row, &state, took));
        context.table.insert(row.as_slice())
    }

    fn stands_at(&mut self, sequence: i64, state: State) {
        let row = self.history.rows.iter_mut().find(|row| row.sequence == sequence);
        row.into_iter().for_each(|row| row.state = state);
    }

    #[tracing::instrument(
        name = "migration",
        skip_all,
        fields(version = %step.version, direction = step.direction.word())
    )]
    async fn parts(
        &mut self,
        step: &Step<'a>,
        statements: &[Statement],
        mut lease: Option<&mut Lease>,
    ) -> Result<(), Error> {
        let (version, title, direction) = (&step.version, &*step.title, step.direction);
        tell(self.context.observer(), &Event::Started { version, title, direction });
        let (started, sequence) = (Instant::now(), self.sequence(step)?);
        let session = self.context.session();
        let units = units(session, &step.script.sql, statements);
        self.patience = self.patience_of(step, statements);
        let prepare = session.prepare(&self.setup);
        if !prepare.is_empty() {
            self.driver.execute(&prepare).await.map_err(|error| Error::driver(PREPARING, error))?;
        }
        for (at, unit) in units.iter().enumerate() {
            let outcome = match unit {
                // A new connection has none of the settings that were made before.
                Unit::Session(statement) if at < step.done => {
                    let sql = &step.script.sql[statement.span.range()];
                    self.driver.execute(sql).await.map_err(|error| Stop::At(statement, error))
                }
                _ if at < step.done => continue,
                _ => self.patiently(step, unit, (sequence, at), lease.as_deref_mut()).await,
            };
            match outcome {
                Ok(()) => self.blocked = None,
                Err(Stop::Interfered) => {
                    self.rollback().await;
                    return Err(Error::Interfered);
                }
                Err(Stop::At(statement, error)) => {
                    self.rollback().await;
                    let mut failure = self.failure(step, statement, error);
                    let done = at.max(step.done);
                    failure.aftermath = Aftermath::Partial { done, of: units.len() };
                    return Err(Error::Failed(Box::new(failure)));
                }
            }
        }
        self.tidy(statements, &Setup::default()).await?;
        self.conclude(step, sequence, started.elapsed(), lease).await
    }

    async fn conclude(
        &mut self,
        step: &Step<'a>,
        sequence: i64,
        took: Duration,
        lease: Option<&mut Lease>,
    ) -> Result<(), Error> {
        let mut write = vec![self.context.table.delete(sequence)];
        self.forget(step);
        if is_up(step) {
            // Written anew: what had not run may have been edited before the script was resumed.
            write.push(self.inserted(step, State::Applied, took));
        }
        self.atomically(&write, lease).await?;
        self.finished(step, took);
        Ok(())
    }

    /// Runs a part, and runs it again when it found a table in use.
    async fn patiently<'s>(
        &mut self,
        step: &Step<'_>,
        unit: &Unit<'s>,
        (sequence, done): (i64, usize),
        mut lease: Option<&mut Lease>,
    ) -> Result<(), Stop<'s>> {
        loop {
            let outcome = match (unit, lease.as_deref_mut()) {
                (Unit::Bare(statement), Some(lease)) => {
                    self.bare(step, statement, (sequence, done), lease).await
                }
                (_, lease) => self.part(step, unit, (sequence, done), lease).await,
            };
            match outcome {
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
        let text = |statement: &Statement| &sql[statement.span.range()];
        // Where nothing is to be said, the part is recorded.
        let (begins, run): (bool, Vec<(&'s Statement, Option<&str>)>) = match unit {
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
        };
        self.limited = false;
        for (at, (statement, text)) in run.into_iter().enumerate() {
            let Some(text) = text else {
                let place = (sequence, state(done + 1));
                self.part_is_done(place, statement, lease.as_deref()).await?;
                continue;
            };
            tracing::trace!(version = %step.version, sql = text, "statement");
            let limit = if begins && at > 0 { self.limit(sql, statement) } else { String::new() };
            self.send(&limit, text).await.map_err(|error| Stop::At(statement, error))?;
            if begins && at == 0 {
                self.fence((sequence, state(done)), statement, lease.as_deref_mut()).await?;
            }
        }
        self.stands_at(sequence, state(done + 1));
        Ok(())
    }

    /// Records how far the script is, which only the holder of the lease may.
    async fn part_is_done<'s>(
        &mut self,
        (sequence, state): (i64, State),
        statement: &'s Statement,
        lease: Option<&Lease>,
    ) -> Result<(), Stop<'s>> {
        let record = self.context.table.set_state(sequence, &state.text());
        let outcome = match lease {
            Some(lease) => self.driver.fetch(&lease.guarded(&record)).await.map(|it| it.is_empty()),
            None => self.driver.execute(&record).await.map(|()| false),
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
            Before::Done => {}
            Before::Run { behind } => {
                for sql in behind {
                    self.send(lease.tag(), &sql).await.map_err(stop)?;
                }
                let sql = &step.script.sql[statement.span.range()];
                self.send(lease.tag(), sql).await.map_err(stop)?;
            }
        }
        self.part_is_done((sequence, state(done + 1)), statement, Some(lease)).await?;
        self.stands_at(sequence, state(done + 1));
        Ok(())
    }

    /// Whether the row is still where this run left it. A run that was cancelled may have had a
    /// statement under way, which took effect after its lock was gone.
    async fn fence<'s>(
        &mut self,
        (sequence, expected): (i64, State),
        statement: &'s Statement,
        lease: Option<&mut Lease>,
    ) -> Result<(), Stop<'s>> {
        let query = match lease {
            Some(lease) => lease.fence(sequence),
            None => self.context.table.select_state(sequence),
        };
        let rows = self.driver.fetch(&query).await.map_err(|error| Stop::At(statement, error))?;
        let found = rows.into_iter().flatten().flatten().next();
        if found.as_deref() == Some(&*expected.text()) { Ok(()) } else { Err(Stop::Interfered) }
    }
}

/// What came of the wish to run a script.
enum Announced {
    /// It may begin.
    Ready(Option<Lease>),
    /// There is another plan.
    Replanned,
    /// Somebody else has the lease.
    Refused {
        /// Who.
        holder: Option<String>,
    },
}

/// How the progress of a step is written.
fn state_of(step: &Step<'_>) -> fn(usize) -> State {
    if is_up(step) { State::Applying } else { State::Reverting }
}

/// Why a part did not run.
enum Stop<'s> {
    /// A statement failed.
    At(&'s Statement, DriverError),
    /// The history is not what it was.
    Interfered,
}
