//! Many replicas of a service that boot at once, with some migrations pending.

use std::process::{Child, Command, Stdio};

use crate::Outcome;
use crate::effort::Effort;
use crate::runner::{Runners, Subject};
use crate::sample::{CPU, Series, WALL, median, milliseconds, times};
use crate::server::Server;

const REPLICAS: usize = 32;
const PENDING: usize = 20;

/// The last is what the other is compared with.
const SUBJECTS: [Subject; 2] = [
    Subject { name: "**ours**", binary: "ours_server", mode: "apply" },
    Subject { name: "`sqlx::migrate!`", binary: "sqlx_server", mode: "run" },
];

/// Runs and prints the table.
pub(crate) fn table(servers: &[Server], runners: &Runners, effort: Effort) -> Outcome<String> {
    let mut text = format!(
        "| {REPLICAS} replicas boot, {PENDING} pending | | rounds | wall of the last ÷ sqlx | CPU ÷ sqlx | \
         wall of the last, ms | CPU ms, with the server | replicas that failed |\n\
         |---|---|--:|--:|--:|--:|--:|--:|\n"
    );
    for server in servers {
        let mut all: [(Series, Vec<f64>); SUBJECTS.len()] = Default::default();
        for _ in 0..effort.replicas() {
            for (subject, (series, failed)) in SUBJECTS.iter().zip(&mut all) {
                let url = server.create("replicas")?;
                let boot = || boot(|| runners.command(*subject, PENDING, &url));
                let (failures, sample) = server.timed(boot)?;
                series.0.push(sample);
                failed.push(f64::from(u32::try_from(failures)?));
            }
        }
        let base = &all[SUBJECTS.len() - 1].0;
        for (subject, (series, failed)) in SUBJECTS.iter().zip(&all) {
            text += &format!(
                "| {} | {} | {} | {} | {} | {} | {} | {} |\n",
                server.name(),
                subject.name,
                series.0.len(),
                times(series.ratio(base, WALL)),
                times(series.ratio(base, CPU)),
                milliseconds(series.median(WALL)),
                milliseconds(series.median(CPU)),
                median(failed.clone()).unwrap_or_default(),
            );
        }
    }
    Ok(text)
}

/// Starts them all and waits for the last. How many failed.
fn boot(command: impl Fn() -> Command) -> Outcome<usize> {
    let start =
        |_| command().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut replicas = (0..REPLICAS).map(start).collect::<Result<Vec<Child>, _>>()?;
    let mut failures = 0;
    for replica in &mut replicas {
        failures += usize::from(!replica.wait()?.success());
    }
    Ok(failures)
}
