//! What the macro does with a set that it has not seen before, as it does it: without optimisation.

use std::path::Path;
use std::process::Command;

use crate::Outcome;
use crate::effort::Effort;
use crate::runner::succeed;
use crate::sample::{each, median, milliseconds};

const TARGETS: [&str; 3] = ["sqlite", "postgres 15", "mysql 8.0"];

/// What one run of the analysis printed.
struct Analysis {
    read: f64,
    judge: f64,
    peak: f64,
    proven: String,
}

/// Runs and prints the table.
pub(crate) fn table(workspace: &Path, target: &Path, effort: Effort) -> Outcome<String> {
    let mut cargo = Command::new("cargo");
    // As what comes from a registry is built: fewer and larger units are faster even so.
    cargo.current_dir(workspace).env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0");
    succeed(cargo.args(["build", "--quiet", "--package", "analysis"]))?;
    let program = target.join("debug/analysis");
    let mut text = "| without optimisation | N | reading, CPU ms | judging, CPU ms | CPU µs per \
                    migration | peak MiB | proven |\n|---|--:|--:|--:|--:|--:|--:|\n"
        .to_owned();
    for name in TARGETS {
        for size in corpus::SIZES {
            let runs = (0..effort.check())
                .map(|_| run(&program, name, size))
                .collect::<Outcome<Vec<Analysis>>>()?;
            let of = |value: fn(&Analysis) -> f64| median(runs.iter().map(value).collect());
            text += &format!(
                "| {name} | {size} | {} | {} | {} | {} | {} |\n",
                milliseconds(of(|run| run.read)),
                milliseconds(of(|run| run.judge)),
                each(of(|run| run.read + run.judge), size),
                milliseconds(of(|run| run.peak)),
                runs.first().map(|run| run.proven.as_str()).unwrap_or_default(),
            );
        }
    }
    Ok(text)
}

fn run(program: &Path, target: &str, size: usize) -> Outcome<Analysis> {
    let printed = succeed(Command::new(program).args([target, &size.to_string()]))?;
    let part = |name: &str| {
        let line = printed.lines().find_map(|line| line.strip_prefix(name));
        line.map(|line| line.trim().to_owned()).ok_or("the analysis printed too little")
    };
    let number = |name| Ok::<f64, Box<dyn std::error::Error>>(part(name)?.parse::<f64>()?);
    Ok(Analysis {
        read: number("read ")? / 1e6,
        judge: number("analyse ")? / 1e6,
        peak: number("peak ")? / 1024.0,
        proven: part("proven ")?,
    })
}
