//! The verbs that look at a live schema, and those that write the history alone.

use std::collections::BTreeMap;

use migrate_core::adopt::Tool;
use migrate_core::repeat::first_runs;
use migrate_core::schema::Schema;
use migrate_core::version::Version;

#[cfg(feature = "testing")]
use super::own_settings;
use super::{Migrator, connect, connect_to_read, dedicate, read_patiently};
use crate::adopt::{self, Adoption, Recorded};
use crate::drift::{self, Drift, Found};
use crate::driver::{Database, throwaway};
use crate::error::Error;
#[cfg(feature = "testing")]
use crate::execute::Run;
use crate::lock::Waiting;
use crate::options::Options;
use crate::plan::{Goal, Rollback, Step, Upto};
use crate::report::Report;

/// Nothing more and nothing less than what is applied.
const AS_IT_IS: Goal = Goal::Rollback(Rollback::Steps(0));
/// Of a goal that leads back, all of the history is read.
pub(super) const EVERYTHING: Goal = Goal::Rollback(Rollback::All);

impl<'a> Migrator<'a> {
    /// The schema of a database, without the tables of the history. Never writes.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn schema(&self, database: impl Into<Database>) -> Result<Schema, Error> {
        let database = database.into();
        let table = self.table(Some(&database))?;
        let mut driver = connect_to_read(&database, self.set).await?;
        let live = drift::live(&mut *driver, &table, self.set.target).await;
        driver.release().await;
        live.map(|(schema, _)| schema)
    }

    /// Compares a database with what its applied migrations make. They run on a throwaway database:
    /// on `empty`, which has nothing in it and is no longer empty afterwards; without one, in memory
    /// where the engine can (SQLite).
    ///
    /// # Errors
    ///
    /// When one of the two cannot be read, or a migration fails.
    pub async fn drift(
        &self,
        database: impl Into<Database>,
        empty: Option<Database>,
    ) -> Result<Drift, Error> {
        self.drift_at(database, empty, &AS_IT_IS).await
    }

    /// The same with what would be applied at `goal`.
    ///
    /// # Errors
    ///
    /// When one of the two cannot be read, or a migration fails, or there is no way to the goal.
    pub async fn drift_at(
        &self,
        database: impl Into<Database>,
        empty: Option<Database>,
        goal: &Goal,
    ) -> Result<Drift, Error> {
        let (database, recording) = (database.into(), self.recording());
        let table = self.table(Some(&database))?;
        let mut driver = connect_to_read(&database, self.set).await?;
        let history = read_patiently(&mut *driver, &self.context(&EVERYTHING, &table)).await?;
        let history = history.unwrap_or_default();
        let ups = drift::way(self.set, &history, &recording.planned(&history, goal)?)?;
        let found = drift::found(&mut *driver, &table, self.set.target).await;
        driver.release().await;
        let Found { mut live, engine, likeness } = found?;
        let mut driver = match &empty {
            Some(empty) => connect(empty, self.set).await?,
            None if table.session().databases().is_none() => {
                throwaway().await.map_err(|error| Error::driver("connecting", error))?
            }
            None => return Err(Error::Unverifiable { dialect: self.set.target.dialect }),
        };
        dedicate(&mut *driver, table.session()).await?;
        let made =
            drift::expected(self.set, &self.options, &table, &mut *driver, (likeness, &ups)).await;
        driver.release().await;
        let mut expected = made?;
        live.without_kept(&expected, table.session());
        expected.without_kept(&live, table.session());
        Ok(Drift::between(engine, live, expected))
    }

    /// The schema that an engine makes of all migrations on a database that has nothing in it, and is no
    /// longer empty afterwards; and the engine. No history is kept in it.
    ///
    /// # Errors
    ///
    /// When one of them fails, or the database cannot be reached, or has something in it.
    pub async fn made_on(&self, database: impl Into<Database>) -> Result<(Schema, String), Error> {
        let database = database.into();
        let table = self.table(Some(&database))?;
        let mut driver = connect(&database, self.set).await?;
        dedicate(&mut *driver, table.session()).await?;
        let ups = self.every_up();
        let made = drift::made(self.set, &self.options, &table, &mut *driver, &ups).await;
        driver.release().await;
        made
    }

    /// Writes the history as if the goal was reached, and runs no script: for a database that has
    /// already, or no longer, what they do. [`Migrator::drift_at`] tells whether it has.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn stamp(&self, database: impl Into<Database>, goal: &Goal) -> Result<Report, Error> {
        self.recording().run(&database.into(), goal).await
    }

    /// Takes over what another tool applied: its rows of `table` become rows of the history, with their
    /// times, and no script runs. That table stays as it is, and the tool is kept away meanwhile where it
    /// has a lock. What was taken over before is left alone. With `dry`, nothing is written either, and
    /// the plan is all there is.
    ///
    /// # Errors
    ///
    /// When the two histories, or the other one and the set, do not fit together.
    pub async fn adopt(
        &self,
        database: impl Into<Database>,
        tool: &Tool,
        table: Option<&str>,
        dry: bool,
    ) -> Result<Adoption<'a>, Error> {
        let database = database.into();
        let (own, table) = (self.table(Some(&database))?, table.unwrap_or(tool.table));
        let session = own.session();
        let mut driver = connect_to_read(&database, self.set).await?;
        let limit = self.options.lock_timeout.or(session.patience());
        let mut waiting = Waiting::new(limit, self.options.observer.as_deref());
        let locks = adopt::lock(&mut *driver, session, tool, table, &mut waiting).await?;
        let found = adopt::found(&mut *driver, session, self.set, tool, table).await;
        let runs = adopt::runs(&mut *driver, session, self.set, tool, table).await;
        let adopted = match (found, runs) {
            (Ok(found), Ok(runs)) => self.adopt_found(&database, (found, runs), dry).await,
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        adopt::unlock(&mut *driver, &locks).await;
        driver.release().await;
        adopted
    }

    /// The way back to sqlx: its `table` says then what the history says, and is made where there is
    /// none; [`files`](migrate_core::adopt::export::files) are those that it is about. Returns how many
    /// migrations are in it.
    ///
    /// # Errors
    ///
    /// When sqlx cannot have what is applied, or the database cannot be written.
    pub async fn export(
        &self,
        database: impl Into<Database>,
        tool: &Tool,
        table: Option<&str>,
    ) -> Result<usize, Error> {
        let database = database.into();
        let (own, table) = (self.table(Some(&database))?, table.unwrap_or(tool.table));
        let session = own.session();
        let mut driver = connect(&database, self.set).await?;
        let limit = self.options.lock_timeout.or(session.patience());
        let mut waiting = Waiting::new(limit, self.options.observer.as_deref());
        let locks = adopt::lock(&mut *driver, session, tool, table, &mut waiting).await?;
        let history = read_patiently(&mut *driver, &self.context(&EVERYTHING, &own)).await?;
        let history = history.unwrap_or_default();
        let written = adopt::write_back(&mut *driver, session, self.set, table, history).await?;
        adopt::unlock(&mut *driver, &locks).await;
        driver.release().await;
        Ok(written)
    }

    async fn adopt_found(
        &self,
        database: &Database,
        (found, runs): (BTreeMap<Version, Recorded>, BTreeMap<String, Recorded>),
        dry: bool,
    ) -> Result<Adoption<'a>, Error> {
        let Some(newest) = found.keys().next_back().cloned() else {
            return Ok(Adoption::default());
        };
        let mut recording = self.recording();
        recording.options.recorded = found;
        recording.options.recorded_runs = runs;
        let goal = Goal::Apply(Upto::Version(newest));
        if dry {
            return Ok(Adoption::Planned(recording.plan(database.clone(), &goal).await?));
        }
        recording.run(database, &goal).await.map(Adoption::Done)
    }

    /// Applies everything to an empty database that nobody else uses, and records it then: without a
    /// journal, which nobody needs there.
    #[cfg(feature = "testing")]
    pub(crate) async fn fill(&self, database: impl Into<Database>) -> Result<(), Error> {
        let database = database.into();
        let table = self.table(Some(&database))?;
        let mut driver = connect(&database, self.set).await?;
        dedicate(&mut *driver, table.session()).await?;
        let own = own_settings(&mut *driver, table.session()).await?;
        let options =
            Options { table_lock_timeout: None, record_only: false, ..self.options.clone() };
        let mut run = Run::unrecorded(self.set, &options, &table, &mut *driver);
        run.setup.own = own;
        let ups = self.every_up();
        run.context.has_all(&ups)?;
        for up in &ups {
            run.alone(up).await?;
        }
        driver.release().await;
        self.recording().run(&database, &Goal::NEWEST).await.map(drop)
    }

    /// The ups of all migrations, and the first runs of the repeatable scripts behind them.
    fn every_up(&self) -> Vec<Step<'_>> {
        let runs = first_runs(self.set);
        self.set.migrations.iter().map(Step::up).chain(runs.iter().map(Step::run)).collect()
    }

    fn recording(&self) -> Self {
        Self { options: Options { record_only: true, ..self.options.clone() }, ..self.clone() }
    }
}
