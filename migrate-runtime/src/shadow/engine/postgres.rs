//! PostgreSQL.

use std::path::Path;

use migrate_core::dialect::Target;

use super::{Container, Engine, Programs, Release, strings, words};

/// PostgreSQL.
pub(super) struct Postgres;

/// Nothing has to survive, nobody else is there, and what the database does is left alone.
const SETTINGS: [&str; 6] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=16MB",
    // A file of the data directory rather than one that nobody removes.
    "dynamic_shared_memory_type=mmap",
];

impl Engine for Postgres {
    fn user(&self) -> &'static str {
        "postgres"
    }

    fn variable(&self) -> &'static str {
        "CARGO_MIGRATE_PG_BIN"
    }

    fn servers(&self) -> &'static [&'static str] {
        &["postgres"]
    }

    fn places(&self) -> &'static [&'static str] {
        &[
            "/usr/lib/postgresql/*/bin",
            "/usr/pgsql-*/bin",
            "/usr/local/pgsql/bin",
            "/usr/lib/postgresql*/bin",
            "/usr/libexec/postgresql*",
            "/opt/homebrew/opt/postgresql*/bin",
            "/usr/local/opt/postgresql*/bin",
            "/Applications/Postgres.app/Contents/Versions/*/bin",
        ]
    }

    fn guide(&self) -> Option<(&'static str, &'static str)> {
        Some(("pg_config", "--bindir"))
    }

    fn initializer(&self) -> Option<&'static str> {
        Some("initdb")
    }

    /// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`
    fn release(&self, said: &str) -> Option<Release> {
        let version = said.split_once("(PostgreSQL) ").map_or(said, |(_, version)| version);
        Release::parse("PostgreSQL", version)
    }

    fn wanted(&self, _target: Target) -> &'static str {
        "PostgreSQL"
    }

    fn install(&self, target: Target) -> String {
        let major = target.version.major;
        format!("have its programs fetched: `cargo migrate shadow install postgres@{major}`")
    }

    /// The collation is that of bytes, so that the order of rows is the same everywhere.
    fn initialize(&self, programs: &Programs, data: &str, _scratch: &str) -> Vec<String> {
        let initdb = programs.directory().join("initdb");
        let arguments = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"];
        words(
            &initdb,
            &[&arguments[..], &["--no-locale", "--no-instructions", "--wal-segsize=1"]].concat(),
        )
    }

    fn serve(&self, programs: &Programs, data: &str, directory: &str) -> Vec<String> {
        let mut arguments = vec!["-D", data, "-k", directory, "-p", "5432"];
        arguments.extend(["-c", "listen_addresses=", "-c", "max_connections=100"]);
        arguments.extend(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
        words(&programs.server, &arguments)
    }

    fn signal(&self) -> &'static str {
        "QUIT"
    }

    fn url(&self, directory: &Path, database: &str) -> String {
        let host = super::super::url::encoded(&directory.display().to_string());
        format!("postgres://postgres@{host}:5432/{database}?sslmode=disable")
    }

    fn ready(&self) -> Option<&'static str> {
        Some("postgres")
    }

    fn container(&self, target: Target) -> Container {
        // Later images refuse to run with a volume where earlier ones keep their data.
        let options = ["--tmpfs", "/shadow", "-e", "PGDATA=/shadow/data"];
        let options = [&options[..], &["-e", "POSTGRES_HOST_AUTH_METHOD=trust"]].concat();
        Container {
            image: format!("postgres:{}", target.version.major),
            port: 5432,
            options: strings(&options),
            arguments: SETTINGS.iter().flat_map(|it| ["-c".to_owned(), (*it).to_owned()]).collect(),
            user: "postgres://postgres@",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_says_which_release_it_is() {
        let said = "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)";
        let release = Postgres.release(said).unwrap();
        assert_eq!(release.to_string(), "PostgreSQL 15.18");
        assert_eq!(Postgres.release("17.2 (Homebrew)").unwrap().text, "17.2");
    }

    #[test]
    fn the_url_names_the_socket() {
        assert_eq!(
            Postgres.url(Path::new("/dev/shm/it"), "postgres"),
            "postgres://postgres@%2Fdev%2Fshm%2Fit:5432/postgres?sslmode=disable"
        );
    }
}
