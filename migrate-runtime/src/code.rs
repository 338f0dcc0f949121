//! Migrations that are written in Rust: what `#[migration]` and `embed_migrations!` make of a file of the
//! directory.
//!
//! ```ignore
//! // migrations/20260101120000_backfill_slugs.rs
//! use migrate_runtime::{CodeError, Connection, migration};
//!
//! #[migration]
//! pub async fn up(connection: &mut Connection<'_>) -> Result<(), CodeError> {
//!     for row in connection.fetch("SELECT id, title FROM posts").await? { ... }
//!     Ok(())
//! }
//!
//! #[migration]
//! pub async fn down(connection: &mut Connection<'_>) -> Result<(), CodeError> { ... }
//! ```

use std::any::Any;
use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

use migrate_core::dialect::Dialect;
use migrate_core::set::name::Direction;
use migrate_core::version::Version;

use crate::connection::Connection;
use crate::driver::{self, DriverError};

/// Why a migration in Rust failed. Where what the database says is in it, that is told as from any other
/// migration.
pub type CodeError = Box<dyn StdError + Send + Sync>;

/// A function of a migration on its way.
pub type Running<'c> = Pin<Box<dyn Future<Output = Result<(), CodeError>> + Send + 'c>>;

/// A function of a migration, as `#[migration]` makes it.
pub(crate) type Call = for<'c, 'd> fn(&'c mut Connection<'d>) -> Running<'c>;

/// The functions of one migration.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    version: &'static str,
    up: Call,
    down: Option<Call>,
}

/// The functions of all migrations in Rust that this program has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Code(&'static [Function]);

impl Code {
    /// Those.
    #[must_use]
    pub const fn of(functions: &'static [Function]) -> Self {
        Self(functions)
    }

    pub(crate) fn get(self, version: &Version, direction: Direction) -> Option<Call> {
        let function = self.0.iter().find(|it| Version::checked(it.version) == *version)?;
        match direction {
            Direction::Up => Some(function.up),
            Direction::Down => function.down,
        }
    }
}

/// What `embed_migrations!` registers.
#[doc(hidden)]
#[must_use]
pub const fn function(version: &'static str, up: Call, down: Option<Call>) -> Function {
    Function { version, up, down }
}

/// What `#[migration]` makes of a function.
#[doc(hidden)]
pub fn run<'c, E: Into<CodeError>>(
    running: impl Future<Output = Result<(), E>> + Send + 'c,
) -> Running<'c> {
    Box::pin(async move { running.await.map_err(Into::into) })
}

/// Calls a function. One that panics has failed as any other: what it did is not committed.
pub(crate) async fn call(function: Call, connection: &mut Connection<'_>) -> Result<(), CodeError> {
    let mut running = function(connection);
    let polled = poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| running.as_mut().poll(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(panicked(&*panic))))
    });
    polled.await
}

fn panicked(panic: &(dyn Any + Send)) -> CodeError {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("it panicked: {}", text.unwrap_or("without words")).into()
}

/// The error of a function as one of the database, as far as it is one.
pub(crate) fn told(error: &CodeError, dialect: Dialect) -> DriverError {
    let mut words: Vec<String> = Vec::new();
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&**error);
    while let Some(it) = cause {
        let own = it.downcast_ref::<DriverError>().cloned();
        if let Some(said) = own.or_else(|| driver::said(it, dialect)) {
            return said.of_code(&words);
        }
        let text = it.to_string();
        // Many say what their cause says.
        if !words.last().is_some_and(|before| before.contains(&text)) {
            words.push(text);
        }
        cause = it.source();
    }
    DriverError::refused(words.join(": "))
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use migrate_core::dialect::sqlite::session::Sqlite;

    use super::*;

    #[derive(Debug)]
    struct Wrapped(&'static str, Option<CodeError>);

    impl fmt::Display for Wrapped {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl StdError for Wrapped {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            self.1.as_deref().map(|it| it as &(dyn StdError + 'static))
        }
    }

    #[test]
    fn what_the_database_says_is_found_behind_other_words() {
        let busy = DriverError::of(&Sqlite, "5", "database is locked");
        assert!(busy.is_busy());
        let bare: CodeError = Box::new(busy.clone());
        assert_eq!(told(&bare, Dialect::Sqlite), busy);
        let wrapped: CodeError = Box::new(Wrapped("reading posts", Some(bare)));
        let told = told(&wrapped, Dialect::Sqlite);
        assert!(told.is_busy());
        assert_eq!(told.message(), "reading posts: database is locked");
    }

    #[test]
    fn other_errors_are_told_with_their_causes_once() {
        let inner: CodeError = Box::new(Wrapped("no slug", None));
        let error: CodeError = Box::new(Wrapped("post 7", Some(inner)));
        assert_eq!(told(&error, Dialect::Sqlite).message(), "post 7: no slug");
        let inner: CodeError = Box::new(Wrapped("no slug", None));
        let error: CodeError = Box::new(Wrapped("post 7: no slug", Some(inner)));
        assert_eq!(told(&error, Dialect::Sqlite).message(), "post 7: no slug");
    }
}
