//! Databases for tests: one for each, migrated, and gone afterwards.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what databases cost"
)]

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use migrate_runtime::testing::{self, TestDatabase};
use migrate_runtime::{Migrations, embed_migrations, shadow};
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;
use sqlx::{MySqlPool, PgPool, SqlitePool};

static MIGRATIONS: Migrations = embed_migrations!("testing/sqlite", dialect = "sqlite");
static POSTGRES: Migrations = embed_migrations!("testing/postgres", dialect = "postgres");
static MARIADB: Migrations = embed_migrations!("testing/mariadb", dialect = "mariadb");

const ADD: &str = "INSERT INTO users VALUES (1, 'a@b.c')";
const COUNT: &str = "SELECT count(*) FROM people";

/// What a test of the attribute says where it shall never end, so that it can be killed.
const HANG: &str = "MIGRATE_TESTS_HANG";
/// Whether this process is one that a test here started, with a server that the environment names.
const CHILD: &str = "MIGRATE_TESTS_CHILD";

#[migrate_runtime::test(MIGRATIONS)]
async fn one_of_sqlite(pool: SqlitePool) {
    sqlx::query("INSERT INTO users VALUES (1, 'a@b.c')").execute(&pool).await.unwrap();
    let n: i64 = sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&pool).await.unwrap();
    assert_eq!(n, 1);
    if std::env::var_os(HANG).is_some() {
        eprintln!("it hangs");
        std::future::pending::<()>().await;
    }
}

#[migrate_runtime::test(MIGRATIONS)]
async fn another_of_sqlite(pool: SqlitePool, database: TestDatabase) -> Result<(), sqlx::Error> {
    assert_eq!(sqlx::query_scalar::<_, i64>(COUNT).fetch_one(&pool).await?, 0);
    assert_eq!(MIGRATIONS.status(&database).await.unwrap().pending(), 0);
    sqlx::query(ADD).execute(&pool).await.map(drop)
}

#[migrate_runtime::test(MIGRATIONS)]
async fn a_test_may_need_no_more() {}

#[test]
fn a_panic_leaves_nothing() {
    let seen = std::sync::Mutex::new(String::new());
    let outcome = std::panic::catch_unwind(|| {
        testing::run(&MIGRATIONS, async |database: TestDatabase| {
            *seen.lock().unwrap() = path(&database).to_owned();
            assert!(std::path::Path::new(path(&database)).exists());
            panic!("as tests do");
        });
    });
    assert!(outcome.is_err());
    let path = seen.into_inner().unwrap();
    assert!(!path.is_empty() && !std::path::Path::new(&path).exists(), "{path}");
}

fn path(database: &TestDatabase) -> &str {
    let path = database.url().strip_prefix("sqlite://").unwrap();
    path.split('?').next().unwrap()
}

#[test]
fn what_a_killed_test_leaves_is_removed_by_the_next_run() {
    let cache = tempfile::tempdir().unwrap();
    let test = |name: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", name, "--nocapture"]).env("CARGO_MIGRATE_CACHE", cache.path());
        command
    };
    let hanging =
        test("one_of_sqlite").env(HANG, "1").stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut hanging = hanging.unwrap();
    let lines = BufReader::new(hanging.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.take_while(|line| line != "it hangs").count() < 100);
    hanging.kill().unwrap();
    hanging.wait().unwrap();
    let runs = || {
        let files = std::fs::read_dir(cache.path().join("tests")).unwrap().flatten();
        files.filter(|it| it.file_name().to_string_lossy().starts_with("run_")).count()
    };
    assert!(runs() > 0);
    assert!(test("another_of_sqlite").output().unwrap().status.success());
    assert_eq!(runs(), 0);
}

/// A test for a server that the environment names, which another test starts it with.
#[test]
fn one_of_postgres() {
    if std::env::var_os(CHILD).is_some() {
        on_postgres();
    }
}

fn on_postgres() {
    testing::run(&POSTGRES, async |pool: PgPool| {
        sqlx::query(ADD).execute(&pool).await.unwrap();
        assert_eq!(sqlx::query_scalar::<_, i64>(COUNT).fetch_one(&pool).await.unwrap(), 1);
        assert_eq!(POSTGRES.status(&pool).await.unwrap().pending(), 0);
        timed("PostgreSQL", &POSTGRES).await;
    });
}

#[test]
fn one_of_mariadb() {
    if std::env::var_os(CHILD).is_some() {
        on_mariadb();
    }
}

fn on_mariadb() {
    testing::run(&MARIADB, async |pool: MySqlPool| {
        sqlx::query(ADD).execute(&pool).await.unwrap();
        assert_eq!(sqlx::query_scalar::<_, i64>(COUNT).fetch_one(&pool).await.unwrap(), 1);
        assert_eq!(MARIADB.status(&pool).await.unwrap().pending(), 0);
        timed("MariaDB", &MARIADB).await;
    });
}

#[test]
fn without_a_name_a_server_of_our_own_is_used() {
    let is_here = |engine: &str| shadow::found().iter().any(|it| it.release.engine == engine);
    if is_here("PostgreSQL") {
        on_postgres();
    }
    if is_here("MariaDB") {
        on_mariadb();
    }
}

#[migrate_runtime::test(MIGRATIONS)]
async fn how_long_a_database_takes() {
    timed("SQLite", &MIGRATIONS).await;
}

/// What the tests of each engine cost; nothing depends on it.
async fn timed(engine: &str, migrations: &Migrations) {
    let since = Instant::now();
    for _ in 0..10 {
        testing::database(migrations).await.unwrap();
    }
    println!("{engine}: {:?} for each database, made and dropped", since.elapsed() / 10);
}

/// Runs a test of this file on a server, as one who sets `DATABASE_URL` does.
fn on_a_server(test: &str, url: &str) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env("DATABASE_URL", url)
        .env_remove("SHADOW_DATABASE_URL")
        .env(CHILD, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    println!("{said}");
}

#[test]
fn the_databases_of_postgres_are_copies_beside_the_one_that_is_named() {
    let Some(server) = Postgres::start() else { return };
    server.run("postgres", "CREATE TABLE of_the_application (a INT)").unwrap();
    for _ in 0..2 {
        on_a_server("one_of_postgres", &server.url("postgres"));
        let list = "SELECT datname FROM pg_database WHERE datname LIKE 'migrate_%'";
        let left = server.run("postgres", list).unwrap();
        let left: Vec<&str> = left.lines().collect();
        assert!(matches!(&left[..], [one] if one.starts_with("migrate_template_")), "{left:?}");
    }
}

#[test]
fn the_databases_of_mariadb_are_beside_the_one_that_is_named() {
    let Some(server) = Mariadb::start() else { return };
    server.run("", "CREATE DATABASE app; CREATE TABLE app.of_the_application (a INT)").unwrap();
    on_a_server("one_of_mariadb", &server.url("app"));
    let left = server.run("", "SHOW DATABASES LIKE 'migrate_%'").unwrap();
    assert_eq!(left.trim(), "");
}
