//! Throwaway servers: started from what is installed, on private sockets, gone when they are dropped.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "only tests use it, which fail by panicking and say why they did not run"
)]

mod certificate;
pub mod disk;
pub mod galera;
pub mod mariadb;
pub mod pgbouncer;
pub mod postgres;
pub mod proxy;

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long a server may take until it answers, on a machine that does a hundred other things.
const LIMIT: Duration = Duration::from_secs(300);

/// What a client prints for a script that it reads from its input; the error where it fails.
fn fed(mut client: Command, sql: &str) -> Result<String, String> {
    client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = client.spawn().map_err(|error| error.to_string())?;
    if let Some(mut input) = running.stdin.take() {
        input.write_all(sql.as_bytes()).map_err(|error| error.to_string())?;
    }
    let output = running.wait_with_output().map_err(|error| error.to_string())?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// What is wrong with how a change of a database is seen: whatever a dump shows, an inspection sees,
/// and what no dump shows is no change to try.
#[must_use]
pub fn unseen(change: &str, is_dumped: bool, is_seen: bool) -> Option<String> {
    match (is_dumped, is_seen) {
        (true, false) => Some(format!("{change}: only the dump shows it")),
        (false, _) => Some(format!("{change}: the dump does not show it")),
        (true, true) => None,
    }
}

/// The process of a server, which may be killed and started again.
struct Process(Mutex<Child>);

impl Process {
    /// Starts a server as a user who may: none of them runs as root.
    fn start(command: &mut Command, user: Option<(u32, u32)>) -> Self {
        Self(Mutex::new(spawned(command, user)))
    }

    /// Starts it again in place of the one that is gone.
    fn start_again(&self, command: &mut Command, user: Option<(u32, u32)>) {
        *self.child() = spawned(command, user);
    }

    /// Kills it, without a word to it.
    fn kill(&self) {
        let mut child = self.child();
        let _ = child.kill();
        let _ = child.wait();
    }

    /// Whether it has come to its end.
    fn is_over(&self) -> bool {
        !matches!(self.child().try_wait(), Ok(None))
    }

    fn id(&self) -> u32 {
        self.child().id()
    }

    fn child(&self) -> std::sync::MutexGuard<'_, Child> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn spawned(command: &mut Command, user: Option<(u32, u32)>) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    as_user(command, user).spawn().unwrap()
}

/// Ends the server whose number stands in a file, and takes its directory away, once this process has
/// ended, however it does: nothing drops a static.
fn end_server_with_this_process(pid_file: &Path, signal: &str, directory: &Path) {
    let end = format!("kill -{signal} $(head -1 '{}'); sleep 0.5", pid_file.display());
    end_with_this_process(&end, directory);
}

/// Runs a command and takes a directory away, once this process has ended.
fn end_with_this_process(end: &str, directory: &Path) {
    let watch = format!(
        "(while kill -0 {} 2>/dev/null; do sleep 0.2; done; {end}; rm -rf '{}') &",
        std::process::id(),
        directory.display()
    );
    let mut watcher = Command::new("sh");
    watcher.args(["-c", &watch]).process_group(0);
    watcher.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
}

/// A port of the loopback interface that nobody listens on.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// The first of some users that exists, with its group, where this is root.
fn unprivileged(names: &[&str]) -> Option<(u32, u32)> {
    let is_root = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").ok()?) == 0;
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let entry = |name: &&str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    is_root.then(|| names.iter().find_map(entry))?
}

fn as_user(command: &mut Command, user: Option<(u32, u32)>) -> &mut Command {
    match user {
        Some((user, group)) => command.uid(user).gid(group),
        None => command,
    }
}

/// Gives directories to a user.
fn give(directories: &[&Path], user: Option<(u32, u32)>) {
    let Some((user, group)) = user else { return };
    for directory in directories {
        std::os::unix::fs::chown(directory, Some(user), Some(group)).unwrap();
    }
}

/// A program that is installed.
fn binary(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let usual = [PathBuf::from("/usr/sbin"), PathBuf::from("/usr/local/sbin")];
    std::env::split_paths(&path).chain(usual).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// Says that tests are skipped for want of something; in CI they fail.
pub fn missing(what: &str) {
    assert!(std::env::var_os("CI").is_none(), "{what} is not installed");
    println!("skipped: {what} is not installed (`.ci/engines` as root installs it)");
}
