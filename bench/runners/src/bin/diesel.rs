//! diesel_migrations, as its documentation shows it.

use diesel::{Connection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use task::{Clock, Outcome, Task, of_size};

const HUNDRED: EmbeddedMigrations = embed_migrations!("generated/100/directories");
const THOUSAND: EmbeddedMigrations = embed_migrations!("generated/1000/directories");
const FIVE_THOUSAND: EmbeddedMigrations = embed_migrations!("generated/5000/directories");

fn main() -> Outcome {
    let task = Task::from_args()?;
    let clock = Clock::start()?;
    let mut connection = SqliteConnection::establish(&task.database)?;
    clock.stop("connect")?;
    let clock = Clock::start()?;
    let migrations = of_size!(task, HUNDRED, THOUSAND, FIVE_THOUSAND);
    connection.run_pending_migrations(migrations)?;
    clock.stop("run")?;
    Ok(())
}
