//! Ours, as a service calls it.

use clients::{Engine, of_task};
use migrate_runtime::{Database, Migrations, embed_migrations};
use sqlx::{MySqlPool, PgPool};
use task::{Clock, Outcome, Task, print_peak};

static POSTGRES_1: Migrations =
    embed_migrations!("generated/postgres/1/pairs", dialect = "postgres");
static POSTGRES_2: Migrations =
    embed_migrations!("generated/postgres/2/pairs", dialect = "postgres");
static POSTGRES_20: Migrations =
    embed_migrations!("generated/postgres/20/pairs", dialect = "postgres");
static POSTGRES_100: Migrations =
    embed_migrations!("generated/postgres/100/pairs", dialect = "postgres");
static POSTGRES_1000: Migrations =
    embed_migrations!("generated/postgres/1000/pairs", dialect = "postgres");
static MYSQL_1: Migrations = embed_migrations!("generated/mysql/1/pairs", dialect = "mysql");
static MYSQL_2: Migrations = embed_migrations!("generated/mysql/2/pairs", dialect = "mysql");
static MYSQL_20: Migrations = embed_migrations!("generated/mysql/20/pairs", dialect = "mysql");
static MYSQL_100: Migrations = embed_migrations!("generated/mysql/100/pairs", dialect = "mysql");
static MYSQL_1000: Migrations = embed_migrations!("generated/mysql/1000/pairs", dialect = "mysql");

#[tokio::main]
async fn main() -> Outcome {
    let task = Task::from_args()?;
    let migrations = of_task!(task,
        1 => &POSTGRES_1, &MYSQL_1;
        2 => &POSTGRES_2, &MYSQL_2;
        20 => &POSTGRES_20, &MYSQL_20;
        100 => &POSTGRES_100, &MYSQL_100;
        1000 => &POSTGRES_1000, &MYSQL_1000;
    );
    let clock = Clock::start()?;
    let database: Database = match Engine::of(&task)? {
        Engine::Postgres => (&PgPool::connect(&task.database).await?).into(),
        Engine::Mysql => (&MySqlPool::connect(&task.database).await?).into(),
    };
    clock.stop("connect")?;
    let clock = Clock::start()?;
    migrations.apply(database).await?;
    clock.stop("run")?;
    print_peak()
}
