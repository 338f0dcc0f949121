//! A fresh file and everything pending.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::effort::Effort;
use crate::runner::{Build, Runners, Subject};
use crate::sample::{CPU, Series, WALL, each, milliseconds, times};

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

/// Those before this one need no commit for each migration.
const FIRST_PEER: usize = 3;

/// Runs and prints the table. Leaves a database for each subject and size in `scratch`.
pub(crate) fn table(
    runners: &Runners,
    build: Build,
    scratch: &Path,
    effort: Effort,
) -> Outcome<String> {
    let mut text = format!(
        "| {} build: fresh file, N pending | N | rounds | wall ms | CPU ms | wall ÷ SQLite alone | \
         CPU ÷ SQLite alone | CPU µs per migration |\n|---|--:|--:|--:|--:|--:|--:|--:|\n",
        build.name()
    );
    for size in corpus::SIZES {
        let series = rounds(runners, build, scratch, size, effort)?;
        for (subject, of) in SUBJECTS.iter().zip(&series) {
            text += &format!(
                "| {} | {size} | {} | {} | {} | {} | {} | {} |\n",
                subject.name,
                of.0.len(),
                milliseconds(of.median(WALL)),
                milliseconds(of.median(CPU)),
                times(of.ratio(&series[0], WALL)),
                times(of.ratio(&series[0], CPU)),
                each(of.median(CPU), size),
            );
        }
    }
    Ok(text)
}

fn rounds(
    runners: &Runners,
    build: Build,
    scratch: &Path,
    size: usize,
    effort: Effort,
) -> Outcome<[Series; SUBJECTS.len()]> {
    let mut series: [Series; SUBJECTS.len()] = Default::default();
    for round in 0..effort.fresh(size, build) {
        let peers = round < effort.fresh_peers(size, build);
        let taking_part = if peers { SUBJECTS.len() } else { FIRST_PEER };
        for (subject, series) in SUBJECTS.iter().zip(&mut series).take(taking_part) {
            let directory = tempfile::tempdir_in(scratch)?;
            let database = directory.path().join("fresh.db");
            series.0.push(runners.run(*subject, size, &database)?.run);
            fs::rename(database, applied(scratch, *subject, size))?;
        }
    }
    Ok(series)
}

/// Where a database is kept to which `subject` has applied everything.
pub(crate) fn applied(scratch: &Path, subject: Subject, size: usize) -> PathBuf {
    scratch.join(format!("{}-{}-{size}.db", subject.binary, subject.mode))
}
