//! MySQL and MariaDB, by the text protocol, one statement at a time.

use std::any::Any;
use std::str::FromStr;

use async_trait::async_trait;
use migrate_core::dialect::mysql::session::{Mysql as Engine, NEUTRAL};
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlDatabaseError, MySqlPool, MySqlRow};
use sqlx::pool::PoolConnection;
use sqlx::{ConnectOptions, Connection, MySql, Row as _};

use super::{Answer, Answers, Driver, DriverError, Row};

pub(super) async fn from_pool(pool: &MySqlPool) -> Result<Box<dyn Driver>, DriverError> {
    let options = MySqlConnectOptions::clone(&pool.connect_options());
    let connection = pool.acquire().await.map_err(not_connected)?;
    Ok(Box::new(Server { options, link: Link::Pooled(connection) }))
}

/// A connection beside those of a pool, which may have no other to give.
pub(super) async fn beside_pool(pool: &MySqlPool) -> Result<Box<dyn Driver>, DriverError> {
    connected(MySqlConnectOptions::clone(&pool.connect_options())).await
}

pub(super) async fn from_url(url: &str) -> Result<Box<dyn Driver>, DriverError> {
    connected(options(url)?).await
}

/// The database that a URL names.
pub(super) fn database_of_url(url: &str) -> Option<String> {
    options(url).ok()?.get_database().map(str::to_owned)
}

/// The database that a pool is connected to.
pub(super) fn database_of_pool(pool: &MySqlPool) -> Option<String> {
    pool.connect_options().get_database().map(str::to_owned)
}

/// The database that a URL leads to.
#[cfg(feature = "shadow")]
pub(super) fn place(url: &str) -> Option<super::Place> {
    let options = options(url).ok()?;
    let host = Some(options.get_host()).filter(|_| options.get_socket().is_none());
    Some(super::place(host, options.get_port(), options.get_database()?))
}

fn options(url: &str) -> Result<MySqlConnectOptions, DriverError> {
    MySqlConnectOptions::from_str(url).map_err(|error| DriverError::url(error.to_string()))
}

async fn connected(options: MySqlConnectOptions) -> Result<Box<dyn Driver>, DriverError> {
    let connection = connect(&options).await?;
    Ok(Box::new(Server { options, link: Link::Own(connection) }))
}

/// With the settings of the server rather than those of the driver, but for the character set, which
/// is what the engine's own client says.
async fn connect(options: &MySqlConnectOptions) -> Result<MySqlConnection, DriverError> {
    let options = options.clone().pipes_as_concat(false).no_engine_substitution(false);
    let options = options.timezone(None).disable_statement_logging();
    options.connect().await.map_err(not_connected)
}

/// One connection at a time.
struct Server {
    options: MySqlConnectOptions,
    link: Link,
}

enum Link {
    /// Of the service's own pool: it only reads, and goes back.
    Pooled(PoolConnection<MySql>),
    /// Settings and locks of a migration are nobody else's business.
    Own(MySqlConnection),
}

impl Server {
    fn connection(&mut self) -> &mut MySqlConnection {
        match &mut self.link {
            Link::Pooled(connection) => connection,
            Link::Own(connection) => connection,
        }
    }
}

#[async_trait]
impl Driver for Server {
    async fn execute(&mut self, sql: &str) -> Result<(), DriverError> {
        execute(self.connection(), sql).await
    }

    async fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, DriverError> {
        fetch(self.connection(), sql).await
    }

    async fn each(&mut self, sql: &str) -> Answers {
        each(self.connection(), sql).await
    }

    async fn dedicate(&mut self) -> Result<Option<String>, DriverError> {
        if let Link::Pooled(_) = self.link {
            self.link = Link::Own(connect(&self.options).await?);
        }
        self.execute(NEUTRAL).await.map(|()| None)
    }

    async fn renew(&mut self) -> Result<(), DriverError> {
        let before = std::mem::replace(&mut self.link, Link::Own(connect(&self.options).await?));
        if let Link::Own(connection) = before {
            // Nothing that was committed depends on it.
            let _ = connection.close().await;
        }
        self.execute(NEUTRAL).await
    }

    fn inner(&mut self) -> Result<&mut (dyn Any + Send), DriverError> {
        Ok(self.connection())
    }

    async fn release(self: Box<Self>) {
        if let Link::Own(connection) = self.link {
            // As above.
            let _ = connection.close().await;
        }
    }
}

text_protocol!(MySqlConnection, MySqlRow);
several_at_once!(MySqlConnection);

impl crate::connection::Connection<'_> {
    /// The connection of sqlx that it is.
    ///
    /// # Errors
    ///
    /// Where the migrations are for another engine.
    pub fn mysql(&mut self) -> Result<&mut MySqlConnection, DriverError> {
        super::inner(self.driver, "MySQL or MariaDB")
    }
}

/// What says in a URL how a connection is encrypted, and whose certificates are trusted.
const ENCRYPTION: [&str; 2] = ["ssl-mode", "ssl-ca"];

/// Whatever a server says to somebody who wants in, it keeps him out.
fn not_connected(error: sqlx::Error) -> DriverError {
    match of_server(&error) {
        Some((code, state, message)) => DriverError::kept_out(&code, message).in_state(state),
        None => DriverError::not_connected(error.to_string(), ENCRYPTION),
    }
}

fn failed(error: sqlx::Error) -> DriverError {
    told(&error)
}

pub(super) fn told(error: &sqlx::Error) -> DriverError {
    match of_server(error) {
        Some((code, state, message)) => DriverError::of(&Engine, &code, message).in_state(state),
        None => DriverError::lost(error.to_string()),
    }
}

/// The number, the state and the words of an error that the server sent.
fn of_server(error: &sqlx::Error) -> Option<(String, Option<&str>, &str)> {
    let sqlx::Error::Database(error) = error else { return None };
    let error = error.try_downcast_ref::<MySqlDatabaseError>()?;
    Some((error.number().to_string(), error.code(), error.message()))
}
