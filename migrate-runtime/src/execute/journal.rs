//! Where each change of the schema commits by itself: under one lease, a statement at a time, with
//! the intent before each, the record behind it, and the schema to say which of the two a crash was
//! closer to. The record of one is written with the intent of the next, whatever migration that is in:
//! the schema decides as long as nothing else has happened. Where several follow of which that can be said
//! at once, the intents of all of them are.

use std::time::Duration;

use migrate_core::checksum::Checksum;
use migrate_core::dialect::session::LeaseText;
use migrate_core::sql::split::Statement;

use super::ahead;
use super::lease::{Before, Claim, Lease, TAKING, ask};
use super::part::state_of;
use super::{Run, is_up};
use crate::driver::{DriverError, Row};
use crate::error::{Aftermath, Error, Failure};
use crate::event::{Event, tell};
use crate::history::{State, is_missing};
use crate::plan::{Plan, Step};

const CREATING: &str = "creating the history";
const UNDECIDED: &str = "an earlier run was cut off at this statement, and the schema does not show \
                         whether it took effect";

const CUT_OFF: &str = "an earlier run was cut off in this function, and nobody can tell how much of it was \
                       done";

impl<'a> Run<'a, '_> {
    /// Runs the plan. Returns how many of its steps; none when there is another plan, or when it has to
    /// be tried again.
    pub(super) async fn journaled(
        &mut self,
        text: Box<dyn LeaseText>,
        plan: &mut Plan<'a>,
    ) -> Result<usize, Error> {
        let begin = self.context.session().begin(self.context.table, &self.setup);
        self.waiting.run(self.driver, &begin, TAKING).await?;
        let claim = match self.claim(text).await {
            Ok(claim) => claim,
            Err(error) => return self.not_claimed(error).await,
        };
        let mut lease = match claim {
            Claim::Taken(lease) => lease.kept(self.context.database).await?,
            Claim::Refused { holder } => {
                self.rollback().await;
                self.wait_for_lease(holder.as_deref()).await?;
                self.is_done_by_others(plan).await?;
                return Ok(0);
            }
            Claim::Missing => {
                self.rollback().await;
                // On a cluster, whoever creates it at another node at the same moment wins.
                return match self.create().await {
                    Ok(()) => Ok(0),
                    Err(error) => self.not_claimed(error).await,
                };
            }
        };
        if let Err(error) = self.commit(TAKING).await {
            lease.end().await;
            return self.not_claimed(error).await;
        }
        self.leased = None;
        let outcome = self.leased(plan, &mut lease).await;
        self.released(lease, outcome).await
    }

    /// What somebody else took at the same moment, perhaps on another node, is waited for.
    async fn not_claimed(&mut self, error: Error) -> Result<usize, Error> {
        self.rollback().await;
        match error {
            Error::Driver { source, .. } if source.is_busy() => {
                self.wait_for_lease(None).await?;
                Ok(0)
            }
            error => Err(error),
        }
    }

    /// Creates the history, the schema it is in, and the lease beside it.
    async fn create(&mut self) -> Result<(), Error> {
        let failed = |error| Error::driver(CREATING, error);
        let (session, table) = (self.context.session(), self.context.table);
        let mut outcome = self.driver.execute(&table.create()).await;
        if let Err(error) = &outcome
            && let Some(schema) = session.create_schema(table, error.code().unwrap_or_default())
        {
            self.driver.execute(&schema).await.map_err(failed)?;
            outcome = self.driver.execute(&table.create()).await;
        }
        outcome.map_err(failed)?;
        let Some(lease) = session.lease(table) else { return Ok(()) };
        ask(self.driver, &lease.create()).await.map_err(failed).map(drop)
    }

    /// Runs the plan under the lease. The history is read under it: its last holder wrote to it until
    /// it was lost.
    async fn leased(&mut self, plan: &mut Plan<'a>, lease: &mut Lease) -> Result<usize, Error> {
        if let Some(places) = lease.doubt.as_deref().and_then(ahead::places) {
            return self.reconcile(&places, plan, lease).await.map(|()| 0);
        }
        if !self.settle(plan).await? {
            // Somebody took back by hand what was under way.
            if self.history.ahead {
                self.reconcile(&[], plan, lease).await?;
            }
            return Ok(0);
        }
        self.decided_elsewhere(lease).await?;
        if !self.history.exists {
            self.create().await?;
        }
        let renaming = self.renaming(plan);
        if !renaming.is_empty() {
            self.atomically(&renaming, Some(&mut *lease)).await?;
        }
        for (at, step) in plan.steps.iter().enumerate() {
            self.foresee(&plan.steps[at..], lease).await?;
            if !self.begun(step, lease) {
                let intent = self.intent(step)?;
                // One that goes on has nothing to add, and may be in doubt, which writing would end.
                if !intent.is_empty() {
                    self.atomically(&intent, Some(&mut *lease)).await?;
                }
            }
            self.step_outside(step, Some(&mut *lease)).await?;
            // Whoever comes next sees that it ran, recorded or not.
            tell(self.context.observer(), &Event::Committed);
        }
        Ok(plan.steps.len())
    }

    /// Records that the up of a new migration begins, where one text can.
    pub(super) fn begun(&mut self, step: &Step<'a>, lease: &mut Lease) -> bool {
        if !is_up(step) || step.recorded {
            return false;
        }
        if self.sequence(step).is_ok_and(|sequence| lease.ahead.begins(sequence)) {
            return true;
        }
        let context = self.context;
        let state = State::Applying(0);
        self.remember(step, state);
        let (row, state) = (self.history.rows.last(), state.text());
        let row = row.map(|row| context.new_row(step, row, &state, Duration::ZERO));
        let is_owed = row.is_some_and(|row| lease.owe_row(context.table, &row));
        if !is_owed {
            self.forget(step);
        }
        is_owed
    }

    /// Writes what is owed and gives the lease back, however the run under it ended: what has run is
    /// recorded, also where something behind it failed, and that is what is told then.
    pub(super) async fn released<T>(
        &mut self,
        mut lease: Lease,
        outcome: Result<T, Error>,
    ) -> Result<T, Error> {
        // Of a statement whose connection was lost nobody knows: the list says that it was under way.
        let is_lost = outcome.as_ref().is_err_and(Error::is_unreachable);
        if !is_lost {
            self.retreat(&mut lease).await;
        }
        let settled = self.settled(&mut lease).await;
        lease.end().await;
        if let (Err(_), Err(error)) = (&outcome, &settled) {
            tracing::debug!(%error, "recording what is done");
        }
        outcome.and_then(|it| settled.map(|()| it))
    }

    /// Writes what is owed where hooks are about to run: what they do takes effect, and may be anything.
    pub(super) async fn settled_for_hooks(
        &mut self,
        lease: Option<&mut Lease>,
    ) -> Result<(), Error> {
        match lease.filter(|_| !self.context.options.hooks.is_empty()) {
            Some(lease) => self.settled(lease).await,
            None => Ok(()),
        }
    }

    async fn settled(&mut self, lease: &mut Lease) -> Result<(), Error> {
        match lease.write(self.driver, None).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::Interfered),
            Err(error) => {
                self.rollback().await;
                Err(Error::driver("writing the history", error))
            }
        }
    }

    /// Records the intent to run a statement, of which an earlier attempt changed everything that can
    /// be seen of it, or nothing; where nothing can be seen, nobody can tell.
    pub(super) async fn compared(
        &mut self,
        lease: &mut Lease,
        (name, text): (&str, &str),
        query: Option<(String, bool)>,
    ) -> Result<Before, DriverError> {
        let (seen, whole) = match query {
            Some((query, whole)) => match self.driver.fetch(&query).await {
                Err(error) if is_missing(self.context.table, &error) => (Some(Vec::new()), whole),
                other => (Some(other?), whole),
            },
            None => (None, true),
        };
        let print = seen.as_deref().map(|rows| fingerprint(&*lease.text, rows));
        let statement = format!("{name} of {}", Checksum::of(text).as_str());
        let earlier = lease.doubt.take().filter(|it| it.starts_with(&format!("{name} ")));
        if let Some(earlier) = earlier {
            let before = earlier.strip_prefix(&*statement).and_then(|it| it.strip_prefix(" at "));
            match (before, &print) {
                (Some(before), Some(now)) if before == now => {}
                (Some(_), Some(_)) if whole || seen.is_some_and(|rows| rows.is_empty()) => {
                    return Ok(Before::Done);
                }
                _ => {
                    lease.doubt = Some(earlier);
                    return Ok(Before::Undecided);
                }
            }
        }
        let doing = format!("{statement} at {}", print.as_deref().unwrap_or("a place unseen"));
        let is_held = lease.write(self.driver, Some(&doing)).await?;
        Ok(if is_held { Before::Run { behind: Vec::new() } } else { Before::Lost })
    }

    /// A statement that the engine refused did not take effect, whatever the schema looks like when it
    /// is tried again. What it says of that is lost with the connection.
    pub(super) async fn refused(&mut self, lease: &mut Lease, error: &DriverError) {
        if !self.context.set.target.dialect.commits_each_change() || error.is_unreachable() {
            return;
        }
        if !lease.ahead.is_empty() {
            return self.retreat(lease).await;
        }
        if let Err(error) = self.driver.fetch(&lease.taken_back()).await {
            tracing::debug!(%error, "taking an intent back");
        }
    }

    /// What a run says that found a statement cut off and cannot tell what became of it.
    pub(super) fn undecided(
        &self,
        step: &Step<'_>,
        statement: &Statement,
        (sequence, done): (i64, usize),
        lease: Option<&Lease>,
    ) -> Error {
        let error = match step.script.is_code() {
            true => DriverError::refused(CUT_OFF.to_owned()),
            false => DriverError::refused(UNDECIDED.to_owned()),
        };
        let (took, not) = self.ways_out(step, (sequence, done), lease);
        let aftermath = Aftermath::Undecided { done, took, not };
        Error::Failed(Box::new(Failure { aftermath, ..self.failure(step, statement, error) }))
    }

    /// What records that a part took effect of which nobody knows, and what records that it did not.
    pub(super) fn ways_out(
        &self,
        step: &Step<'_>,
        (sequence, done): (i64, usize),
        lease: Option<&Lease>,
    ) -> (String, String) {
        let table = self.context.table;
        let took = table.set_state(sequence, &state_of(step)(done + 1).text());
        let not = match lease {
            Some(lease) => lease.text.forget(),
            None if is_up(step) => table.delete(sequence),
            None => table.set_state(sequence, &State::Applied.text()),
        };
        (took, not)
    }
}

/// Tells two states of a part of the schema apart.
fn fingerprint(lease: &dyn LeaseText, rows: &[Row]) -> String {
    let cell = |cell: &'_ Option<String>| match cell {
        Some(cell) => lease.lasting(cell).into_owned(),
        None => "\0".to_owned(),
    };
    let line = |row: &Row| row.iter().map(cell).collect::<Vec<_>>().join("\u{1f}");
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.sort_unstable();
    let lines: Vec<&str> = lines.iter().flat_map(|line| [line.as_str(), "\u{1e}"]).collect();
    Checksum::of_parts(&lines).as_str().to_owned()
}
