//! What the binaries share: which migrations are meant.
//!
//! One and two are the table of an application and what changes it; the other numbers are so many
//! migrations of a service that grows.

use task::{Outcome, Task};

/// A server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    Mysql,
}

impl Engine {
    /// The one that the URL of a task leads to.
    ///
    /// # Errors
    ///
    /// Where it leads to none of them.
    pub fn of(task: &Task) -> Outcome<Self> {
        match task.database.split(':').next() {
            Some("postgres") => Ok(Self::Postgres),
            Some("mysql") => Ok(Self::Mysql),
            _ => Err(format!("{} is no URL of a server", task.database).into()),
        }
    }
}

/// Those of several things, one for each number and engine, that a task is about.
#[macro_export]
macro_rules! of_task {
    ($task:expr, $($count:literal => $postgres:expr, $mysql:expr;)+) => {
        match ($crate::Engine::of(&$task)?, $task.count) {
            $(
                ($crate::Engine::Postgres, $count) => $postgres,
                ($crate::Engine::Mysql, $count) => $mysql,
            )+
            (_, other) => return Err(format!("{other} migrations are not embedded").into()),
        }
    };
}
