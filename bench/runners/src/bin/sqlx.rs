//! `sqlx::migrate!`, as its documentation shows it.

use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use task::{Clock, Outcome, Task, of_size};

static HUNDRED: Migrator = sqlx::migrate!("generated/100/pairs");
static THOUSAND: Migrator = sqlx::migrate!("generated/1000/pairs");
static FIVE_THOUSAND: Migrator = sqlx::migrate!("generated/5000/pairs");

#[tokio::main]
async fn main() -> Outcome {
    let task = Task::from_args()?;
    let migrations = of_size!(task, &HUNDRED, &THOUSAND, &FIVE_THOUSAND);
    let clock = Clock::start()?;
    let pool = SqlitePool::connect(&task.url_of_file()).await?;
    clock.stop("connect")?;
    let clock = Clock::start()?;
    migrations.run(&pool).await?;
    clock.stop("run")?;
    pool.close().await;
    Ok(())
}
