//! Ours. `apply` is what a service does; `set` applies the same set without the comparison with
//! the directory that a debug build makes when it starts.

use migrate_runtime::{Migrations, Migrator, Options, embed_migrations};
use sqlx::SqlitePool;
use task::{Clock, Outcome, Task, of_size};

static HUNDRED: Migrations = embed_migrations!("generated/100/pairs", dialect = "sqlite");
static THOUSAND: Migrations = embed_migrations!("generated/1000/pairs", dialect = "sqlite");
static FIVE_THOUSAND: Migrations = embed_migrations!("generated/5000/pairs", dialect = "sqlite");

#[tokio::main]
async fn main() -> Outcome {
    let task = Task::from_args()?;
    let migrations = of_size!(task, &HUNDRED, &THOUSAND, &FIVE_THOUSAND);
    let clock = Clock::start()?;
    let pool = SqlitePool::connect(&task.url_of_file()).await?;
    clock.stop("connect")?;
    let clock = Clock::start()?;
    match &*task.mode {
        "apply" => drop(migrations.apply(&pool).await?),
        "set" => drop(Migrator::new(migrations.set(), Options::default()).apply(&pool).await?),
        "rollback" => {
            drop(migrations.rollback(&pool, migrate_runtime::plan::Rollback::All).await?);
        }
        other => return Err(format!("no such mode: {other}").into()),
    }
    clock.stop("run")?;
    pool.close().await;
    Ok(())
}
