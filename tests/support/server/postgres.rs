//! A throwaway PostgreSQL on a private socket, gone when it is dropped.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{Process, as_user, end_with_this_process, give, missing, unprivileged};

/// The directory of the server's programs, where it is to be another than the newest that is installed.
const BINARIES: &str = "MIGRATE_TESTS_POSTGRES";

/// Nothing has to survive, and what a test does is left alone.
const FAST: [&str; 3] = ["fsync=off", "full_page_writes=off", "autovacuum=off"];

/// A server that is running.
pub struct Postgres {
    process: Process,
    directory: TempDir,
    settings: &'static [&'static str],
    binaries: PathBuf,
    user: Option<(u32, u32)>,
}

impl Postgres {
    /// Starts one. None, with a line that says why, where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        Self::start_with(&FAST)
    }

    /// Starts one with the settings that a server has when nobody sets any: what is committed is on the
    /// disk.
    pub fn start_durable() -> Option<Self> {
        Self::start_with(&[])
    }

    fn start_with(settings: &'static [&'static str]) -> Option<Self> {
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
        let process = Process::start(&mut server(&binaries, directory.path(), settings), user);
        let started = Self { process, directory, settings, binaries, user };
        started.wait();
        Some(started)
    }

    /// Starts one for a static, which nothing drops: it ends when this process does, however that
    /// ends.
    pub fn start_for_process() -> Option<Self> {
        let server = Self::start()?;
        let pid = server.directory.path().join("data/postmaster.pid");
        end_with_this_process(&pid, "QUIT", server.directory.path());
        Some(server)
    }

    /// Kills it as the kernel would for want of memory, and starts it again as soon as the last of its
    /// processes has noticed.
    pub fn crash(&self) {
        self.process.kill();
        let limit = Instant::now() + Duration::from_secs(60);
        loop {
            let mut server = server(&self.binaries, self.directory.path(), self.settings);
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
        let limit = Instant::now() + Duration::from_secs(60);
        while !self.answers() {
            assert!(Instant::now() < limit, "PostgreSQL does not answer");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    fn answers(&self) -> bool {
        self.run("postgres", "select 1").is_ok()
    }

    /// The number of its first process, of which all others are children.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// The URL of a database.
    pub fn url(&self, database: &str) -> String {
        Self::url_at(self.directory.path(), database)
    }

    /// The URL of a database behind the socket in a directory.
    #[must_use]
    pub fn url_at(directory: &Path, database: &str) -> String {
        let host = directory.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{host}/{database}")
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

    /// The answers to some queries.
    pub fn ask(&self, database: &str, queries: &[&str]) -> Vec<Vec<Vec<Option<String>>>> {
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

fn server(binaries: &Path, directory: &Path, settings: &[&str]) -> Command {
    let mut server = Command::new(binaries.join("postgres"));
    server.arg("-D").arg(directory.join("data")).arg("-k").arg(directory);
    for setting in ["listen_addresses=", "max_connections=200"].iter().chain(settings) {
        server.args(["-c", setting]);
    }
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
