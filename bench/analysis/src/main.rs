//! `analysis <target> <count>`: reads and judges that many migrations once, and prints what it took:
//! `read <cpu ns>`, `analyse <cpu ns>`, `peak <KiB>`, `findings <number>`, `proven <number>`.

use std::error::Error;
use std::time::Duration;

use corpus::{Dialect, Layout};
use migrate_core::analysis::{Settings, analyse};
use migrate_core::dialect::{self, Target};
use migrate_core::proof::SchemaVerdict;
use migrate_core::set::read::{self, Location};
use nix::time::{ClockId, clock_gettime};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let mut next = || args.next().ok_or("usage: analysis <target> <count>");
    let (target, count) = (next()?.parse::<Target>()?, next()?.parse()?);
    let dialect = match target.dialect {
        dialect::Dialect::Sqlite => Dialect::Sqlite,
        dialect::Dialect::Postgres => Dialect::Postgres,
        dialect::Dialect::Mysql => Dialect::Mysql,
    };
    let directory = tempfile::tempdir()?;
    corpus::write(&corpus::migrations(dialect, count), Layout::Pairs, directory.path())?;
    let (name, shown) = (String::new(), "migrations".to_owned());
    let location = Location { path: directory.path().to_owned(), name, shown };

    let before = cpu()?;
    let reading = read::read(&location, target);
    let read = cpu()?;
    let analysis = analyse(&reading, &Settings::default());
    let done = cpu()?;

    let is_proven = |verdict: &&migrate_core::analysis::MigrationVerdict| {
        verdict.schema == SchemaVerdict::Proven
    };
    println!("read {}", read.saturating_sub(before).as_nanos());
    println!("analyse {}", done.saturating_sub(read).as_nanos());
    println!("peak {}", peak()?);
    println!("findings {}", reading.findings.len() + analysis.findings.len());
    println!("proven {}", analysis.verdicts.iter().filter(is_proven).count());
    Ok(())
}

fn cpu() -> Result<Duration, Box<dyn Error>> {
    Ok(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?.into())
}

/// The most memory this process ever had, in KiB.
fn peak() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.ok_or("the system does not tell the peak")?.parse()?)
}
