//! The verbs: each opens a connection, plans, and hands the plan to `execute`.

mod compare;
mod mend;

use std::time::{Duration, Instant};

use migrate_core::set::MigrationSet;

use migrate_core::dialect::session::{HistoryTable, session};

use crate::connect::{connect, connect_to_read, dedicate, own_settings};
use crate::driver::{Database, Driver, throwaway};
use crate::error::Error;
use crate::execute::{Context, Run};
use crate::history::{self, Applied, History};
use crate::lock::Waiting;
use crate::options::{Neighbour, Options};
use crate::plan::kin::{Has, Match};
use crate::plan::repeat::{is_older, is_pending};
use crate::plan::{self, Goal, Plan, PlanError, Rollback, Upto, called};
use crate::report::{MigrationStatus, Note, RepeatableStatus, Report, Status};
use crate::stale::Stale;
use crate::verify::Verification;

/// A set of migrations with the options to run them by.
#[derive(Clone, Debug)]
pub struct Migrator<'a> {
    set: &'a MigrationSet,
    options: Options,
    crate_name: String,
    stale: Option<&'a Stale>,
}

impl<'a> Migrator<'a> {
    /// A migrator for `set`.
    #[must_use]
    pub fn new(set: &'a MigrationSet, options: Options) -> Self {
        Self { set, options, crate_name: String::new(), stale: None }
    }

    /// Says which crate the history shall name.
    #[must_use]
    pub fn by(mut self, name: &str, version: &str) -> Self {
        self.crate_name = format!("{name} {version}");
        self
    }

    /// The set.
    #[cfg(feature = "testing")]
    pub(crate) fn set(&self) -> &'a MigrationSet {
        self.set
    }

    /// The options to run it by.
    #[cfg(feature = "testing")]
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// Which crate the history names, and its version.
    #[cfg(feature = "testing")]
    pub(crate) fn crate_name(&self) -> &str {
        &self.crate_name
    }

    pub(crate) fn stale(mut self, stale: Option<&'a Stale>) -> Self {
        self.stale = stale;
        self
    }

    /// Applies everything pending, once, whoever else is booting.
    ///
    /// When nothing is pending this is one query: no lock, no write.
    ///
    /// # Errors
    ///
    /// See [`Error`]; nothing is left half applied.
    pub async fn apply(&self, database: impl Into<Database>) -> Result<Report, Error> {
        self.run(&database.into(), &Goal::Apply(Upto::Newest)).await
    }

    /// Applies what is pending up to a version, or a number of migrations.
    ///
    /// # Errors
    ///
    /// See [`Error`]; nothing is left half applied.
    pub async fn apply_to(
        &self,
        database: impl Into<Database>,
        goal: impl Into<Upto>,
    ) -> Result<Report, Error> {
        self.run(&database.into(), &Goal::Apply(goal.into())).await
    }

    /// Rolls back, newest first.
    ///
    /// # Errors
    ///
    /// See [`Error`]; nothing is left half rolled back.
    pub async fn rollback(
        &self,
        database: impl Into<Database>,
        goal: impl Into<Rollback>,
    ) -> Result<Report, Error> {
        self.run(&database.into(), &Goal::Rollback(goal.into())).await
    }

    /// Rolls the newest `steps` migrations back and applies them again, in one transaction where
    /// their scripts allow it.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn redo(&self, database: impl Into<Database>, steps: usize) -> Result<Report, Error> {
        self.run(&database.into(), &Goal::Redo(steps)).await
    }

    /// What [`Migrator::apply_to`] and [`Migrator::rollback`] would run, without running it.
    ///
    /// # Errors
    ///
    /// When the database cannot be read, or there is no way to the goal.
    pub async fn plan(
        &self,
        database: impl Into<Database>,
        goal: &Goal,
    ) -> Result<Plan<'a>, Error> {
        let database = database.into();
        let table = self.table(Some(&database))?;
        let mut driver = connect_to_read(&database, self.set).await?;
        let context = self.context(goal, &table);
        let plan = match read_patiently(&mut *driver, &context).await? {
            Some(history) => self.planned(&history, goal)?,
            None => Plan::default(),
        };
        driver.release().await;
        Ok(plan)
    }

    /// Runs every migration up, down and up on a database in memory, which SQLite has, and compares the
    /// schemas. [`Migrator::verify_on`] does it on other engines.
    ///
    /// A blocker ends it, and is a result rather than an error.
    ///
    /// # Errors
    ///
    /// When an up fails, or the engine has no such databases.
    pub async fn verify(&self) -> Result<Verification, Error> {
        let (table, dialect) = (self.table(None)?, self.set.target.dialect);
        if table.session().databases().is_some() {
            return Err(Error::Unverifiable { dialect });
        }
        let driver = throwaway().await.map_err(|error| Error::driver("connecting", error))?;
        self.verify_with(driver, &table).await
    }

    /// The same on a database that has nothing in it, which is no throwaway one any more afterwards:
    /// the set is applied to it, or as much of it as there is in front of a blocker. No history is
    /// kept in it.
    ///
    /// # Errors
    ///
    /// When an up fails, or the database cannot be reached, or has something in it.
    pub async fn verify_on(&self, database: impl Into<Database>) -> Result<Verification, Error> {
        let database = database.into();
        let table = self.table(Some(&database))?;
        let mut driver = connect(&database, self.set).await?;
        dedicate(&mut *driver, table.session()).await?;
        self.verify_with(driver, &table).await
    }

    /// The same on several such databases at once, each of which takes a part of the set behind the ups
    /// before it. What is found is the same in all but the values of made-up rows, which begin anew
    /// with each part. None where a part does not begin where the one before it ended, as when an up does
    /// something else the second time: [`Migrator::verify_on`] one database then.
    ///
    /// It takes threads of its own, which go on to the end of a migration if this is dropped.
    ///
    /// # Errors
    ///
    /// When an up fails, or a database cannot be reached, or has something in it.
    pub async fn verify_on_each(
        &self,
        databases: &[Database],
    ) -> Result<Option<Verification>, Error> {
        crate::verify::parts::verify(self.set, &self.options, databases).await
    }

    async fn verify_with(
        &self,
        mut driver: Box<dyn Driver>,
        table: &HistoryTable,
    ) -> Result<Verification, Error> {
        let outcome = crate::verify::verify(self.set, &self.options, table, &mut *driver).await;
        driver.release().await;
        outcome
    }

    /// What is applied and what is pending. Never writes.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn status(&self, database: impl Into<Database>) -> Result<Status, Error> {
        let database = database.into();
        let table = self.table(Some(&database))?;
        let mut driver = connect_to_read(&database, self.set).await?;
        // Of a goal that leads back, all of the history is read.
        let everything = Goal::Rollback(Rollback::All);
        let history = read_patiently(&mut *driver, &self.context(&everything, &table)).await?;
        driver.release().await;
        let mut history = history.unwrap_or_default();
        let repeatables = self.set.repeatables.iter();
        let is_older = is_older(self.set, &history, &Match::of(self.set, &history));
        let repeatables =
            repeatables.map(|it| RepeatableStatus::of(it, &history, is_older)).collect();
        let runs = history.rows.iter().filter(|row| row.version.is_run());
        let runs =
            runs.map(|row| MigrationStatus::run(self.set, row, history.last_run(&row.title)));
        let runs = runs.collect();
        history.rows.retain(|row| !row.version.is_run());
        let found = Match::of(self.set, &history);
        let is_pending = |has: &Has| matches!(has, Has::No | Has::Partly(_));
        let pending = self.set.migrations.iter().zip(&found.has).filter(|(_, has)| is_pending(has));
        let pending = pending.map(|(migration, _)| MigrationStatus::pending(migration));
        let applied = history.rows.into_iter().zip(found.rows);
        let applied = applied.map(|(row, place)| MigrationStatus::applied(self.set, row, place));
        let mut migrations: Vec<MigrationStatus> = applied.chain(pending).collect();
        migrations.sort_by(|one, other| one.version.cmp(&other.version));
        Ok(Status { migrations, repeatables, runs, notes: self.notes() })
    }

    fn planned(&self, history: &History, goal: &Goal) -> Result<Plan<'a>, PlanError> {
        plan::plan(self.set, history, goal, &self.options, &self.crate_name)
    }

    fn notes(&self) -> Vec<Note> {
        self.stale.cloned().map(Note::Stale).into_iter().collect()
    }

    /// The history of a database.
    pub(crate) fn table(&self, database: Option<&Database>) -> Result<HistoryTable, Error> {
        let (schema, name) = (self.options.history_schema.clone(), &self.options.history_table);
        let schema = schema.or_else(|| database.and_then(Database::schema));
        let namespace = &self.options.namespace;
        let fits = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        if !namespace.chars().all(fits) {
            return Err(Error::Namespace { name: namespace.clone() });
        }
        let table = HistoryTable::new(session(self.set.target.dialect), schema.as_deref(), name);
        Ok(table.within(namespace))
    }

    fn context<'c>(&'c self, goal: &'c Goal, table: &'c HistoryTable) -> Context<'c>
    where
        'a: 'c,
    {
        let (set, options, crate_name) = (self.set, &self.options, &*self.crate_name);
        Context { set, options, goal, crate_name, table, path: None, database: None }
    }

    #[tracing::instrument(name = "migrate", skip_all, fields(directory = %self.set.directory))]
    async fn run(&self, database: &Database, goal: &Goal) -> Result<Report, Error> {
        let outcome = match connect(database, self.set).await {
            Ok(driver) => self.run_on(driver, goal, Some(database)).await,
            Err(error) => Err(error),
        };
        match &outcome {
            Ok(report) => report.notes.iter().for_each(|note| tracing::warn!("{note}")),
            Err(error) => tracing::error!("{error}"),
        }
        outcome
    }

    pub(crate) async fn run_on(
        &self,
        mut driver: Box<dyn Driver>,
        goal: &Goal,
        database: Option<&Database>,
    ) -> Result<Report, Error> {
        let started = Instant::now();
        let table = self.table(database)?;
        let first = self.context(goal, &table);
        let mut report = Report { notes: self.notes(), ..Report::default() };
        let Some(mut history) = read_patiently(&mut *driver, &first).await? else {
            driver.release().await;
            report.current = self.set.migrations.last().map(|newest| newest.version.clone());
            report.took = started.elapsed();
            return Ok(report);
        };
        let plan = self.planned(&history, goal)?;
        report.notes.extend(plan.notes.iter().cloned());
        if !plan.steps.is_empty() {
            let session = table.session();
            let path = dedicate(&mut *driver, session).await?;
            let own = own_settings(&mut *driver, session).await?;
            let goal = absolute(goal, &plan);
            let first = self.context(&goal, &table);
            let context = Context { path: path.as_deref(), goal: &goal, database, ..first };
            let mut run = Run::new(context, &mut *driver, history);
            run.setup.own = own;
            run.run(plan).await?;
            report.waited = run.waiting.waited();
            report.steps = std::mem::take(&mut run.done);
            let migrations = std::mem::take(&mut run.verified);
            let engine = std::mem::take(&mut run.engine);
            if !migrations.is_empty() {
                let found = Verification { engine, migrations, ..Verification::default() };
                report.verification = Some(found);
            }
            history = run.history;
        }
        driver.release().await;
        summarize(&mut report, self.set, &history, started.elapsed());
        Ok(report)
    }
}

/// `+2` means the second pending migration of now, also when others apply some meanwhile.
fn absolute(goal: &Goal, plan: &Plan<'_>) -> Goal {
    match (goal, plan.steps.last()) {
        (Goal::Apply(Upto::Steps(_)), Some(last)) => {
            Goal::Apply(Upto::Version(last.version.clone()))
        }
        _ => goal.clone(),
    }
}

/// Reads the history; nothing when the goal is reached already.
async fn read(driver: &mut dyn Driver, context: &Context<'_>) -> Result<Option<History>, Error> {
    let table = context.table;
    match context.goal {
        // Two sets that begin alike are one to whom compares no more than the last row.
        Goal::Apply(Upto::Newest | Upto::Steps(_)) if context.options.neighbours.is_empty() => {
            history::read_unless_current(driver, table, context.set).await
        }
        _ => {
            let history = history::read(driver, table).await?;
            is_nobody_elses(&history, &context.options.neighbours)?;
            Ok(Some(history))
        }
    }
}

/// That no row of the history is one that another crate wrote and still has.
fn is_nobody_elses(history: &History, neighbours: &[Neighbour]) -> Result<(), Error> {
    let wrote = |row: &Applied, crate_name: &str| {
        row.details.crate_name.rsplit_once(' ').is_some_and(|(name, _)| name == crate_name)
    };
    for row in &history.rows {
        let owner =
            neighbours.iter().find(|it| wrote(row, &it.name) && it.versions.contains(&row.version));
        if let Some(owner) = owner {
            let (version, title) = (&row.version, &row.title);
            return Err(Error::Shared { name: called(version, title), owner: owner.name.clone() });
        }
    }
    Ok(())
}

/// Reads the history as soon as no other process is in the way: a large transaction locks even
/// readers out, unless the database has a write-ahead log.
async fn read_patiently(
    driver: &mut dyn Driver,
    context: &Context<'_>,
) -> Result<Option<History>, Error> {
    let options = context.options;
    let limit = options.lock_timeout.or(context.table.session().patience());
    let mut waiting = Waiting::new(limit, options.observer.as_deref());
    let since = Instant::now();
    for attempt in 0.. {
        match read(driver, context).await {
            Err(Error::Driver { source, .. }) if source.is_busy() => {
                if attempt == 0 {
                    dedicate(driver, context.table.session()).await?;
                }
                waiting.pause(attempt, since, None).await?;
            }
            other => return other,
        }
    }
    Ok(None)
}

fn summarize(report: &mut Report, set: &MigrationSet, history: &History, took: Duration) {
    report.current = history.newest_version().cloned();
    let found = Match::of(set, history);
    let scripts = set.repeatables.iter().filter(|it| is_pending(history, it)).count();
    let scripts = if is_older(set, history, &found) { 0 } else { scripts };
    let migrations = found.has.iter().filter(|has| matches!(has, Has::No | Has::Partly(_)));
    report.pending = migrations.count() + scripts;
    report.took = took;
}
