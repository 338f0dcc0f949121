//! What a verification costs on throwaway databases: here, and on the server.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::Outcome;
use crate::effort::Effort;
use crate::runner::succeed;
use crate::sample::{CPU, Sample, Series, WALL, each, milliseconds};

const TARGETS: [&str; 3] = ["sqlite 3.45", "postgres 15", "mariadb 10.11"];
const SIZES: [usize; 2] = [200, 1000];
const JOBS: [usize; 2] = [1, 2];

/// What one run printed: of the start of the server, and of the verification, here and there.
#[derive(Default)]
struct Measured {
    start: Series,
    start_server: Series,
    verify: Series,
    server: Series,
}

/// Runs and prints the table.
pub(crate) fn table(workspace: &Path, target: &Path, effort: Effort) -> Outcome<String> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(workspace).env("CARGO_TARGET_DIR", target);
    succeed(cargo.args(["build", "--quiet", "--release", "--package", "verifier"]))?;
    let program = target.join("release/verifier");
    let mut text = "| `verify`, release build | N | jobs | start wall ms | start CPU ms, with the server's | wall ms | \
                    CPU ms here | CPU ms of the server | CPU µs per migration |\n\
                    |---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
        .to_owned();
    for name in TARGETS {
        for (size, jobs) in SIZES.iter().flat_map(|size| JOBS.map(|jobs| (*size, jobs))) {
            let mut measured = Measured::default();
            for _ in 0..effort.verify() {
                run(&program, name, [size, jobs], &mut measured)?;
            }
            let Measured { start, start_server, verify, server } = measured;
            let both = |one: &Series, other: &Series| Some(one.median(CPU)? + other.median(CPU)?);
            text += &format!(
                "| {name} | {size} | {jobs} | {} | {} | {} | {} | {} | {} |\n",
                milliseconds(start.median(WALL)),
                milliseconds(both(&start, &start_server)),
                milliseconds(verify.median(WALL)),
                milliseconds(verify.median(CPU)),
                milliseconds(server.median(CPU)),
                each(both(&verify, &server), size),
            );
        }
    }
    Ok(text)
}

fn run(program: &Path, target: &str, counts: [usize; 2], measured: &mut Measured) -> Outcome {
    let counts = counts.map(|count| count.to_string());
    let printed = succeed(Command::new(program).arg(target).args(counts))?;
    let part = |name: &str| {
        let line = printed.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        let numbers: Result<Vec<u64>, _> = line.split_whitespace().map(str::parse).collect();
        match numbers?.as_slice() {
            [wall, own, others] => {
                let (wall, own) = (Duration::from_nanos(*wall), Duration::from_nanos(*own));
                let others = Duration::from_nanos(*others);
                Ok((Sample { wall, cpu: own }, Sample { wall, cpu: others }))
            }
            _ => Err(Box::<dyn std::error::Error>::from("the verifier printed too little")),
        }
    };
    let (own, server) = part("start ")?;
    measured.start.0.push(own);
    measured.start_server.0.push(server);
    let (own, server) = part("verify ")?;
    measured.verify.0.push(own);
    measured.server.0.push(server);
    Ok(())
}
