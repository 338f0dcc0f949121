//! PostgreSQL, by the simple protocol alone: what is prepared by name breaks behind poolers.

use std::any::Any;
use std::str::FromStr;

use async_trait::async_trait;
use migrate_core::dialect::postgres::session::Postgres as Engine;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgDatabaseError, PgErrorPosition, PgRow};
use sqlx::{ConnectOptions, Connection, PgPool, Postgres, Row as _};

use super::{Answer, Answers, Driver, DriverError, Row};

pub(super) async fn from_pool(pool: &PgPool) -> Result<Box<dyn Driver>, DriverError> {
    let connection = pool.acquire().await.map_err(not_connected)?;
    Ok(Box::new(Pooled { connection: Some(connection), dedicated: false }))
}

/// A connection beside those of a pool, which may have no other to give.
pub(super) async fn beside_pool(pool: &PgPool) -> Result<Box<dyn Driver>, DriverError> {
    connect(PgConnectOptions::clone(&pool.connect_options())).await
}

pub(super) async fn from_url(url: &str) -> Result<Box<dyn Driver>, DriverError> {
    let options =
        PgConnectOptions::from_str(url).map_err(|error| DriverError::url(error.to_string()))?;
    connect(options).await
}

/// The database that a URL leads to.
#[cfg(feature = "shadow")]
pub(super) fn place(url: &str) -> Option<super::Place> {
    let options = PgConnectOptions::from_str(url).ok()?;
    let host = Some(options.get_host()).filter(|_| options.get_socket().is_none());
    let database = options.get_database().unwrap_or(options.get_username());
    Some(super::place(host, options.get_port(), database))
}

/// Without the one start-up parameter that sqlx can be kept from sending, which poolers refuse.
async fn connect(options: PgConnectOptions) -> Result<Box<dyn Driver>, DriverError> {
    let options = options.extra_float_digits(None).disable_statement_logging();
    Ok(Box::new(options.connect().await.map_err(not_connected)?))
}

/// A connection of the service's own pool.
struct Pooled {
    connection: Option<PoolConnection<Postgres>>,
    /// Whether it is closed rather than given back: settings and locks of a migration are nobody
    /// else's business.
    dedicated: bool,
}

impl Pooled {
    fn connection(&mut self) -> Result<&mut PgConnection, DriverError> {
        let closed = || DriverError::unreachable("the connection is closed".to_owned());
        self.connection.as_deref_mut().ok_or_else(closed)
    }
}

#[async_trait]
impl Driver for Pooled {
    async fn execute(&mut self, sql: &str) -> Result<(), DriverError> {
        execute(self.connection()?, sql).await
    }

    async fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, DriverError> {
        fetch(self.connection()?, sql).await
    }

    async fn each(&mut self, sql: &str) -> Answers {
        match self.connection() {
            Ok(connection) => each(connection, sql).await,
            Err(error) => Answers { done: Vec::new(), outcome: Err(error) },
        }
    }

    async fn dedicate(&mut self) -> Result<Option<String>, DriverError> {
        self.dedicated = true;
        Ok(None)
    }

    fn inner(&mut self) -> Result<&mut (dyn Any + Send), DriverError> {
        self.connection().map(|it| it as &mut (dyn Any + Send))
    }

    async fn release(mut self: Box<Self>) {
        if let (true, Some(connection)) = (self.dedicated, self.connection.take()) {
            // The work is committed; a connection that does not close cleanly changes nothing.
            let _ = connection.close().await;
        }
    }
}

impl Drop for Pooled {
    fn drop(&mut self) {
        if let (true, Some(connection)) = (self.dedicated, &mut self.connection) {
            connection.close_on_drop();
        }
    }
}

#[async_trait]
impl Driver for PgConnection {
    async fn execute(&mut self, sql: &str) -> Result<(), DriverError> {
        execute(self, sql).await
    }

    async fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, DriverError> {
        fetch(self, sql).await
    }

    async fn each(&mut self, sql: &str) -> Answers {
        each(self, sql).await
    }

    async fn dedicate(&mut self) -> Result<Option<String>, DriverError> {
        Ok(None)
    }

    fn inner(&mut self) -> Result<&mut (dyn Any + Send), DriverError> {
        Ok(self)
    }

    async fn release(self: Box<Self>) {
        // As above: nothing that was committed depends on it.
        let _ = self.close().await;
    }
}

text_protocol!(PgConnection, PgRow);
several_at_once!(PgConnection);

impl crate::connection::Connection<'_> {
    /// The connection of sqlx that it is.
    ///
    /// # Errors
    ///
    /// Where the migrations are for another engine.
    pub fn postgres(&mut self) -> Result<&mut PgConnection, DriverError> {
        super::inner(self.driver, "PostgreSQL")
    }
}

/// What says in a URL how a connection is encrypted, and whose certificates are trusted.
const ENCRYPTION: [&str; 2] = ["sslmode", "sslrootcert"];

fn not_connected(error: sqlx::Error) -> DriverError {
    match error {
        sqlx::Error::Database(_) => failed(error),
        _ => DriverError::not_connected(error.to_string(), ENCRYPTION),
    }
}

fn failed(error: sqlx::Error) -> DriverError {
    told(&error)
}

pub(super) fn told(error: &sqlx::Error) -> DriverError {
    let sqlx::Error::Database(error) = error else {
        return DriverError::lost(error.to_string());
    };
    let general =
        DriverError::of(&Engine, error.code().as_deref().unwrap_or_default(), error.message());
    match error.try_downcast_ref::<PgDatabaseError>() {
        None => general,
        Some(error) => {
            let position = match error.position() {
                Some(PgErrorPosition::Original(at)) => at.checked_sub(1),
                _ => None,
            };
            general.with(error.detail(), error.hint(), position)
        }
    }
}
