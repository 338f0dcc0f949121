//! SQLite without any migrator: all ups in one `execute_batch`, in one transaction.

use runners::{Clock, Outcome, Task};
use rusqlite::Connection;

fn main() -> Outcome {
    let task = Task::from_args()?;
    let sql = format!("PRAGMA foreign_keys = OFF; BEGIN; {}; COMMIT", task.concatenated());
    let clock = Clock::start()?;
    let connection = Connection::open(&task.database)?;
    clock.stop("connect")?;
    let clock = Clock::start()?;
    connection.execute_batch(&sql)?;
    clock.stop("run")?;
    Ok(())
}
