//! What reading the schema of a database costs, and what the server's own tool for that takes.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::Outcome;
use crate::effort::Effort;
use crate::runner::succeed;
use crate::sample::{CPU, Sample, Series, WALL, each, milliseconds};
use crate::server::Server;

/// How many tables of which kind; 5,000 of a service would be 25,000 migrations.
const DATABASES: [(Kind, usize); 5] = [
    (Kind::Plain, 200),
    (Kind::Plain, 1000),
    (Kind::Plain, 5000),
    (Kind::Service, 200),
    (Kind::Service, 1000),
];
/// How often one connection reads the schema.
const TIMES: usize = 6;

/// The databases that are read.
#[derive(Clone, Copy)]
enum Kind {
    /// Tables of five columns and nothing else.
    Plain,
    /// What the migrations of a service make, five for each table.
    Service,
}

/// Runs and prints the table.
pub(crate) fn table(
    servers: &[Server],
    workspace: &Path,
    target: &Path,
    effort: Effort,
) -> Outcome<String> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(workspace).env("CARGO_TARGET_DIR", target);
    succeed(cargo.args(["build", "--quiet", "--release", "--package", "verifier"]))?;
    let program = target.join("release/inspector");
    let mut text = "| reading a schema, release build | tables | | first of a connection, wall ms | again, wall ms | \
                    again, CPU ms here | again, µs per table | its own dump, wall ms |\n\
                    |---|--:|---|--:|--:|--:|--:|--:|\n"
        .to_owned();
    for server in servers {
        for (kind, size) in DATABASES {
            let url = server.create("inspected")?;
            server.run("inspected", &kind.sql(server, size))?;
            let mut measured = Measured::default();
            for _ in 0..effort.inspect() {
                measured.round(&program, server, &url)?;
            }
            text += &measured.row(server, kind, size);
        }
    }
    Ok(text)
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "five columns each",
            Self::Service => "of a service",
        }
    }

    fn sql(self, server: &Server, tables: usize) -> String {
        match self {
            Self::Plain => {
                let table = |at| {
                    format!(
                        "CREATE TABLE t{at} (a integer, b text, c bigint, d date, e boolean);\n"
                    )
                };
                (0..tables).map(table).collect()
            }
            Self::Service => {
                corpus::concatenated(&corpus::migrations(server.dialect(), 5 * tables))
            }
        }
    }
}

#[derive(Default)]
struct Measured {
    first: Series,
    again: Series,
    dump: Series,
}

impl Measured {
    fn round(&mut self, program: &Path, server: &Server, url: &str) -> Outcome {
        let times = TIMES.to_string();
        let printed = succeed(Command::new(program).args([url, times.as_str()]))?;
        for line in printed.lines() {
            let (name, numbers) = line.split_once(' ').unwrap_or((line, ""));
            let numbers: Result<Vec<u64>, _> = numbers.split_whitespace().map(str::parse).collect();
            let [wall, cpu] = numbers?[..] else {
                return Err("the inspector printed too little".into());
            };
            let (wall, cpu) = (Duration::from_nanos(wall), Duration::from_nanos(cpu));
            let series = if name == "first" { &mut self.first } else { &mut self.again };
            series.0.push(Sample { wall, cpu });
        }
        self.dump.0.push(server.measured(&mut server.dump("inspected"))?.sample);
        Ok(())
    }

    fn row(&self, server: &Server, kind: Kind, size: usize) -> String {
        format!(
            "| {} | {size} | {} | {} | {} | {} | {} | {} |\n",
            server.name(),
            kind.name(),
            milliseconds(self.first.median(WALL)),
            milliseconds(self.again.median(WALL)),
            milliseconds(self.again.median(CPU)),
            each(self.again.median(WALL), size),
            milliseconds(self.dump.median(WALL)),
        )
    }
}
