//! refinery with the drivers of its documentation. The migrations are loaded from their directory before
//! the clock starts: what its macro embeds takes rustc minutes.

use std::path::Path;

use clients::Engine;
use refinery::{Runner, load_sql_migrations};
use task::{Clock, Outcome, Task, print_peak};

fn main() -> Outcome {
    let task = Task::from_args()?;
    let engine = Engine::of(&task)?;
    let name = if engine == Engine::Postgres { "postgres" } else { "mysql" };
    let generated = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/generated"));
    let directory = generated.join(name).join(task.count.to_string()).join("refinery");
    let runner = Runner::new(&load_sql_migrations(directory)?);
    let clock = Clock::start()?;
    match engine {
        Engine::Postgres => {
            let mut client = postgres::Client::connect(&task.database, postgres::NoTls)?;
            clock.stop("connect")?;
            let clock = Clock::start()?;
            runner.run(&mut client)?;
            clock.stop("run")?;
        }
        Engine::Mysql => {
            // Its URLs cannot hold the path of a socket without its slashes in digits.
            let options = mysql::Opts::from_url(&task.database)?;
            let mut connection = mysql::Conn::new(options)?;
            clock.stop("connect")?;
            let clock = Clock::start()?;
            runner.run(&mut connection)?;
            clock.stop("run")?;
        }
    }
    print_peak()
}
