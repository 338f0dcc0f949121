//! Scripts that are written in Rust: the function in place of what would be sent.

use migrate_core::change::words::{Expected, residues};
use migrate_core::checksum::Checksum;
use migrate_core::code;
use migrate_core::dialect::session::GUARD;
use migrate_core::set::name::Direction;
use migrate_core::sql::split::Statement;
use tokio::time::timeout;

use super::lease::Lease;
use super::part::Stop;
use super::{Context, Run};
use crate::code::{Call, call, told};
use crate::connection::Connection;
use crate::driver::DriverError;
use crate::error::{Error, Wanted};
use crate::inspect::Eye;
use crate::plan::Step;

const NOT_HERE: &str = "it is written in Rust, and this program does not have it";
/// As all engines say it.
const RELEASE_SAVEPOINT: &str = "RELEASE SAVEPOINT migrate_guard";
const ENDED: &str = "it ended the transaction that it runs in, as each change of the schema does on this \
                     engine: what it did before that is committed";

impl<'a> Context<'a> {
    /// The function that a script is, where this program has it.
    fn function(&self, step: &Step<'_>) -> Option<Call> {
        // A row may have another version than its migration has now.
        let version = step.migration.map_or(&step.version, |migration| &migration.version);
        self.options.code.get(version, step.direction)
    }

    /// Whether this program can run a script.
    pub(crate) fn has(&self, step: &Step<'_>) -> bool {
        !step.script.is_code() || self.function(step).is_some()
    }

    /// Refuses, before anything runs, what would come to a script in Rust that this program does not have.
    pub(crate) fn has_all(&self, steps: &[Step<'_>]) -> Result<(), Error> {
        if self.options.record_only {
            return Ok(());
        }
        match steps.iter().enumerate().find(|(_, step)| !self.has(step)) {
            None => Ok(()),
            Some((before, step)) => {
                let wanted = match step.direction {
                    Direction::Up => Wanted::Up(before),
                    Direction::Down => Wanted::Down(before),
                };
                Err(Error::Elsewhere { path: self.shown(step), wanted })
            }
        }
    }

    /// The same of what is only tried out: what changes rows alone is left out there, since the schemas
    /// that are compared are the same without it.
    pub(crate) fn can_try<'s, 'm: 's>(
        &self,
        steps: impl IntoIterator<Item = &'s Step<'m>>,
    ) -> Result<(), Error> {
        let lacks = |step: &&Step<'_>| !self.has(step) && !code::is_rows_only(&step.script.sql);
        match steps.into_iter().find(lacks) {
            None => Ok(()),
            Some(step) => Err(Error::Elsewhere { path: self.shown(step), wanted: Wanted::Trial }),
        }
    }
}

/// Whether nobody can tell what became of a script that was cut off: of code outside a transaction that does
/// not say it may run once more.
pub(super) fn is_all_or_unknown(script: &str) -> bool {
    code::is_code(script) && !code::is_idempotent(script)
}

/// What a part of a script is called where its intent is recorded.
pub(super) fn doing(step: &Step<'_>, (sequence, done): (i64, usize)) -> String {
    format!("{} {sequence}:{done}", step.direction.word())
}

impl Run<'_, '_> {
    /// The connection, for whoever is not the migrator.
    pub(super) fn connection(&mut self) -> Connection<'_> {
        Connection::new(self.driver, self.context.session())
    }

    /// Runs the function that a script is, behind a limit. What says that it changes rows alone is held to
    /// that.
    pub(super) async fn call(&mut self, step: &Step<'_>, limit: &str) -> Result<(), DriverError> {
        let refused = |text: &str| Err(DriverError::refused(text.to_owned()));
        let Some(function) = self.context.function(step) else { return refused(NOT_HERE) };
        if !limit.is_empty() {
            self.driver.execute(limit).await?;
        }
        let before = match code::is_rows_only(&step.script.sql) {
            true => Some(self.look().await?),
            false => None,
        };
        let (time, dialect) = (self.time, self.context.set.target.dialect);
        let mut connection = self.connection();
        let running = call(function, &mut connection);
        let answer = match time {
            None => running.await,
            Some(limit) => timeout(limit, running).await.unwrap_or_else(|_| {
                Err(format!("it takes longer than its `timeout` lets it, {limit:?}").into())
            }),
        };
        answer.map_err(|error| told(&error, dialect))?;
        let Some(before) = before else { return Ok(()) };
        let after = self.look().await?;
        match residues(&after.schema, &before.schema, Expected::Earlier).first() {
            None => Ok(()),
            Some(change) => refused(&format!("it says `rows-only`, and yet {}", change.text)),
        }
    }

    /// The same in a transaction that the engine itself ends where the schema changes. What was done before
    /// that is committed then, and the lease keeps what is known of it.
    pub(super) async fn call_guarded<'s>(
        &mut self,
        (step, statement): (&Step<'_>, &'s Statement),
        place: (i64, usize),
        limit: &str,
        lease: Option<&mut Lease>,
    ) -> Result<(), Stop<'s>> {
        let stop = |error| Stop::At(statement, error);
        self.driver.execute(GUARD).await.map_err(stop)?;
        let answer = self.call(step, limit).await;
        if self.driver.execute(RELEASE_SAVEPOINT).await.is_ok() {
            return answer.map_err(stop);
        }
        // An error may have ended the transaction as well, and nothing of it stays then.
        let error = match answer {
            Err(error) if error.is_busy() => return Err(stop(error)),
            Err(error) => error,
            Ok(()) => DriverError::refused(ENDED.to_owned()),
        };
        if let Some(lease) = lease {
            let (doing, sql) = (doing(step, place), Checksum::of(&step.script.sql));
            let doing = format!("{doing} of {sql} at a place unseen");
            lease.write(self.driver, Some(&doing)).await.map_err(stop)?;
        }
        Err(Stop::Halfway(statement, error))
    }

    async fn look(&mut self) -> Result<Eye, DriverError> {
        let (session, target) = (self.context.session(), self.context.set.target);
        let seen = Eye::open(self.driver, session, target).await;
        seen.map_err(|error| match error {
            Error::Driver { source, .. } | Error::Unreachable { source } => source,
            other => DriverError::refused(other.to_string()),
        })
    }
}
