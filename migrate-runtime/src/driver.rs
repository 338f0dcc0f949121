//! The database behind one small interface. The only file that names `sqlx`.

use async_trait::async_trait;
use migrate_core::dialect::Dialect;
use migrate_core::dialect::sqlite::session::{self, Failure};

/// A row whose cells are all text: every query casts its columns.
pub(crate) type Row = Vec<Option<String>>;

/// One connection to one database.
#[async_trait]
pub(crate) trait Driver: Send {
    /// Runs statements, in order, until one fails. Results are ignored.
    async fn execute(&mut self, sql: &str) -> Result<(), DriverError>;

    /// Runs one query.
    async fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, DriverError>;

    /// From now on the connection has work that must not leak: it is closed rather than given back
    /// to the pool it came from. Returns the path of the database, where it is a file.
    async fn dedicate(&mut self) -> Result<Option<String>, DriverError>;

    /// Ends the use of the connection after everything went well.
    async fn release(self: Box<Self>);
}

/// What a driver reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverError {
    kind: Kind,
    code: Option<String>,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Database(Failure),
    /// The URL or its scheme.
    Url,
    /// A cargo feature is off.
    #[cfg(not(feature = "sqlite"))]
    Feature,
}

impl DriverError {
    /// An error of the engine, with its own code and words.
    #[must_use]
    pub fn database(code: &str, message: impl Into<String>) -> Self {
        let kind = Kind::Database(session::failure(code));
        let code = Some(code.to_owned()).filter(|code| !code.is_empty());
        Self { kind, code, message: message.into() }
    }

    #[cfg(feature = "sqlite")]
    fn unreachable(message: String) -> Self {
        Self { kind: Kind::Database(Failure::Unreachable), code: None, message }
    }

    /// The engine's code.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The engine's words.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same error, naming the file it is about.
    #[cfg(feature = "sqlite")]
    fn about(mut self, path: &str) -> Self {
        self.message = format!("{}: {path}", self.message);
        self
    }

    /// Whether another connection holds a lock.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.kind == Kind::Database(Failure::Busy)
    }

    pub(crate) fn is_unreachable(&self) -> bool {
        !matches!(self.kind, Kind::Database(kind) if kind != Failure::Unreachable)
    }

    pub(crate) fn hints(&self) -> Vec<String> {
        let hint = match (self.kind, self.code.as_deref()) {
            (Kind::Url, _) => {
                "a database URL looks like `sqlite:app.db` or `sqlite:app.db?mode=rwc`"
            }
            #[cfg(not(feature = "sqlite"))]
            (Kind::Feature, _) => {
                "add the feature to the dependency: `migrate-runtime = { version = \"0.1\", \
                 features = [\"sqlite\"] }`"
            }
            (Kind::Database(Failure::Unreachable), Some("14")) => {
                "check the path, and that its directory exists; `?mode=rwc` at the end of the URL creates \
                 the file"
            }
            (Kind::Database(Failure::Unreachable), Some("26")) => {
                "the file exists and is not a SQLite database (or it is an encrypted one): check \
                 the path"
            }
            (Kind::Database(Failure::ReadOnly), _) => {
                "the migrator needs the right to write the file and its directory"
            }
            (Kind::Database(Failure::Full), _) => "make room on the disk and run it again",
            _ => return Vec::new(),
        };
        vec![hint.to_owned()]
    }
}

impl std::fmt::Display for DriverError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        match &self.code {
            Some(code) => write!(f, " (code {code})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DriverError {}

/// Where migrations are applied: a pool of the service, or a URL.
#[derive(Clone, Debug)]
pub struct Database(Source);

#[derive(Clone, Debug)]
enum Source {
    Url(String),
    #[cfg(feature = "sqlite")]
    Sqlite(sqlx::SqlitePool),
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

impl Database {
    pub(crate) async fn connect(&self) -> Result<Box<dyn Driver>, DriverError> {
        match &self.0 {
            Source::Url(url) => open(url).await,
            #[cfg(feature = "sqlite")]
            Source::Sqlite(pool) => sqlite::from_pool(pool).await,
        }
    }

    /// Connects for reading only: a file that the URL would create stays uncreated, and counts as
    /// an empty database.
    pub(crate) async fn connect_to_read(&self) -> Result<Box<dyn Driver>, DriverError> {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Source::Url(url) if sqlite::would_create(url) => throwaway().await,
            _ => self.connect().await,
        }
    }
}

async fn open(url: &str) -> Result<Box<dyn Driver>, DriverError> {
    let scheme = url.split(':').next().unwrap_or_default();
    match scheme {
        #[cfg(feature = "sqlite")]
        "sqlite" => sqlite::from_url(url).await,
        #[cfg(not(feature = "sqlite"))]
        "sqlite" => Err(DriverError {
            kind: Kind::Feature,
            code: None,
            message: "the cargo feature `sqlite` of migrate-runtime is off".to_owned(),
        }),
        _ => Err(DriverError { kind: Kind::Url, code: None, message: foreign(scheme) }),
    }
}

/// Whether this version runs migrations that are written in `dialect`.
pub(crate) fn serves(dialect: Dialect) -> bool {
    dialect == Dialect::Sqlite
}

/// What to say of a URL for anything else. Only its scheme, for the rest may hold a password.
fn foreign(scheme: &str) -> String {
    match scheme.parse::<Dialect>() {
        Ok(_) => format!("the URL is one for `{scheme}`, and this version runs on `sqlite` alone"),
        Err(_) => "what names it is not a database URL".to_owned(),
    }
}

/// A database of the same engine that nobody else sees and that is gone with its connection.
pub(crate) async fn throwaway() -> Result<Box<dyn Driver>, DriverError> {
    open("sqlite::memory:").await
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use std::path::Path;
    use std::str::FromStr;

    use async_trait::async_trait;
    use migrate_core::dialect::sqlite::session;
    use sqlx::pool::PoolConnection;
    use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
    use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row as _, Sqlite, SqlitePool};

    use crate::lock::ATTEMPT;

    use super::{Driver, DriverError, Kind, Row};

    pub(super) async fn from_pool(pool: &SqlitePool) -> Result<Box<dyn Driver>, DriverError> {
        let connection = pool.acquire().await?;
        Ok(Box::new(Pooled { connection: Some(connection), fate: Fate::Return }))
    }

    pub(super) async fn from_url(url: &str) -> Result<Box<dyn Driver>, DriverError> {
        let options = SqliteConnectOptions::from_str(url).map_err(|error| DriverError {
            kind: Kind::Url,
            code: None,
            message: error.to_string(),
        })?;
        let options = options.disable_statement_logging().busy_timeout(ATTEMPT);
        let path = options.get_filename().display().to_string();
        let connected = options.connect().await.map_err(DriverError::from);
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

        async fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, DriverError> {
            fetch(self.connection()?, sql).await
        }

        async fn dedicate(&mut self) -> Result<Option<String>, DriverError> {
            let path = path(self.connection()?).await?;
            self.fate = if path.is_some() { Fate::Close } else { Fate::ReturnWhenReleased };
            Ok(path)
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

        async fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, DriverError> {
            fetch(self, sql).await
        }

        async fn dedicate(&mut self) -> Result<Option<String>, DriverError> {
            path(self).await
        }

        async fn release(self: Box<Self>) {
            // As above: nothing that was committed depends on it.
            let _ = self.close().await;
        }
    }

    /// The text is the migrator's own or a migration's, so there is nothing to inject.
    fn text(sql: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(sql.to_owned())
    }

    async fn execute(connection: &mut SqliteConnection, sql: &str) -> Result<(), DriverError> {
        sqlx::raw_sql(text(sql)).execute(connection).await?;
        Ok(())
    }

    async fn fetch(connection: &mut SqliteConnection, sql: &str) -> Result<Vec<Row>, DriverError> {
        let rows = sqlx::raw_sql(text(sql)).fetch_all(connection).await?;
        rows.iter().map(cells).collect()
    }

    fn cells(row: &SqliteRow) -> Result<Row, DriverError> {
        let cell = |at| Ok(row.try_get_unchecked::<Option<String>, _>(at)?);
        (0..row.len()).map(cell).collect()
    }

    async fn path(connection: &mut SqliteConnection) -> Result<Option<String>, DriverError> {
        let rows = fetch(connection, session::DATABASES).await?;
        let main = rows
            .into_iter()
            .find(|row| row.get(1).is_some_and(|name| name.as_deref() == Some("main")));
        Ok(main.and_then(|row| row.into_iter().nth(2)?).filter(|path| !path.is_empty()))
    }

    impl From<sqlx::Error> for DriverError {
        fn from(error: sqlx::Error) -> Self {
            match error {
                sqlx::Error::Database(error) => {
                    Self::database(error.code().as_deref().unwrap_or_default(), error.message())
                }
                other => Self::unreachable(other.to_string()),
            }
        }
    }
}
