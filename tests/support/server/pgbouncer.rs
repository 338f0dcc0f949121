//! A throwaway pgbouncer in transaction mode, in front of a throwaway PostgreSQL.

use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::postgres::Postgres;
use super::{Process, as_user, binary, end_server_with_this_process, give, missing, unprivileged};

/// A pooler that is running.
pub struct Pgbouncer {
    process: Process,
    directory: TempDir,
}

impl Pgbouncer {
    /// Starts one, with five connections to each database.
    /// None, with a line that says why, where it is not installed.
    pub fn start(server: &Postgres) -> Option<Self> {
        let Some(program) = binary("pgbouncer") else {
            missing("pgbouncer");
            return None;
        };
        let (directory, user) = (TempDir::new().unwrap(), unprivileged(&["postgres", "nobody"]));
        give(&[directory.path()], user);
        let here = directory.path().display();
        let settings = format!(
            "[databases]\n* = host={} user=postgres\n[pgbouncer]\nlisten_addr =\nlisten_port = 6432\n\
             unix_socket_dir = {here}\nauth_type = any\npool_mode = transaction\n\
             default_pool_size = 5\nserver_round_robin = 1\nmax_client_conn = 100\n\
             pidfile = {here}/pid\nlogfile = {here}/log\n",
            server.socket().display()
        );
        let file = directory.path().join("ini");
        std::fs::write(&file, settings).unwrap();
        let process = Process::start(Command::new(program).arg("-q").arg(file), user);
        let started = Self { process, directory };
        started.wait(user);
        end_server_with_this_process(
            &started.directory.path().join("pid"),
            "KILL",
            started.directory.path(),
        );
        Some(started)
    }

    /// The URL of a database behind it.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let host = self.directory.path().display();
        format!("postgres:///{database}?host={host}&port=6432&user=postgres")
    }

    fn wait(&self, user: Option<(u32, u32)>) {
        let limit = Instant::now() + super::LIMIT;
        let answers = || {
            let mut client = Command::new("psql");
            client.args(["-X", "-q", "-U", "postgres", "-p", "6432", "-c", "select 1", "postgres"]);
            client.arg("-h").arg(self.directory.path());
            as_user(&mut client, user).output().is_ok_and(|output| output.status.success())
        };
        while !answers() {
            assert!(Instant::now() < limit && !self.process.is_over(), "pgbouncer does not answer");
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

impl Drop for Pgbouncer {
    fn drop(&mut self) {
        self.process.kill();
    }
}
