//! SQLite through sqlx without any migrator. `fresh` feeds it all ups in one transaction; `seed`
//! does so too and adds a table of short rows, and `read` is the one query that reads them: SQLite
//! parses the whole schema before the first query of a connection, whoever asks.

use corpus::Dialect;
use sqlx::{AssertSqlSafe, SqlitePool};
use task::{Clock, Outcome, Task};

#[tokio::main]
async fn main() -> Outcome {
    let task = Task::from_args()?;
    let sql = corpus::concatenated(&corpus::migrations(Dialect::Sqlite, task.count));
    let clock = Clock::start()?;
    let pool = SqlitePool::connect(&task.url_of_file()).await?;
    clock.stop("connect")?;
    let clock = Clock::start()?;
    match &*task.mode {
        "fresh" => {
            let sql = format!("PRAGMA foreign_keys = OFF; BEGIN; {sql}; COMMIT");
            let mut connection = pool.acquire().await?;
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *connection).await?;
        }
        "seed" => {
            let sql = format!("{sql}; {}", seed(task.count));
            let sql = format!("PRAGMA foreign_keys = OFF; BEGIN; {sql}; COMMIT");
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&pool).await?;
        }
        "read" => {
            let query = "SELECT version, checksum FROM short ORDER BY version";
            let rows: Vec<(String, String)> = sqlx::query_as(query).fetch_all(&pool).await?;
            assert_eq!(rows.len(), task.count);
        }
        other => return Err(format!("no such mode: {other}").into()),
    }
    clock.stop("run")?;
    pool.close().await;
    Ok(())
}

/// A version and a checksum for each migration: the least a migrator can remember.
fn seed(count: usize) -> String {
    let rows: Vec<String> = corpus::migrations(Dialect::Sqlite, count)
        .iter()
        .map(|migration| format!("('{}', '{:064x}')", migration.version(), migration.number))
        .collect();
    format!(
        "CREATE TABLE short (version TEXT PRIMARY KEY, checksum TEXT NOT NULL) WITHOUT ROWID; \
         INSERT INTO short VALUES {}",
        rows.join(", ")
    )
}
