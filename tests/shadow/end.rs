//! Nothing stays of a run, whatever ends it.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use migrate_core::set::lock_file::LockFile;

use super::{Trial, USERS, names};

/// For what takes no time, on a machine that does a hundred other things.
const LIMIT: Duration = Duration::from_secs(300);

/// When a run is ended.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// At once.
    Begun,
    /// When its directory is there.
    Directory,
    /// When the server's data are being made.
    Data,
    /// When the server runs.
    Server,
    /// When migrations run.
    Verifying,
}

const MOMENTS: [Moment; 5] =
    [Moment::Begun, Moment::Directory, Moment::Data, Moment::Server, Moment::Verifying];

/// A run that does not end by itself, in a group of its own, as a shell starts it.
fn endless(trial: &Trial) -> Child {
    let mut command = trial.command(&["verify"]);
    command.process_group(0).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn wait_for(trial: &Trial, running: &mut Child, moment: Moment) {
    let has = |path: &str| {
        let directories = names(trial.files.path());
        directories.iter().any(|it| trial.files.path().join(it).join(path).exists())
    };
    match moment {
        Moment::Begun => {}
        Moment::Directory => until("a directory", || has("")),
        Moment::Data => until("data", || has("data")),
        Moment::Server => until("a server", || has("pid")),
        Moment::Verifying => {
            let errors = running.stderr.take().unwrap();
            let mut lines = BufReader::new(errors).lines().map_while(Result::ok);
            assert!(lines.any(|line| line.starts_with("verifying ")), "it ended by itself");
        }
    }
}

pub(super) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is_so() {
        assert!(since.elapsed() < LIMIT, "no {what} after {LIMIT:?}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Ends runs at each moment, on an engine with nothing kept and again with its data kept.
fn ends_of(target: &str, sleep: &str, end: impl Fn(&Child)) {
    let Some(trial) = Trial::of(target) else { return };
    trial.write("20260101120000_create_users", [sleep, "SELECT 1;"]);
    for moment in MOMENTS.into_iter().chain(MOMENTS) {
        let mut running = endless(&trial);
        wait_for(&trial, &mut running, moment);
        end(&running);
        let status = running.wait().unwrap();
        assert!(!status.success(), "{moment:?}");
        let since = Instant::now();
        while !trial.left().is_empty() {
            assert!(since.elapsed() < LIMIT, "{moment:?} leaves {:#?}", trial.left());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn signal(name: &str, receiver: &str) {
    let sent = Command::new("kill").args(["-s", name, "--", receiver]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_kill_leaves_nothing_of_postgres() {
    ends_of("postgres 15", "SELECT pg_sleep(1000);", |it| signal("KILL", &it.id().to_string()));
}

#[test]
fn a_kill_leaves_nothing_of_mariadb() {
    ends_of("mariadb 10.11", "SELECT sleep(1000);", |it| signal("KILL", &it.id().to_string()));
}

/// It goes to all processes of the group.
fn interrupt(run: &Child) {
    signal("INT", &format!("-{}", run.id()));
}

#[test]
fn ctrl_c_leaves_nothing_of_postgres() {
    ends_of("postgres 15", "SELECT pg_sleep(1000);", interrupt);
}

#[test]
fn ctrl_c_leaves_nothing_of_mariadb() {
    ends_of("mariadb 10.11", "SELECT sleep(1000);", interrupt);
}

/// Ends verifications of migrations that there could be, in the middle of whatever they do: each is given
/// so many sixteenths of the time that a whole one takes.
fn moments_of(target: &str) {
    let Some(trial) = Trial::of(target) else { return };
    for number in 0..12 {
        let name = format!("202602{:02}120000_t{number}", number + 1);
        let up = format!("CREATE TABLE t{number} (id int PRIMARY KEY, name varchar(20));");
        trial.write(&name, [&up, &format!("DROP TABLE t{number};")]);
    }
    let begun = Instant::now();
    assert!(trial.run(&["verify"]).status.success());
    let whole = begun.elapsed();
    let lock = trial.it.read("migrations/migrate.lock");
    assert!(LockFile::parse(&lock).is_ok());
    for sixteenth in 0..16 {
        let mut command = trial.command(&["verify", "--all", "--jobs", "2"]);
        command.process_group(0).stdout(Stdio::null()).stderr(Stdio::null());
        // What it writes in the end is new each time.
        trial.it.write(
            "migrations/20260101120000_create_users.down.sql",
            &format!("{}\n-- {sixteenth}\n", USERS[1]),
        );
        let mut running = command.spawn().unwrap();
        std::thread::sleep(whole * sixteenth / 16);
        match sixteenth % 2 {
            0 => running.kill().unwrap(),
            _ => interrupt(&running),
        }
        running.wait().unwrap();
        let since = Instant::now();
        while !trial.left().is_empty() {
            assert!(since.elapsed() < LIMIT, "{sixteenth}/16 leaves {:#?}", trial.left());
            std::thread::sleep(Duration::from_millis(20));
        }
        let lock = trial.it.read("migrations/migrate.lock");
        assert!(LockFile::parse(&lock).is_ok(), "after {sixteenth}/16:\n{lock}");
    }
    let files = trial.it.files("migrations");
    assert!(
        files.iter().all(|it| it.ends_with(".sql") || it == "migrate.lock" || it.starts_with('.')),
        "{files:?}"
    );
}

#[test]
fn whenever_a_verification_of_postgres_ends_nothing_stays() {
    moments_of("postgres 15");
}

#[test]
fn whenever_a_verification_of_mariadb_ends_nothing_stays() {
    moments_of("mariadb 10.11");
}
