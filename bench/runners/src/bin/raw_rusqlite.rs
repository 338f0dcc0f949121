//! SQLite without any migrator: all ups in one `execute_batch`, in one transaction.

use corpus::Dialect;
use rusqlite::Connection;
use task::{Clock, Outcome, Task};

fn main() -> Outcome {
    let task = Task::from_args()?;
    let sql = format!(
        "PRAGMA foreign_keys = OFF; BEGIN; {}; COMMIT",
        corpus::concatenated(&corpus::migrations(Dialect::Sqlite, task.count))
    );
    let clock = Clock::start()?;
    let connection = Connection::open(&task.database)?;
    clock.stop("connect")?;
    let clock = Clock::start()?;
    connection.execute_batch(&sql)?;
    clock.stop("run")?;
    Ok(())
}
