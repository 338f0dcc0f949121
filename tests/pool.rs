//! The pool of a service: what it gets back, and what it is never given.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use migrate_core::dialect::session::{HistoryTable, session};
use migrate_core::dialect::{Dialect, Target};
use migrate_core::set::MigrationSet;
use migrate_core::set::read::{self, Location};
use migrate_runtime::event::Event;
use migrate_runtime::plan::Rollback;
use migrate_runtime::{Migrator, Options};
use migrate_tests::Crate;
use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{AssertSqlSafe, Row as _, SqlitePool};

const TWO: [(&str, &str); 4] = [
    ("1_create_users.up", "CREATE TABLE users (id INTEGER PRIMARY KEY);"),
    ("1_create_users.down", "DROP TABLE users;"),
    ("2_create_posts.up", "CREATE TABLE posts (user_id INTEGER REFERENCES users (id));"),
    ("2_create_posts.down", "DROP TABLE posts;"),
];

fn set(at: &Crate) -> MigrationSet {
    let path = at.path().join("migrations");
    let location = Location { path, name: "migrations".into(), shown: "migrations".into() };
    let reading = read::read(&location, Target::oldest(Dialect::Sqlite));
    assert_eq!(reading.findings, []);
    reading.set
}

async fn number(pool: &SqlitePool, sql: &'static str) -> i64 {
    sqlx::raw_sql(sql).fetch_one(pool).await.unwrap().get(0)
}

/// A database in memory lives as long as its connection, so this one must come back.
#[tokio::test]
async fn a_database_in_memory_survives_its_migration() {
    let set = set(&Crate::with(&TWO));
    let pool =
        SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    let report = Migrator::new(&set, Options::default()).apply(&pool).await.unwrap();
    assert_eq!(report.steps.len(), 2);
    assert_eq!(number(&pool, "SELECT count(*) FROM posts").await, 0);
    assert_eq!(number(&pool, "PRAGMA foreign_keys").await, 1, "as sqlx had set it");
    assert!(Migrator::new(&set, Options::default()).apply(&pool).await.unwrap().steps.is_empty());
}

/// A service that boots asks one question, and the text of a repeatable script is a part of it.
#[tokio::test]
async fn an_edited_script_is_pending() {
    let at = Crate::with(&TWO);
    let view = |columns: &str| {
        let text = format!("DROP VIEW IF EXISTS v;\nCREATE VIEW v AS SELECT {columns} FROM users;");
        at.write("migrations/R__v.sql", &text);
        set(&at)
    };
    let url = format!("sqlite:{}?mode=rwc", at.path().join("app.db").display());
    let pool = SqlitePool::connect(&url).await.unwrap();
    for namespace in ["", "shop"] {
        let table = HistoryTable::new(session(Dialect::Sqlite), None, "_migrate_history");
        let table = table.within(namespace);
        let is_current = async |set: &MigrationSet| {
            let query = AssertSqlSafe(table.select_current(set));
            sqlx::raw_sql(query).fetch_one(&pool).await.unwrap().get::<String, _>(0) == "1"
        };
        let options = Options { namespace: namespace.to_owned(), ..Options::default() };
        let (old, new) = (view("id"), view("id, id AS it"));
        Migrator::new(&old, options.clone()).apply(&pool).await.unwrap();
        assert!(is_current(&old).await && !is_current(&new).await);
        Migrator::new(&new, options.clone()).apply(&pool).await.unwrap();
        assert!(is_current(&new).await && !is_current(&old).await);
        Migrator::new(&new, options.clone()).rollback(&pool, 1).await.unwrap();
        assert!(is_current(&old).await && !is_current(&new).await);
        Migrator::new(&new, options).rollback(&pool, Rollback::All).await.unwrap();
    }
}

/// The connection that migrated is closed, and a pool of one connection still serves.
#[tokio::test]
async fn a_pool_of_one_connection_serves_on() {
    let at = Crate::with(&TWO);
    let set = set(&at);
    let url = format!("sqlite:{}?mode=rwc", at.path().join("app.db").display());
    let pool = SqlitePoolOptions::new().max_connections(1).connect(&url).await.unwrap();
    sqlx::raw_sql("CREATE TEMP TABLE mine (id)").execute(&pool).await.unwrap();
    Migrator::new(&set, Options::default()).apply(&pool).await.unwrap();
    assert_eq!(number(&pool, "PRAGMA foreign_keys").await, 1);
    assert_eq!(number(&pool, "SELECT count(*) FROM sqlite_temp_schema").await, 0, "another one");
    assert_eq!(number(&pool, "SELECT count(*) FROM _migrate_history").await, 2);
}

/// A service that is told to stop while it migrates drops the future, wherever that is.
#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_run_holds_nothing() {
    let slow = "CREATE TABLE numbers (n);\n\
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)\n\
                INSERT INTO numbers SELECT i FROM n;";
    let at = Crate::with(&[("1_fill.up", slow), ("1_fill.down", "DROP TABLE numbers;")]);
    let set = set(&at);
    let url = format!("sqlite:{}?mode=rwc", at.path().join("app.db").display());
    let pool = SqlitePool::connect(&url).await.unwrap();
    for milliseconds in [0, 1, 2, 5, 10, 20, 40] {
        let migrator = Migrator::new(&set, Options::default());
        let limit = Duration::from_millis(milliseconds);
        if tokio::time::timeout(limit, migrator.apply(&pool)).await.is_ok() {
            migrator.rollback(&pool, 1).await.unwrap();
        }
    }
    let report = Migrator::new(&set, Options::default()).apply(&pool).await.unwrap();
    assert_eq!(report.pending, 0);
    assert_eq!(number(&pool, "SELECT count(*) FROM numbers").await, 400_000);
}

#[tokio::test]
async fn the_observer_is_told_in_order() {
    let set = set(&Crate::with(&TWO));
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let observer = move |event: &Event<'_>| {
        let text = match event {
            Event::Planned { steps } => format!("planned {steps}"),
            Event::Started { version, direction, .. } => format!("{} {version}", direction.word()),
            Event::Finished { version, .. } => format!("finished {version}"),
            Event::Committed => "committed".to_owned(),
            other => format!("{other:?}"),
        };
        log.lock().unwrap().push(text);
    };
    let options = Options { observer: Some(Arc::new(observer)), ..Options::default() };
    let pool =
        SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    Migrator::new(&set, options).apply(&pool).await.unwrap();
    let told = told.lock().unwrap();
    assert_eq!(*told, ["planned 2", "up 1", "finished 1", "up 2", "finished 2", "committed"]);
}
