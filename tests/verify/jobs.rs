//! Parts of a set on databases of their own say what one database says of the whole.

use std::sync::Arc;

use migrate_core::dialect::Target;
use migrate_core::schema::fingerprint::Fingerprint;
use migrate_core::set::MigrationSet;
use migrate_core::set::read;
use migrate_runtime::verify::Verification;
use migrate_runtime::{Database, Migrator, Options};
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

const TABLES: [&str; 4] = ["users", "posts", "votes", "tags"];

/// Tables with rows, columns that come and go, and rows of the author for one of them.
fn files(spoilt: bool) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String, String)> = Vec::new();
    for table in TABLES {
        pairs.push((
            format!("create_{table}"),
            format!("CREATE TABLE {table} (id int PRIMARY KEY, name varchar(30), age int)"),
            format!("DROP TABLE {table}"),
        ));
        pairs.push((
            format!("add_to_{table}"),
            format!("ALTER TABLE {table} ADD COLUMN note varchar(20)"),
            format!("ALTER TABLE {table} DROP COLUMN note"),
        ));
        pairs.push((
            format!("shorten_{table}"),
            format!(
                "-- migrate: lossy({table}.age, reason = \"unused\")\n\
                 ALTER TABLE {table} DROP COLUMN age"
            ),
            format!("ALTER TABLE {table} ADD COLUMN age int"),
        ));
    }
    if spoilt {
        pairs[7].2 = "SELECT 1".to_owned();
    }
    let mut files: Vec<(String, String)> = Vec::new();
    for (at, (title, up, down)) in pairs.into_iter().enumerate() {
        let stem = format!("{}_{title}", at + 1);
        files.push((format!("{stem}.up.sql"), up));
        files.push((format!("{stem}.down.sql"), down));
    }
    let seed = "INSERT INTO posts (id, name) VALUES (901, 'given');\nINSERT INTO posts VALUES (1);";
    files.push(("seed.sql".to_owned(), seed.to_owned()));
    files
}

fn read(files: &[(String, String)], target: Target) -> read::Reading {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let reading = read::read_texts(&files, target);
    assert!(!reading.has_errors(), "{:?}", reading.findings);
    reading
}

/// What is the same whatever the values of made-up rows are.
fn told(found: &Verification) -> Vec<String> {
    let mut told: Vec<String> = found
        .migrations
        .iter()
        .map(|it| {
            let lost: Vec<String> = it.rows.lost.iter().map(|loss| loss.name()).collect();
            format!(
                "{} {:?} {} {:?} {:?} {:?} {} {}",
                it.path,
                it.verdict.words(),
                it.rows.preserved,
                lost,
                (it.rows.tables, it.rows.seeded, &it.rows.unproven),
                it.disagreement,
                Fingerprint::of(&it.before),
                Fingerprint::of(&it.after),
            )
        })
        .collect();
    told.push(format!("{} {} {:?}", found.engine, found.not_run, found.ungiven));
    told
}

async fn say_the_same(target: Target, make: impl Fn(&str) -> Database) {
    for spoilt in [false, true] {
        let reading = read(&files(spoilt), target);
        let seed = reading.seed.clone().map(Arc::new);
        let migrator = Migrator::new(&reading.set, Options { seed, ..Options::default() });
        let whole = migrator.verify_on(make(&format!("whole_{spoilt}"))).await.unwrap();
        assert_eq!(whole.blocker().is_some(), spoilt, "{:?}", whole.blocker());
        for count in [2, 3, 5] {
            let name = |at| make(&format!("part_{spoilt}_{count}_{at}"));
            let databases: Vec<Database> = (0..count).map(name).collect();
            let parts = migrator.verify_on_each(&databases).await.unwrap().unwrap();
            assert_eq!(told(&parts), told(&whole), "{count} parts");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_say_what_the_whole_says_on_sqlite() {
    let make = |_: &str| Database::from("sqlite::memory:");
    say_the_same("sqlite 3.45".parse().unwrap(), make).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_say_what_the_whole_says_on_postgres() {
    let Some(server) = Postgres::start() else { return };
    let make = |name: &str| {
        server.run("postgres", &format!("CREATE DATABASE {name}")).unwrap();
        Database::from(&server.url(name))
    };
    say_the_same("postgres 15".parse().unwrap(), make).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_say_what_the_whole_says_on_mariadb() {
    let Some(server) = Mariadb::start() else { return };
    let make = |name: &str| {
        server.run("", &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).unwrap();
        Database::from(&server.url(name))
    };
    say_the_same("mariadb 10.11".parse().unwrap(), make).await;
}

/// A second up leaves the columns in another order than the first, and a part that begins behind the
/// first one would meet another schema.
#[tokio::test]
async fn parts_that_do_not_fit_say_nothing() {
    let files = [
        ("1_a.up.sql", "CREATE TABLE a (x int, y int, z int)"),
        ("1_a.down.sql", "DROP TABLE a"),
        (
            "2_b.up.sql",
            "-- migrate: lossy(a.y, reason = \"unused\")\nALTER TABLE a RENAME COLUMN y TO w",
        ),
        ("2_b.down.sql", "ALTER TABLE a DROP COLUMN w; ALTER TABLE a ADD COLUMN y int"),
        ("3_c.up.sql", "CREATE TABLE c (id int)"),
        ("3_c.down.sql", "DROP TABLE c"),
    ];
    let set: MigrationSet = super::set(&files, "sqlite 3.45".parse().unwrap());
    let migrator = Migrator::new(&set, Options::default());
    let databases: Vec<Database> = (0..3).map(|_| Database::from("sqlite::memory:")).collect();
    assert!(migrator.verify_on_each(&databases).await.unwrap().is_none());
    let whole = migrator.verify_on("sqlite::memory:").await.unwrap();
    assert_eq!((whole.migrations.len(), whole.not_run), (3, 0), "{:?}", whole.blocker());
}
