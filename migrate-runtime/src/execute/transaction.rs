//! Steps that are committed together with their rows in the history.

use std::time::{Duration, Instant};

use migrate_core::dialect::session::{NewRow, RELEASE_GUARD, ROLLBACK};
use migrate_core::sql::split::Statement;

use super::references::Baseline;
use super::together::Together;
use super::{Context, Run, is_up};
use crate::error::Error;
use crate::event::{Event, tell};
use crate::history::{self, State};
use crate::lock::{Attempt, attempted};
use crate::options::TransactionScope;
use crate::plan::{Goal, Plan, Renamed, Step};

const BEGINNING: &str = "beginning a transaction";

/// A step with its statements and what they need of the session.
pub(super) struct Ready<'s, 'a> {
    pub(super) step: &'s Step<'a>,
    pub(super) statements: Vec<Statement>,
}

impl<'a> Run<'a, '_> {
    /// Runs the first steps of the plan in one transaction. Returns how many those were; none when
    /// there is another plan, made under the lock.
    pub(super) async fn transaction(&mut self, plan: &mut Plan<'a>) -> Result<usize, Error> {
        let Some(first) = plan.steps.first() else { return Ok(0) };
        let references = self.context.references(first, &self.context.statements(first));
        if !self.begin_unless_done(plan, references).await? {
            return Ok(0);
        }
        let (done, apart) = (self.done.len(), self.apart);
        let outcome = match self.settle(plan).await {
            Ok(true) => self.renamed(plan, references).await,
            Ok(false) => Ok(0),
            Err(error) => Err(error),
        };
        match outcome {
            Ok(0) => {
                self.rollback().await;
                Ok(0)
            }
            Ok(count) => match self.commit("committing").await {
                Ok(()) => {
                    self.blocked = None;
                    tell(self.context.observer(), &Event::Committed);
                    Ok(count)
                }
                Err(Error::Driver { source, .. }) if self.again(&source).await? => {
                    self.done.truncate(done);
                    self.history = history::read(self.driver, self.context.table).await?;
                    Ok(0)
                }
                Err(error) => Err(error),
            },
            Err(error) => {
                self.rollback().await;
                match &error {
                    // Once more from the beginning, statement by statement, for an error that is of one.
                    _ if self.apart != apart => Ok(0),
                    // The same plan once more, from the beginning of its transaction.
                    Error::Failed(failure) if self.again(&failure.error).await? => Ok(0),
                    Error::Driver { source, .. } if self.again(source).await? => Ok(0),
                    _ => Err(error),
                }
            }
        }
    }

    /// Begins a transaction that holds the right to migrate, unless whoever had that right did everything
    /// meanwhile: all who waited would take it one after the other, only to see that.
    async fn begin_unless_done(
        &mut self,
        plan: &mut Plan<'a>,
        references: bool,
    ) -> Result<bool, Error> {
        let (sql, since) = (self.beginning(references), Instant::now());
        for attempt in 0.. {
            match attempted(self.driver, &sql, BEGINNING).await? {
                Attempt::Taken => break,
                Attempt::Refused(holder) => {
                    self.waiting.pause(attempt, since, holder.as_deref()).await?;
                    if self.is_done_by_others(plan).await? {
                        return Ok(false);
                    }
                }
            }
        }
        self.waiting.over(since);
        Ok(true)
    }

    /// After waiting for others: whether there is nothing left to do, as for a process that begins now.
    pub(super) async fn is_done_by_others(&mut self, plan: &mut Plan<'a>) -> Result<bool, Error> {
        let Context { set, table, goal, .. } = self.context;
        let exists = self.history.exists;
        if *goal != Goal::NEWEST || !history::is_current(self.driver, table, set, exists).await {
            return Ok(false);
        }
        *plan = self.planned_anew().await?;
        Ok(plan.steps.is_empty())
    }

    /// Begins a transaction that holds the right to migrate.
    pub(super) async fn begin(&mut self, references: bool) -> Result<(), Error> {
        let sql = self.beginning(references);
        self.waiting.take(self.driver, &sql, BEGINNING).await
    }

    /// What begins it, with the settings that the server has.
    fn beginning(&mut self, references: bool) -> String {
        self.setup.references = references;
        self.limited = None;
        self.context.session().begin(self.context.table, &self.setup)
    }

    /// A failed statement may have ended the transaction already, and the connection is closed in
    /// any case; so this may fail without harm.
    pub(super) async fn rollback(&mut self) {
        if let Err(error) = self.driver.execute(ROLLBACK).await {
            tracing::debug!(%error, "rolling back");
        }
    }

    /// How many of the steps belong into one transaction.
    fn group<'s>(&self, plan: &'s Plan<'a>, references: bool) -> Vec<Ready<'s, 'a>> {
        let everything = match self.context.options.transaction {
            _ if self.context.options.verify_in_place => true,
            TransactionScope::Everything => true,
            TransactionScope::EachMigration => false,
            TransactionScope::Auto => {
                self.history.last == 0 || matches!(self.context.goal, Goal::Redo(_))
            }
        };
        let limit = if everything { plan.steps.len() } else { 1 };
        plan.steps
            .iter()
            .take(limit)
            .take_while(|step| step.script.transaction)
            .map(|step| Ready { step, statements: self.context.statements(step) })
            .take_while(|ready| {
                self.context.references(ready.step, &ready.statements) == references
            })
            .collect()
    }

    /// Runs the first steps behind what they need the history to be called, and does both again where
    /// the transaction is tried again.
    async fn renamed(&mut self, plan: &mut Plan<'a>, references: bool) -> Result<usize, Error> {
        let (before, renamed) = (self.history.clone(), plan.renamed.clone());
        let outcome = match self.rename(plan).await {
            Ok(()) => self.steps(plan, references).await,
            Err(error) => Err(error),
        };
        if !matches!(outcome, Ok(1..)) {
            (self.history, plan.renamed) = (before, renamed);
        }
        outcome
    }

    /// What gives rows of the history the names that their migrations have now.
    pub(super) fn renaming(&mut self, plan: &mut Plan<'a>) -> Vec<String> {
        let mut writes = Vec::new();
        for Renamed { sequence, migration } in std::mem::take(&mut plan.renamed) {
            writes.push(self.context.table.rename(sequence, &migration));
            let rows = self.history.rows.iter_mut();
            for row in rows.filter(|row| row.sequence == sequence) {
                row.version = migration.version.clone();
                row.title = migration.title.to_string();
                row.up_checksum = migration.up.checksum.clone();
                row.details.up_sql = migration.up.sql.to_string();
            }
        }
        writes
    }

    pub(super) async fn rename(&mut self, plan: &mut Plan<'a>) -> Result<(), Error> {
        for write in self.renaming(plan) {
            self.history_write(&write).await?;
        }
        Ok(())
    }

    async fn steps(&mut self, plan: &Plan<'a>, references: bool) -> Result<usize, Error> {
        let group = self.group(plan, references);
        if group.is_empty() {
            return Ok(0);
        }
        let committed = (self.history.clone(), self.done.len());
        self.verified.clear();
        let outcome = match Baseline::take(self.driver, self.context.session(), &group).await {
            Ok(baseline) => match self.scripts(&group).await {
                Ok(()) => {
                    let path = self.named(&group);
                    baseline.check(self.driver, path).await
                }
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            // What ran in this transaction never happened.
            self.history = committed.0;
            self.done.truncate(committed.1);
            return Err(self.with_aftermath(error));
        }
        Ok(group.len())
    }

    fn with_aftermath(&self, error: Error) -> Error {
        match error {
            Error::Failed(mut failure) => {
                failure.aftermath = self.aftermath();
                Error::Failed(failure)
            }
            other => other,
        }
    }

    /// What a message calls the scripts of a transaction.
    fn named(&self, group: &[Ready<'_, 'a>]) -> String {
        match group {
            [] => String::new(),
            [only] => self.context.shown(only.step),
            [first, .., last] => format!(
                "one of the migrations from {} to {}",
                first.step.version, last.step.version
            ),
        }
    }

    async fn scripts(&mut self, group: &[Ready<'_, 'a>]) -> Result<(), Error> {
        let mut added: Vec<(&Step<'a>, Duration)> = Vec::new();
        let (mut eye, mut left) = (self.eye().await?, group);
        while let [Ready { step, .. }, rest @ ..] = left {
            let along = self.along(left);
            if along > 0 {
                let Together { took, outcome } = self.together(&left[..along]).await;
                let failed = left.get(took.len()).filter(|_| outcome.is_err() && !self.apart);
                for (Ready { step, .. }, took) in left.iter().zip(took) {
                    self.begins(step);
                    self.ran(step, took, &mut added).await?;
                }
                if let Some(Ready { step, .. }) = failed {
                    self.begins(step);
                }
                outcome?;
                left = &left[along..];
                continue;
            }
            self.before_step(step).await?;
            let took = match &mut eye {
                Some(eye) if is_up(step) => self.proved(step, eye).await?,
                _ => self.within(step).await?,
            };
            self.after_step(step).await?;
            self.ran(step, took, &mut added).await?;
            left = rest;
        }
        if self.driver.execute(RELEASE_GUARD).await.is_err() {
            return Err(Error::TransactionEnded { path: self.named(group) });
        }
        self.record(&added).await?;
        self.recorded(group).await
    }

    /// Takes a step for done, of which the history is to say so when all of them are.
    async fn ran<'s>(
        &mut self,
        step: &'s Step<'a>,
        took: Duration,
        added: &mut Vec<(&'s Step<'a>, Duration)>,
    ) -> Result<(), Error> {
        if is_up(step) {
            self.remember(step, State::Applied);
            added.push((step, took));
        } else {
            let delete = self.context.table.delete(self.sequence(step)?);
            self.history_write(&delete).await?;
            self.forget(step);
        }
        self.finished(step, took);
        Ok(())
    }

    /// Whether the history holds what was written to it: a migration may have reached it, too.
    async fn recorded(&mut self, group: &[Ready<'_, 'a>]) -> Result<(), Error> {
        let rows = self.driver.fetch(&self.context.table.select_extent()).await;
        let found: Vec<Option<i64>> = rows
            .map_err(|error| Error::driver("reading the history", error))?
            .into_iter()
            .flatten()
            .map(|cell| cell?.parse().ok())
            .collect();
        let count = i64::try_from(self.history.rows.len()).ok();
        if found == [count, self.history.rows.last().map(|row| row.sequence)] {
            Ok(())
        } else {
            Err(Error::HistoryTouched { path: self.named(group) })
        }
    }

    /// Writes the rows that [`Run::remember`] put at the end of the history.
    async fn record(&mut self, added: &[(&Step<'a>, Duration)]) -> Result<(), Error> {
        const ROWS_A_STATEMENT: usize = 100;
        if added.is_empty() {
            return Ok(());
        }
        let (context, table) = (self.context, self.context.table);
        let state = State::Applied.text();
        let first = self.history.rows.len() - added.len();
        let rows: Vec<NewRow<'_>> = added
            .iter()
            .zip(&self.history.rows[first..])
            .map(|((step, took), row)| context.new_row(step, row, &state, *took))
            .collect();
        let inserts: Vec<String> =
            rows.chunks(ROWS_A_STATEMENT).map(|rows| table.insert(rows)).collect();
        if first == 0 {
            self.history_write(&table.create()).await?;
        }
        for insert in inserts {
            self.history_write(&insert).await?;
        }
        Ok(())
    }

    pub(super) async fn history_write(&mut self, sql: &str) -> Result<(), Error> {
        let write = self.driver.execute(sql).await;
        write.map_err(|error| Error::driver("writing the history", error))
    }
}
