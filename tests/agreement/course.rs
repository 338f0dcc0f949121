//! A database that only ever goes up, from which a verification is taken up again behind a blocker.
//!
//! A verification ends with its first blocker. To begin anew each time, with what was tried as trusted, takes as
//! many ups as there are migrations for each blocker: a quarter of an hour for projects of some hundred
//! migrations of which one in three is not undone.

use std::process::Command;

use migrate_core::set::Migration;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

/// The server and the database on it.
pub(crate) struct Course<'s> {
    server: Server<'s>,
    database: String,
}

enum Server<'s> {
    Postgres(&'s Postgres),
    Mariadb(&'s Mariadb),
}

impl<'s> Course<'s> {
    /// On whichever server there is; its database must be there and empty. None without one.
    pub(crate) fn of(
        postgres: Option<&'s Postgres>,
        mariadb: Option<&'s Mariadb>,
        database: String,
    ) -> Option<Self> {
        let server = match (postgres, mariadb) {
            (Some(server), _) => Server::Postgres(server),
            (_, Some(server)) => Server::Mariadb(server),
            _ => return None,
        };
        Some(Self { server, database })
    }

    /// What is told to the database before everything else.
    pub(crate) fn told(&self, sql: &str) -> Result<(), String> {
        match &self.server {
            Server::Postgres(server) => server.run(&self.database, sql),
            Server::Mariadb(server) => server.run(&self.database, sql),
        }
        .map(drop)
    }

    /// Takes it up by migrations.
    pub(crate) fn up(&self, migrations: &[Migration]) -> Result<(), String> {
        migrations.iter().try_for_each(|migration| {
            let sql = &migration.up.sql;
            match (&self.server, migration.up.transaction) {
                (Server::Postgres(_), true) => self.told(&format!("begin;\n{sql}\n;commit;")),
                _ => self.told(sql),
            }
        })
    }

    /// A script that makes another database what this one is.
    pub(crate) fn script(&self) -> String {
        let text = |command: &mut Command| {
            let output = command.output().expect("a dump");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        match &self.server {
            Server::Postgres(server) => {
                let mut dump = server.client("pg_dump", &self.database);
                let text = text(dump.args(["--inserts", "--no-owner"]));
                // What functions name without a schema is looked up where the migrations had it: an
                // index or a generated column may call one while it is made.
                let is_left_out = |line: &str| {
                    line.starts_with('\\') || line.contains("set_config('search_path', ''")
                };
                text.lines().filter(|line| !is_left_out(line)).collect::<Vec<_>>().join("\n")
            }
            Server::Mariadb(server) => {
                let mut dump = server.client("mariadb-dump");
                dump.args(["--compact", "--routines", "--events", &self.database]);
                format!("set foreign_key_checks = 0;\nset unique_checks = 0;\n{}", text(&mut dump))
            }
        }
    }
}
