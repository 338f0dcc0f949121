//! The connection that migrates, as hooks and migrations in Rust have it.

use std::fmt::{self, Debug};

use migrate_core::dialect::session::Session;

use crate::driver::{Driver, DriverError};

/// The connection that migrates. In a transaction, what is said to it belongs to that, and neither `BEGIN`
/// nor `COMMIT` is to be said to it then.
///
/// Where text is not enough, `postgres()`, `mysql()` and `sqlite()` (cargo features of the same names) give
/// the connection of sqlx that it is.
pub struct Connection<'d> {
    pub(crate) driver: &'d mut dyn Driver,
    session: &'static dyn Session,
}

impl Debug for Connection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("to", &self.session.dialect()).finish_non_exhaustive()
    }
}

impl<'d> Connection<'d> {
    pub(crate) fn new(driver: &'d mut dyn Driver, session: &'static dyn Session) -> Self {
        Self { driver, session }
    }

    /// Runs statements, in order, until one fails. [`Connection::quoted`] puts values into them.
    ///
    /// # Errors
    ///
    /// What the engine says.
    pub async fn execute(&mut self, sql: &str) -> Result<(), DriverError> {
        self.driver.execute(sql).await
    }

    /// Runs queries. The rows of all of them, each value as a text, none for NULL.
    ///
    /// # Errors
    ///
    /// What the engine says; also where a value is none that it sends as a text.
    pub async fn fetch(&mut self, sql: &str) -> Result<Vec<Vec<Option<String>>>, DriverError> {
        self.driver.fetch(sql).await
    }

    /// A value as a literal of the engine, whatever stands in it.
    ///
    /// ```
    /// # async fn it(connection: &mut migrate_runtime::Connection<'_>) -> Result<(), migrate_runtime::CodeError> {
    /// let name = connection.quoted("O'Brien");
    /// connection.execute(&format!("UPDATE users SET checked = 1 WHERE name = {name}")).await?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn quoted(&self, value: &str) -> String {
        self.session.literal(value)
    }

    /// The name of a table or a column in the quotes of the engine.
    #[must_use]
    pub fn name(&self, name: &str) -> String {
        self.session.name(name)
    }
}
