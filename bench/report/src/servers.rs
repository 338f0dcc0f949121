//! Everything pending on a fresh database of a server, and nothing pending.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::Outcome;
use crate::effort::Effort;
use crate::runner::{Run, Runners, Subject};
use crate::sample::{CPU, Series, WALL, median, milliseconds, times};
use crate::server::Server;

/// How many migrations.
const SIZES: [usize; 2] = [100, 1000];
const MANY: usize = 1000;

/// How much longer every way to the server and back takes.
const FAR: Duration = Duration::from_millis(5);

const fn subject(name: &'static str, binary: &'static str, mode: &'static str) -> Subject {
    Subject { name, binary, mode }
}

const OURS: Subject = subject("**ours**", "ours_server", "apply");
const SQLX: Subject = subject("sqlx", "sqlx_server", "run");
const REFINERY: Subject = subject("refinery", "refinery_server", "run");
const DIESEL: Subject = subject("diesel_migrations", "diesel_server", "run");
const BY_HAND: Subject =
    subject("one query for N short rows, by hand with sqlx", "sqlx_server", "read");

/// The tools that run here on a server.
fn tools(server: &Server) -> Vec<Subject> {
    match server {
        Server::Postgres(_) => vec![OURS, SQLX, REFINERY, DIESEL],
        Server::Mariadb(_) => vec![OURS, SQLX, REFINERY],
    }
}

/// The database that a tool has applied so many migrations to.
fn database(subject: Subject, size: usize) -> String {
    format!("{}_{size}", subject.binary)
}

/// Runs and prints the tables.
pub(crate) fn tables(
    servers: &[Server],
    runners: &Runners,
    scratch: &Path,
    effort: Effort,
) -> Outcome<String> {
    let mut text =
        "| fresh database, N pending | | N | rounds | wall ÷ its client | CPU ÷ its client | \
                    wall ms | CPU ms, with the server | peak MiB |\n\
                    |---|---|--:|--:|--:|--:|--:|--:|--:|\n"
            .to_owned();
    for server in servers {
        for size in SIZES {
            text += &fresh(server, runners, scratch, size, effort)?;
        }
    }
    text += "\n| nothing pending, 1,000 applied | | ms added | wall ÷ by hand | wall ms | connecting, ms | \
             CPU ms | round trips, with connecting |\n|---|---|--:|--:|--:|--:|--:|--:|\n";
    for server in servers {
        for delay in [Duration::ZERO, FAR] {
            text += &idle(server, runners, delay, effort)?;
        }
    }
    Ok(text)
}

/// What was measured of a tool.
#[derive(Clone, Default)]
struct Column {
    series: Series,
    peaks: Vec<f64>,
}

fn fresh(
    server: &Server,
    runners: &Runners,
    scratch: &Path,
    size: usize,
    effort: Effort,
) -> Outcome<String> {
    let file = scratch.join(format!("{}-{size}.sql", server.name()));
    fs::write(&file, corpus::concatenated(&corpus::migrations(server.dialect(), size)))?;
    let (mut client, tools) = (Series::default(), tools(server));
    let mut columns = vec![Column::default(); tools.len()];
    for round in 0..effort.server(size) {
        server.create("by_client")?;
        client.0.push(server.measured(&mut server.feed("by_client", &file)?)?.sample);
        let peers = round < effort.server_peers(size);
        for (tool, column) in
            tools.iter().zip(&mut columns).take(if peers { tools.len() } else { 1 })
        {
            let url = server.create(&database(*tool, size))?;
            let measured = server.measured(&mut runners.command(*tool, size, &url))?;
            column.series.0.push(measured.sample);
            column.peaks.extend(Run::of(&measured.printed)?.peak);
        }
    }
    let mut text = row(server, server.client(), size, &client, &client, None);
    for (tool, Column { series, peaks }) in tools.iter().zip(columns) {
        if !series.0.is_empty() {
            text += &row(server, tool.name, size, &series, &client, median(peaks));
        }
    }
    Ok(text)
}

fn row(
    server: &Server,
    name: &str,
    size: usize,
    series: &Series,
    client: &Series,
    peak: Option<f64>,
) -> String {
    format!(
        "| {} | {name} | {size} | {} | {} | {} | {} | {} | {} |\n",
        server.name(),
        series.0.len(),
        times(series.ratio(client, WALL)),
        times(series.ratio(client, CPU)),
        milliseconds(series.median(WALL)),
        milliseconds(series.median(CPU)),
        milliseconds(peak.map(|peak| peak / 1024.0)),
    )
}

fn idle(server: &Server, runners: &Runners, delay: Duration, effort: Effort) -> Outcome<String> {
    let mut cases = vec![(BY_HAND, database(SQLX, MANY))];
    cases.extend(tools(server).into_iter().map(|tool| (tool, database(tool, MANY))));
    let mut all: Vec<(Vec<f64>, Series, Series)> = vec![Default::default(); cases.len()];
    for _ in 0..effort.idle() {
        for ((tool, database), (turns, connects, runs)) in cases.iter().zip(&mut all) {
            let (proxy, url) = server.far(database, delay);
            let printed = server.measured(&mut runners.command(*tool, MANY, &url))?.printed;
            let run = Run::of(&printed)?;
            turns.push(f64::from(u32::try_from(proxy.turns())?));
            connects.0.push(run.connect);
            runs.0.push(run.run);
        }
    }
    let mut text = String::new();
    for ((tool, _), (turns, connects, runs)) in cases.iter().zip(&all) {
        text += &format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |\n",
            server.name(),
            tool.name,
            delay.as_millis(),
            times(runs.ratio(&all[0].2, WALL)),
            milliseconds(runs.median(WALL)),
            milliseconds(connects.median(WALL)),
            milliseconds(runs.median(CPU)),
            median(turns.clone()).unwrap_or_default(),
        );
    }
    Ok(text)
}
