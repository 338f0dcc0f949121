//! The clock on the wall, and the processor's time of this process and of all that it started.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::process;
use std::time::{Duration, Instant};

use nix::time::{ClockId, clock_gettime};
use nix::unistd::{SysconfVar, sysconf};

/// All three, running.
pub(crate) struct Clock {
    wall: Instant,
    own: Duration,
    others: Duration,
}

impl Clock {
    /// Starts them.
    pub(crate) fn start() -> Result<Self, Box<dyn Error>> {
        Ok(Self { own: own()?, others: descendants()?, wall: Instant::now() })
    }

    /// Prints what passed since the start.
    pub(crate) fn stop(self, name: &str) -> Result<(), Box<dyn Error>> {
        let wall = self.wall.elapsed();
        let (own, others) = (own()?, descendants()?);
        println!(
            "{name} {} {} {}",
            wall.as_nanos(),
            own.saturating_sub(self.own).as_nanos(),
            others.saturating_sub(self.others).as_nanos()
        );
        Ok(())
    }
}

fn own() -> Result<Duration, Box<dyn Error>> {
    Ok(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?.into())
}

/// What the processes below this one have used, and those that they have seen end.
fn descendants() -> Result<Duration, Box<dyn Error>> {
    let ticks = sysconf(SysconfVar::CLK_TCK)?.and_then(|ticks| u32::try_from(ticks).ok());
    let ticks = ticks.ok_or("the system does not tell how it counts time")?;
    let mut processes: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        let Ok(text) = fs::read_to_string(entry.path().join("stat")) else { continue };
        // The name of the program stands in parentheses and may hold anything.
        let fields: Vec<u32> = text
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .skip(1)
            .map(|field| field.parse().unwrap_or(0))
            .collect();
        let parent = fields.first().copied().unwrap_or(0);
        processes.insert(id, (parent, fields.iter().skip(10).take(4).sum()));
    }
    let is_below = |mut id: u32| {
        while let Some((parent, _)) = processes.get(&id) {
            if *parent == process::id() {
                return true;
            }
            id = *parent;
        }
        false
    };
    let used: u32 = processes.iter().filter(|(id, _)| is_below(**id)).map(|(_, (_, it))| it).sum();
    Ok(Duration::from_secs(u64::from(used)) / ticks)
}
