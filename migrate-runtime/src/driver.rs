//! The database behind one small interface. `sqlx` is named here and in the files below.

/// The functions that send text over one kind of connection and read text back. A driver for all of
/// them at once would be generic over what sqlx keeps apart; `failed` is the file's own.
#[cfg(any(feature = "mysql", feature = "postgres", feature = "sqlite"))]
macro_rules! text_protocol {
    ($connection:ty, $row:ty) => {
        /// The text is the migrator's own or a migration's, so there is nothing to inject.
        fn text(sql: &str) -> sqlx::AssertSqlSafe<String> {
            sqlx::AssertSqlSafe(sql.to_owned())
        }

        async fn execute(connection: &mut $connection, sql: &str) -> Result<(), DriverError> {
            sqlx::raw_sql(text(sql)).execute(connection).await.map_err(failed).map(drop)
        }

        async fn fetch(connection: &mut $connection, sql: &str) -> Result<Vec<Row>, DriverError> {
            // While the server is at the next ones.
            let (mut answer, mut rows) = (sqlx::raw_sql(text(sql)).fetch(connection), Vec::new());
            while let Some(row) = std::future::poll_fn(|it| answer.as_mut().poll_next(it)).await {
                rows.push(cells(&row.map_err(failed)?)?);
            }
            Ok(rows)
        }

        fn cells(row: &$row) -> Result<Row, DriverError> {
            let mut cells = Row::with_capacity(row.len());
            for at in 0..row.len() {
                cells.push(row.try_get_unchecked(at).map_err(failed)?);
            }
            Ok(cells)
        }
    };
}

/// The function that sends several statements at once and counts their answers; `cells` and `failed` are as
/// above.
#[cfg(any(feature = "mysql", feature = "postgres"))]
macro_rules! several_at_once {
    ($connection:ty) => {
        async fn each(connection: &mut $connection, sql: &str) -> Answers {
            let (mut done, mut row) = (Vec::new(), None);
            let mut answers = sqlx::raw_sql(text(sql)).fetch_many(connection);
            loop {
                match std::future::poll_fn(|it| answers.as_mut().poll_next(it)).await {
                    Some(Ok(sqlx::Either::Left(result))) => {
                        let first = row.take().unwrap_or_default();
                        done.push(Answer { first, rows: result.rows_affected() });
                    }
                    // What a script reads may be no text, and nobody asks for it.
                    Some(Ok(sqlx::Either::Right(first))) if row.is_none() => {
                        row = Some(cells(&first).unwrap_or_default());
                    }
                    Some(Ok(sqlx::Either::Right(_))) => {}
                    Some(Err(error)) => return Answers { done, outcome: Err(failed(error)) },
                    None => return Answers { done, outcome: Ok(()) },
                }
            }
        }
    };
}

mod error;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(any(feature = "mysql", feature = "postgres", feature = "sqlite"))]
use std::any::Any;
use std::error::Error as StdError;
use std::time::Duration;

use async_trait::async_trait;
use migrate_core::dialect::Dialect;

pub use error::DriverError;

#[cfg(all(feature = "testing", feature = "mysql"))]
pub(crate) use sqlx::MySqlPool;
#[cfg(all(feature = "testing", feature = "postgres"))]
pub(crate) use sqlx::PgPool;
#[cfg(all(feature = "testing", feature = "sqlite"))]
pub(crate) use sqlx::SqlitePool;

/// A row whose cells are all text: every query casts its columns.
pub(crate) type Row = Vec<Option<String>>;

/// What came of a statement.
pub(crate) struct Answer {
    /// The first row; an empty one where it has none.
    pub(crate) first: Row,
    /// How many rows it wrote, or found as they were to be written.
    pub(crate) rows: u64,
}

/// What came of several statements in one text.
pub(crate) struct Answers {
    /// What came of each that came to its end, in order.
    pub(crate) done: Vec<Answer>,
    /// What the next one failed with.
    pub(crate) outcome: Result<(), DriverError>,
}

/// One connection to one database.
#[async_trait]
pub(crate) trait Driver: Send {
    /// Runs statements, in order, until one fails. Results are ignored.
    async fn execute(&mut self, sql: &str) -> Result<(), DriverError>;

    /// The same, and ends what takes longer; only where the engine runs in this process, and nobody else
    /// can end it.
    async fn execute_within(&mut self, sql: &str, _limit: Duration) -> Result<(), DriverError> {
        self.execute(sql).await
    }

    /// Runs queries, in order, until one fails. The rows of all of them.
    async fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, DriverError>;

    /// Runs statements in one text, in order, until one fails, and says what came of each: on a server, to
    /// which each text is a way and back.
    async fn each(&mut self, sql: &str) -> Answers {
        Answers { done: Vec::new(), outcome: self.execute(sql).await }
    }

    /// From now on the connection has work that must not leak: it is closed rather than given back
    /// to the pool it came from. Returns the path of the database, where it is a file.
    async fn dedicate(&mut self) -> Result<Option<String>, DriverError>;

    /// From now on the connection is as it was when it was dedicated, whatever was set on it.
    async fn renew(&mut self) -> Result<(), DriverError> {
        Ok(())
    }

    /// The connection of sqlx behind it, where there is one.
    #[cfg(any(feature = "mysql", feature = "postgres", feature = "sqlite"))]
    fn inner(&mut self) -> Result<&mut (dyn Any + Send), DriverError> {
        Err(DriverError::refused("there is no connection of sqlx".to_owned()))
    }

    /// Ends the use of the connection after everything went well.
    async fn release(self: Box<Self>);
}

/// Where migrations are applied: a pool of the service, or a URL.
#[derive(Clone, Debug)]
pub struct Database(Source);

#[derive(Clone, Debug)]
enum Source {
    Url(String),
    #[cfg(feature = "sqlite")]
    Sqlite(sqlx::SqlitePool),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::PgPool),
    #[cfg(feature = "mysql")]
    Mysql(sqlx::MySqlPool),
}

impl From<&str> for Database {
    fn from(url: &str) -> Self {
        Self(Source::Url(url.to_owned()))
    }
}

impl From<&String> for Database {
    fn from(url: &String) -> Self {
        Self(Source::Url(url.clone()))
    }
}

#[cfg(feature = "sqlite")]
impl From<&sqlx::SqlitePool> for Database {
    fn from(pool: &sqlx::SqlitePool) -> Self {
        Self(Source::Sqlite(pool.clone()))
    }
}

#[cfg(feature = "postgres")]
impl From<&sqlx::PgPool> for Database {
    fn from(pool: &sqlx::PgPool) -> Self {
        Self(Source::Postgres(pool.clone()))
    }
}

#[cfg(feature = "mysql")]
impl From<&sqlx::MySqlPool> for Database {
    fn from(pool: &sqlx::MySqlPool) -> Self {
        Self(Source::Mysql(pool.clone()))
    }
}

impl Database {
    pub(crate) async fn connect(&self, dialect: Dialect) -> Result<Box<dyn Driver>, DriverError> {
        self.is_for(dialect)?;
        match &self.0 {
            Source::Url(url) => open(url).await,
            #[cfg(feature = "sqlite")]
            Source::Sqlite(pool) => sqlite::from_pool(pool).await,
            #[cfg(feature = "postgres")]
            Source::Postgres(pool) => postgres::from_pool(pool).await,
            #[cfg(feature = "mysql")]
            Source::Mysql(pool) => mysql::from_pool(pool).await,
        }
    }

    /// Connects once more, while another connection is at work.
    pub(crate) async fn connect_beside(&self) -> Result<Box<dyn Driver>, DriverError> {
        match &self.0 {
            Source::Url(url) => open(url).await,
            #[cfg(feature = "sqlite")]
            Source::Sqlite(pool) => sqlite::from_pool(pool).await,
            #[cfg(feature = "postgres")]
            Source::Postgres(pool) => postgres::beside_pool(pool).await,
            #[cfg(feature = "mysql")]
            Source::Mysql(pool) => mysql::beside_pool(pool).await,
        }
    }

    /// The schema of what is named without one, where the engine has no name for it that means the
    /// same whatever a script sets.
    pub(crate) fn schema(&self) -> Option<String> {
        match &self.0 {
            #[cfg(feature = "mysql")]
            Source::Url(url) if scheme(url).parse() == Ok(Dialect::Mysql) => {
                mysql::database_of_url(url)
            }
            #[cfg(feature = "mysql")]
            Source::Mysql(pool) => mysql::database_of_pool(pool),
            _ => None,
        }
    }

    /// Connects for reading only: a file that the URL would create stays uncreated, and counts as
    /// an empty database.
    pub(crate) async fn connect_to_read(
        &self,
        dialect: Dialect,
    ) -> Result<Box<dyn Driver>, DriverError> {
        self.is_for(dialect)?;
        #[cfg(feature = "sqlite")]
        if self.is_to_come() {
            return throwaway().await;
        }
        self.connect(dialect).await
    }

    /// Whether there is no database yet, and whoever connects to it to write makes one.
    pub(crate) fn is_to_come(&self) -> bool {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Source::Url(url) => sqlite::would_create(url),
            _ => false,
        }
    }

    /// Whether two URLs lead to one database, as far as can be told without connecting: this machine
    /// has many names, and counts as one server for each port.
    #[cfg(feature = "shadow")]
    pub(crate) fn is_same(one: &str, other: &str) -> bool {
        let place = |url: &str| -> Option<Place> {
            match scheme(url).parse::<Dialect>() {
                #[cfg(feature = "postgres")]
                Ok(Dialect::Postgres) => postgres::place(url),
                #[cfg(feature = "mysql")]
                Ok(Dialect::Mysql) => mysql::place(url),
                _ => None,
            }
        };
        place(one).is_some_and(|one| place(other) == Some(one))
    }

    /// Refuses a database of another engine than the migrations are written for.
    fn is_for(&self, dialect: Dialect) -> Result<(), DriverError> {
        let found = match &self.0 {
            Source::Url(url) => scheme(url).parse().ok(),
            #[cfg(feature = "sqlite")]
            Source::Sqlite(_) => Some(Dialect::Sqlite),
            #[cfg(feature = "postgres")]
            Source::Postgres(_) => Some(Dialect::Postgres),
            #[cfg(feature = "mysql")]
            Source::Mysql(_) => Some(Dialect::Mysql),
        };
        match found.filter(|found: &Dialect| *found != dialect) {
            None => Ok(()),
            Some(found) => Err(DriverError::other_engine(found, dialect)),
        }
    }
}

/// A database: its host in one spelling, the port, and the name.
#[cfg(feature = "shadow")]
type Place = (String, u16, String);

#[cfg(all(feature = "shadow", any(feature = "postgres", feature = "mysql")))]
fn place(host: Option<&str>, port: u16, database: &str) -> Place {
    let is_here = |host: &str| matches!(host, "localhost" | "127.0.0.1" | "::1" | "[::1]");
    let host = host.filter(|host| !is_here(host)).unwrap_or("localhost");
    (host.to_owned(), port, database.to_owned())
}

fn scheme(url: &str) -> &str {
    url.split(':').next().unwrap_or_default()
}

async fn open(url: &str) -> Result<Box<dyn Driver>, DriverError> {
    match scheme(url).parse() {
        #[cfg(feature = "sqlite")]
        Ok(Dialect::Sqlite) => sqlite::from_url(url).await,
        #[cfg(feature = "postgres")]
        Ok(Dialect::Postgres) => postgres::from_url(url).await,
        #[cfg(feature = "mysql")]
        Ok(Dialect::Mysql) => mysql::from_url(url).await,
        #[cfg(not(feature = "sqlite"))]
        Ok(dialect @ Dialect::Sqlite) => Err(DriverError::feature(dialect.name())),
        #[cfg(not(feature = "postgres"))]
        Ok(dialect @ Dialect::Postgres) => Err(DriverError::feature(dialect.name())),
        #[cfg(not(feature = "mysql"))]
        Ok(dialect @ Dialect::Mysql) => Err(DriverError::feature(dialect.name())),
        // The rest of it may hold a password.
        Err(_) => Err(DriverError::url("what names it is not a database URL".to_owned())),
    }
}

/// The connection of sqlx behind a driver, where it is of that kind.
#[cfg(any(feature = "mysql", feature = "postgres", feature = "sqlite"))]
fn inner<'d, C: Any>(driver: &'d mut dyn Driver, engine: &str) -> Result<&'d mut C, DriverError> {
    let other = || DriverError::refused(format!("this is no connection to {engine}"));
    driver.inner()?.downcast_mut().ok_or_else(other)
}

/// What the database says in an error of sqlx; none where it is another, or says nothing of the database.
pub(crate) fn said(error: &(dyn StdError + 'static), dialect: Dialect) -> Option<DriverError> {
    #[cfg(any(feature = "mysql", feature = "postgres", feature = "sqlite"))]
    if let Some(error @ (sqlx::Error::Database(_) | sqlx::Error::Io(_))) = error.downcast_ref() {
        return match dialect {
            #[cfg(feature = "sqlite")]
            Dialect::Sqlite => Some(sqlite::told(error)),
            #[cfg(feature = "postgres")]
            Dialect::Postgres => Some(postgres::told(error)),
            #[cfg(feature = "mysql")]
            Dialect::Mysql => Some(mysql::told(error)),
            #[cfg(not(all(feature = "mysql", feature = "postgres", feature = "sqlite")))]
            _ => None,
        };
    }
    let _ = (error, dialect);
    None
}

/// A database in memory that nobody else sees and that is gone with its connection.
pub(crate) async fn throwaway() -> Result<Box<dyn Driver>, DriverError> {
    open("sqlite::memory:").await
}
