//! A fresh file and everything pending.

use std::path::Path;

use crate::Outcome;
use crate::effort::Effort;
use crate::runner::{Build, Runners, Subject};
use crate::sample::{CPU, Series, WALL, milliseconds, times};

const fn subject(name: &'static str, binary: &'static str, mode: &'static str) -> Subject {
    Subject { name, binary, mode }
}

/// The first is what the others are compared with.
const SUBJECTS: [Subject; 6] = [
    subject("SQLite alone, through rusqlite", "raw_rusqlite", "fresh"),
    subject("SQLite alone, through sqlx", "raw_sqlx", "fresh"),
    subject("**ours**", "ours", "apply"),
    subject("sqlx", "sqlx", "run"),
    subject("refinery", "refinery", "run"),
    subject("diesel_migrations", "diesel", "run"),
];

/// Runs and prints the table.
pub(crate) fn table(
    runners: &Runners,
    build: Build,
    scratch: &Path,
    effort: Effort,
) -> Outcome<String> {
    let mut text = format!(
        "| {} build: fresh file, N pending | N | wall ms | CPU ms | wall ÷ SQLite alone | CPU ÷ \
         SQLite alone | CPU, growth per tenfold N |\n|---|--:|--:|--:|--:|--:|--:|\n",
        build.name()
    );
    let mut before: [Option<(usize, f64)>; SUBJECTS.len()] = [None; SUBJECTS.len()];
    for size in corpus::SIZES {
        let series = rounds(runners, scratch, size, effort)?;
        for (at, subject) in SUBJECTS.iter().enumerate() {
            let (wall, cpu) = (series[at].median(WALL), series[at].median(CPU));
            let growth = before[at].zip(cpu).map(|((count, before), cpu)| {
                (cpu / before).powf(10_f64.ln() / (ratio(size, count)).ln())
            });
            text += &format!(
                "| {} | {size} | {} | {} | {} | {} | {} |\n",
                subject.name,
                milliseconds(wall),
                milliseconds(cpu),
                times(series[at].ratio(&series[0], WALL)),
                times(series[at].ratio(&series[0], CPU)),
                times(growth),
            );
            before[at] = cpu.map(|cpu| (size, cpu));
        }
    }
    Ok(text)
}

fn rounds(
    runners: &Runners,
    scratch: &Path,
    size: usize,
    effort: Effort,
) -> Outcome<[Series; SUBJECTS.len()]> {
    let mut series: [Series; SUBJECTS.len()] = Default::default();
    for _ in 0..effort.fresh(size) {
        for (subject, series) in SUBJECTS.iter().zip(&mut series) {
            let directory = tempfile::tempdir_in(scratch)?;
            let run = runners.run(*subject, size, &directory.path().join("fresh.db"))?;
            series.0.push(run.run);
        }
    }
    Ok(series)
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn ratio(one: usize, other: usize) -> f64 {
    one as f64 / other as f64
}
