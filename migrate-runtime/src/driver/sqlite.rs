//! SQLite.

use std::any::Any;
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use migrate_core::dialect::Dialect;
use migrate_core::dialect::sqlite::session::{self, Sqlite as Engine};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{ConnectOptions, Connection, Row as _, Sqlite, SqlitePool};

use crate::lock::ATTEMPT;

use super::{Driver, DriverError, Row};

pub(super) async fn from_pool(pool: &SqlitePool) -> Result<Box<dyn Driver>, DriverError> {
    let connection = pool.acquire().await.map_err(failed)?;
    Ok(Box::new(Pooled { connection: Some(connection), fate: Fate::Return }))
}

pub(super) async fn from_url(url: &str) -> Result<Box<dyn Driver>, DriverError> {
    let options =
        SqliteConnectOptions::from_str(url).map_err(|error| DriverError::url(error.to_string()))?;
    let options = options.disable_statement_logging().busy_timeout(ATTEMPT);
    let path = options.get_filename().display().to_string();
    let connected = options.connect().await.map_err(failed);
    Ok(Box::new(connected.map_err(|error| error.about(&path))?))
}

/// Whether connecting would create the file, which connecting alone shows only afterwards.
pub(super) fn would_create(url: &str) -> bool {
    let Ok(options) = SqliteConnectOptions::from_str(url) else { return false };
    let file = options.get_filename();
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    url.contains("mode=rwc") && !file.exists() && directory.is_none_or(Path::is_dir)
}

/// A connection of the service's own pool.
struct Pooled {
    connection: Option<PoolConnection<Sqlite>>,
    fate: Fate,
}

/// What becomes of a pooled connection.
enum Fate {
    /// It only read.
    Return,
    /// It goes back if it is released, and is closed if it is dropped: a database in memory
    /// lives no longer than its connection.
    ReturnWhenReleased,
    /// It is closed: settings and locks of a migration are nobody else's business.
    Close,
}

impl Pooled {
    fn connection(&mut self) -> Result<&mut SqliteConnection, DriverError> {
        let closed = || DriverError::unreachable("the connection is closed".to_owned());
        self.connection.as_deref_mut().ok_or_else(closed)
    }
}

#[async_trait]
impl Driver for Pooled {
    async fn execute(&mut self, sql: &str) -> Result<(), DriverError> {
        execute(self.connection()?, sql).await
    }

    async fn execute_within(&mut self, sql: &str, limit: Duration) -> Result<(), DriverError> {
        within(self.connection()?, sql, limit).await
    }

    async fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, DriverError> {
        fetch(self.connection()?, sql).await
    }

    async fn dedicate(&mut self) -> Result<Option<String>, DriverError> {
        let path = path(self.connection()?).await?;
        self.fate = if path.is_some() { Fate::Close } else { Fate::ReturnWhenReleased };
        Ok(path)
    }

    fn inner(&mut self) -> Result<&mut (dyn Any + Send), DriverError> {
        self.connection().map(|it| it as &mut (dyn Any + Send))
    }

    async fn release(mut self: Box<Self>) {
        match (&self.fate, self.connection.take()) {
            (Fate::Close, Some(connection)) => {
                // The work is committed; a connection that does not close cleanly changes nothing.
                let _ = connection.close().await;
            }
            (Fate::ReturnWhenReleased, Some(mut connection)) => {
                // What sqlx sets when it connects, and the pool's other users expect.
                let _ = execute(&mut connection, &session::neutral(true)).await;
            }
            _ => {}
        }
    }
}

impl Drop for Pooled {
    fn drop(&mut self) {
        if let (Fate::Close | Fate::ReturnWhenReleased, Some(connection)) =
            (&self.fate, &mut self.connection)
        {
            connection.close_on_drop();
        }
    }
}

#[async_trait]
impl Driver for SqliteConnection {
    async fn execute(&mut self, sql: &str) -> Result<(), DriverError> {
        execute(self, sql).await
    }

    async fn execute_within(&mut self, sql: &str, limit: Duration) -> Result<(), DriverError> {
        within(self, sql, limit).await
    }

    async fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, DriverError> {
        fetch(self, sql).await
    }

    async fn dedicate(&mut self) -> Result<Option<String>, DriverError> {
        path(self).await
    }

    fn inner(&mut self) -> Result<&mut (dyn Any + Send), DriverError> {
        Ok(self)
    }

    async fn release(self: Box<Self>) {
        // As above: nothing that was committed depends on it.
        let _ = self.close().await;
    }
}

text_protocol!(SqliteConnection, SqliteRow);

/// Runs a text, and asks every few instructions of the engine whether it takes too long.
async fn within(
    connection: &mut SqliteConnection,
    sql: &str,
    limit: Duration,
) -> Result<(), DriverError> {
    const INSTRUCTIONS: i32 = 1000;
    let end = Instant::now() + limit;
    let mut handle = connection.lock_handle().await.map_err(failed)?;
    handle.set_progress_handler(INSTRUCTIONS, move || Instant::now() < end);
    drop(handle);
    let outcome = execute(connection, sql).await;
    connection.lock_handle().await.map_err(failed)?.remove_progress_handler();
    outcome
}

async fn path(connection: &mut SqliteConnection) -> Result<Option<String>, DriverError> {
    let rows = fetch(connection, session::DATABASES).await?;
    let main =
        rows.into_iter().find(|row| row.get(1).is_some_and(|name| name.as_deref() == Some("main")));
    Ok(main.and_then(|row| row.into_iter().nth(2)?).filter(|path| !path.is_empty()))
}

impl crate::connection::Connection<'_> {
    /// The connection of sqlx that it is.
    ///
    /// # Errors
    ///
    /// Where the migrations are for another engine.
    pub fn sqlite(&mut self) -> Result<&mut SqliteConnection, DriverError> {
        super::inner(self.driver, Dialect::Sqlite)
    }
}

fn failed(error: sqlx::Error) -> DriverError {
    told(&error)
}

pub(super) fn told(error: &sqlx::Error) -> DriverError {
    match error {
        sqlx::Error::Database(error) => {
            DriverError::of(&Engine, error.code().as_deref().unwrap_or_default(), error.message())
        }
        other => DriverError::unreachable(other.to_string()),
    }
}
