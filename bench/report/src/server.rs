//! Throwaway servers with the settings that a server has when nobody sets any.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use corpus::Dialect;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;
use migrate_tests::server::proxy::Proxy;

use crate::Outcome;
use crate::runner::{children, succeed};
use crate::sample::Sample;

/// What the kernel counts the time of processes in.
const TICK: Duration = Duration::from_millis(10);

/// A server that is running.
pub(crate) enum Server {
    Postgres(Postgres),
    Mariadb(Mariadb),
}

/// What a process and the server used, and what the process printed.
pub(crate) struct Measured {
    /// The time of the process by the clock, and of both by the processor.
    pub(crate) sample: Sample,
    pub(crate) printed: String,
}

impl Server {
    /// All that are installed here.
    pub(crate) fn all() -> Vec<Self> {
        let postgres = Postgres::start_durable().map(Self::Postgres);
        let mariadb = Mariadb::start_durable().map(Self::Mariadb);
        postgres.into_iter().chain(mariadb).collect()
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "PostgreSQL",
            Self::Mariadb(_) => "MariaDB",
        }
    }

    /// What the table calls its own client that reads a file.
    pub(crate) fn client(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "`psql -1 -f`",
            Self::Mariadb(_) => "`mariadb < file`",
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::Postgres(_) => Dialect::Postgres,
            Self::Mariadb(_) => Dialect::Mysql,
        }
    }

    /// The URL of an empty database; one of that name that is there goes.
    pub(crate) fn create(&self, name: &str) -> Outcome<String> {
        let home = if matches!(self, Self::Postgres(_)) { "postgres" } else { "" };
        for sql in [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")] {
            self.run(home, &sql)?;
        }
        Ok(match self {
            Self::Postgres(server) => server.url(name),
            Self::Mariadb(server) => server.url(name),
        })
    }

    /// The server's own client, which runs a file.
    pub(crate) fn feed(&self, database: &str, file: &Path) -> Outcome<Command> {
        Ok(match self {
            Self::Postgres(server) => {
                let mut client = server.client("psql", database);
                client.args(["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f"]).arg(file);
                client
            }
            Self::Mariadb(server) => {
                let mut client = server.client("mariadb");
                client.arg(database).stdin(File::open(file)?);
                client
            }
        })
    }

    /// Runs a script, each statement by itself.
    pub(crate) fn run(&self, database: &str, sql: &str) -> Outcome {
        match self {
            Self::Postgres(server) => server.run(database, sql)?,
            Self::Mariadb(server) => server.run(database, sql)?,
        };
        Ok(())
    }

    /// The server's own program that prints a schema.
    pub(crate) fn dump(&self, database: &str) -> Command {
        match self {
            Self::Postgres(server) => {
                let mut dump = server.client("pg_dump", database);
                dump.arg("-s");
                dump
            }
            Self::Mariadb(server) => {
                let mut dump = server.client("mariadb-dump");
                dump.args(["--no-data", "--routines", "--events", "--triggers", database]);
                dump
            }
        }
    }

    /// A way to the server that is as slow as a network, and the URL of a database behind it.
    pub(crate) fn far(&self, database: &str, delay: Duration) -> (Proxy, String) {
        match self {
            Self::Postgres(server) => {
                let proxy = Proxy::delaying(&server.socket().join(".s.PGSQL.5432"), delay);
                let url = Postgres::url_at(proxy.directory(), database);
                (proxy, url)
            }
            Self::Mariadb(server) => {
                let proxy = Proxy::delaying(&server.socket(), delay);
                let url = Mariadb::url_at(&proxy.socket("s"), database);
                (proxy, url)
            }
        }
    }

    /// Runs a process to its end.
    pub(crate) fn measured(&self, command: &mut Command) -> Outcome<Measured> {
        let (printed, sample) = self.timed(|| succeed(command))?;
        Ok(Measured { sample, printed })
    }

    /// What happens takes by the clock, and what the processes that are started meanwhile and the server
    /// use.
    pub(crate) fn timed<T>(&self, what: impl FnOnce() -> Outcome<T>) -> Outcome<(T, Sample)> {
        let (ours, its, started) = (children()?, self.used()?, Instant::now());
        let came = what()?;
        let wall = started.elapsed();
        let cpu = (children()? + self.used()?).saturating_sub(ours + its);
        Ok((came, Sample { wall, cpu }))
    }

    /// What the server has used, with all of its processes.
    fn used(&self) -> Outcome<Duration> {
        let id = match self {
            Self::Postgres(server) => server.id(),
            Self::Mariadb(server) => server.id(),
        };
        let mut ticks = 0;
        for entry in fs::read_dir("/proc")?.flatten() {
            // What is no process, or no longer one, has no such file.
            let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
            let Some((number, rest)) = stat.split_once(' ') else { continue };
            // The name, which may have spaces, stands in parentheses.
            let fields = rest.rsplit_once(')').map_or(rest, |(_, fields)| fields);
            let fields: Vec<&str> = fields.split_whitespace().collect();
            let at = |field: usize| fields.get(field).and_then(|it| it.parse::<u32>().ok());
            // Of the first process also what its children have used that are gone.
            let counted = match (number.parse() == Ok(id), at(1) == Some(id)) {
                (true, _) => 11..15,
                (_, true) => 11..13,
                _ => continue,
            };
            ticks += counted.filter_map(at).sum::<u32>();
        }
        Ok(TICK * ticks)
    }
}
