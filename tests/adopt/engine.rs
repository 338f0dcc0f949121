//! The engines that projects of other tools are on.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Stdio};

use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;
use tempfile::TempDir;

/// An engine that is there for a test.
pub(crate) enum Engine {
    Sqlite(TempDir),
    Postgres(Postgres),
    Mariadb(Mariadb),
}

impl Engine {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(TempDir::new().unwrap())
    }

    /// None, with a line that says why, where it is not installed.
    pub(crate) fn postgres() -> Option<Self> {
        Postgres::start_listening().map(Self::Postgres)
    }

    /// None, with a line that says why, where it is not installed.
    pub(crate) fn mariadb() -> Option<Self> {
        Mariadb::start_listening().map(Self::Mariadb)
    }

    /// As a target is called.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
            Self::Mariadb(_) => "mariadb",
        }
    }

    /// Makes an empty database, and says where it is in the way of this project, which is that of sqlx.
    pub(crate) fn create(&self, database: &str) -> String {
        let create = format!("CREATE DATABASE {database}");
        match self {
            Self::Sqlite(files) => drop(open(files.path(), database)),
            Self::Postgres(server) => drop(server.run("postgres", &create).unwrap()),
            Self::Mariadb(server) => drop(server.run("", &create).unwrap()),
        }
        self.url(database)
    }

    pub(crate) fn url(&self, database: &str) -> String {
        match self {
            Self::Sqlite(files) => format!("sqlite:{}?mode=rwc", file(files.path(), database)),
            Self::Postgres(server) => server.url(database),
            Self::Mariadb(server) => server.url(database),
        }
    }

    /// Where a database is, in the way of a tool.
    pub(crate) fn url_for(&self, tool: &str, database: &str) -> String {
        match (self, tool) {
            (Self::Sqlite(files), "diesel") => file(files.path(), database),
            (Self::Sqlite(files), "refinery") => {
                format!("sqlite://{}", file(files.path(), database))
            }
            (Self::Sqlite(files), "alembic") => {
                format!("sqlite:///{}", file(files.path(), database))
            }
            (Self::Postgres(server), "alembic") => {
                let (socket, port) = (server.socket().display(), server.port());
                format!("postgresql+psycopg://postgres@/{database}?host={socket}&port={port}")
            }
            (Self::Sqlite(files), "dbmate") => format!("sqlite:{}", file(files.path(), database)),
            (Self::Postgres(server), "dbmate") => server.url_of_port(database) + "?sslmode=disable",
            (Self::Mariadb(server), "dbmate") => server.url_of_port(database),
            // It knows no sockets.
            (Self::Postgres(server), "refinery") => server.url_of_port(database),
            (Self::Mariadb(server), "refinery") => server.url_of_port(database),
            (Self::Mariadb(server), "diesel") => {
                let socket = server.socket();
                format!("mysql://root@localhost/{database}?unix_socket={}", socket.display())
            }
            (Self::Mariadb(server), "alembic") => {
                let socket = server.socket();
                format!(
                    "mysql+pymysql://root@localhost/{database}?unix_socket={}",
                    socket.display()
                )
            }
            _ => self.url(database),
        }
    }

    /// Runs a script.
    pub(crate) fn run(&self, database: &str, sql: &str) {
        match self {
            Self::Sqlite(files) => open(files.path(), database).execute_batch(sql).unwrap(),
            Self::Postgres(server) => drop(server.run(database, sql).unwrap()),
            Self::Mariadb(server) => {
                drop(server.run(database, &format!("SET time_zone = '+00:00'; {sql}")).unwrap());
            }
        }
    }

    /// What takes the locks of a tool here, of what does on PostgreSQL and on MariaDB.
    pub(crate) fn locks<'a>(&self, [postgres, mariadb]: [&'a [&'a str]; 2]) -> &'a [&'a str] {
        match self {
            Self::Postgres(_) => postgres,
            Self::Mariadb(_) => mariadb,
            Self::Sqlite(_) => &[],
        }
    }

    /// A connection to a server that takes a lock, and has it until it is dropped.
    pub(crate) fn hold(&self, database: &str, lock: &str) -> Held {
        let (mut client, arguments) = match self {
            Self::Postgres(server) => {
                (server.client("psql", database), vec!["-X", "-q", "-A", "-t"])
            }
            Self::Mariadb(server) => {
                let arguments = vec!["--batch", "--unbuffered", "--skip-column-names", database];
                (server.client("mariadb"), arguments)
            }
            Self::Sqlite(_) => panic!("nobody has a lock of SQLite"),
        };
        client.args(arguments);
        let mut client = client.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = client.stdin.as_mut().unwrap();
        writeln!(input, "{lock};\nSELECT 'held';").unwrap();
        let lines = BufReader::new(client.stdout.as_mut().unwrap()).lines();
        assert!(lines.map_while(Result::ok).any(|line| line == "held"), "{lock}");
        Held(client)
    }

    /// The rows of a query, the cells of each separated by blanks, one row a line.
    pub(crate) fn value(&self, database: &str, query: &str) -> String {
        match self {
            Self::Sqlite(files) => {
                let connection = open(files.path(), database);
                let mut query = connection.prepare(query).unwrap();
                let columns = query.column_count();
                let row = |row: &rusqlite::Row<'_>| {
                    let cells = (0..columns).map(|at| row.get::<_, Option<String>>(at));
                    let cells: Result<Vec<Option<String>>, _> = cells.collect();
                    Ok(cells?
                        .into_iter()
                        .map(Option::unwrap_or_default)
                        .collect::<Vec<_>>()
                        .join(" "))
                };
                let rows: Vec<String> = query.query_map([], row).unwrap().flatten().collect();
                rows.join("\n")
            }
            Self::Postgres(server) => {
                server.run(database, query).unwrap().replace('\u{1f}', " ").replace('\u{1e}', "\n")
            }
            Self::Mariadb(server) => server.run(database, query).unwrap().replace('\t', " "),
        }
        .trim()
        .to_owned()
    }

    /// The schema as the engine itself writes it, without the tables that keep a history.
    pub(crate) fn dump(&self, database: &str, history: &str) -> String {
        match self {
            Self::Sqlite(_) => {
                let query = format!(
                    "SELECT sql FROM sqlite_schema WHERE tbl_name NOT IN ('{history}', 'sqlite_sequence') \
                     AND tbl_name NOT LIKE '\\_migrate%' ESCAPE '\\' ORDER BY name"
                );
                // It keeps the text, with the blanks of whoever wrote it.
                let lines = self.value(database, &query);
                lines
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .replace("( ", "(")
                    .replace(" )", ")")
            }
            Self::Postgres(server) => {
                let mut dump = server.client("pg_dump", database);
                dump.args(["--schema-only", "-T", history, "-T", "_migrate*"]);
                let said = super::succeeded(&mut dump);
                let is_said = |line: &&str| !line.starts_with("--") && !line.starts_with('\\');
                said.lines().filter(is_said).collect::<Vec<_>>().join("\n")
            }
            Self::Mariadb(server) => {
                let query = format!(
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = database() \
                     AND table_name <> '{history}' AND table_name NOT LIKE '\\_migrate%' ORDER BY 1"
                );
                let tables = self.value(database, &query);
                // Without names all of them are meant.
                if tables.is_empty() {
                    return String::new();
                }
                let mut dump = server.client("mariadb-dump");
                dump.args(["--skip-comments", "--compact", "--no-data", database]);
                super::succeeded(dump.args(tables.split_whitespace()))
            }
        }
    }
}

/// A client that has a lock.
pub(crate) struct Held(Child);

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

fn file(directory: &Path, database: &str) -> String {
    directory.join(format!("{database}.db")).display().to_string()
}

fn open(directory: &Path, database: &str) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(file(directory, database)).unwrap();
    // A file that nobody has written to is none for some tools.
    connection.execute_batch("PRAGMA user_version = 0").unwrap();
    connection
}
