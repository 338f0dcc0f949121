//! Scripts that are not recorded: on a throwaway database, which nobody else uses, or in a transaction
//! whose end decides.

use std::time::Duration;

use migrate_core::dialect::session::{COMMIT, Setup};
use migrate_core::sql::split::Statement;

use super::Run;
use crate::driver::DriverError;
use crate::error::{Aftermath, Error, Failure};
use crate::plan::Step;
use crate::units::commits_whole;

const REACHES_OUT: &str = "it reaches another file, so this migration cannot be verified";

impl Run<'_, '_> {
    /// Runs one script as it would run on a real database, without recording it. References are not
    /// checked: a throwaway database has no rows but those that the scripts themselves add.
    ///
    /// Where the engine cannot undo the part of a failed script that ran, it stays.
    pub(crate) async fn alone(&mut self, step: &Step<'_>) -> Result<Duration, Error> {
        if !self.context.has(step) {
            return self.context.can_try([step]).map(|()| Duration::ZERO);
        }
        let (session, sql) = (self.context.session(), &*step.script.sql);
        let statements = self.context.statements(step);
        let outward = |statement: &&Statement| session.reaches_out(sql, statement);
        if let Some(statement) = statements.iter().find(outward) {
            let error = DriverError::refused(REACHES_OUT.to_owned());
            return Err(self.on_throwaway(step, statement, error));
        }
        let whole = commits_whole(&step.script, session.dialect());
        let references = self.context.references(step, &statements);
        let setup = Setup { references, ..self.setup.clone() };
        self.gauge();
        self.say(&session.begin_alone(&setup, whole)).await?;
        let took = match self.statements(step, &statements).await {
            Ok(took) => took,
            Err(failure) => {
                self.rollback().await;
                let aftermath = Aftermath::Throwaway;
                return Err(Error::Failed(Box::new(Failure { aftermath, ..failure })));
            }
        };
        if whole && let Err(error) = self.driver.execute(COMMIT).await {
            self.rollback().await;
            return Err(match statements.last() {
                Some(last) => self.on_throwaway(step, last, error),
                None => Error::driver("committing", error),
            });
        }
        self.tidy(&statements, &setup).await?;
        Ok(took)
    }

    /// Runs one script in the transaction that is open.
    pub(crate) async fn within(&mut self, step: &Step<'_>) -> Result<Duration, Error> {
        let statements = self.context.statements(step);
        let took = self.statements(step, &statements).await;
        let took = took.map_err(|failure| Error::Failed(Box::new(failure)))?;
        let setup = self.setup.clone();
        self.tidy(&statements, &setup).await?;
        Ok(took)
    }

    fn on_throwaway(&self, step: &Step<'_>, at: &Statement, error: DriverError) -> Error {
        let aftermath = Aftermath::Throwaway;
        Error::Failed(Box::new(Failure { aftermath, ..self.failure(step, at, error) }))
    }

    async fn say(&mut self, sql: &str) -> Result<(), Error> {
        if sql.is_empty() {
            return Ok(());
        }
        let said = self.driver.execute(sql).await;
        said.map_err(|error| Error::driver("preparing the throwaway database", error))
    }
}
