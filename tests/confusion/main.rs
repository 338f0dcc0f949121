//! Holds the static proof against what an engine did, for any directory of migrations:
//!
//! ```sh
//! cargo run -p migrate-tests --example confusion -- MIGRATIONS_DIR "postgres 15"
//! cargo run -p migrate-tests --example confusion -- MIGRATIONS_DIR "postgres 15" labels.json
//! ```
//!
//! Without labels, every migration is run on a throwaway server (for `mysql`, on MariaDB): up, and
//! down on a copy, with a dump before and after. With them, `{"labels": {"<version>": {"down_ok": …,
//! "schema_restored": …}}}` says what an engine did earlier. The matrix counts verdicts against
//! outcomes; every disagreement is listed, and so is what does not parse; the one that must not be (`proven` where the engine
//! differs) makes the exit code 1. With `FINDINGS` in the environment all findings are printed.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a program for people who work on this repository"
)]

mod labels;
mod matrix;

use std::path::PathBuf;
use std::process::ExitCode;

use matrix::Matrix;
use migrate_core::analysis::{self, Settings};
use migrate_core::command::What;
use migrate_core::dialect::Target;
use migrate_core::finding::render::Style;
use migrate_core::set::read::{self, Location, Reading};
use migrate_core::sql::{self, SyntaxError};
use migrate_tests::engine::Engine;

/// How many statements there are, and which of them are not SQL.
fn statements(reading: &Reading) {
    let (mut count, mut opaque) = (0, 0);
    let mut errors = Vec::new();
    for migration in reading.set.migrations.iter() {
        for script in [Some(&migration.up), migration.down.script()].into_iter().flatten() {
            let read = sql::read(&script.sql, reading.set.target);
            count += read.statements.len();
            let commands = read.statements.iter().flat_map(|statement| &statement.commands);
            opaque += commands.filter(|command| matches!(command.what, What::Opaque(_))).count();
            let error = |error: &SyntaxError| format!("{}: {}", script.file, error.message);
            errors.extend(read.errors.iter().map(error));
        }
    }
    println!("{count} statements, {opaque} opaque, {} syntax errors", errors.len());
    errors.iter().for_each(|error| println!("  {error}"));
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (directory, target, labels) = match arguments.as_slice() {
        [directory, target] => (directory, target, None),
        [directory, target, labels] => (directory, target, Some(labels)),
        _ => {
            println!("usage: confusion MIGRATIONS_DIR TARGET [LABELS]");
            return ExitCode::from(2);
        }
    };
    let target: Target = target.parse().expect("a target such as `postgres 15`");
    let path = PathBuf::from(directory);
    let location = Location { path, name: directory.clone(), shown: directory.clone() };
    let reading = read::read(&location, target);
    let analysis = analysis::analyse(&reading, &Settings::default());
    if std::env::var_os("FINDINGS").is_some() {
        for finding in &analysis.findings {
            println!("{}\n", reading.render(finding, Style::Plain));
        }
    }
    let mut matrix = Matrix::default();
    let outcomes = match labels {
        Some(labels) => labels::read(labels),
        None => Engine::start(target).expect("the engine is installed").outcomes(&reading.set),
    };
    for verdict in &analysis.verdicts {
        let version = verdict.version.to_string();
        let name = format!("{version}_{}", verdict.title);
        match outcomes.get(&version) {
            Some(outcome) => matrix.count(name, &verdict.schema, *outcome),
            None => println!("{name}: no outcome"),
        }
    }
    println!("{matrix}");
    statements(&reading);
    if matrix.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
