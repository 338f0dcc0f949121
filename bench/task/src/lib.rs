//! What the runners share: their arguments, and the clocks.
//!
//! A runner is started as `<runner> <mode> <count> <database>`, does one thing once and prints
//! what it took: a line `<name> <wall ns> <cpu ns>` for each part.

use std::error::Error;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::time::{ClockId, clock_gettime};

/// Anything that goes wrong ends the run.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// What to do.
#[derive(Clone, Debug)]
pub struct Task {
    /// What the runner shall do, where it can do several things.
    pub mode: String,
    /// How many migrations.
    pub count: usize,
    /// The file of the database, or its URL.
    pub database: String,
}

impl Task {
    /// Reads the command line.
    ///
    /// # Errors
    ///
    /// When an argument is missing or is none.
    pub fn from_args() -> Outcome<Self> {
        let mut args = std::env::args().skip(1);
        let mut next = || args.next().ok_or("usage: <runner> <mode> <count> <database>");
        let (mode, count, database) = (next()?, next()?.parse()?, next()?);
        Ok(Self { mode, count, database })
    }

    /// The file as a URL that creates it.
    #[must_use]
    pub fn url_of_file(&self) -> String {
        format!("sqlite:{}?mode=rwc", self.database)
    }
}

/// Both clocks, running.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    wall: Instant,
    cpu: Duration,
}

impl Clock {
    /// Starts them.
    ///
    /// # Errors
    ///
    /// When the system has no clock for the process.
    pub fn start() -> Outcome<Self> {
        Ok(Self { cpu: cpu()?, wall: Instant::now() })
    }

    /// Prints what passed since the start.
    ///
    /// # Errors
    ///
    /// As [`Clock::start`].
    pub fn stop(self, name: &str) -> Outcome {
        let (wall, cpu) = (self.wall.elapsed(), cpu()?.saturating_sub(self.cpu));
        println!("{name} {} {}", wall.as_nanos(), cpu.as_nanos());
        Ok(())
    }
}

/// What all threads of this process have used.
fn cpu() -> Outcome<Duration> {
    Ok(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?.into())
}

/// Prints the most memory that this process ever had: `peak <KiB>`.
///
/// # Errors
///
/// When the system does not tell.
pub fn print_peak() -> Outcome {
    println!("peak {}", getrusage(UsageWho::RUSAGE_SELF)?.max_rss());
    Ok(())
}

/// A directory of migrations for each size.
#[macro_export]
macro_rules! of_size {
    ($task:expr, $hundred:expr, $thousand:expr, $five_thousand:expr) => {
        match $task.count {
            100 => $hundred,
            1000 => $thousand,
            5000 => $five_thousand,
            other => return Err(format!("{other} migrations are not embedded").into()),
        }
    };
}
