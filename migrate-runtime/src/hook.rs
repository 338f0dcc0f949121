//! What a service does around migrations besides their scripts.
//!
//! ```
//! use migrate_runtime::Connection;
//! use migrate_runtime::hook::{Hook, HookError, Place, async_trait};
//!
//! /// Tells the triggers of the service which migration writes.
//! struct Named;
//!
//! #[async_trait]
//! impl Hook for Named {
//!     async fn before(&self, at: &Place<'_>, sql: &mut Connection<'_>) -> Result<(), HookError> {
//!         sql.execute(&format!("SELECT set_config('app.migration', '{}', true)", at.version)).await?;
//!         Ok(())
//!     }
//! }
//!
//! let options = migrate_runtime::Options {
//!     hooks: vec![std::sync::Arc::new(Named)],
//!     ..migrate_runtime::Options::default()
//! };
//! ```

use migrate_core::set::name::Direction;
use migrate_core::version::Version;

pub use async_trait::async_trait;

use crate::connection::Connection;
use crate::error::Error;

/// Why a hook ends the run.
pub type HookError = Box<dyn std::error::Error + Send + Sync>;

/// Something that is done before and after each migration, and each run that has work. What is not
/// written does nothing. The first error ends the run.
///
/// Nothing of it is called where a migration is verified, or only recorded.
#[async_trait]
pub trait Hook: Send + Sync {
    /// Before the first of so many scripts, outside a transaction.
    async fn before_run(
        &self,
        _scripts: usize,
        _sql: &mut Connection<'_>,
    ) -> Result<(), HookError> {
        Ok(())
    }

    /// After the last script of a run that succeeded, outside a transaction. What was applied stays
    /// applied when this fails.
    async fn after_run(&self, _sql: &mut Connection<'_>) -> Result<(), HookError> {
        Ok(())
    }

    /// Before a script. In a transaction, that is the script's: when this fails, nothing of it happened.
    /// Outside one the migration is begun by then, and the next run goes on with it.
    async fn before(&self, _at: &Place<'_>, _sql: &mut Connection<'_>) -> Result<(), HookError> {
        Ok(())
    }

    /// After a script, and before it is committed where it runs in a transaction: when this fails, that is
    /// rolled back.
    async fn after(&self, _at: &Place<'_>, _sql: &mut Connection<'_>) -> Result<(), HookError> {
        Ok(())
    }
}

/// Which script it is.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// The version.
    pub version: &'a Version,
    /// The title.
    pub title: &'a str,
    /// Which way.
    pub direction: Direction,
    /// Whether it runs in a transaction, which the hook's statements belong to then.
    pub in_transaction: bool,
}

/// The error of a hook, as one of the run.
pub(crate) fn failed(moment: String) -> impl FnOnce(HookError) -> Error {
    move |source| Error::Hook { moment, reason: source.to_string() }
}
