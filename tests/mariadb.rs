//! The model against a live MariaDB, or against the MySQL that runs in its place: the same statements
//! replayed and executed, and what both have then compared after each.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says why it did not run"
)]

#[path = "mariadb/compare.rs"]
mod compare;

#[path = "mariadb/blind.rs"]
mod blind;

#[path = "mariadb/narrow.rs"]
mod narrow;

use compare::{Database, Pair};
use migrate_tests::server::mariadb::Mariadb;

/// What is said to a server, in its own words.
struct Words {
    /// A database with a bit of everything.
    base: &'static str,
    /// A change of it to a line.
    changes: &'static str,
    /// Scripts of statements that the model and the engine must do, or refuse, alike; each in a database
    /// of its own.
    scripts: &'static str,
}

const MARIADB: Words = Words {
    base: include_str!("mariadb/base.sql"),
    changes: include_str!("mariadb/changes.sql"),
    scripts: include_str!("mariadb/scripts.sql"),
};

const MYSQL: Words = Words {
    base: include_str!("mariadb/mysql/base.sql"),
    changes: include_str!("mariadb/mysql/changes.sql"),
    scripts: include_str!("mariadb/mysql/scripts.sql"),
};

fn words(server: &Mariadb) -> &'static Words {
    if server.target().is_mariadb { &MARIADB } else { &MYSQL }
}

#[test]
fn the_model_does_what_the_engine_does() {
    let Some(server) = Mariadb::start() else { return };
    let mut wrong = Vec::new();
    for (number, script) in words(&server).scripts.split("-- next\n").enumerate() {
        let mut pair = Pair::new(Database::new(&server, &format!("hand_{number}")));
        wrong.extend(pair.run(script));
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn random_statements_do_what_the_engine_does() {
    let Some(server) = Mariadb::start() else { return };
    let mut wrong = Vec::new();
    let (mut done, mut refused, mut rendered) = (0, 0, 0);
    for seed in 1..=12 {
        let mut pair = Pair::new(Database::new(&server, &format!("random_{seed}")));
        let script = compare::random::script(seed, 25);
        wrong.extend(pair.run(&script));
        done += pair.done;
        refused += pair.refused;
        rendered += pair.rendered;
    }
    assert!(rendered > 20, "{rendered} schemas were made anew");
    assert!(done > 80, "{done} statements ran, {refused} were refused");
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn an_inspection_sees_what_a_dump_shows() {
    let Some(server) = Mariadb::start() else { return };
    let unseen = blind::spots(&server).await;
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}

#[tokio::test]
async fn what_is_read_again_is_all_that_changes() {
    let Some(server) = Mariadb::start() else { return };
    let wrong = narrow::surprises(&server).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
