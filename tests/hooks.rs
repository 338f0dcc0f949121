//! What a service does around its migrations: called in order, in the transaction of the script where
//! there is one, and able to end the run.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and a hook says what it likes"
)]

use std::sync::{Arc, Mutex};

use migrate_core::dialect::Target;
use migrate_core::set::MigrationSet;
use migrate_core::set::read::{self, Location};
use migrate_runtime::hook::{Hook, HookError, Place, async_trait};
use migrate_runtime::report::Standing;
use migrate_runtime::{Connection, Error, Migrations, Migrator, Options, embed_migrations};
use migrate_tests::Crate;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;
use sqlx::SqlitePool;

const TWO: [(&str, &str); 4] = [
    ("1_create_users.up", "CREATE TABLE users (id INTEGER);"),
    ("1_create_users.down", "DROP TABLE users;"),
    ("2_create_posts.up", "-- migrate: no-transaction\nCREATE TABLE posts (id INTEGER);"),
    ("2_create_posts.down", "DROP TABLE posts;"),
];

static MIGRATIONS: Migrations = embed_migrations!("testing/sqlite", dialect = "sqlite");

/// Keeps in a table of the service what was migrated, with what it says itself.
struct Audit;

#[async_trait]
impl Hook for Audit {
    async fn before_run(&self, scripts: usize, sql: &mut Connection<'_>) -> Result<(), HookError> {
        sql.execute("CREATE TABLE IF NOT EXISTS audit (what TEXT NOT NULL)").await?;
        println!("{scripts} scripts are about to run");
        Ok(())
    }

    async fn after(&self, at: &Place<'_>, sql: &mut Connection<'_>) -> Result<(), HookError> {
        let what = sql.quoted(&format!("{} {}", at.direction.word(), at.title));
        sql.execute(&format!("INSERT INTO audit VALUES ({what})")).await?;
        Ok(())
    }
}

#[tokio::test]
async fn a_service_keeps_what_was_migrated() -> Result<(), Box<dyn std::error::Error>> {
    let pool = SqlitePool::connect("sqlite::memory:").await?;
    let options = Options { hooks: vec![Arc::new(Audit)], ..Options::default() };
    MIGRATIONS.with(options).apply(&pool).await?;
    let kept: Vec<String> = sqlx::query_scalar("SELECT what FROM audit").fetch_all(&pool).await?;
    let set = MIGRATIONS.set();
    let titles = set.migrations.iter().map(|it| &it.title);
    let titles = titles.chain(set.repeatables.iter().map(|it| &it.name));
    assert_eq!(kept, titles.map(|title| format!("up {title}")).collect::<Vec<_>>());
    Ok(())
}

/// Writes down what it is told, into the database as well, and fails at one moment.
struct Diary {
    told: Arc<Mutex<Vec<String>>>,
    fails: Option<&'static str>,
}

impl Diary {
    async fn write(
        &self,
        moment: String,
        sql: Option<&mut Connection<'_>>,
    ) -> Result<(), HookError> {
        if let Some(sql) = sql {
            sql.execute(&format!("INSERT INTO diary VALUES ('{moment}')")).await?;
        }
        let fails = self.fails == Some(&*moment);
        self.told.lock().unwrap().push(moment);
        if fails { Err("it is Friday".into()) } else { Ok(()) }
    }
}

fn moment(when: &str, at: &Place<'_>) -> String {
    let within = if at.in_transaction { "" } else { ", alone" };
    format!("{when} {} {}{within}", at.direction.word(), at.version)
}

#[async_trait]
impl Hook for Diary {
    async fn before_run(&self, scripts: usize, sql: &mut Connection<'_>) -> Result<(), HookError> {
        let rows = sql.fetch("SELECT 'a'").await?;
        assert_eq!(rows, [[Some("a".to_owned())]]);
        self.write(format!("before {scripts}"), None).await
    }

    async fn after_run(&self, _sql: &mut Connection<'_>) -> Result<(), HookError> {
        self.write("after".to_owned(), None).await
    }

    async fn before(&self, at: &Place<'_>, sql: &mut Connection<'_>) -> Result<(), HookError> {
        self.write(moment("before", at), Some(sql)).await
    }

    async fn after(&self, at: &Place<'_>, sql: &mut Connection<'_>) -> Result<(), HookError> {
        self.write(moment("after", at), Some(sql)).await
    }
}

struct Stage {
    set: MigrationSet,
    url: String,
    _at: Crate,
}

impl Stage {
    fn new(target: &str, url: impl FnOnce(&Crate) -> String) -> Self {
        let at = Crate::with(&TWO);
        let path = at.path().join("migrations");
        let location = Location { path, name: "migrations".into(), shown: "migrations".into() };
        let target: Target = target.parse().unwrap();
        let url = url(&at);
        Self { set: read::read(&location, target).set, url, _at: at }
    }

    /// Goes all the way there or back, with a hook that fails at a moment. What it was told.
    async fn go(&self, up: bool, fails: Option<&'static str>) -> (Result<(), Error>, Vec<String>) {
        let told = Arc::new(Mutex::new(Vec::new()));
        let hooks: Vec<Arc<dyn Hook>> = vec![Arc::new(Diary { told: told.clone(), fails })];
        let migrator = Migrator::new(&self.set, Options { hooks, ..Options::default() });
        let done = match up {
            true => migrator.apply(&self.url).await,
            false => migrator.rollback(&self.url, 2).await,
        };
        let told = told.lock().unwrap().clone();
        (done.map(drop), told)
    }

    async fn pending(&self) -> usize {
        let status = Migrator::new(&self.set, Options::default()).status(&self.url).await;
        status.unwrap().pending()
    }
}

#[tokio::test]
async fn a_hook_of_a_script_is_part_of_its_transaction() {
    let stage = Stage::new("sqlite", |at| {
        let path = at.path().join("app.db");
        rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE diary (a)").unwrap();
        format!("sqlite:{}", path.display())
    });
    let rows = || {
        let path = stage.url.strip_prefix("sqlite:").unwrap();
        let connection = rusqlite::Connection::open(path).unwrap();
        let rows =
            connection.query_row("SELECT count(*) FROM diary", [], |row| row.get::<_, i64>(0));
        rows.unwrap()
    };
    for fails in ["before 2", "before up 1", "after up 1"] {
        let (done, _) = stage.go(true, Some(fails)).await;
        let error = done.unwrap_err().to_string();
        assert!(error.contains("it is Friday"), "{error}");
        assert_eq!((stage.pending().await, rows()), (2, 0), "{fails}: nothing is left of it");
    }
    let (done, told) = stage.go(true, None).await;
    done.unwrap();
    let up = ["before up 1", "after up 1", "before up 2, alone", "after up 2, alone"];
    assert_eq!(told, [&["before 2"], &up[..], &["after"]].concat());
    assert_eq!((stage.pending().await, rows()), (0, 4));
    let (done, told) = stage.go(false, None).await;
    done.unwrap();
    assert_eq!(told[1..5], ["before down 2", "after down 2", "before down 1", "after down 1"]);
    let (done, _) = stage.go(true, Some("before up 2, alone")).await;
    assert!(matches!(done, Err(Error::Hook { .. })));
    let (done, told) = stage.go(true, None).await;
    done.unwrap();
    assert_eq!(told, [&["before 1"], &up[2..], &["after"]].concat(), "it goes on where it stopped");
}

/// The same without a look at how it is committed.
async fn on_a_server(target: &str, url: &str, alone: &str) {
    let stage = Stage::new(target, |_| url.to_owned());
    let first = format!("after up 1{alone}");
    let fails: &'static str = Box::leak(first.clone().into_boxed_str());
    let (done, _) = stage.go(true, Some(fails)).await;
    assert!(matches!(done, Err(Error::Hook { .. })), "{done:?}");
    let (done, told) = stage.go(true, None).await;
    done.unwrap();
    assert!(told.contains(&first), "{told:?}");
    assert_eq!(stage.pending().await, 0);
    let (done, told) = stage.go(false, None).await;
    done.unwrap();
    assert!(told.contains(&format!("after down 1{alone}")), "{told:?}");
}

#[tokio::test]
async fn hooks_are_called_on_postgres() {
    let Some(server) = Postgres::start() else { return };
    server.run("postgres", "CREATE TABLE diary (a TEXT)").unwrap();
    on_a_server("postgres", &server.url("postgres"), "").await;
}

#[tokio::test]
async fn hooks_are_called_on_mariadb() {
    let Some(server) = Mariadb::start() else { return };
    server.run("", "CREATE DATABASE app; CREATE TABLE app.diary (a TEXT)").unwrap();
    on_a_server("mariadb", &server.url("app"), ", alone").await;
}

#[tokio::test]
async fn what_ran_before_a_hook_failed_is_recorded() {
    let Some(server) = Mariadb::start() else { return };
    server.run("", "CREATE DATABASE app; CREATE TABLE app.diary (a TEXT)").unwrap();
    let stage = Stage::new("mariadb", |_| server.url("app"));
    let (done, _) = stage.go(true, Some("before up 2, alone")).await;
    assert!(matches!(done, Err(Error::Hook { .. })), "{done:?}");
    let status = Migrator::new(&stage.set, Options::default()).status(&stage.url).await.unwrap();
    let standing: Vec<Standing> = status.migrations.iter().map(|it| it.standing).collect();
    assert_eq!(standing, [Standing::Applied, Standing::Interrupted]);
    let (done, told) = stage.go(true, None).await;
    done.unwrap();
    assert!(!told.iter().any(|it| it.contains("up 1")), "{told:?}");
}
