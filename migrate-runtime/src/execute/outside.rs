//! Scripts that say `no-transaction`: part by part, each recorded as it is done.

use std::time::{Duration, Instant};

use migrate_core::dialect::session::Setup;
use migrate_core::sql::split::Statement;

use super::code::is_all_or_unknown;
use super::lease::{Claim, Lease};
use super::part::Stop;
use super::{Run, is_up};
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
            Some(path) => Some(self.waiting.file(path, self.context.session()).await?),
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
        let mut outcome = self.step_outside(step, lease.as_mut()).await;
        if let Some(lease) = lease {
            outcome = self.released(lease, outcome).await;
        }
        outcome?;
        tell(self.context.observer(), &Event::Committed);
        Ok(1)
    }

    /// Runs a step whose beginning is recorded, or one that undoes what is.
    pub(super) async fn step_outside(
        &mut self,
        step: &Step<'a>,
        mut lease: Option<&mut Lease>,
    ) -> Result<(), Error> {
        let undoing = match step.undoes {
            true => Some(self.undoing(step, lease.as_deref_mut()).await?),
            false => None,
        };
        let step = undoing.as_ref().unwrap_or(step);
        let statements = self.context.statements(step);
        self.parts(step, &statements, lease).await
    }

    /// In the transaction that holds the right to migrate: takes the lease that guards the script
    /// when that transaction is over, and records the intent, so that a crash from here on is known.
    ///
    /// The history is read under the lease: its last holder wrote to it until it was lost.
    async fn announced(&mut self, plan: &mut Plan<'a>) -> Result<Announced, Error> {
        let lease = match self.context.session().lease(self.context.table) {
            None => None,
            Some(text) => {
                // It stands beside the history, whose schema may have to be made first.
                if !self.history.exists {
                    self.history_write(&self.context.table.create()).await?;
                }
                for sql in text.create() {
                    self.history_write(&sql).await?;
                }
                match self.claim(text).await? {
                    Claim::Taken(lease) => Some(lease),
                    Claim::Missing => return Err(Error::Interfered),
                    Claim::Refused { holder } => return Ok(Announced::Refused { holder }),
                }
            }
        };
        if !self.settle(plan).await? {
            return Ok(Announced::Replanned);
        }
        if let Some(lease) = &lease {
            self.decided_elsewhere(lease).await?;
        }
        self.rename(plan).await?;
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
    pub(super) fn intent(&mut self, step: &Step<'a>) -> Result<Vec<String>, Error> {
        let table = self.context.table;
        if step.undoes {
            return Ok(Vec::new());
        }
        Ok(match (is_up(step), step.recorded && step.done > 0) {
            (true, _) if step.recorded => Vec::new(),
            (true, _) => {
                let create = (!self.history.exists).then(|| table.create());
                let insert = self.inserted(step, State::Applying(0), Duration::ZERO);
                create.into_iter().chain([insert]).collect()
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
    pub(super) async fn atomically(
        &mut self,
        write: &[String],
        lease: Option<&mut Lease>,
    ) -> Result<(), Error> {
        const WRITING: &str = "writing the history";
        let begin = self.context.session().begin_part();
        self.waiting.run(self.driver, begin, WRITING).await?;
        let outcome = match lease.as_deref() {
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
        self.commit(WRITING).await?;
        lease.into_iter().for_each(Lease::paid);
        Ok(())
    }

    /// Adds the row of a step to what is known of the history. Returns the statement that writes it.
    fn inserted(&mut self, step: &Step<'a>, state: State, took: Duration) -> String {
        self.remember(step, state);
        let (context, state) = (self.context, state.text());
        let row = self.history.rows.last();
        let row = row.map(|row| context.new_row(step, row, &state, took));
        context.table.insert(row.as_slice())
    }

    pub(super) fn stands_at(&mut self, sequence: i64, state: State) {
        let row = self.history.rows.iter_mut().find(|row| row.sequence == sequence);
        row.into_iter().for_each(|row| row.state = state);
    }

    #[tracing::instrument(
        name = "migration",
        skip_all,
        fields(version = %step.version, direction = step.direction.word())
    )]
    pub(super) async fn parts(
        &mut self,
        step: &Step<'a>,
        statements: &[Statement],
        mut lease: Option<&mut Lease>,
    ) -> Result<(), Error> {
        self.begins(step);
        let (started, sequence) = (Instant::now(), self.sequence(step)?);
        let session = self.context.session();
        let units = units(session, &step.script.sql, statements);
        self.limit_script(step, statements);
        let prepare = session.prepare(&self.setup) + &self.unlimited();
        if !prepare.is_empty() {
            self.driver.execute(&prepare).await.map_err(|error| Error::driver(PREPARING, error))?;
        }
        self.settled_for_hooks(lease.as_deref_mut()).await?;
        self.before_step(step).await?;
        for (at, unit) in units.iter().enumerate() {
            let outcome = match unit {
                // Where no lease says what was intended, that it was begun is all that is known.
                Unit::Bare(statement)
                    if step.begun && lease.is_none() && is_all_or_unknown(&step.script.sql) =>
                {
                    Err(Stop::Undecided(statement))
                }
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
                Err(Stop::Halfway(statement, error)) => {
                    self.rollback().await;
                    let (took, not) = self.ways_out(step, (sequence, at), lease.as_deref());
                    let mut failure = self.failure(step, statement, error);
                    failure.aftermath = Aftermath::Halfway { took, not };
                    return Err(Error::Failed(Box::new(failure)));
                }
                Err(Stop::Undecided(statement)) => {
                    return Err(self.undecided(step, statement, (sequence, at), lease.as_deref()));
                }
            }
        }
        self.settled_for_hooks(lease.as_deref_mut()).await?;
        self.after_step(step).await?;
        self.tidy(statements, &Setup::default()).await?;
        self.conclude(step, sequence, started.elapsed(), lease).await
    }

    async fn conclude(
        &mut self,
        step: &Step<'a>,
        sequence: i64,
        took: Duration,
        mut lease: Option<&mut Lease>,
    ) -> Result<(), Error> {
        // What is only recorded has a time of its own, which the row says when it is written anew.
        let is_new = is_up(step) && !step.recorded && !self.context.options.record_only;
        if lease.as_deref_mut().is_some_and(|lease| is_new && lease.owe_end(sequence, took)) {
            self.stands_at(sequence, State::Applied);
            self.finished(step, took);
            return Ok(());
        }
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
