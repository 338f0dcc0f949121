//! A crate with migrations and a database on the server that the tests share.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use migrate_tests::cargo_migrate;
use migrate_tests::server::galera::Galera;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::pgbouncer::Pgbouncer;
use migrate_tests::server::postgres::Postgres;
use migrate_tests::server::proxy::Proxy;
use tempfile::TempDir;

pub(crate) struct Site {
    directory: TempDir,
    server: Server,
    database: String,
}

/// One server for all tests of a process. Statics are never dropped, so it is told to end with us.
#[derive(Clone, Copy)]
enum Server {
    Postgres(&'static Postgres),
    Mariadb(&'static Mariadb),
    Galera(&'static Galera),
}

impl Server {
    fn postgres() -> Option<Self> {
        static SERVER: OnceLock<Option<Postgres>> = OnceLock::new();
        SERVER.get_or_init(Postgres::start_for_process).as_ref().map(Self::Postgres)
    }

    fn mariadb() -> Option<Self> {
        static SERVER: OnceLock<Option<Mariadb>> = OnceLock::new();
        SERVER.get_or_init(Mariadb::start_for_process).as_ref().map(Self::Mariadb)
    }

    const fn dialect(self) -> &'static str {
        match self {
            Self::Postgres(_) => "postgres",
            Self::Mariadb(_) | Self::Galera(_) => "mysql",
        }
    }

    fn say(self, sql: &str) {
        let said = match self {
            Self::Postgres(server) => server.run("postgres", sql),
            Self::Mariadb(server) => server.run("", sql),
            Self::Galera(cluster) => cluster.run(0, "", sql),
        };
        said.unwrap();
    }
}

impl Site {
    /// Names, ups and downs.
    pub(crate) fn new(database: &str, migrations: &[(String, String, String)]) -> Option<Self> {
        Some(Self::on(Server::postgres()?, database, migrations))
    }

    /// The same on MariaDB.
    pub(crate) fn on_mariadb(
        database: &str,
        migrations: &[(String, String, String)],
    ) -> Option<Self> {
        Some(Self::on(Server::mariadb()?, database, migrations))
    }

    /// On one that no other test uses, for what is set for a whole server.
    pub(crate) fn on_mariadb_alone(
        database: &str,
        migrations: &[(String, String, String)],
    ) -> Option<Self> {
        let server = Box::leak(Box::new(Mariadb::start_for_process()?));
        Some(Self::on(Server::Mariadb(server), database, migrations))
    }

    /// The same on PostgreSQL.
    pub(crate) fn on_postgres_alone(
        database: &str,
        migrations: &[(String, String, String)],
    ) -> Option<Self> {
        let server = Box::leak(Box::new(Postgres::start_for_process()?));
        Some(Self::on(Server::Postgres(server), database, migrations))
    }

    /// On a cluster of three nodes.
    pub(crate) fn on_galera(
        database: &str,
        migrations: &[(String, String, String)],
    ) -> Option<(Self, &'static Galera)> {
        let cluster: &Galera = Box::leak(Box::new(Galera::start()?));
        Some((Self::on(Server::Galera(cluster), database, migrations), cluster))
    }

    /// A pooler in front of its server.
    pub(crate) fn pooler(&self) -> Option<Pgbouncer> {
        match self.server {
            Server::Postgres(server) => Pgbouncer::start(server),
            Server::Mariadb(_) | Server::Galera(_) => None,
        }
    }

    /// A proxy in front of its server that counts, and the URL behind it.
    pub(crate) fn proxy(&self) -> (Proxy, String) {
        match self.server {
            Server::Postgres(server) => {
                let proxy = Proxy::to(&server.socket().join(".s.PGSQL.5432"));
                let url = Postgres::url_at(proxy.directory(), &self.database);
                (proxy, url)
            }
            Server::Mariadb(server) => {
                let proxy = Proxy::to(&server.socket());
                let url = Mariadb::url_at(&proxy.directory().join("s"), &self.database);
                (proxy, url)
            }
            Server::Galera(_) => panic!("which node?"),
        }
    }

    /// Kills the server and starts it again.
    pub(crate) fn crash(&self) {
        match self.server {
            Server::Postgres(server) => server.crash(),
            Server::Mariadb(server) => server.crash(),
            Server::Galera(_) => panic!("which node?"),
        }
    }

    /// Another database of the same name, with nothing in it.
    pub(crate) fn begin_anew(&self) {
        let force = if matches!(self.server, Server::Postgres(_)) { " WITH (FORCE)" } else { "" };
        self.server.say(&format!("DROP DATABASE {}{force}", self.database));
        self.server.say(&format!("CREATE DATABASE {}", self.database));
    }

    /// Lets a lease run out, so that nobody has to wait here for what a killed process held.
    pub(crate) fn let_run_out(&self) {
        let (exists, over) = match self.server {
            Server::Postgres(_) => {
                ("SELECT to_regclass('public._migrate_history_lease') IS NOT NULL", "-infinity")
            }
            Server::Mariadb(_) | Server::Galera(_) => (
                "SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() \
                 AND TABLE_NAME = '_migrate_history_lease'",
                "1971-01-01",
            ),
        };
        if matches!(&*self.ask(exists), "t" | "1") {
            self.ask(&format!("UPDATE _migrate_history_lease SET until = '{over}'"));
        }
    }

    fn on(server: Server, database: &str, migrations: &[(String, String, String)]) -> Self {
        server.say(&format!("CREATE DATABASE {database}"));
        let directory = tempfile::tempdir().unwrap();
        let site = Self { directory, server, database: database.to_owned() };
        let manifest = format!(
            "[package]\nname = \"site\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [package.metadata.migrate]\ndialect = \"{}\"\n\
             since = \"30000101000000\"\n\n[workspace]\n",
            server.dialect()
        );
        site.write("Cargo.toml", &manifest);
        site.write("src/lib.rs", "");
        for (name, up, down) in migrations {
            site.write(&format!("migrations/{name}.up.sql"), up);
            site.write(&format!("migrations/{name}.down.sql"), down);
        }
        site
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.directory.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        self.directory.path()
    }

    pub(crate) fn url(&self) -> String {
        match self.server {
            Server::Postgres(server) => server.url(&self.database),
            Server::Mariadb(server) => server.url(&self.database),
            Server::Galera(cluster) => cluster.url(0, &self.database),
        }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        self.command_at(&self.url(), arguments)
    }

    pub(crate) fn command_at(&self, url: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(cargo_migrate());
        command
            .args(arguments)
            .args(["--database-url", url])
            .current_dir(self.directory.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn up(&self, arguments: &[&str]) -> Command {
        self.command(&[&["up"], arguments].concat())
    }

    pub(crate) fn down(&self) {
        succeeded(self.command(&["down", "--all", "--yes"]).spawn().unwrap());
    }

    /// The answer to a query, with its columns behind bars.
    pub(crate) fn ask(&self, sql: &str) -> String {
        self.try_ask(sql).unwrap()
    }

    /// The same of what may fail, and with what it does.
    pub(crate) fn try_ask(&self, sql: &str) -> Result<String, String> {
        let answer = match self.server {
            Server::Postgres(server) => server.run(&self.database, sql),
            Server::Mariadb(server) => server.run(&self.database, sql),
            // What another node has committed may not be at this one yet.
            Server::Galera(cluster) => {
                let sql = format!("SET SESSION wsrep_sync_wait = 7; {sql}");
                cluster.run(0, &self.database, &sql)
            }
        };
        let answer = answer?;
        if !matches!(self.server, Server::Postgres(_)) {
            return Ok(answer.trim_end().replace('\t', "|"));
        }
        let answer = answer.trim_end_matches(['\n', '\u{1e}']);
        Ok(answer.replace('\u{1f}', "|").replace('\u{1c}', ""))
    }

    /// A client of the database that runs what it reads.
    fn client(&self) -> Command {
        let mut client = match self.server {
            Server::Postgres(server) => {
                let mut client = server.client("psql", &self.database);
                client.args(["-X", "-q", "-t", "-v", "ON_ERROR_STOP=1"]);
                client
            }
            Server::Mariadb(server) => {
                let mut client = server.client("mariadb");
                client.args(["--batch", "--unbuffered", &self.database]);
                client
            }
            Server::Galera(_) => panic!("which node?"),
        };
        client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        client
    }

    /// A session that has run some statements and stays as it is until it is told to go on.
    pub(crate) fn hold(&self, sql: &str) -> Hold {
        let mut client = self.client().spawn().unwrap();
        let mut input = client.stdin.take().unwrap();
        writeln!(input, "{sql};\nSELECT 'held';").unwrap();
        let mut lines = BufReader::new(client.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("held")), "it fails: {sql}");
        Hold { client, input }
    }

    /// A session that runs one statement, and ends with it.
    pub(crate) fn begin(&self, sql: &str) -> Child {
        let mut client = self.client();
        let mut client = client.stdout(Stdio::null()).spawn().unwrap();
        writeln!(client.stdin.take().unwrap(), "{sql};").unwrap();
        client
    }

    pub(crate) fn wait_for(&self, sql: &str) {
        until(sql, || matches!(&*self.ask(sql), "t" | "1"));
    }
}

/// What [`Site::hold`] keeps open.
pub(crate) struct Hold {
    client: Child,
    input: ChildStdin,
}

impl Hold {
    /// Ends its transaction.
    pub(crate) fn release(mut self) {
        writeln!(self.input, "COMMIT;").unwrap();
        let Self { mut client, input } = self;
        drop(input);
        assert!(client.wait().unwrap().success());
    }
}

/// Waits for something that is a matter of time on the busiest machine, and fails where it does not
/// come true at all.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let limit = Instant::now() + Duration::from_secs(300);
    while !is_so() {
        assert!(Instant::now() < limit, "this does not come true: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

pub(crate) fn succeeded(child: Child) {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

pub(crate) fn signal(child: &Child, signal: &str) {
    let status = Command::new("kill").args([signal, &child.id().to_string()]).status();
    assert!(status.unwrap().success());
}
