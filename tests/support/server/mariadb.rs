//! A throwaway MariaDB on a private socket, gone when it is dropped.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use migrate_core::dialect::session::session;
use migrate_core::dialect::{Dialect, Target};
use tempfile::TempDir;

use super::{
    Process, as_user, binary, end_server_with_this_process, free_port, give, missing, unprivileged,
};

/// The command that runs a server of MySQL, where it is to be that in place of MariaDB.
const MYSQL: &str = "MIGRATE_TESTS_MYSQL";

/// What is committed is the kernel's, so that killing the server loses nothing.
const FAST: [&str; 4] = [
    "--innodb-flush-log-at-trx-commit=2",
    "--innodb-flush-method=nosync",
    "--innodb-buffer-pool-size=16M",
    "--performance-schema=OFF",
];

/// A server that is running.
pub struct Mariadb {
    process: Process,
    directory: TempDir,
    settings: Vec<String>,
    user: Option<(u32, u32)>,
    /// Where it listens, if it does.
    port: u16,
}

impl Mariadb {
    /// Starts one. None, with a line that says why, where MariaDB is not installed.
    pub fn start() -> Option<Self> {
        Self::start_with(fast(), 0)
    }

    /// One that also listens on a port.
    pub fn start_listening() -> Option<Self> {
        let port = free_port();
        let mut settings = fast();
        settings
            .extend(["--skip-networking=OFF".to_owned(), "--bind-address=127.0.0.1".to_owned()]);
        settings.push(format!("--port={port}"));
        Self::start_with(settings, port)
    }

    /// Starts one with the settings that a server has when nobody sets any: what is committed is on the
    /// disk.
    pub fn start_durable() -> Option<Self> {
        Self::start_with(Vec::new(), 0)
    }

    /// With settings, and the port that they say.
    fn start_with(settings: Vec<String>, port: u16) -> Option<Self> {
        let directory = TempDir::new().unwrap();
        let user = unprivileged(&["mysql", "nobody"]);
        give(&[directory.path()], user);
        if !install(&directory.path().join("data"), directory.path(), user) {
            return None;
        }
        let process = Process::start(&mut server(directory.path(), &settings), user);
        let started = Self { process, directory, settings, user, port };
        started.wait();
        Some(started)
    }

    /// Starts one for a static, which nothing drops: it ends when this process does, however that
    /// ends.
    pub fn start_for_process() -> Option<Self> {
        let server = Self::start()?;
        end_server_with_this_process(
            &server.directory.path().join("pid"),
            "KILL",
            server.directory.path(),
        );
        Some(server)
    }

    /// Kills it as the kernel would for want of memory, and starts it again.
    pub fn crash(&self) {
        self.process.kill();
        let mut server = server(self.directory.path(), &self.settings);
        self.process.start_again(&mut server, self.user);
        self.wait();
    }

    /// What it is.
    #[must_use]
    pub fn target(&self) -> Target {
        let session = session(Dialect::Mysql);
        let version = self.run("", session.version()).unwrap();
        session.engine(version.trim()).parse().unwrap()
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// The URL of a database.
    pub fn url(&self, database: &str) -> String {
        Self::url_at(&self.socket(), database)
    }

    /// The URL of a database behind a socket.
    #[must_use]
    pub fn url_at(socket: &Path, database: &str) -> String {
        format!("mysql://root@localhost/{database}?socket={}", socket.display())
    }

    /// The URL of a database at its port.
    #[must_use]
    pub fn url_of_port(&self, database: &str) -> String {
        format!("mysql://root@127.0.0.1:{}/{database}", self.port)
    }

    /// Its socket.
    pub fn socket(&self) -> PathBuf {
        self.directory.path().join("s")
    }

    fn wait(&self) {
        let limit = Instant::now() + super::LIMIT;
        while self.run("", "select 1").is_err() {
            assert!(Instant::now() < limit, "MariaDB does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// One of the server's own programs, as its administrator.
    pub fn client(&self, program: &str) -> Command {
        let mut client = Command::new(program);
        client.args(["--no-defaults", "--user=root"]);
        client.arg(option("socket", &self.directory.path().join("s")));
        client
    }

    /// What the client prints for a script, run in a database; the error where the server refuses it.
    pub fn run(&self, database: &str, sql: &str) -> Result<String, String> {
        let mut client = self.client("mariadb");
        client.args(["--batch", "--skip-column-names", database]);
        super::fed(client, sql)
    }

    /// The answer to each of some queries, read in one go.
    pub fn ask(&self, database: &str, queries: &[(&[&str], &str)]) -> Vec<Vec<Row>> {
        let mut sql = String::new();
        for (columns, from) in queries {
            let columns: Vec<String> = columns
                .iter()
                .map(|column| format!("ifnull(hex(concat({column})), '-')"))
                .collect();
            let _ = writeln!(sql, "select '='; select {} {from};", columns.join(", "));
        }
        let printed = self.run(database, &sql).unwrap();
        let mut answers = Vec::new();
        for line in printed.lines() {
            match answers.last_mut() {
                _ if line == "=" => answers.push(Vec::new()),
                None => panic!("{line}"),
                Some(rows) => rows.push(line.split('\t').map(decoded).collect()),
            }
        }
        answers
    }
}

/// A row: each value as text, none for NULL.
pub type Row = Vec<Option<String>>;

impl Drop for Mariadb {
    fn drop(&mut self) {
        self.process.kill();
    }
}

fn fast() -> Vec<String> {
    FAST.map(str::to_owned).into()
}

fn decoded(hex: &str) -> Option<String> {
    if hex == "-" {
        return None;
    }
    let bytes =
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
    Some(String::from_utf8(bytes.collect()).unwrap())
}

/// Whether a server of MySQL is what runs.
#[must_use]
pub fn is_mysql() -> bool {
    std::env::var_os(MYSQL).is_some()
}

/// The server's program with what comes before its own options.
fn program() -> Option<Command> {
    let Some(named) = std::env::var(MYSQL).ok() else {
        let mut server = Command::new(binary("mariadbd")?);
        server.arg("--no-defaults");
        return Some(server);
    };
    let mut words = named.split_whitespace();
    let mut server = Command::new(words.next()?);
    server.args(words);
    Some(server)
}

fn server(directory: &Path, settings: &[String]) -> Command {
    let mut server = program().unwrap();
    server.args(["--skip-networking", "--skip-log-bin", "--max-connections=200"]).args(settings);
    if is_mysql() {
        server.args(["--secure-file-priv=NULL", "--mysqlx=OFF"]);
    }
    server.arg(option("datadir", &directory.join("data")));
    server
        .arg(option("socket", &directory.join("s")))
        .arg(option("pid-file", &directory.join("pid")));
    // A server that starts clears away what others left in the directory for temporary files.
    server.arg(option("tmpdir", directory));
    server
}

/// Makes the directory of a server's data. False, with a line that says why, where there is none.
pub(super) fn install(data: &Path, scratch: &Path, user: Option<(u32, u32)>) -> bool {
    let mut install = match (is_mysql(), binary("mariadb-install-db")) {
        (true, _) => {
            let mut install = program().unwrap();
            install.args(["--initialize-insecure", "--innodb-redo-log-capacity=32M"]);
            install
        }
        (false, Some(program)) => {
            let mut install = Command::new(program);
            install.args(["--no-defaults", "--auth-root-authentication-method=normal"]);
            install.args(["--skip-test-db", "--skip-name-resolve"]);
            install
        }
        (false, None) => {
            missing("MariaDB");
            return false;
        }
    };
    std::fs::create_dir(data).unwrap();
    give(&[data], user);
    install.arg(option("datadir", data)).arg(option("tmpdir", scratch));
    let made = as_user(&mut install, user).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    true
}

pub(super) fn option(name: &str, path: &Path) -> String {
    format!("--{name}={}", path.display())
}
