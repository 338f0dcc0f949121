//! Replicas of a service that boot together on a server, and processes that stop in the middle.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it hit"
)]

#[path = "replicas/blocked.rs"]
mod blocked;
#[path = "replicas/encrypted.rs"]
mod encrypted;
#[path = "replicas/faults.rs"]
mod faults;
#[path = "replicas/galera.rs"]
mod galera;
#[path = "replicas/kills.rs"]
mod kills;
#[path = "replicas/mariadb.rs"]
mod mariadb;
#[path = "replicas/pooled.rs"]
mod pooled;
#[path = "replicas/rebuilt.rs"]
mod rebuilt;
#[path = "replicas/refused.rs"]
mod refused;
#[path = "replicas/round_trips.rs"]
mod round_trips;
#[path = "replicas/service.rs"]
mod service;
#[path = "replicas/site.rs"]
mod site;
#[path = "replicas/together.rs"]
mod together;

use std::io::{BufRead as _, BufReader};
use std::process::Child;

use site::{Site, signal, succeeded};

/// So many tables, each with an index and a row.
fn tables(numbers: std::ops::RangeInclusive<usize>) -> Vec<(String, String, String)> {
    let migration = |number| {
        let up = format!(
            "CREATE TABLE t{number} (id BIGINT PRIMARY KEY, name TEXT NOT NULL);\n\
             CREATE INDEX t{number}_name_idx ON t{number} (name);\n\
             INSERT INTO t{number} (id, name) VALUES (1, 'row');\n"
        );
        (format!("{number:04}_add_t{number}"), up, format!("DROP TABLE t{number};\n"))
    };
    numbers.map(migration).collect()
}

const APPLIED: &str = "SELECT count(*), count(DISTINCT version) FROM _migrate_history";
const RECORDED: &str = "SELECT count(*) FROM _migrate_history";
const TABLES: &str = "SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]+$'";

#[test]
fn thirty_two_processes_apply_each_migration_once() {
    let Some(site) = Site::new("boot", &tables(1..=20)) else { return };
    for (arguments, found) in [(&[][..], "20"), (&["--transaction", "each"], "20")] {
        let children: Vec<Child> = (0..32).map(|_| site.up(arguments).spawn().unwrap()).collect();
        children.into_iter().for_each(succeeded);
        assert_eq!(site.ask(APPLIED), format!("{found}|{found}"));
        assert_eq!(site.ask(TABLES), found);
        site.down();
    }
}

/// Whatever the moment, what is recorded is what is there, and whoever waits takes over.
#[test]
fn a_killed_process_leaves_a_prefix() {
    let Some(site) = Site::new("killed", &tables(1..=40)) else { return };
    let each = &["--transaction", "each"];
    succeeded(site.up(each).spawn().unwrap());
    let mut middle = 0;
    for kill in 0..20 {
        site.down();
        let mut child = site.up(each).spawn().unwrap();
        let waiting = site.up(each).spawn().unwrap();
        // So far it has come: a clock would tell how busy the machine is instead.
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let seen = lines.by_ref().take(kill).count();
        child.kill().unwrap();
        let was_at_work = child.wait().unwrap().code().is_none();
        middle += usize::from(was_at_work && seen > 0);
        let at_once = site.ask(&format!("SELECT ({RECORDED}) = ({TABLES})"));
        assert_eq!(at_once, "t", "what is recorded is what is there");
        succeeded(waiting);
        assert_eq!(site.ask(APPLIED), "40|40");
        assert_eq!(site.ask(TABLES), "40");
    }
    assert!(middle > 0, "none of 20 kills hit the middle of the work");
}

fn index(rows: usize) -> Vec<(String, String, String)> {
    let fill = format!(
        "CREATE TABLE t1 (id BIGINT PRIMARY KEY, name TEXT);\n\
         INSERT INTO t1 SELECT n, md5(n::text) FROM generate_series(1, {rows}) AS n;\n"
    );
    let build = "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY t1_name_idx ON t1 (name);\n\
                 CREATE INDEX CONCURRENTLY t1_both_idx ON t1 (name, id);\n";
    let drop = "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY t1_name_idx;\n\
                DROP INDEX CONCURRENTLY t1_both_idx;\n";
    vec![
        ("1_fill".into(), fill, "DROP TABLE t1;\n".into()),
        ("2_index".into(), build.into(), drop.into()),
    ]
}

const INDEXES: &str = "SELECT string_agg(c.relname || ' ' || i.indisvalid, ', ' ORDER BY c.relname) \
                       FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
                       WHERE i.indrelid = 't1'::regclass AND NOT i.indisprimary";
const BUILT: &str = "t1_both_idx true, t1_name_idx true";

#[test]
fn an_index_is_built_concurrently_while_replicas_wait() {
    let Some(site) = Site::new("concurrent", &index(200_000)) else { return };
    let children: Vec<Child> = (0..9).map(|_| site.up(&[]).spawn().unwrap()).collect();
    children.into_iter().for_each(succeeded);
    assert_eq!(site.ask(INDEXES), BUILT);
    assert_eq!(site.ask(APPLIED), "2|2");
}

/// Who keeps an index from being built for as long as it takes to see that: at its beginning, by a lock
/// that the builder waits for, and at its end, by a snapshot that may see rows that are not in the index.
const KEEPING: [&str; 2] = [
    "BEGIN; LOCK TABLE t1 IN ROW EXCLUSIVE MODE",
    "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM t1",
];
const WAITING: &str = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE state = 'active' AND \
                       datname = current_database() AND query LIKE '/* migrate%' AND wait_event_type = 'Lock')";

/// The statement goes on in the server when its client is gone. The next one waits for its end and
/// looks at what it left.
#[test]
fn a_killed_builder_is_followed_by_another() {
    let Some(site) = Site::new("builder", &index(1_000)) else { return };
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    for keeping in KEEPING {
        let hold = site.hold(keeping);
        let mut child = site.up(&[]).spawn().unwrap();
        site.wait_for(WAITING);
        child.kill().unwrap();
        child.wait().unwrap();
        // It ran out, so that nobody has to wait for that here.
        site.let_run_out();
        let next = site.up(&[]).spawn().unwrap();
        hold.release();
        succeeded(next);
        assert_eq!(site.ask(INDEXES), BUILT);
        let down = site.command(&["down", "--to", "1", "--yes"]).spawn().unwrap();
        succeeded(down);
        assert_eq!(site.ask(INDEXES), "");
    }
}

/// A process that was stopped for longer than its lease runs notices before it writes anything.
#[test]
fn a_holder_that_was_stopped_writes_nothing() {
    let Some(site) = Site::new("stopped", &index(1_000)) else { return };
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    let hold = site.hold(KEEPING[0]);
    let stopped = site.up(&[]).spawn().unwrap();
    site.wait_for(WAITING);
    signal(&stopped, "-STOP");
    hold.release();
    site.let_run_out();
    succeeded(site.up(&[]).spawn().unwrap());
    let token = site.ask("SELECT token, doing FROM _migrate_history_lease");
    signal(&stopped, "-CONT");
    let output = stopped.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("another process changed the history"), "{said}");
    assert_eq!(site.ask("SELECT token, doing FROM _migrate_history_lease"), token);
    assert_eq!((site.ask(APPLIED), site.ask(INDEXES)), ("2|2".to_owned(), BUILT.to_owned()));
}
