//! refinery with rusqlite, as its documentation shows it.
//!
//! 5,000 migrations are loaded from their directory, before the clock starts, rather than embedded:
//! rustc was still compiling the embedded ones after six minutes in a release build.

use std::path::Path;

use refinery::{Runner, load_sql_migrations};
use rusqlite::Connection;
use task::{Clock, Outcome, Task, of_size};

mod hundred {
    refinery::embed_migrations!("generated/100/refinery");
}
mod thousand {
    refinery::embed_migrations!("generated/1000/refinery");
}

fn main() -> Outcome {
    let task = Task::from_args()?;
    let loaded = if task.count == 5000 { load()? } else { Vec::new() };
    let clock = Clock::start()?;
    let mut connection = Connection::open(&task.database)?;
    clock.stop("connect")?;
    let clock = Clock::start()?;
    let runner = of_size!(
        task,
        hundred::migrations::runner(),
        thousand::migrations::runner(),
        Runner::new(&loaded)
    );
    runner.run(&mut connection)?;
    clock.stop("run")?;
    Ok(())
}

fn load() -> Outcome<Vec<refinery::Migration>> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/generated/5000/refinery");
    Ok(load_sql_migrations(Path::new(directory))?)
}
