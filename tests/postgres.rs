//! The model held against a live PostgreSQL: what replay says of a statement is what the server does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

#[path = "postgres/blind.rs"]
mod blind;
#[path = "postgres/compare.rs"]
mod compare;
#[path = "postgres/watch.rs"]
mod watch;

use compare::Run;
use migrate_tests::server::postgres::Postgres;

/// Scripts are separated by a line of dashes; each runs in a database of its own.
const SCRIPTS: &str = include_str!("postgres/scripts.sql");

#[test]
fn the_model_is_what_the_server_has() {
    let Some(server) = Postgres::start() else { return };
    let mut differences = Vec::new();
    for (at, script) in SCRIPTS.split("\n----\n").enumerate() {
        let run = Run::new(&server, &format!("script_{at}"));
        differences.extend(run.compare(script));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

#[test]
fn an_inspection_sees_what_a_dump_shows() {
    let Some(server) = Postgres::start() else { return };
    let unseen = blind::spots(&server);
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}

#[test]
fn what_there_is_is_asked_for() {
    let Some(server) = Postgres::start() else { return };
    let unasked = blind::unasked(&server);
    assert!(unasked.is_empty(), "{}", unasked.join("\n"));
}

#[tokio::test]
async fn what_is_touched_is_all_that_changes() {
    let Some(server) = Postgres::start() else { return };
    let wrong = watch::surprises(&server).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// From version 18 on it is a constraint with a name of its own, which a dump shows.
#[test]
fn what_not_null_is_called_is_seen() {
    let Some(server) = Postgres::start() else { return };
    if server.target().version.major < 18 {
        println!("skipped: NOT NULL has no name before PostgreSQL 18");
        return;
    }
    let seen = |change: &str| {
        server
            .run("postgres", "drop table if exists t; create table t (a int not null, b int)")
            .unwrap();
        server.run("postgres", change).unwrap();
        server.inspected("postgres")
    };
    let before = seen("");
    for change in [
        "alter table t rename constraint t_a_not_null to named",
        "alter table t add constraint t_b_not_null not null b not valid",
        "alter table t alter constraint t_a_not_null no inherit",
    ] {
        assert!(seen(change) != before, "{change}");
    }
}
