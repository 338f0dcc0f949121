//! A throwaway MariaDB on a private socket, gone when it is dropped.

use std::fmt::Write as _;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A server that is running.
pub struct Mariadb {
    process: Child,
    directory: TempDir,
}

impl Mariadb {
    /// Starts one. None, with a line that says why, where MariaDB is not installed.
    pub fn start() -> Option<Self> {
        let Some((server, install)) = binary("mariadbd").zip(binary("mariadb-install-db")) else {
            assert!(std::env::var_os("CI").is_none(), "MariaDB is not installed");
            println!("skipped: MariaDB is not installed");
            return None;
        };
        let directory = TempDir::new().unwrap();
        let data = directory.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let user = unprivileged();
        if let Some((user, group)) = user {
            std::os::unix::fs::chown(directory.path(), Some(user), Some(group)).unwrap();
            std::os::unix::fs::chown(&data, Some(user), Some(group)).unwrap();
        }
        let mut install = Command::new(install);
        install.args(["--no-defaults", "--auth-root-authentication-method=normal"]);
        install.args(["--skip-test-db", "--skip-name-resolve"]).arg(option("datadir", &data));
        // A server that starts clears away what others left in the directory for temporary files.
        let scratch = option("tmpdir", directory.path());
        install.arg(&scratch);
        let made = as_user(&mut install, user).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let mut server = Command::new(server);
        server.args(["--no-defaults", "--skip-networking", "--skip-log-bin"]);
        server.args(["--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync"]);
        server.args(["--innodb-buffer-pool-size=16M", "--performance-schema=OFF"]);
        server.arg(option("datadir", &data)).arg(option("socket", &directory.path().join("s")));
        server.arg(scratch).arg(option("pid-file", &directory.path().join("pid")));
        server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = as_user(&mut server, user).spawn().unwrap();
        let started = Self { process, directory };
        started.wait();
        Some(started)
    }

    fn wait(&self) {
        let limit = Instant::now() + Duration::from_secs(60);
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
        client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = client.spawn().map_err(|error| error.to_string())?;
        if let Some(mut input) = running.stdin.take() {
            input.write_all(sql.as_bytes()).map_err(|error| error.to_string())?;
        }
        let output = running.wait_with_output().map_err(|error| error.to_string())?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
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
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn decoded(hex: &str) -> Option<String> {
    if hex == "-" {
        return None;
    }
    let bytes =
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
    Some(String::from_utf8(bytes.collect()).unwrap())
}

fn option(name: &str, path: &Path) -> String {
    format!("--{name}={}", path.display())
}

fn binary(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let usual = [PathBuf::from("/usr/sbin"), PathBuf::from("/usr/local/sbin")];
    std::env::split_paths(&path).chain(usual).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// The user and group `mysql`, where the test runs as root: the server refuses to.
fn unprivileged() -> Option<(u32, u32)> {
    let id = Command::new("id").arg("-u").output().ok()?;
    if id.stdout.trim_ascii() != b"0" {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let fields: Vec<&str> =
        users.lines().find(|line| line.starts_with("mysql:"))?.split(':').collect();
    Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
}

fn as_user(command: &mut Command, user: Option<(u32, u32)>) -> &mut Command {
    match user {
        Some((user, group)) => command.uid(user).gid(group),
        None => command,
    }
}
