//! A throwaway PostgreSQL on a private socket, gone when it is dropped.

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A server that is running.
pub struct Postgres {
    process: Child,
    directory: TempDir,
    binaries: PathBuf,
}

impl Postgres {
    /// Starts one. None, with a line that says why, where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let Some(binaries) = binaries() else {
            assert!(std::env::var_os("CI").is_none(), "PostgreSQL is not installed");
            println!("skipped: PostgreSQL is not installed");
            return None;
        };
        let directory = TempDir::new().unwrap();
        let data = directory.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let user = unprivileged();
        if let Some((user, group)) = user {
            for path in [directory.path(), &data] {
                std::os::unix::fs::chown(path, Some(user), Some(group)).unwrap();
            }
        }
        let mut init = Command::new(binaries.join("initdb"));
        init.args([
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--no-locale",
            "-D",
        ]);
        let made = as_user(init.arg(&data), user).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let mut server = Command::new(binaries.join("postgres"));
        server.arg("-D").arg(&data).arg("-k").arg(directory.path());
        for setting in [
            "listen_addresses=",
            "fsync=off",
            "full_page_writes=off",
            "autovacuum=off",
            "max_connections=200",
        ] {
            server.args(["-c", setting]);
        }
        server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = as_user(&mut server, user).spawn().unwrap();
        let started = Self { process, directory, binaries };
        started.wait();
        Some(started)
    }

    /// Starts one for a static, which nothing drops: it ends when this process does, however that
    /// ends.
    pub fn start_for_process() -> Option<Self> {
        let server = Self::start()?;
        let watch = format!(
            "(while kill -0 {} 2>/dev/null; do sleep 0.2; done; kill -QUIT {}; sleep 0.5; rm -rf '{}') &",
            std::process::id(),
            server.process.id(),
            server.directory.path().display()
        );
        let mut watcher = Command::new("sh");
        watcher.args(["-c", &watch]).process_group(0);
        watcher.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        Some(server)
    }

    fn wait(&self) {
        let limit = Instant::now() + Duration::from_secs(60);
        while self.run("postgres", "select 1").is_err() {
            assert!(Instant::now() < limit, "PostgreSQL does not answer");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// The URL of a database.
    pub fn url(&self, database: &str) -> String {
        let host = self.directory.path().display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{host}/{database}")
    }

    /// One of the server's own programs, connected to a database.
    pub fn client(&self, program: &str, database: &str) -> Command {
        let mut client = Command::new(self.binaries.join(program));
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
        client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = client.spawn().map_err(|error| error.to_string())?;
        if let Some(mut input) = running.stdin.take() {
            input.write_all(sql.as_bytes()).map_err(|error| error.to_string())?;
        }
        let output = running.wait_with_output().map_err(|error| error.to_string())?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
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
        // SIGQUIT: at once, the directory goes anyway.
        let stopped = Command::new("kill").args(["-QUIT", &self.process.id().to_string()]).status();
        if !stopped.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

/// The newest installed server's programs.
fn binaries() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = installed.map(|entry| entry.path().join("bin")).collect();
    found.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.splice(..0, std::env::split_paths(&path));
    found.into_iter().rev().find(|directory| directory.join("initdb").is_file())
}

/// The user to run the server as, where this is root, which it refuses.
fn unprivileged() -> Option<(u32, u32)> {
    let is_root = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").ok()?) == 0;
    let users = std::fs::read_to_string(Path::new("/etc/passwd")).ok()?;
    let entry = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    is_root.then(|| entry("postgres").or_else(|| entry("nobody")))?
}

fn as_user(command: &mut Command, user: Option<(u32, u32)>) -> &mut Command {
    match user {
        Some((user, group)) => command.uid(user).gid(group),
        None => command,
    }
}
