//! Nothing pending: what every start of a service pays.

use std::path::Path;

use crate::Outcome;
use crate::effort::Effort;
use crate::fresh::applied;
use crate::runner::{Build, Runners, Subject};
use crate::sample::{CPU, Series, WALL, each, milliseconds, times};

/// What is timed, and what has prepared its database.
struct Case {
    subject: Subject,
    prepare: &'static str,
}

const fn case(
    name: &'static str,
    binary: &'static str,
    prepare: &'static str,
    mode: &'static str,
) -> Case {
    Case { subject: Subject { name, binary, mode }, prepare }
}

/// The first is what the others are compared with.
const CASES: [Case; 6] = [
    case("one query for N short rows, by hand with sqlx", "raw_sqlx", "seed", "read"),
    case("**ours**", "ours", "apply", "apply"),
    case("ours, without a look at the directory", "ours", "apply", "set"),
    case("sqlx", "sqlx", "run", "run"),
    case("refinery", "refinery", "run", "run"),
    case("diesel_migrations", "diesel", "run", "run"),
];

/// Runs and prints the table.
pub(crate) fn table(
    runners: &Runners,
    build: Build,
    scratch: &Path,
    effort: Effort,
) -> Outcome<String> {
    let mut text = format!(
        "| {} build: nothing pending, N applied | N | connect ms | wall ms | CPU ms | wall ÷ by \
         hand | CPU ÷ by hand | CPU µs per migration |\n|---|--:|--:|--:|--:|--:|--:|--:|\n",
        build.name()
    );
    for size in corpus::SIZES {
        let (connects, runs) = rounds(runners, scratch, size, effort)?;
        for (at, case) in CASES.iter().enumerate() {
            text += &format!(
                "| {} | {size} | {} | {} | {} | {} | {} | {} |\n",
                case.subject.name,
                milliseconds(connects[at].median(WALL)),
                milliseconds(runs[at].median(WALL)),
                milliseconds(runs[at].median(CPU)),
                times(runs[at].ratio(&runs[0], WALL)),
                times(runs[at].ratio(&runs[0], CPU)),
                each(runs[at].median(CPU), size),
            );
        }
    }
    Ok(text)
}

type All = [Series; CASES.len()];

fn rounds(runners: &Runners, scratch: &Path, size: usize, effort: Effort) -> Outcome<(All, All)> {
    let mut databases = Vec::new();
    for case in &CASES {
        let prepare = Subject { mode: case.prepare, ..case.subject };
        let database = applied(scratch, prepare, size);
        if !database.exists() {
            runners.run(prepare, size, &database)?;
        }
        // Once more, so that all start with their file in memory.
        runners.run(case.subject, size, &database)?;
        databases.push(database);
    }
    let (mut connects, mut runs) = (All::default(), All::default());
    for _ in 0..effort.idle() {
        for (at, (case, database)) in CASES.iter().zip(&databases).enumerate() {
            let run = runners.run(case.subject, size, database)?;
            connects[at].0.push(run.connect);
            runs[at].0.push(run.run);
        }
    }
    Ok((connects, runs))
}
