//! Do: runs a plan, one transaction after the other. Makes no decisions of its own.

mod ahead;
mod alone;
mod code;
mod hooks;
mod in_place;
mod journal;
mod lease;
pub(crate) mod measure;
mod outside;
mod owed;
mod part;
mod patience;
mod references;
mod rewrite;
mod rows;
mod together;
mod transaction;
mod undo;
mod watch;

use std::time::{Duration, Instant};

use migrate_core::checksum::Checksum;
use migrate_core::code::head;
use migrate_core::dialect::session::{HistoryTable, LeaseText, NewRow, Session, Setup};
use migrate_core::set::name::Direction;
use migrate_core::set::{Down, MigrationSet};
use migrate_core::sql::split::{self, Statement};
use once_cell::sync::Lazy;

use crate::driver::{Database, Driver, DriverError};
use crate::error::{Aftermath, Error, Failure};
use crate::event::{Event, Observer, tell};
use crate::history::{Applied, Details, History, State};
use crate::lock::Waiting;
use crate::options::Options;
use crate::plan::{Goal, Plan, ScriptOrigin, Step};
use crate::report::StepReport;
use crate::verify::Verified;

use measure::Gauge;

static HOST: Lazy<String> = Lazy::new(|| {
    hostname::get()
        .map_or_else(|_| "unknown".to_owned(), |name| name.to_string_lossy().into_owned())
});

/// What a run knows throughout.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) set: &'a MigrationSet,
    pub(crate) options: &'a Options,
    pub(crate) goal: &'a Goal,
    /// The crate and its version, as the history records them.
    pub(crate) crate_name: &'a str,
    /// The history table, which knows the engine.
    pub(crate) table: &'a HistoryTable,
    /// The file of the database, where it is one.
    pub(crate) path: Option<&'a str>,
    /// Where to connect once more.
    pub(crate) database: Option<&'a Database>,
}

/// A run: a connection, what is known of the history, and what was done.
pub(crate) struct Run<'a, 'd> {
    pub(crate) context: Context<'a>,
    pub(crate) driver: &'d mut dyn Driver,
    pub(crate) history: History,
    pub(crate) waiting: Waiting<'a>,
    pub(crate) done: Vec<StepReport>,
    /// What was proved of the migrations that were applied, and on which engine.
    pub(crate) verified: Vec<Verified>,
    pub(crate) engine: String,
    /// How transactions begin.
    pub(crate) setup: Setup,
    /// Who sees what statements cost; nobody on a database that others use.
    pub(crate) gauge: Option<Gauge>,
    /// How often in a row the history was found changed.
    replanned: usize,
    /// How long the statements of the script wait for tables; none where that is not for the runner
    /// to say.
    patience: Option<Duration>,
    /// How long each of them takes at most, where the script says so.
    time: Option<Duration>,
    /// How long they wait now, until the transaction ends; none for as long as the server has set.
    limited: Option<Duration>,
    /// Whether each statement is sent by itself: sent with others, the server could not read them.
    apart: bool,
    /// How often in a row a table was in use, and since when.
    blocked: Option<(u32, Instant)>,
    /// Since when somebody else has the lease.
    leased: Option<Instant>,
}

/// More often than this, the history cannot have been changed by others.
const MAX_REPLANNED: usize = 32;

impl<'a> Context<'a> {
    fn observer(&self) -> Option<&'a dyn Observer> {
        self.options.observer.as_deref()
    }

    fn session(&self) -> &'static dyn Session {
        self.table.session()
    }

    /// The lease under which everything is journaled, where nothing is committed together.
    fn journal(&self) -> Option<Box<dyn LeaseText>> {
        let session = self.session();
        session.lease(self.table).filter(|_| session.dialect().commits_each_change())
    }

    /// The script as shown to people.
    fn shown(&self, step: &Step<'_>) -> String {
        match step.origin {
            ScriptOrigin::Set => self.set.path(&step.script),
            ScriptOrigin::History => step.script.file.to_string(),
        }
    }

    /// Whether the engine is to look after references while a script runs: not unless it asks for that.
    fn references(&self, step: &Step<'_>, statements: &[Statement]) -> bool {
        self.session().references(&step.script.sql, statements).unwrap_or(false)
    }

    /// What is to be run of a script.
    fn statements(&self, step: &Step<'_>) -> Vec<Statement> {
        if self.options.record_only {
            return Vec::new();
        }
        split::statements(&step.script.sql, self.set.target.dialect)
    }

    /// What a step adds to the history, of which `row` is the short part.
    fn new_row<'r>(
        &'r self,
        step: &'r Step<'_>,
        row: &'r Applied,
        state: &'r str,
        took: Duration,
    ) -> NewRow<'r> {
        let down = step.down.as_ref().or(step.migration.map(|migration| &migration.down));
        let script = down.and_then(Down::kept);
        let recorded = match step.version.is_run() {
            true => self.options.recorded_runs.get(&step.title),
            false => self.options.recorded.get(&step.version),
        };
        NewRow {
            sequence: row.sequence,
            version: step.version.as_str(),
            title: &step.title,
            state,
            up_checksum: step.script.checksum.as_str(),
            chain: row.chain.as_str(),
            down_checksum: script.map(|script| script.checksum.as_str()),
            up_sql: &step.script.sql,
            down_sql: script.map(|script| &*script.sql),
            irreversible: match down {
                Some(Down::Irreversible { reason }) => Some(reason),
                _ => None,
            },
            applied_at: recorded.and_then(|it| it.applied_at.as_deref()),
            duration_ms: recorded.map_or(took.as_millis(), |it| it.duration_ms.into()),
            host: &HOST,
            process: std::process::id(),
            crate_name: self.crate_name,
        }
    }
}

impl<'a, 'd> Run<'a, 'd> {
    /// A run on a throwaway database, which keeps no history.
    pub(crate) fn unrecorded(
        set: &'a MigrationSet,
        options: &'a Options,
        table: &'a HistoryTable,
        driver: &'d mut dyn Driver,
    ) -> Self {
        let (goal, crate_name) = (&Goal::NEWEST, "");
        let context = Context { set, options, goal, crate_name, table, path: None, database: None };
        Self::new(context, driver, History::default())
    }

    /// A run from what the history is now.
    pub(crate) fn new(context: Context<'a>, driver: &'d mut dyn Driver, history: History) -> Self {
        let limit = context.options.lock_timeout.or(context.session().patience());
        let waiting = Waiting::new(limit, context.observer());
        Self {
            context,
            driver,
            history,
            waiting,
            done: Vec::new(),
            verified: Vec::new(),
            engine: String::new(),
            setup: Setup::default(),
            gauge: None,
            replanned: 0,
            patience: None,
            time: None,
            limited: None,
            apart: false,
            blocked: None,
            leased: None,
        }
    }
}

impl<'a> Run<'a, '_> {
    /// Runs `plan`, and whatever it becomes when others change the history meanwhile.
    pub(crate) async fn run(&mut self, mut plan: Plan<'a>) -> Result<(), Error> {
        tell(self.context.observer(), &Event::Planned { steps: plan.steps.len() });
        if self.context.options.verify_in_place && plan.steps.iter().any(is_up) {
            self.fits_in_place(&plan)?;
        }
        self.context.has_all(&plan.steps)?;
        self.before_run(plan.steps.len()).await?;
        while let Some(first) = plan.steps.first() {
            let taken = match self.context.journal() {
                Some(lease) => self.journaled(lease, &mut plan).await?,
                None if first.script.transaction && !first.undoes => {
                    self.transaction(&mut plan).await?
                }
                None => self.outside(&mut plan).await?,
            };
            plan.steps.drain(..taken);
        }
        self.after_run().await
    }

    /// After a lock was taken: whether the history is still what the plan was made for. If it is
    /// not, there is another plan now.
    async fn settle(&mut self, plan: &mut Plan<'a>) -> Result<bool, Error> {
        let (newest, last) =
            crate::history::newest(self.driver, self.context.table, self.history.exists).await?;
        if newest == self.history.newest() {
            self.replanned = 0;
            self.history.last = last;
            return Ok(true);
        }
        self.replanned += 1;
        // What would be rolled back now is not what somebody asked for, or agreed to.
        let relative = matches!(self.context.goal, Goal::Redo(_) | Goal::Rollback(_));
        if relative || self.replanned > MAX_REPLANNED {
            return Err(Error::Interfered);
        }
        *plan = self.planned_anew().await?;
        Ok(false)
    }

    /// The plan for what the history is now.
    async fn planned_anew(&mut self) -> Result<Plan<'a>, Error> {
        let Context { set, table, goal, options, crate_name, .. } = self.context;
        self.history = crate::history::read(self.driver, table).await?;
        Ok(crate::plan::plan(set, &self.history, goal, options, crate_name)?)
    }

    /// Tells the world that a script runs.
    fn begins(&self, step: &Step<'_>) {
        let (version, title, direction) = (&step.version, &*step.title, step.direction);
        tell(self.context.observer(), &Event::Started { version, title, direction });
    }

    /// Tells the world and the report.
    fn finished(&mut self, step: &Step<'_>, took: Duration) {
        let (version, title, direction) = (&step.version, &*step.title, step.direction);
        let event = Event::Finished { version, title, direction, took };
        tell(self.context.observer(), &event);
        self.done.push(StepReport {
            direction,
            version: version.clone(),
            title: title.to_owned(),
            path: self.context.shown(step),
            took,
        });
    }

    /// What the history is once a step is recorded.
    fn remember(&mut self, step: &Step<'_>, state: State) {
        let last = self.history.rows.last();
        let sequence = self.history.last.saturating_add(1);
        let before = last.map_or(Checksum::nothing(), |row| row.chain.clone());
        let chain = Checksum::chained(&before, &step.version, &step.script.checksum);
        self.history.exists = true;
        self.history.last = sequence;
        self.history.rows.push(Applied {
            sequence,
            version: step.version.clone(),
            title: step.title.clone(),
            state,
            up_checksum: Checksum::clone(&step.script.checksum),
            chain,
            details: Details::default(),
        });
    }

    /// The key of a step's row. Versions are compared as numbers, so `007` finds `7`.
    fn sequence(&self, step: &Step<'_>) -> Result<i64, Error> {
        let row = self.history.rows.iter().rfind(|row| row.version == step.version);
        row.map(|row| row.sequence).ok_or(Error::Interfered)
    }

    /// Takes back what a script left behind on its connection, so that it means nothing to the next.
    async fn tidy(&mut self, statements: &[Statement], setup: &Setup) -> Result<(), Error> {
        let failed = |error| Error::driver("tidying up behind a script", error);
        let session = self.context.session();
        let is_timed = !self.time_limit().is_empty();
        self.time = None;
        if !is_timed && !statements.iter().any(|statement| session.leaves_traces(statement)) {
            return Ok(());
        }
        self.limited = None;
        if session.renews() {
            return self.driver.renew().await.map_err(failed);
        }
        self.driver.execute(&session.settings(setup)).await.map_err(failed)?;
        let drops = self.driver.fetch(session.left_behind()).await.map_err(failed)?;
        for drop in drops.into_iter().flatten().flatten() {
            self.driver.execute(&drop).await.map_err(failed)?;
        }
        Ok(())
    }

    fn forget(&mut self, step: &Step<'_>) {
        // Rolling back begins with the newest row, so this finds it at once.
        let at = self.history.rows.iter().rposition(|row| row.version == step.version);
        let Some(row) = at.map(|at| self.history.rows.remove(at)) else { return };
        // Nothing is behind it then, and its number is free.
        self.history.last -= i64::from(row.sequence == self.history.last);
    }

    fn failure(&self, step: &Step<'_>, at: &Statement, error: DriverError) -> Failure {
        Failure {
            version: step.version.clone(),
            title: step.title.clone(),
            direction: step.direction,
            dialect: self.context.set.target.dialect,
            path: self.context.shown(step),
            sql: step.script.sql.to_string(),
            span: if step.script.is_code() { head(&step.script.sql) } else { at.span },
            error,
            aftermath: Aftermath::Untouched,
        }
    }

    /// Runs the statements of a script one by one.
    #[tracing::instrument(
        name = "migration",
        skip_all,
        fields(version = %step.version, direction = step.direction.word())
    )]
    async fn statements(
        &mut self,
        step: &Step<'_>,
        statements: &[Statement],
    ) -> Result<Duration, Failure> {
        self.begins(step);
        let (started, version) = (Instant::now(), &step.version);
        self.limit_script(step, statements);
        let mut time_limit = self.time_limit();
        for statement in statements {
            let sql = &*step.script.sql;
            tracing::trace!(%version, sql = &sql[statement.span.range()], "statement");
            let limit = self.limit(sql, statement);
            let limit = std::mem::take(&mut time_limit) + &limit;
            let sent = match step.script.is_code() {
                true => self.call(step, &limit).await,
                false => self.send_measured(&limit, sql, statement).await,
            };
            if let Err(error) = sent {
                return Err(self.failure(step, statement, error));
            }
        }
        Ok(started.elapsed())
    }

    /// Where the history stands now, for a message.
    fn aftermath(&self) -> Aftermath {
        if self.done.is_empty() {
            Aftermath::Untouched
        } else {
            Aftermath::At(self.history.newest_version().cloned())
        }
    }
}

/// Whether a step goes forward.
fn is_up(step: &Step<'_>) -> bool {
    step.direction == Direction::Up
}
