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
        if step.recorded && is_up(step) {
            return Ok(());
        }
        let table = self.context.table();
        let sql = if is_up(step) {
            let insert = self.inserted(step, State::Applying(0), Duration::ZERO);
            format!("{}; {}; {insert}; {}", session::BEGIN, text::create(table), session::COMMIT)
        } else {
            text::set_state(table, step.version.as_str(), &State::Reverting(step.done).text())
        };
        self.waiting.run(self.driver, &sql, "writing the history").await
    }

    /// Adds the row of a step to what is known of the history. Returns the statement that writes it.
    fn inserted(&mut self, step: &Step<'a>, state: State, took: Duration) -> String {
        self.remember(step, state);
        let (context, state) = (self.context, state.text());
        let row = self.history.rows.last();
        let row = row.map(|row| context.new_row(step, row, &state, took));
        text::insert(context.table(), row.as_slice())
    }

    #[tracing::instrument(
        name = "migration",
        skip_all,
        fields(version = %step.version, direction = step.direction.word())
    )]
    async fn parts(&mut self, step: &Step<'a>, statements: &[Statement]) -> Result<(), Error> {
        let (version, title, direction) = (&step.version, &*step.title, step.direction);
        tell(self.context.observer(), &Event::Started { version, title, direction });
        let started = Instant::now();
        let units = units(&step.script.sql, statements);
        for (at, unit) in units.iter().enumerate() {
            let is_done = at < step.done;
            if is_done && !matches!(unit, Unit::Session(_)) {
                continue;
            }
            if let Err((statement, error)) = self.part(step, unit, at + 1).await {
                self.rollback().await;
                let mut failure = self.failure(step, statement, error);
                failure.aftermath = Aftermath::Partial { done: at, of: units.len() };
                return Err(Error::Failed(Box::new(failure)));
            }
        }
        let took = started.elapsed();
        let delete = text::delete(self.context.table(), version.as_str());
        self.forget(step);
        let sql = if is_up(step) {
            // Written anew: what had not run may have been edited before the script was resumed.
            let insert = self.inserted(step, State::Applied, took);
            format!("{}; {delete}; {insert}; {}", session::BEGIN, session::COMMIT)
        } else {
            delete
        };
        self.waiting.run(self.driver, &sql, "writing the history").await?;
        self.finished(step, took);
        Ok(())
    }

    /// Runs one part and records that `done` parts are done.
    async fn part<'s>(
        &mut self,
        step: &Step<'_>,
        unit: &Unit<'s>,
        done: usize,
    ) -> Result<(), (&'s Statement, DriverError)> {
        let state = if is_up(step) { State::Applying(done) } else { State::Reverting(done) };
        let record = text::set_state(self.context.table(), step.version.as_str(), &state.text());
        let text = |statement: &Statement| step.script.sql[statement.span.range()].to_owned();
        let run: Vec<(&'s Statement, String)> = match unit {
            Unit::Atomic(statement) => vec![
                (statement, session::BEGIN.to_owned()),
                (statement, text(statement)),
                (statement, format!("{record}; {}", session::COMMIT)),
            ],
            Unit::Bare(statement) | Unit::Session(statement) => {
                vec![(statement, text(statement)), (statement, record)]
            }
            Unit::Block(block) => {
                let mut run: Vec<_> =
                    block.iter().map(|statement| (statement, text(statement))).collect();
                let end = run.len() - 1;
                run.insert(end, (&block[end], record));
                run
            }
        };
        for (statement, sql) in run {
            tracing::trace!(version = %step.version, sql, "statement");
            match self.waiting.run(self.driver, &sql, "").await {
                Ok(()) => {}
                Err(Error::Driver { source, .. } | Error::Unreachable { source }) => {
                    return Err((statement, source));
                }
                Err(other) => {
                    return Err((statement, DriverError::database("5", other.to_string())));
                }
            }
        }
        Ok(())
    }
}
