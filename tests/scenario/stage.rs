//! What a scenario is played on: a database of one engine.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use migrate_core::dialect::session::{HistoryTable, session};
use migrate_core::dialect::{Dialect, Target};
use migrate_core::finding::render::Style;
use migrate_core::set::read::{self, Location};
use migrate_runtime::{Database, Migrator, Options};
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;
use sqlx::mysql::MySqlConnectOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, MySqlPool, PgPool, SqlitePool};
use tokio::sync::Mutex;

use super::{failed, rollback, set_option, status, told, upto, verify};

/// An engine that is installed here.
pub(crate) enum Engine {
    Sqlite,
    Postgres(Postgres, AtomicUsize),
    Mariadb(Mariadb, AtomicUsize),
}

impl Engine {
    pub(crate) const NAMES: [&'static str; 3] = ["sqlite", "postgres", "mariadb"];

    pub(crate) fn all() -> Vec<Self> {
        let postgres = Postgres::start().map(|server| Self::Postgres(server, AtomicUsize::new(0)));
        let mariadb = Mariadb::start().map(|server| Self::Mariadb(server, AtomicUsize::new(0)));
        std::iter::once(Self::Sqlite).chain(postgres).chain(mariadb).collect()
    }

    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => Self::NAMES[0],
            Self::Postgres(..) => Self::NAMES[1],
            Self::Mariadb(..) => Self::NAMES[2],
        }
    }

    async fn live(&self, directory: &Path) -> Live {
        match self {
            Self::Sqlite => {
                let url = format!("sqlite:{}?mode=rwc", directory.join("app.db").display());
                Live::Sqlite(SqlitePool::connect(&url).await.unwrap())
            }
            Self::Postgres(server, count) => {
                let name = format!("scenario_{}", count.fetch_add(1, Ordering::Relaxed));
                server.run("postgres", &format!("CREATE DATABASE {name}")).unwrap();
                Live::Postgres(PgPool::connect(&server.url(&name)).await.unwrap())
            }
            Self::Mariadb(server, count) => {
                let name = format!("scenario_{}", count.fetch_add(1, Ordering::Relaxed));
                server.run("", &format!("CREATE DATABASE {name}")).unwrap();
                Live::Mysql(MySqlPool::connect(&server.url(&name)).await.unwrap())
            }
        }
    }
}

/// A database that is there.
enum Live {
    Sqlite(SqlitePool),
    Postgres(PgPool),
    Mysql(MySqlPool),
}

/// A connection that holds a lock; dropping it lets go.
enum Held {
    Sqlite(#[expect(dead_code, reason = "it holds the lock")] sqlx::SqliteConnection),
    Postgres(#[expect(dead_code, reason = "it holds the lock")] sqlx::PgConnection),
    /// A lease is given back by what is said.
    Mysql(MySqlPool, String),
}

impl Held {
    async fn let_go(self) {
        if let Self::Mysql(pool, release) = self {
            sqlx::raw_sql(AssertSqlSafe(release)).execute(&pool).await.unwrap();
        }
    }
}

impl Live {
    const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
            Self::Mysql(_) => Dialect::Mysql,
        }
    }

    /// An empty database on the same server, for an engine that has none in memory.
    async fn shadow(&self) -> Option<Self> {
        let (name, force) = match self {
            Self::Sqlite(_) => return None,
            Self::Postgres(_) => ("shadow", " WITH (FORCE)"),
            Self::Mysql(_) => ("shadow", ""),
        };
        let renewed =
            [format!("DROP DATABASE IF EXISTS {name}{force}"), format!("CREATE DATABASE {name}")];
        for sql in renewed {
            assert_eq!(self.sql(&sql).await, "");
        }
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(pool) => {
                let options = PgConnectOptions::clone(&pool.connect_options()).database(name);
                Some(Self::Postgres(PgPool::connect_with(options).await.unwrap()))
            }
            Self::Mysql(pool) => {
                let options = MySqlConnectOptions::clone(&pool.connect_options()).database(name);
                Some(Self::Mysql(MySqlPool::connect_with(options).await.unwrap()))
            }
        }
    }

    fn database(&self) -> Database {
        match self {
            Self::Sqlite(pool) => pool.into(),
            Self::Postgres(pool) => pool.into(),
            Self::Mysql(pool) => pool.into(),
        }
    }

    /// Lists the names of tables, in order.
    const fn tables(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
            Self::Postgres(_) => {
                "SELECT relname FROM pg_class WHERE relkind = 'r' \
                 AND relnamespace = 'public'::regnamespace ORDER BY relname COLLATE \"C\""
            }
            // The lease stands beside every history here, and says nothing.
            Self::Mysql(_) => {
                "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() \
                 AND TABLE_NAME NOT LIKE '%\\_lease' ORDER BY TABLE_NAME COLLATE utf8mb3_bin"
            }
        }
    }

    async fn hold(&self) -> Held {
        match self {
            Self::Sqlite(pool) => {
                let mut connection = pool.acquire().await.unwrap().detach();
                sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
                Held::Sqlite(connection)
            }
            Self::Postgres(pool) => {
                // What another migrator has: the statement is the one that a migrator sends.
                let options = pool.connect_options();
                let mut connection = sqlx::PgConnection::connect_with(&options).await.unwrap();
                let session = session(Dialect::Postgres);
                let history = HistoryTable::new(session, None, "_migrate_history");
                let begin = session.begin(&history, &Default::default());
                sqlx::raw_sql(AssertSqlSafe(begin)).execute(&mut connection).await.unwrap();
                Held::Postgres(connection)
            }
            Self::Mysql(pool) => {
                let history = HistoryTable::new(session(Dialect::Mysql), None, "_migrate_history");
                let lease = session(Dialect::Mysql).lease(&history).unwrap();
                let (owner, token) = ("process 1 on another", 1);
                for sql in [lease.create(), lease.take(owner, token)].concat() {
                    sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await.unwrap();
                }
                Held::Mysql(pool.clone(), lease.release(token))
            }
        }
    }

    async fn sql(&self, sql: &str) -> String {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let outcome = match self {
            Self::Sqlite(pool) => sql.execute(pool).await.map(drop),
            Self::Postgres(pool) => sql.execute(pool).await.map(drop),
            Self::Mysql(pool) => sql.execute(pool).await.map(drop),
        };
        outcome.map_or_else(|error| error.to_string(), |()| String::new())
    }

    async fn query(&self, sql: &str) -> String {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        macro_rules! lines {
            ($pool:expr) => {{
                let rows = sql.fetch_all($pool).await.unwrap();
                let cell = |row: &_, at| text(sqlx::Row::try_get_unchecked(row, at).unwrap());
                let line = |row: &_| (0..sqlx::Row::len(row)).map(|at| cell(row, at)).collect();
                rows.iter().map(line).collect::<Vec<Vec<String>>>()
            }};
        }
        let rows = match self {
            Self::Sqlite(pool) => lines!(pool),
            Self::Postgres(pool) => lines!(pool),
            Self::Mysql(pool) => lines!(pool),
        };
        if rows.is_empty() {
            return "no rows".to_owned();
        }
        rows.iter().map(|cells| cells.join(" | ")).collect::<Vec<_>>().join("\n")
    }
}

fn text(cell: Option<String>) -> String {
    cell.unwrap_or_else(|| "NULL".to_owned())
}

/// A database of its own for one scenario.
pub(crate) struct Stage {
    directory: tempfile::TempDir,
    live: Live,
    /// Another connection, which has what migrators lock.
    holder: Mutex<Option<Held>>,
}

impl Stage {
    pub(crate) async fn new(engine: &Engine, files: &BTreeMap<&str, String>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let live = engine.live(directory.path()).await;
        let stage = Self { live, directory, holder: Mutex::new(None) };
        fs::create_dir(stage.migrations()).unwrap();
        for (name, text) in files.iter().filter(|(name, _)| !name.starts_with("later/")) {
            stage.write(name, text);
        }
        stage
    }

    fn migrations(&self) -> PathBuf {
        self.directory.path().join("migrations")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.migrations().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) async fn command(
        &self,
        command: &str,
        files: &BTreeMap<&str, String>,
        options: &mut Options,
    ) -> String {
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        match verb {
            "add" => {
                self.write(rest, &files[&*format!("later/{rest}")]);
                String::new()
            }
            "rename" => {
                let (from, to) = rest.split_once(' ').unwrap();
                for end in ["up.sql", "down.sql"] {
                    let path = |name| self.migrations().join(format!("{name}.{end}"));
                    fs::rename(path(from), path(to)).unwrap();
                }
                String::new()
            }
            "remove" => {
                fs::remove_file(self.migrations().join(rest)).unwrap();
                String::new()
            }
            "option" => {
                set_option(options, rest);
                String::new()
            }
            "hold" => {
                *self.holder.lock().await = Some(self.live.hold().await);
                String::new()
            }
            "let" => {
                if let Some(held) = self.holder.lock().await.take() {
                    held.let_go().await;
                }
                String::new()
            }
            "tables" => self.live.query(self.live.tables()).await,
            "sql" => self.live.sql(rest).await,
            "query" => self.live.query(rest).await,
            _ => self.verb(verb, rest, options.clone()).await,
        }
    }

    async fn verb(&self, verb: &str, rest: &str, options: Options) -> String {
        let location = Location {
            path: self.migrations(),
            name: "migrations".to_owned(),
            shown: "migrations".to_owned(),
        };
        let reading = read::read(&location, Target::oldest(self.live.dialect()));
        if reading.has_errors() {
            let findings = reading.findings.iter();
            return findings
                .map(|finding| reading.render(finding, Style::Plain))
                .collect::<Vec<_>>()
                .join("\n\n");
        }
        let migrator = Migrator::new(&reading.set, options).by("scenario", "1.0");
        let outcome = match (verb, rest) {
            ("up", "") => migrator.apply(self.live.database()).await,
            ("up", to) => migrator.apply_to(self.live.database(), upto(to)).await,
            ("down", to) => migrator.rollback(self.live.database(), rollback(to)).await,
            ("redo", _) => migrator.redo(self.live.database(), 1).await,
            ("status", _) => return status(&migrator, self.live.database()).await,
            ("verify", _) => {
                let shadow = self.live.shadow().await;
                return verify(&migrator, shadow.map(|live| live.database())).await;
            }
            _ => panic!("unknown command `{verb}`"),
        };
        outcome.map_or_else(|error| failed(&error), |report| told(&report))
    }
}
