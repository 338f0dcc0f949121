//! Scripts that say `no-transaction`: part by part, each recorded as it is done.

use std::time::{Duration, Instant};

use migrate_core::dialect::sqlite::session::{self, history as text};
use migrate_core::sql::split::Statement;

use super::{Run, is_up};
use crate::driver::DriverError;
use crate::error::{Aftermath, Error};
use crate::event::{Event, tell};
use crate::history::State;
use crate::plan::{Plan, Step};
use crate::units::{Unit, units};

impl<'a> Run<'a, '_> {
    /// Runs the first step of the plan outside a transaction. Returns one, or nothing when there is
    /// another plan, made under the lock.
    pub(super) async fn outside(&mut self, plan: &mut Plan<'a>) -> Result<usize, Error> {
        let _lock = match self.context.path {
            Some(path) => Some(self.waiting.file(path).await?),
            None => None,
        };
        if !self.settle(plan).await? {
            return Ok(0);
        }
        let Some(step) = plan.steps.first() else { return Ok(0) };
        let statements = self.context.statements(step);
        let neutral = session::neutral(false);
        self.waiting.run(self.driver, &neutral, "preparing the connection").await?;
        self.announce(step).await?;
        self.parts(step, &statements).await?;
        tell(self.context.observer(), &Event::Committed);
        Ok(1)
    }

    /// Records the intent, so that a crash from here on is known.
    async fn announce(&mut self, step: &Step<'a>) -> Result<(), Error> {
        let table = self.context.table();
        let write = match (is_up(step), step.recorded && step.done > 0) {
            (true, _) if step.recorded => return Ok(()),
            (true, _) => {
                let insert = self.inserted(step, State::Applying(0), Duration::ZERO);
                vec![text::create(table), insert]
            }
            (false, true) => return Ok(()),
            (false, false) => {
                let (state, sequence) = (State::Reverting(0), self.sequence(step)?);
                self.stands_at(sequence, state);
                vec![text::set_reverting(table, sequence, &state.text(), &step.script.sql)]
            }
        };
        self.atomically(&write).await
    }

    /// Writes the history in a transaction of its own, once no reader is in the way.
    async fn atomically(&mut self, write: &[String]) -> Result<(), Error> {
        const WRITING: &str = "writing the history";
        self.waiting.run(self.driver, session::BEGIN, WRITING).await?;
        for sql in write {
            if let Err(error) = self.driver.execute(sql).await {
                self.rollback().await;
                return Err(Error::driver(WRITING, error));
            }
        }
        self.waiting.run(self.driver, session::COMMIT, WRITING).await
    }

    /// Adds the row of a step to what is known of the history. Returns the statement that writes it.
    fn inserted(&mut self, step: &Step<'a>, state: State, took: Duration) -> String {
        self.remember(step, state);
        let (context, state) = (self.context, state.text());
        let row = self.history.rows.last();
        let row = row.map(|row| context.new_row(step, row, &state, took));
        text::insert(context.table(), row.as_slice())
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
    async fn parts(&mut self, step: &Step<'a>, statements: &[Statement]) -> Result<(), Error> {
        let (version, title, direction) = (&step.version, &*step.title, step.direction);
        tell(self.context.observer(), &Event::Started { version, title, direction });
        let (started, sequence) = (Instant::now(), self.sequence(step)?);
        let units = units(&step.script.sql, statements);
        for (at, unit) in units.iter().enumerate() {
            let outcome = match unit {
                // A new connection has none of the settings that were made before.
                Unit::Session(statement) if at < step.done => {
                    let sql = &step.script.sql[statement.span.range()];
                    self.driver.execute(sql).await.map_err(|error| Stop::At(statement, error))
                }
                _ if at < step.done => continue,
                _ => self.part(step, unit, sequence, at).await,
            };
            match outcome {
                Ok(()) => {}
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
        self.tidy(statements).await?;
        self.conclude(step, sequence, started.elapsed()).await
    }

    async fn conclude(
        &mut self,
        step: &Step<'a>,
        sequence: i64,
        took: Duration,
    ) -> Result<(), Error> {
        let mut write = vec![text::delete(self.context.table(), sequence)];
        self.forget(step);
        if is_up(step) {
            // Written anew: what had not run may have been edited before the script was resumed.
            write.push(self.inserted(step, State::Applied, took));
        }
        self.atomically(&write).await?;
        self.finished(step, took);
        Ok(())
    }

    /// Runs the part after `done` others, and records it with them.
    async fn part<'s>(
        &mut self,
        step: &Step<'_>,
        unit: &Unit<'s>,
        sequence: i64,
        done: usize,
    ) -> Result<(), Stop<'s>> {
        let state = |done| if is_up(step) { State::Applying(done) } else { State::Reverting(done) };
        let record = text::set_state(self.context.table(), sequence, &state(done + 1).text());
        let text = |statement: &Statement| step.script.sql[statement.span.range()].to_owned();
        let (begins, run): (bool, Vec<(&'s Statement, String)>) = match unit {
            Unit::Atomic(statement) => {
                let begin = (*statement, session::BEGIN.to_owned());
                let commit = (*statement, session::COMMIT.to_owned());
                (true, vec![begin, (statement, text(statement)), (statement, record), commit])
            }
            Unit::Bare(statement) | Unit::Session(statement) => {
                (false, vec![(statement, text(statement)), (statement, record)])
            }
            Unit::Block(block) => {
                let mut run: Vec<_> =
                    block.iter().map(|statement| (statement, text(statement))).collect();
                let end = run.len().saturating_sub(1);
                run.insert(end, (&block[end], record));
                (true, run)
            }
        };
        for (at, (statement, sql)) in run.into_iter().enumerate() {
            tracing::trace!(version = %step.version, sql, "statement");
            self.waiting
                .run(self.driver, &sql, "")
                .await
                .map_err(|error| Stop::of(statement, error))?;
            if begins && at == 0 {
                self.fence(sequence, state(done), statement).await?;
            }
        }
        self.stands_at(sequence, state(done + 1));
        Ok(())
    }

    /// Whether the row is still where this run left it. A run that was cancelled may have had a
    /// statement under way, which took effect after its lock was gone.
    async fn fence<'s>(
        &mut self,
        sequence: i64,
        expected: State,
        statement: &'s Statement,
    ) -> Result<(), Stop<'s>> {
        let query = text::select_state(self.context.table(), sequence);
        let rows = self.driver.fetch(&query).await.map_err(|error| Stop::At(statement, error))?;
        let found = rows.into_iter().flatten().flatten().next();
        if found.as_deref() == Some(&*expected.text()) { Ok(()) } else { Err(Stop::Interfered) }
    }
}

/// Why a part did not run.
enum Stop<'s> {
    /// A statement failed.
    At(&'s Statement, DriverError),
    /// The history is not what it was.
    Interfered,
}

impl<'s> Stop<'s> {
    fn of(statement: &'s Statement, error: Error) -> Self {
        match error {
            Error::Driver { source, .. } | Error::Unreachable { source } => {
                Self::At(statement, source)
            }
            other => Self::At(statement, DriverError::database("5", other.to_string())),
        }
    }
}
