//! The pool of a service on PostgreSQL, and databases that cannot be migrated.

use std::time::Duration;

use migrate_core::dialect::{Dialect, Target};
use migrate_core::set::MigrationSet;
use migrate_core::set::read::{self, Location};
use migrate_runtime::{Migrator, Options};
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgPool, Row as _};

use super::site::Site;

fn set(site: &Site) -> MigrationSet {
    let path = site.path().join("migrations");
    let location = Location { path, name: "migrations".into(), shown: "migrations".into() };
    read::read(&location, Target::oldest(Dialect::Postgres)).set
}

async fn pool(site: &Site, connections: u32) -> PgPool {
    let options = PgPoolOptions::new().max_connections(connections);
    options.connect(&site.url()).await.unwrap()
}

async fn number(pool: &PgPool, sql: &'static str) -> i64 {
    sqlx::raw_sql(sql).fetch_one(pool).await.unwrap().get(0)
}

/// A service that is told to stop while it migrates drops the future, wherever that is; the next one
/// finds neither a lock nor a lease.
#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_run_holds_nothing() {
    let fill = "CREATE TABLE t (n INT);\nINSERT INTO t SELECT generate_series(1, 50000);\n";
    let index = "-- migrate: no-transaction\nINSERT INTO t VALUES (0);\n\
                 CREATE INDEX CONCURRENTLY t_n_idx ON t (n);\nVACUUM t;\n";
    let back = "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY t_n_idx;\n\
                DELETE FROM t WHERE n = 0;\n";
    let migrations = [
        ("1_fill".to_owned(), fill.to_owned(), "DROP TABLE t;\n".to_owned()),
        ("2_index".to_owned(), index.to_owned(), back.to_owned()),
    ];
    let Some(site) = Site::new("cancelled", &migrations) else { return };
    let (set, pool) = (set(&site), pool(&site, 1).await);
    let migrator = Migrator::new(&set, Options::default());
    migrator.apply(&pool).await.unwrap();
    migrator.rollback(&pool, 2).await.unwrap();
    for milliseconds in [1, 5, 10, 20, 30, 40, 60, 80, 100, 150] {
        let limit = Duration::from_millis(milliseconds);
        if tokio::time::timeout(limit, migrator.apply(&pool)).await.is_ok() {
            migrator.rollback(&pool, 2).await.unwrap();
        }
    }
    site.wait_for("SELECT until = '-infinity' FROM _migrate_history_lease");
    assert_eq!(migrator.apply(&pool).await.unwrap().pending, 0);
    assert_eq!(number(&pool, "SELECT count(*) FROM t").await, 50_001);
    assert_eq!(number(&pool, "SELECT count(*) FROM pg_index WHERE NOT indisvalid").await, 0);
    // Of this database: others are migrated beside it.
    let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' \
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(number(&pool, locks).await, 0);
}

/// A migration means what it means in the engine's own client, where the driver says otherwise.
#[tokio::test]
async fn the_settings_are_those_of_the_server() {
    let up = "CREATE TABLE t (at timestamptz DEFAULT '2026-07-01 12:00', \
              day date DEFAULT '02/03/2026');\nINSERT INTO t DEFAULT VALUES;\n";
    // Outside a transaction, too; there a script may have settings of its own for all of its parts.
    let outside = "-- migrate: no-transaction\nINSERT INTO t VALUES ('2026-07-01 12:00', '02/03/2026');\n\
                   SET TIME ZONE 'UTC';\nINSERT INTO t VALUES ('2026-07-01 12:00', '02/03/2026');\n";
    let back = "-- migrate: no-transaction\nDELETE FROM t;\n";
    let migrations = [
        ("1_t".to_owned(), up.to_owned(), "DROP TABLE t;\n".to_owned()),
        ("2_outside".to_owned(), outside.to_owned(), back.to_owned()),
    ];
    let Some(site) = Site::new("settings", &migrations) else { return };
    site.ask("ALTER DATABASE settings SET TimeZone = 'America/New_York'");
    site.ask("ALTER ROLE postgres IN DATABASE settings SET DateStyle = 'ISO, DMY'");
    let (set, pool) = (set(&site), pool(&site, 2).await);
    Migrator::new(&set, Options::default()).apply(&pool).await.unwrap();
    assert_eq!(
        site.ask(
            "SELECT string_agg(concat(at AT TIME ZONE 'UTC', ' ', extract(month FROM day)), ', ' \
             ORDER BY ctid) FROM t"
        ),
        "2026-07-01 16:00:00 3, 2026-07-01 16:00:00 3, 2026-07-01 12:00:00 3"
    );
}

/// Each is an error that says what is the matter, and none of them leaves anything.
#[test]
fn what_cannot_be_migrated_says_why() {
    let up = "CREATE TABLE t (n INT);\n";
    let migrations = [("1_t".to_owned(), up.to_owned(), "DROP TABLE t;\n".to_owned())];
    let Some(site) = Site::new("refused", &migrations) else { return };
    site.ask("CREATE ROLE nobody LOGIN");
    site.ask("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    site.ask("CREATE ROLE reader LOGIN SUPERUSER");
    site.ask("ALTER ROLE reader SET default_transaction_read_only = on");
    let url = |user: &str| site.url().replace("postgres@", &format!("{user}@"));
    for (url, code, words) in [
        (url("stranger"), 3, "role \"stranger\" does not exist"),
        (site.url() + "_not", 3, "create the database first"),
        ("postgres://localhost:1/app".to_owned(), 3, "the database cannot be opened"),
        (url("nobody"), 4, "permission denied for schema public"),
        (url("reader"), 4, "read-only transaction"),
    ] {
        let mut command = site.command_at(&url, &["up"]);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(words), "{url}: {said}");
        assert_eq!(output.status.code(), Some(code), "{said}");
    }
    assert_eq!(
        site.ask("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"),
        "0"
    );
}

/// Who has nothing to do waits for no writer of the history.
#[tokio::test]
async fn nothing_pending_waits_for_nobody() {
    let up = "CREATE TABLE t (n INT);\n";
    let migrations = [("1_t".to_owned(), up.to_owned(), "DROP TABLE t;\n".to_owned())];
    let Some(site) = Site::new("idle", &migrations) else { return };
    let (set, pool) = (set(&site), pool(&site, 1).await);
    let migrator = Migrator::new(&set, Options::default());
    migrator.apply(&pool).await.unwrap();
    let hold = site.hold("BEGIN; LOCK TABLE _migrate_history IN EXCLUSIVE MODE");
    let limit = Duration::from_secs(300);
    let report = tokio::time::timeout(limit, migrator.apply(&pool)).await.unwrap().unwrap();
    assert!(report.steps.is_empty());
    hold.release();
}
