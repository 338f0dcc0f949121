//! `peers TOOL VERB DIRECTORY DATABASE`: what a project's own tool does with its migrations, for the
//! tests of adoption. The database is a URL for sqlx, and a file for the others.

use std::error::Error;
use std::path::Path;

use diesel::Connection as _;
use diesel::SqliteConnection;
use diesel_migrations::{FileBasedMigrations, MigrationHarness as _};
use libsqlite3_sys as _;
use sqlx::migrate::Migrator;
use sqlx::{MySqlPool, PgPool, SqlitePool};

type Result = std::result::Result<(), Box<dyn Error + Send + Sync>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [tool, verb, directory, database] = &arguments[..] else {
        return Err("peers TOOL VERB DIRECTORY DATABASE".into());
    };
    match (&**tool, &**verb) {
        ("sqlx", verb) => sqlx(verb, directory, database).await,
        ("diesel", "run") => diesel(directory, database),
        ("refinery", "run") => refinery(directory, database),
        _ => Err(format!("{tool} has no {verb}").into()),
    }
}

/// What sqlx does is generic over databases in a way that a function cannot be.
macro_rules! on {
    ($pool:ty, $migrator:ident, $verb:ident, $url:ident) => {{
        let pool = <$pool>::connect($url).await?;
        match $verb {
            "run" => $migrator.run(&pool).await?,
            "undo" => $migrator.undo(&pool, 0).await?,
            _ => return Err(format!("sqlx has no {}", $verb).into()),
        }
        pool.close().await;
    }};
}

async fn sqlx(verb: &str, directory: &str, url: &str) -> Result {
    let migrator = Migrator::new(Path::new(directory)).await?;
    match url.split(':').next() {
        Some("sqlite") => on!(SqlitePool, migrator, verb, url),
        Some("postgres") => on!(PgPool, migrator, verb, url),
        _ => on!(MySqlPool, migrator, verb, url),
    }
    Ok(())
}

fn diesel(directory: &str, file: &str) -> Result {
    let mut connection = SqliteConnection::establish(file)?;
    let source = FileBasedMigrations::from_path(directory)?;
    connection.run_pending_migrations(source).map(drop)
}

fn refinery(directory: &str, file: &str) -> Result {
    let migrations = refinery::load_sql_migrations(directory)?;
    let mut connection = rusqlite::Connection::open(file)?;
    refinery::Runner::new(&migrations).run(&mut connection)?;
    Ok(())
}
