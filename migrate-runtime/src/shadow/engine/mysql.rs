//! MySQL and MariaDB.

use std::path::Path;

use migrate_core::dialect::Target;

use super::{Container, Engine, Programs, Release, strings, words};

/// MySQL and MariaDB.
pub(super) struct Mysql;

/// Nothing has to survive, and nobody else is there. The character set is what packages and images of
/// both engines set: what MariaDB has by itself is of the last century.
const SETTINGS: [&str; 6] = [
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-buffer-pool-size=16M",
    "--performance-schema=OFF",
    "--skip-log-bin",
    "--character-set-server=utf8mb4",
];

const MARIADB: &str = "MariaDB";

impl Engine for Mysql {
    fn user(&self) -> &'static str {
        "mysql"
    }

    fn variable(&self) -> &'static str {
        "CARGO_MIGRATE_MYSQL_BIN"
    }

    fn servers(&self) -> &'static [&'static str] {
        &["mariadbd", "mysqld"]
    }

    fn places(&self) -> &'static [&'static str] {
        &[
            "/usr/sbin",
            "/usr/local/sbin",
            "/usr/libexec",
            "/usr/local/mysql/bin",
            "/opt/homebrew/opt/mariadb*/bin",
            "/opt/homebrew/opt/mysql*/bin",
            "/usr/local/opt/mariadb*/bin",
            "/usr/local/opt/mysql*/bin",
        ]
    }

    fn guide(&self) -> Option<(&'static str, &'static str)> {
        None
    }

    /// MySQL's server does it itself, and MariaDB's script is in another directory on Debian.
    fn initializer(&self) -> Option<&'static str> {
        None
    }

    /// `mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)`
    fn release(&self, said: &str) -> Option<Release> {
        let engine = if said.contains(MARIADB) { MARIADB } else { "MySQL" };
        let version = said.split_once("Ver ").map_or(said, |(_, version)| version);
        Release::parse(engine, version)
    }

    fn wanted(&self, target: Target) -> &'static str {
        if target.is_mariadb { MARIADB } else { "MySQL" }
    }

    fn install(&self, target: Target) -> String {
        format!(
            "install the package of the server, which need not run: `{}-server` of most systems",
            target.engine()
        )
    }

    fn initialize(&self, programs: &Programs, data: &str, scratch: &str) -> Vec<String> {
        let data = format!("--datadir={data}");
        // A server that starts clears away what others left in the directory for temporary files.
        let scratch = format!("--tmpdir={scratch}");
        let options = ["--no-defaults", &data, &scratch];
        if programs.release.engine != MARIADB {
            let more = ["--initialize-insecure", "--innodb-redo-log-capacity=32M"];
            return words(&programs.server, &[&options[..], &more, &SETTINGS].concat());
        }
        let names = ["mariadb-install-db", "mysql_install_db"];
        let beside = [programs.directory(), &programs.directory().join("../bin")]
            .map(|directory| names.map(|name| directory.join(name)))
            .concat();
        let beside = beside.into_iter().find(|path| path.is_file());
        let program = beside.unwrap_or_else(|| Path::new(names[0]).to_owned());
        let more = ["--auth-root-authentication-method=normal", "--skip-test-db"];
        let quick = ["--skip-name-resolve", "--innodb-log-file-size=4M"];
        words(&program, &[&options[..], &more, &quick].concat())
    }

    fn serve(&self, programs: &Programs, data: &str, directory: &str) -> Vec<String> {
        let mut arguments = vec!["--no-defaults", "--skip-networking", "--max-connections=100"];
        let own = [
            format!("--datadir={data}"),
            format!("--socket={directory}/s"),
            format!("--pid-file={directory}/server.pid"),
            format!("--tmpdir={directory}"),
        ];
        arguments.extend(own.iter().map(String::as_str));
        arguments.extend(SETTINGS);
        if programs.release.engine == MARIADB {
            arguments.extend(["--innodb-log-file-size=4M", "--innodb-flush-method=nosync"]);
        } else {
            // The directory that it would write to else is root's.
            arguments.extend(["--secure-file-priv=NULL", "--mysqlx=OFF"]);
            arguments.extend(["--innodb-redo-log-capacity=32M", "--innodb-flush-method=nosync"]);
        }
        words(&programs.server, &arguments)
    }

    /// It has nothing to put in order: what it wrote goes.
    fn signal(&self) -> &'static str {
        "KILL"
    }

    fn url(&self, directory: &Path, database: &str) -> String {
        let socket = super::super::url::encoded(&directory.join("s").display().to_string());
        format!("mysql://root@localhost/{database}?socket={socket}")
    }

    fn ready(&self) -> Option<&'static str> {
        None
    }

    fn container(&self, target: Target) -> Container {
        let (name, allow) = if target.is_mariadb {
            ("mariadb", "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1")
        } else {
            ("mysql", "MYSQL_ALLOW_EMPTY_PASSWORD=1")
        };
        Container {
            image: format!("{name}:{}", target.version),
            port: 3306,
            options: strings(&["--tmpfs", "/var/lib/mysql", "-e", allow]),
            arguments: strings(&SETTINGS),
            user: "mysql://root@",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_says_which_engine_it_is() {
        let release = |said| Mysql.release(said).unwrap().to_string();
        assert_eq!(
            release("mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64"),
            "MariaDB 10.11.19"
        );
        assert_eq!(
            release("/usr/sbin/mysqld  Ver 8.0.46 for Linux on x86_64 (MySQL Community Server)"),
            "MySQL 8.0.46"
        );
        // What they answer over a connection.
        assert_eq!(release("10.11.19-MariaDB-0+deb12u1"), "MariaDB 10.11.19");
        assert_eq!(release("8.0.46"), "MySQL 8.0.46");
    }
}
