//! `sqlx::migrate!`, as its documentation shows it; and in the mode `read` one query for as many short
//! rows as there are migrations, by hand.

use clients::{Engine, of_task};
use sqlx::migrate::Migrator;
use sqlx::{MySqlPool, PgPool};
use task::{Clock, Outcome, Task, print_peak};

static POSTGRES_1: Migrator = sqlx::migrate!("generated/postgres/1/pairs");
static POSTGRES_2: Migrator = sqlx::migrate!("generated/postgres/2/pairs");
static POSTGRES_20: Migrator = sqlx::migrate!("generated/postgres/20/pairs");
static POSTGRES_1000: Migrator = sqlx::migrate!("generated/postgres/1000/pairs");
static MYSQL_1: Migrator = sqlx::migrate!("generated/mysql/1/pairs");
static MYSQL_2: Migrator = sqlx::migrate!("generated/mysql/2/pairs");
static MYSQL_20: Migrator = sqlx::migrate!("generated/mysql/20/pairs");
static MYSQL_1000: Migrator = sqlx::migrate!("generated/mysql/1000/pairs");

const READ: &str = "SELECT version, checksum FROM _sqlx_migrations ORDER BY version";

/// What is done on a pool of that kind. A macro, since the bounds of what is generic over sqlx's databases
/// are longer than what they are for.
macro_rules! on {
    ($pool:ty, $task:expr, $migrations:expr) => {{
        let clock = Clock::start()?;
        let pool = <$pool>::connect(&$task.database).await?;
        clock.stop("connect")?;
        let clock = Clock::start()?;
        match &*$task.mode {
            "read" => read(sqlx::query_as(READ).fetch_all(&pool).await?, $task.count)?,
            _ => $migrations.run(&pool).await?,
        }
        clock.stop("run")?;
        pool.close().await;
    }};
}

#[tokio::main]
async fn main() -> Outcome {
    let task = Task::from_args()?;
    let migrations = of_task!(task,
        1 => &POSTGRES_1, &MYSQL_1;
        2 => &POSTGRES_2, &MYSQL_2;
        20 => &POSTGRES_20, &MYSQL_20;
        1000 => &POSTGRES_1000, &MYSQL_1000;
    );
    match Engine::of(&task)? {
        Engine::Postgres => on!(PgPool, &task, migrations),
        Engine::Mysql => on!(MySqlPool, &task, migrations),
    }
    print_peak()
}

fn read(rows: Vec<(i64, Vec<u8>)>, count: usize) -> Outcome {
    match rows.len() == count {
        true => Ok(()),
        false => Err(format!("{} rows in place of {count}", rows.len()).into()),
    }
}
