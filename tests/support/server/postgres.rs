//! A throwaway PostgreSQL on a private socket, gone when it is dropped.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use migrate_core::dialect::catalog::{Catalog as _, Row, Scope};
use migrate_core::dialect::postgres::catalog::Postgres as Catalog;
use migrate_core::dialect::session::session;
use migrate_core::dialect::{Dialect, Target};
use migrate_core::schema::Schema;
use migrate_core::sql::split::statements;
use tempfile::TempDir;

use super::certificate::Certificate;
use super::{
    Process, as_user, end_server_with_this_process, free_port, give, missing, unprivileged,
};

/// The directory of the server's programs, where it is to be another than the newest that is installed.
const BINARIES: &str = "MIGRATE_TESTS_POSTGRES";

/// A server that is running.
pub struct Postgres {
    process: Process,
    directory: TempDir,
    binaries: PathBuf,
    user: Option<(u32, u32)>,
    settings: Vec<String>,
    /// What its socket is called by, and where it listens if it does.
    port: u16,
}

impl Postgres {
    /// Starts one. None, with a line that says why, where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        Self::with(|_, _| Some((fast(), 5432)))
    }

    /// Starts one with the settings that a server has when nobody sets any: what is committed is on the
    /// disk.
    pub fn start_durable() -> Option<Self> {
        Self::with(|_, _| Some((Vec::new(), 5432)))
    }

    /// One that also listens on a port.
    pub fn start_listening() -> Option<Self> {
        Self::with(|_, _| Some(listening()))
    }

    /// One that also listens on a port, where it speaks TLS, and the certificate that says who it is.
    pub fn start_encrypted() -> Option<(Self, PathBuf)> {
        let mut authority = PathBuf::new();
        let server = Self::with(|directory, user| {
            let certificate = Certificate::make(directory, user)?;
            let (mut settings, port) = listening();
            settings.extend([
                "ssl=on".to_owned(),
                format!("ssl_cert_file={}", certificate.own.display()),
                format!("ssl_key_file={}", certificate.key.display()),
            ]);
            authority = certificate.authority;
            Some((settings, port))
        })?;
        Some((server, authority))
    }

    /// With settings, and the port that they say.
    fn with(
        settings: impl FnOnce(&Path, Option<(u32, u32)>) -> Option<(Vec<String>, u16)>,
    ) -> Option<Self> {
        let Some(binaries) = binaries() else {
            missing("PostgreSQL");
            return None;
        };
        let directory = TempDir::new().unwrap();
        let data = directory.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let user = unprivileged(&["postgres", "nobody"]);
        give(&[directory.path(), &data], user);
        let mut init = Command::new(binaries.join("initdb"));
        init.args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-locale"]);
        let made = as_user(init.arg("-D").arg(&data), user).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let (settings, port) = settings(directory.path(), user)?;
        let process = Process::start(&mut server(&binaries, directory.path(), &settings), user);
        let started = Self { process, directory, binaries, user, settings, port };
        started.wait();
        Some(started)
    }

    /// Starts one for a static, which nothing drops: it ends when this process does, however that
    /// ends.
    pub fn start_for_process() -> Option<Self> {
        let server = Self::start()?;
        let pid = server.directory.path().join("data/postmaster.pid");
        end_server_with_this_process(&pid, "QUIT", server.directory.path());
        Some(server)
    }

    /// Kills it as the kernel would for want of memory, and starts it again as soon as the last of its
    /// processes has noticed.
    pub fn crash(&self) {
        self.process.kill();
        let limit = Instant::now() + super::LIMIT;
        loop {
            let mut server = server(&self.binaries, self.directory.path(), &self.settings);
            self.process.start_again(&mut server, self.user);
            while !self.process.is_over() {
                if self.answers() {
                    return;
                }
                assert!(Instant::now() < limit, "PostgreSQL does not answer");
                std::thread::sleep(Duration::from_millis(30));
            }
            assert!(Instant::now() < limit, "PostgreSQL does not start again");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn wait(&self) {
        let limit = Instant::now() + super::LIMIT;
        while !self.answers() {
            assert!(Instant::now() < limit, "PostgreSQL does not answer");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    fn answers(&self) -> bool {
        self.run("postgres", "select 1").is_ok()
    }

    /// What it is.
    #[must_use]
    pub fn target(&self) -> Target {
        let session = session(Dialect::Postgres);
        let version = self.run("postgres", session.version()).unwrap();
        session.engine(version.trim()).parse().unwrap()
    }

    /// The number of its first process, of which all others are children.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// The URL of a database.
    pub fn url(&self, database: &str) -> String {
        let host = encoded(self.directory.path());
        format!("postgres://postgres@{host}:{}/{database}", self.port)
    }

    /// The URL of a database behind the socket in a directory.
    #[must_use]
    pub fn url_at(directory: &Path, database: &str) -> String {
        format!("postgres://postgres@{}/{database}", encoded(directory))
    }

    /// The URL of a database at its port.
    #[must_use]
    pub fn url_of_port(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// What its socket is called by, and where it listens if it does.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The directory of its socket.
    pub fn socket(&self) -> &Path {
        self.directory.path()
    }

    /// One of the server's own programs, connected to a database.
    pub fn client(&self, program: &str, database: &str) -> Command {
        let own = self.binaries.join(program);
        // Some packages have servers alone, whose clients are those that are installed.
        let mut client = if own.is_file() { Command::new(own) } else { Command::new(program) };
        client.args(["-U", "postgres", "-d", database]).arg("-h").arg(self.directory.path());
        client.env_remove("PGDATABASE").env_remove("PGSERVICE").env("PGOPTIONS", "");
        client.env("PGPORT", self.port.to_string());
        client
    }

    /// What the client prints for a script, run in a database up to its first error; the error where
    /// the server refuses it.
    pub fn run(&self, database: &str, sql: &str) -> Result<String, String> {
        let mut client = self.client("psql", database);
        client.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]);
        client.args(["-F", "\u{1f}", "-R", "\u{1e}", "-P", "null=\u{1c}"]);
        super::fed(client, sql)
    }

    /// What an inspection says that a database has.
    pub fn inspected(&self, database: &str) -> Schema {
        self.inspected_by(database, |_, rows| rows)
    }

    /// The same by a reader that is given something else for an answer: which one it is and its rows.
    pub fn inspected_by(
        &self,
        database: &str,
        answer: impl Fn(usize, Vec<Row>) -> Vec<Row>,
    ) -> Schema {
        let mut catalog = Catalog::default();
        catalog.refresh(Scope::Everything);
        for at in 0.. {
            let Some(sql) = catalog.query() else { break };
            let queries = statements(&sql, Dialect::Postgres);
            let queries: Vec<&str> = queries.iter().map(|it| &sql[it.span.range()]).collect();
            catalog.feed(answer(at, self.ask(database, &queries).concat())).unwrap();
        }
        catalog.schema().clone()
    }

    /// The answers to some queries.
    pub fn ask(&self, database: &str, queries: &[&str]) -> Vec<Vec<Row>> {
        let end = "select '\u{1b}'";
        let script: Vec<String> = queries.iter().map(|sql| format!("{sql};\n{end};\n")).collect();
        let answer = self.run(database, &script.concat()).unwrap();
        let cell = |cell: &str| (cell != "\u{1c}").then(|| cell.to_owned());
        let row = |row: &str| row.split('\u{1f}').map(cell).collect();
        let rows = |answer: &str| {
            let rows = answer.trim_matches('\n').split('\u{1e}').filter(|row| !row.is_empty());
            rows.map(row).collect()
        };
        answer.split('\u{1b}').map(rows).collect()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGQUIT: at once, the directory goes anyway. Killed, it would leave its other processes.
        let _ = Command::new("kill").args(["-QUIT", &self.process.id().to_string()]).status();
        let _ = self.process.child().wait();
    }
}

/// Nothing has to survive, and what a test does is left alone.
fn fast() -> Vec<String> {
    ["fsync=off", "full_page_writes=off", "autovacuum=off", "jit=off"].map(str::to_owned).into()
}

/// The same, and a port of its own.
fn listening() -> (Vec<String>, u16) {
    let port = free_port();
    let mut settings = fast();
    settings.extend(["listen_addresses=127.0.0.1".to_owned(), format!("port={port}")]);
    (settings, port)
}

fn encoded(directory: &Path) -> String {
    directory.display().to_string().replace('/', "%2F")
}

fn server(binaries: &Path, directory: &Path, settings: &[String]) -> Command {
    let mut server = Command::new(binaries.join("postgres"));
    server.arg("-D").arg(directory.join("data")).arg("-k").arg(directory);
    server.args(["-c", "listen_addresses=", "-c", "max_connections=200"]);
    // The last word counts.
    server.args(settings.iter().flat_map(|setting| ["-c", setting]));
    server
}

/// The newest installed server's programs, or those that are named.
fn binaries() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(BINARIES) {
        return Some(PathBuf::from(named));
    }
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = installed.map(|entry| entry.path().join("bin")).collect();
    found.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.splice(..0, std::env::split_paths(&path));
    found.into_iter().rev().find(|directory| directory.join("initdb").is_file())
}
