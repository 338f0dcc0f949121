//! Migrations compiled into a service: applied once, rolled back, verified.
//!
//! ```no_run
//! # #[cfg(feature = "sqlite")]
//! # async fn start(pool: sqlx::SqlitePool) -> Result<(), migrate_runtime::Error> {
//! use migrate_runtime::{Migrations, embed_migrations};
//!
//! # /*
//! static MIGRATIONS: Migrations = embed_migrations!();
//! # */
//! # static MIGRATIONS: Migrations = migrate_runtime::embedded::EMPTY;
//! let report = MIGRATIONS.apply(&pool).await?;
//! # Ok(()) }
//! ```
//!
//! Cargo features: `sqlite`, `postgres` and `mysql` (which is MariaDB, too) each compile in what is known of one
//! dialect, in the macro as in the service, and its driver, with SQLite itself for the first. A service turns on
//! the one that its migrations are written in. `testing` gives each test a migrated database of its own.
//!
//! In reading order: *decide* ([`plan`]), *do* (`execute`), *remember* ([`history`]), *guard*
//! (`lock`), *prove* ([`verify`]), *tell* ([`event`], [`report`]).

pub mod adopt;
pub mod build;
pub mod code;
pub mod drift;
pub mod embedded;
pub mod event;
pub mod history;
pub mod hook;
pub mod plan;
pub mod repair;
pub mod report;
#[cfg(feature = "shadow")]
pub mod shadow;
#[cfg(feature = "testing")]
pub mod testing;
pub mod verify;

mod connect;
mod connection;
mod driver;
mod error;
mod execute;
#[cfg(test)]
mod fake;
mod inspect;
mod lock;
mod migrator;
mod options;
mod stale;
mod units;

pub use code::CodeError;
pub use connection::Connection;
pub use driver::{Database, DriverError};
pub use embedded::Migrations;
pub use error::{Aftermath, Error, Failure, Wanted};
pub use migrate_core as core;
#[cfg(feature = "testing")]
pub use migrate_macros::test;
pub use migrate_macros::{embed_migrations, migration};
pub use migrator::Migrator;
pub use options::{Neighbour, Options, TransactionScope};
pub use report::Report;
