//! Rows of the author, where none can be made up.

use std::sync::Arc;

use migrate_core::dialect::Target;
use migrate_core::set::read::{self, Reading};
use migrate_runtime::verify::{Blocker, Verdict, Verification};
use migrate_runtime::{Database, Migrator, Options};
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

/// The first row is taken, the second refused, the third has no table. The last one refers to what has
/// to be made up before it.
const SEED: &str = "-- what nobody guesses
INSERT INTO vault (id, code, note) VALUES (1, 'secret', 'kept');
INSERT INTO vault (id, code, note) VALUES (2, 'guess', 'refused');
INSERT INTO nowhere VALUES (1);
INSERT INTO keys_of (id, vault_id, owner, code) SELECT 7, 1, min(id), 'secret' FROM people;
";

/// Tables that only one word opens, `is_open` says how.
fn reading(target: Target, is_open: &str, seed: &str) -> Reading {
    let vault = format!(
        "-- migrate: irreversible(reason = \"base\")
         CREATE TABLE people (id int PRIMARY KEY);
         CREATE TABLE vault (id int PRIMARY KEY, code varchar(40) NOT NULL CHECK ({is_open}), note varchar(20));"
    );
    let keys = format!(
        "CREATE TABLE keys_of (id int PRIMARY KEY, vault_id int NOT NULL, owner int NOT NULL, \
         code varchar(40) NOT NULL CHECK ({is_open}), hint varchar(20) DEFAULT 'none', \
         FOREIGN KEY (vault_id) REFERENCES vault (id), FOREIGN KEY (owner) REFERENCES people (id));"
    );
    let files = [
        ("1_base.up.sql", &*vault),
        ("2_keys.up.sql", &*keys),
        ("2_keys.down.sql", "DROP TABLE keys_of"),
        ("3_hint.up.sql", "UPDATE keys_of SET hint = hint"),
        ("3_hint.down.sql", "UPDATE keys_of SET hint = hint"),
        ("4_note.up.sql", "ALTER TABLE vault DROP COLUMN note"),
        ("4_note.down.sql", "ALTER TABLE vault ADD COLUMN note varchar(20)"),
        ("seed.sql", seed),
    ];
    let files = &files[..files.len() - usize::from(seed.is_empty())];
    let reading = read::read_texts(files, target);
    assert!(!reading.has_errors(), "{:?}", reading.findings);
    reading
}

async fn verification(reading: &Reading, database: Database) -> Verification {
    let seed = reading.seed.clone().map(Arc::new);
    let migrator = Migrator::new(&reading.set, Options { seed, ..Options::default() });
    migrator.verify_on(database).await.unwrap()
}

/// Nothing is known of these rows without the author's, and then a loss is seen.
async fn are_met(target: Target, is_open: &str, make: impl Fn(&str) -> Database) {
    let without = reading(target, is_open, "");
    let found = verification(&without, make("without")).await;
    assert!(found.blocker().is_none(), "{:?}", found.blocker());
    let unproven = |at: usize| -> Vec<String> {
        found.migrations[at].rows.unproven.iter().map(ToString::to_string).collect()
    };
    assert_eq!(unproven(2), ["keys_of"]);
    assert_eq!(unproven(3), ["vault"]);

    let with = reading(target, is_open, SEED);
    let found = verification(&with, make("given")).await;
    let hint = &found.migrations[2];
    assert!(matches!(hint.verdict, Verdict::Restored { .. }), "{:?}", hint.verdict);
    assert_eq!((hint.rows.word(), hint.rows.preserved), (Some("preserved"), 5), "{:?}", hint.rows);
    let Some((note, Blocker::RowsLost(losses))) = found.blocker() else {
        panic!("{:?}", found.migrations.last())
    };
    assert_eq!(note.version.as_str(), "4");
    assert_eq!(losses[0].name(), "vault.note");
    let ungiven: Vec<(usize, bool)> =
        found.ungiven.iter().map(|it| (it.line, it.error.is_some())).collect();
    assert_eq!(ungiven, [(3, true), (4, false)], "{:?}", found.ungiven);
}

/// An up that fails on the author's rows fails on rows that there can be.
async fn are_no_accident(target: Target, is_open: &str, database: Database) {
    let mut reading = reading(target, is_open, SEED);
    let narrow = "ALTER TABLE vault ADD CONSTRAINT short CHECK (note = 'gone')";
    reading.set.migrations.to_mut()[3].up.sql = narrow.into();
    let found = verification(&reading, database).await;
    let Some((_, Blocker::FailsOnRows(failure))) = found.blocker() else {
        panic!("{:?}", found.migrations.last())
    };
    assert!(failure.error.message().contains("short"), "{failure}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_the_author_are_met_on_sqlite() {
    let target = "sqlite 3.45".parse().unwrap();
    let is_open = "hex(code) = '736563726574'";
    are_met(target, is_open, |_| Database::from("sqlite::memory:")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_the_author_are_met_on_postgres() {
    let Some(server) = Postgres::start() else { return };
    let make = |name: &str| {
        server.run("postgres", &format!("CREATE DATABASE {name}")).unwrap();
        Database::from(&server.url(name))
    };
    let target = "postgres 15".parse().unwrap();
    are_met(target, OPEN, make).await;
    are_no_accident(target, OPEN, make("narrow")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_the_author_are_met_on_mariadb() {
    let Some(server) = Mariadb::start() else { return };
    let make = |name: &str| {
        server.run("", &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).unwrap();
        Database::from(&server.url(name))
    };
    let target = "mariadb 10.11".parse().unwrap();
    are_met(target, OPEN, make).await;
    are_no_accident(target, OPEN, make("narrow")).await;
}

/// The MD5 of `secret`.
const OPEN: &str = "md5(code) = '5ebe2294ecd0e0f08eab7690d2a6ee69'";
