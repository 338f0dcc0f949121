//! A crate with migrations and a database on the server that the tests share.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use migrate_tests::cargo_migrate;
use migrate_tests::server::postgres::Postgres;
use tempfile::TempDir;

pub(crate) struct Site {
    directory: TempDir,
    server: &'static Postgres,
    database: String,
}

/// One server for all tests of a process. Statics are never dropped, so it is told to end with us.
fn server() -> Option<&'static Postgres> {
    static SERVER: OnceLock<Option<Postgres>> = OnceLock::new();
    SERVER.get_or_init(Postgres::start_for_process).as_ref()
}

impl Site {
    /// Names, ups and downs.
    pub(crate) fn new(database: &str, migrations: &[(String, String, String)]) -> Option<Self> {
        let server = server()?;
        server.run("postgres", &format!("CREATE DATABASE {database}")).unwrap();
        let directory = tempfile::tempdir().unwrap();
        let site = Self { directory, server, database: database.to_owned() };
        let manifest = "[package]\nname = \"site\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                        [package.metadata.migrate]\ndialect = \"postgres\"\n\
                        since = \"30000101000000\"\n\n[workspace]\n";
        site.write("Cargo.toml", manifest);
        site.write("src/lib.rs", "");
        for (name, up, down) in migrations {
            site.write(&format!("migrations/{name}.up.sql"), up);
            site.write(&format!("migrations/{name}.down.sql"), down);
        }
        Some(site)
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
        self.server.url(&self.database)
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
        let answer = self.server.run(&self.database, sql).unwrap();
        answer.trim_end_matches(['\n', '\u{1e}']).replace('\u{1f}', "|").replace('\u{1c}', "")
    }

    /// A client of the database that runs a script.
    pub(crate) fn client(&self, sql: &str) -> Command {
        let mut client = self.server.client("psql", &self.database);
        client.args(["-X", "-q", "-c", sql]).stdout(Stdio::null()).stderr(Stdio::null());
        client
    }

    pub(crate) fn wait_for(&self, sql: &str) {
        let limit = Instant::now() + Duration::from_secs(20);
        while self.ask(sql) != "t" {
            assert!(Instant::now() < limit, "this does not come true: {sql}");
            std::thread::sleep(Duration::from_millis(5));
        }
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
