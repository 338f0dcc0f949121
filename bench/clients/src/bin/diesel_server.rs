//! diesel_migrations on PostgreSQL, as its documentation shows it.

use diesel::{Connection, PgConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
// It is linked by what diesel says; which one is built is said by this crate.
use pq_sys as _;
use task::{Clock, Outcome, Task, print_peak};

const THOUSAND: EmbeddedMigrations = embed_migrations!("generated/postgres/1000/directories");

fn main() -> Outcome {
    let task = Task::from_args()?;
    if task.count != 1000 {
        return Err(format!("{} migrations are not embedded", task.count).into());
    }
    let clock = Clock::start()?;
    let mut connection = PgConnection::establish(&task.database)?;
    clock.stop("connect")?;
    let clock = Clock::start()?;
    connection.run_pending_migrations(THOUSAND)?;
    clock.stop("run")?;
    print_peak()
}
