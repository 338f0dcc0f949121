//! What a service that boots says to a database in which everything is applied: one question.

use std::time::{Duration, Instant};

use migrate_core::dialect::{Dialect, Target};
use migrate_core::set::MigrationSet;
use migrate_core::set::read::{self, Location};
use migrate_runtime::{Database, Migrator, Options};
use migrate_tests::server::proxy::Proxy;
use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection as _, MySqlConnection, PgConnection};

use super::site::Site;

fn migrations() -> Vec<(String, String, String)> {
    let migration = |number: usize| {
        let up = format!("CREATE TABLE t{number} (id INT);\n");
        (format!("{number:04}_t{number}"), up, format!("DROP TABLE t{number};\n"))
    };
    (1..=1000).map(migration).collect()
}

pub(super) fn set(site: &Site, dialect: Dialect) -> MigrationSet {
    let path = site.path().join("migrations");
    let location = Location { path, name: "migrations".into(), shown: "migrations".into() };
    read::read(&location, Target::oldest(dialect)).set
}

/// The same with a script that runs again when its text changes, which is a part of the question.
fn repeating(site: &Site, dialect: Dialect) -> MigrationSet {
    let view = "DROP VIEW IF EXISTS v;\nCREATE VIEW v AS SELECT id FROM t1;\n";
    std::fs::write(site.path().join("migrations/R__v.sql"), view).unwrap();
    let set = set(site, dialect);
    assert_eq!(set.repeatables.len(), 1);
    set
}

/// How often the two take turns until a run that finds nothing to do is over.
async fn turns(proxy: &Proxy, set: &MigrationSet, database: Database) -> usize {
    proxy.turns();
    let report = Migrator::new(set, Options::default()).apply(database).await.unwrap();
    let turns = proxy.turns();
    assert!(report.steps.is_empty() && report.pending == 0);
    turns
}

/// All connections are over, and what they said last, a farewell, is counted.
async fn settled(proxy: &Proxy) -> usize {
    until(|| proxy.open() == 0).await;
    proxy.turns()
}

/// What has to come true while others of this run time go on.
async fn until(is_so: impl Fn() -> bool) {
    let since = Instant::now();
    while !is_so() {
        assert!(since.elapsed() < Duration::from_secs(300), "this does not come true");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn nothing_pending_is_one_round_trip_on_postgres() {
    let Some(site) = Site::new("round_trips", &migrations()) else { return };
    let set = repeating(&site, Dialect::Postgres);
    Migrator::new(&set, Options::default()).apply(&site.url()).await.unwrap();
    let (proxy, url) = site.proxy();
    let options = PgPoolOptions::new().max_connections(1).test_before_acquire(false);
    let pool = options.connect(&url).await.unwrap();
    // It asks a connection that it gets back whether it is alive.
    until(|| pool.num_idle() == 1).await;
    assert_eq!(turns(&proxy, &set, (&pool).into()).await, 1);
    pool.close().await;
    settled(&proxy).await;
    PgConnection::connect(&url).await.unwrap().close().await.unwrap();
    let courtesies = settled(&proxy).await;
    let turns = turns(&proxy, &set, (&url).into()).await + settled(&proxy).await;
    assert_eq!(turns, courtesies + 1);
}

#[tokio::test]
async fn nothing_pending_is_one_round_trip_on_mariadb() {
    let Some(site) = Site::on_mariadb("round_trips", &migrations()) else { return };
    let set = repeating(&site, Dialect::Mysql);
    Migrator::new(&set, Options::default()).apply(&site.url()).await.unwrap();
    let (proxy, url) = site.proxy();
    let options = MySqlPoolOptions::new().max_connections(1).test_before_acquire(false);
    let pool = options.connect(&url).await.unwrap();
    until(|| pool.num_idle() == 1).await;
    assert_eq!(turns(&proxy, &set, (&pool).into()).await, 1);
    pool.close().await;
    settled(&proxy).await;
    MySqlConnection::connect(&url).await.unwrap().close().await.unwrap();
    let courtesies = settled(&proxy).await;
    let turns = turns(&proxy, &set, (&url).into()).await + settled(&proxy).await;
    assert_eq!(turns, courtesies + 1);
}

/// How often the two take turns for one migration more of this kind.
async fn each(name: &str, up: &str, down: &str) -> Option<usize> {
    let migration = |number: usize| {
        let of = |sql: &str| sql.replace("{number}", &number.to_string());
        (format!("{number:04}_more"), of(up), of(down))
    };
    let first = ["0000_rows", "CREATE TABLE rows_of_all (n INT);\n", "DROP TABLE rows_of_all;\n"];
    let first = first.map(str::to_owned).into();
    let migrations: Vec<_> = std::iter::once(first).chain((1..=31).map(migration)).collect();
    let site = Site::on_mariadb(name, &migrations)?;
    let set = set(&site, Dialect::Mysql);
    let (proxy, url) = site.proxy();
    let migrator = Migrator::new(&set, Options::default());
    let mut turns = Vec::new();
    for more in [2, 10, 20] {
        proxy.turns();
        assert_eq!(migrator.apply_to(&url, more).await.unwrap().steps.len(), more);
        until(|| proxy.open() == 0).await;
        // Another connection puts the lease off, as often as time goes by.
        turns.push(proxy.busiest());
    }
    // The first one also created the history. Whether a farewell is among them is a matter of time.
    Some((turns[2] - turns[1] + 5) / 10)
}

/// A look at what is there; that the migration before ran, and what is about to run; and the statement: so
/// many ways to the server and back, whatever stands between, and the second is the only one that waits
/// for its disk besides what the statement does.
#[tokio::test]
async fn a_journaled_migration_is_three_round_trips() {
    let (up, down) = ("ALTER TABLE rows_of_all COMMENT '{number}';\n", "DO 1;\n");
    let Some(turns) = each("journaled", up, down).await else { return };
    assert_eq!(turns, 3);
}

/// Where each makes a thing of its own, the look and the record are those of all of them.
#[tokio::test]
async fn a_migration_that_makes_something_is_one_round_trip() {
    let (up, down) = ("CREATE TABLE t{number} (id INT);\n", "DROP TABLE t{number};\n");
    let Some(turns) = each("making", up, down).await else { return };
    assert_eq!(turns, 1);
}

/// That the migration before ran, that nobody else is here, and the rows; that they are there, and the end of
/// the transaction, which alone waits for the disk.
#[tokio::test]
async fn a_migration_of_rows_is_two_round_trips() {
    let up = "INSERT INTO rows_of_all VALUES ({number});\n";
    let down = "DELETE FROM rows_of_all WHERE n = {number};\n";
    let Some(turns) = each("of_rows", up, down).await else { return };
    assert_eq!(turns, 2);
}

/// What others would wait behind waits for less time than what changes rows, and saying so is no way of its own.
#[tokio::test]
async fn a_table_and_its_rows_are_three_round_trips() {
    let up = "CREATE TABLE t{number} (id INT);\nINSERT INTO t{number} VALUES (1);\n";
    let Some(turns) = each("filled", up, "DROP TABLE t{number};\n").await else { return };
    assert_eq!(turns, 3);
}

/// Beside the rows: the begin, the lease, the end of the migration before, the row of this one, the record, and
/// the end.
#[tokio::test]
async fn a_migration_of_rows_is_seven_statements() {
    let rows = |number: usize| {
        let up = format!("INSERT INTO rows_of_all VALUES ({number});\n");
        (format!("{number:04}_rows"), up, "DELETE FROM rows_of_all;\n".to_owned())
    };
    let table = ["0000_table", "CREATE TABLE rows_of_all (n INT);\n", "DROP TABLE rows_of_all;\n"];
    let table = table.map(str::to_owned).into();
    let migrations: Vec<_> = std::iter::once(table).chain((1..=31).map(rows)).collect();
    let Some(site) = Site::on_mariadb_alone("statements", &migrations) else { return };
    let set = set(&site, Dialect::Mysql);
    let migrator = Migrator::new(&set, Options::default());
    let asked = || -> usize {
        let said = site.ask("SHOW GLOBAL STATUS LIKE 'Questions'");
        said.rsplit('|').next().unwrap().parse().unwrap()
    };
    let mut statements = Vec::new();
    for more in [2, 10, 20] {
        let before = asked();
        migrator.apply_to(&site.url(), more).await.unwrap();
        statements.push(asked() - before);
    }
    // Another connection puts the lease off, as often as time goes by.
    assert_eq!((statements[2] - statements[1] + 5) / 10, 7, "{statements:?}");
}

/// On a database without a history what fits goes in one text.
#[tokio::test]
async fn thirty_two_statements_more_are_one_round_trip_more() {
    let mut turns = Vec::new();
    for count in [32, 64] {
        let Some(site) = Site::new(&format!("more_{count}"), &migrations()[..count]) else {
            return;
        };
        let set = set(&site, Dialect::Postgres);
        let (proxy, url) = site.proxy();
        assert_eq!(
            Migrator::new(&set, Options::default()).apply(&url).await.unwrap().steps.len(),
            count
        );
        turns.push(settled(&proxy).await);
    }
    // Whether a farewell is among them is a matter of time.
    assert!((1..=2).contains(&turns[1].saturating_sub(turns[0])) && turns[1] < 25, "{turns:?}");
}
