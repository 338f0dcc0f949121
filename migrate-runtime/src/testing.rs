//! A database of its own for each test, with every migration applied (cargo feature `testing`).
//!
//! The migrations run once for each set; what they make is kept as a template, and each test gets a
//! copy of it: a database from a template database on PostgreSQL, a copied file on SQLite. On MySQL and
//! MariaDB, which copy no databases, the scripts run anew for each test, without the journal. The
//! database is dropped at the end of the test, also when it panics; what a run leaves that is killed is
//! removed by the next.
//!
//! The databases are made on the server that `SHADOW_DATABASE_URL` names in the environment, or
//! `DATABASE_URL`, where they are of the right engine: beside the databases it has, none of which is
//! touched. Without either, a server is started from programs that are installed here, for as long as
//! the process of the tests runs. With nextest each test is a process: there `cargo migrate test -- cargo nextest run`
//! starts one for all of them.
//!
//! As an attribute, with a test that takes a pool of sqlx, a [`TestDatabase`], or both:
//!
//! ```no_run
//! # #[cfg(feature = "sqlite")]
//! # mod it {
//! # use migrate_runtime::Migrations;
//! # use migrate_runtime::testing::TestDatabase;
//! # static MIGRATIONS: Migrations = migrate_runtime::embedded::EMPTY;
//! #[migrate_runtime::test(MIGRATIONS)]
//! async fn nobody_is_there_at_first(pool: sqlx::SqlitePool) {
//!     let users: i64 = sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&pool).await.unwrap();
//!     assert_eq!(users, 0);
//! }
//! # }
//! ```
//!
//! As a function, in a test of whatever kind:
//!
//! ```
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use migrate_runtime::Migrations;
//! # static MIGRATIONS: Migrations = migrate_runtime::embedded::EMPTY;
//! use migrate_runtime::testing;
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! let database = testing::database(&MIGRATIONS).await?;
//! let pool = sqlx::SqlitePool::connect(database.url()).await?;
//! # pool.close().await;
//! # Ok(()) })}
//! # #[cfg(not(feature = "sqlite"))] fn main() {}
//! ```

mod file;
mod server;

use std::fs::File;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use self::file::Scratch;
use crate::driver::{Database, DriverError};
use crate::embedded::Migrations;
use crate::error::Error;
use crate::migrator::Migrator;
use crate::options::Options;
use crate::shadow::{Guest, ShadowError, cache};

/// A migrated database. It is dropped with the last of these that are cloned from one.
#[derive(Clone, Debug)]
pub struct TestDatabase {
    url: String,
    _keeper: Arc<Keeper>,
}

#[derive(Debug)]
#[expect(dead_code, reason = "they are kept to be dropped")]
enum Keeper {
    File(Scratch),
    Server(Guest),
}

/// Why a test has no database.
#[derive(thiserror::Error)]
pub enum TestError {
    /// There is no place for one.
    #[error(transparent)]
    Shadow(#[from] ShadowError),
    /// A migration failed.
    #[error(transparent)]
    Run(#[from] Error),
    /// The test cannot connect to it.
    #[error("connecting to the database of the test: {0}")]
    Connect(DriverError),
    /// There is nothing that runs the test.
    #[error("starting the run time of the test: {0}")]
    Runtime(std::io::Error),
}

/// Tests show errors by this.
impl std::fmt::Debug for TestError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Self::Run(error) = self {
            return std::fmt::Debug::fmt(error, f);
        }
        write!(f, "{self}")?;
        self.hints().iter().try_for_each(|hint| write!(f, "\nhelp: {hint}"))
    }
}

impl TestError {
    /// What to do about it.
    #[must_use]
    pub fn hints(&self) -> Vec<String> {
        match self {
            Self::Run(error) => error.hints(),
            Self::Shadow(error) => error.hints(),
            Self::Connect(error) => error.hints(),
            Self::Runtime(_) => Vec::new(),
        }
    }
}

/// A new database to which the whole set is applied.
///
/// # Errors
///
/// Where there is no place for one, or a migration fails.
pub async fn database(migrations: &Migrations) -> Result<TestDatabase, TestError> {
    TestDatabase::of(&migrations.with(Options::default())).await
}

impl TestDatabase {
    /// A new database to which everything is applied, with the options of a migrator.
    ///
    /// # Errors
    ///
    /// Where there is no place for one, or a migration fails.
    pub async fn of(migrator: &Migrator<'_>) -> Result<Self, TestError> {
        let (url, keeper) = match server::migrated(migrator).await? {
            Some(guest) => (guest.url.clone(), Keeper::Server(guest)),
            None => {
                let scratch = Scratch::migrated(migrator).await?;
                (scratch.url(), Keeper::File(scratch))
            }
        };
        Ok(Self { url, _keeper: Arc::new(keeper) })
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl From<&TestDatabase> for Database {
    fn from(it: &TestDatabase) -> Self {
        Self::from(it.url())
    }
}

/// What a test can ask for.
pub trait Given: Sized {
    /// Makes it of the test's database.
    fn given(database: &TestDatabase) -> impl Future<Output = Result<Self, TestError>>;
}

impl Given for TestDatabase {
    async fn given(database: &TestDatabase) -> Result<Self, TestError> {
        Ok(database.clone())
    }
}

impl<A: Given, B: Given> Given for (A, B) {
    async fn given(database: &TestDatabase) -> Result<Self, TestError> {
        Ok((A::given(database).await?, B::given(database).await?))
    }
}

#[cfg(any(feature = "mysql", feature = "postgres", feature = "sqlite"))]
macro_rules! given_pools {
    ($($feature:literal $pool:ty),*) => {$(
        #[cfg(feature = $feature)]
        impl Given for $pool {
            async fn given(database: &TestDatabase) -> Result<Self, TestError> {
                let failed = |error: String| TestError::Connect(DriverError::unreachable(error));
                Self::connect(database.url()).await.map_err(|error| failed(error.to_string()))
            }
        }
    )*};
}
#[cfg(any(feature = "mysql", feature = "postgres", feature = "sqlite"))]
given_pools!(
    "sqlite" crate::driver::SqlitePool,
    "postgres" crate::driver::PgPool,
    "mysql" crate::driver::MySqlPool
);

/// Runs a test on a database of its own: what [`macro@crate::test`] expands to.
///
/// # Panics
///
/// Where there is no database, and where the test does.
#[doc(hidden)]
#[expect(clippy::panic, reason = "a test fails by panicking")]
pub fn run<G: Given, F: Future>(migrations: &Migrations, test: impl FnOnce(G) -> F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.map_err(TestError::Runtime).and_then(|runtime| {
        runtime.block_on(async {
            // It is dropped behind whatever the test has of it.
            let database = database(migrations).await?;
            let given = G::given(&database).await?;
            Ok(test(given).await)
        })
    });
    outcome.unwrap_or_else(|error| panic!("{error:?}"))
}

/// Which templates replace each other, and which one it is.
fn key(migrator: &Migrator<'_>) -> (String, String) {
    let family = cache::digits((migrator.set().directory.as_ref(), migrator.crate_name()));
    let options = format!("{:?}", migrator.options());
    let print = cache::digits((file::print(migrator.set()), options, env!("CARGO_PKG_VERSION")));
    (family[..8].to_owned(), print)
}

/// One of those who would make the same template at the same time, in this process and others.
async fn lock(name: &str) -> Result<File, TestError> {
    let path = cache::below("tests")?.join(format!("{name}.making"));
    let failed = |error| {
        let doing = format!("locking {}", path.display());
        TestError::Shadow(ShadowError::Io { doing, error })
    };
    let file = File::options().create(true).append(true).open(&path).map_err(failed)?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(std::fs::TryLockError::WouldBlock) => {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Err(std::fs::TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
}
