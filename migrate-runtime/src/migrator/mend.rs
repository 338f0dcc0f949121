//! The verbs that find out what is broken, and mend it.

use migrate_core::dialect::session::ROLLBACK;

use super::compare::EVERYTHING;
use super::{Migrator, connect, connect_to_read, dedicate, own_settings, read_patiently};
use crate::driver::Database;
use crate::error::Error;
use crate::execute::{Context, Run};
use crate::repair::{self, Consent, Examined, Remedy, Repaired, Trouble};

impl Migrator<'_> {
    /// What is not as it should be: migrations that were interrupted, edited or lost, indexes of no use,
    /// and locks without a holder. Never writes.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn troubles(&self, database: impl Into<Database>) -> Result<Vec<Trouble>, Error> {
        let database = database.into();
        let table = self.table(Some(&database))?;
        let mut driver = connect_to_read(&database, self.set).await?;
        let history = read_patiently(&mut *driver, &self.context(&EVERYTHING, &table)).await?;
        let history = history.unwrap_or_default();
        let found = repair::troubles(&mut *driver, &table, self.set, history).await?;
        driver.release().await;
        Ok(found)
    }

    /// Mends what [`Migrator::troubles`] found: what is written to the history is written in one
    /// transaction, under the right to migrate, and who did it and why is kept beside it.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn repair(
        &self,
        database: impl Into<Database>,
        remedies: &[Remedy],
        consent: &Consent,
    ) -> Result<(), Error> {
        let database = database.into();
        let table = self.table(Some(&database))?;
        let mut driver = connect(&database, self.set).await?;
        let context = self.context(&EVERYTHING, &table);
        // Whoever is dead is not waited for.
        for remedy in remedies.iter().filter(|it| **it == Remedy::GiveUpLease) {
            let mended = repair::mend(&mut *driver, &table, remedy).await;
            mended.map_err(|error| Error::driver("giving the lease up", error))?;
        }
        let history = read_patiently(&mut *driver, &context).await?.unwrap_or_default();
        let writes = repair::writes(self.set, &table, &history, (remedies, consent))?;
        let path = dedicate(&mut *driver, table.session()).await?;
        if !writes.is_empty() {
            let leased = repair::is_leased(&mut *driver, &table).await?;
            let own = own_settings(&mut *driver, table.session()).await?;
            let context = Context { path: path.as_deref(), database: Some(&database), ..context };
            let mut run = Run::new(context, &mut *driver, history);
            run.setup.own = own;
            // Where it commits by itself, it would end the transaction.
            run.waiting.run(run.driver, &table.create_repairs(), "keeping the repair").await?;
            run.rewrite(&writes, leased).await?;
        }
        for remedy in remedies.iter().filter(|it| matches!(it, Remedy::DropIndex(_))) {
            let mended = repair::mend(&mut *driver, &table, remedy).await;
            mended.map_err(|error| Error::driver("dropping an index that is of no use", error))?;
        }
        driver.release().await;
        Ok(())
    }

    /// Which engine a database is of, and whether its user may create tables there: that is tried where
    /// it can be taken back (PostgreSQL, SQLite).
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn examine(&self, database: impl Into<Database>) -> Result<Examined, Error> {
        const EXAMINING: &str = "examining the database";
        let failed = |error| Error::driver(EXAMINING, error);
        let database = database.into();
        let table = self.table(Some(&database))?;
        let session = table.session();
        let mut driver = connect_to_read(&database, self.set).await?;
        let version = driver.fetch(session.version()).await.map_err(failed)?;
        let version: String = version.into_iter().flatten().flatten().take(1).collect();
        let exists = !database.is_to_come();
        let mut creating = None;
        if exists && !self.set.target.dialect.commits_each_change() {
            dedicate(&mut *driver, session).await?;
            driver.execute(session.begin_part()).await.map_err(failed)?;
            let schema = table.schema().map(str::to_owned);
            let trial = session.qualified(schema.as_deref(), "_migrate_examined");
            creating = Some(driver.execute(&format!("CREATE TABLE {trial} (a INTEGER)")).await);
            driver.execute(ROLLBACK).await.map_err(failed)?;
        }
        driver.release().await;
        Ok(Examined { engine: session.engine(&version), exists, creating })
    }

    /// What was mended in a history, oldest first. Never writes.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn repaired(&self, database: impl Into<Database>) -> Result<Vec<Repaired>, Error> {
        let database = database.into();
        let table = self.table(Some(&database))?;
        let mut driver = connect_to_read(&database, self.set).await?;
        let repaired = repair::repaired(&mut *driver, &table).await?;
        driver.release().await;
        Ok(repaired)
    }
}
