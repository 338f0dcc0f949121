//! Servers that go away, throw a session out, or are full in the middle of a migration: each is told as
//! what it is, and the next run goes on as if nothing had happened.

use std::process::Output;

use migrate_tests::server::disk::Disk;
use migrate_tests::server::mariadb::is_mysql;

use super::APPLIED;
use super::blocked::{READING, migrations};
use super::site::{Site, succeeded, until};

/// Whether the change of the table waits for somebody who reads it.
const WAITS_ON_POSTGRES: &str = "SELECT EXISTS (SELECT FROM pg_locks \
                                 WHERE relation = 'users'::regclass AND NOT granted)";
const WAITS_ON_MARIADB: &str = "SELECT count(*) FROM information_schema.PROCESSLIST \
                                WHERE DB = DATABASE() AND INFO LIKE '/* migrate%ALTER%'";

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A migration that waits for a table is ended together with its connection.
fn lost(site: &Site, reading: &str, waits: &str, end: impl FnOnce(&Site)) {
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    let hold = site.hold(reading);
    let child = site.up(&[]).spawn().unwrap();
    site.wait_for(waits);
    end(site);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("run it again when the server answers"), "{}", said(&output));
    assert_eq!(site.ask("SELECT count(*) FROM _migrate_history WHERE state = 'applied'"), "1");
    drop(hold);
    site.let_run_out();
    succeeded(site.up(&[]).spawn().unwrap());
    assert_eq!(site.ask(APPLIED), "2|2");
    assert_eq!(site.ask("SELECT count(*) FROM log"), "1", "nothing runs twice");
    assert_eq!(site.ask("SELECT count(note) FROM users"), "0");
}

#[test]
fn a_session_that_is_ended_on_postgres_is_told() {
    let Some(site) = Site::new("ended", &migrations()) else { return };
    lost(&site, READING, WAITS_ON_POSTGRES, |site| {
        let end = "SELECT pg_terminate_backend(pid) FROM pg_locks \
                   WHERE relation = 'users'::regclass AND NOT granted";
        until("it is ended", || site.ask(end) == "t");
    });
}

#[test]
fn a_session_that_is_ended_on_mariadb_is_told() {
    let Some(site) = Site::on_mariadb("ended", &migrations()) else { return };
    lost(&site, &reading_on_mariadb(), WAITS_ON_MARIADB, |site| {
        let who = WAITS_ON_MARIADB.replace("count(*)", "ID");
        let mut id = String::new();
        until("it waits", || {
            id = site.ask(&who);
            !id.is_empty()
        });
        site.ask(&format!("KILL {id}"));
    });
}

#[test]
fn a_server_that_crashes_on_postgres_is_told() {
    let Some(site) = Site::on_postgres_alone("crashed", &migrations()) else { return };
    lost(&site, READING, WAITS_ON_POSTGRES, Site::crash);
}

#[test]
fn a_server_that_crashes_on_mariadb_is_told() {
    let Some(site) = Site::on_mariadb_alone("crashed", &migrations()) else { return };
    lost(&site, &reading_on_mariadb(), WAITS_ON_MARIADB, Site::crash);
}

fn reading_on_mariadb() -> String {
    READING.replace("BEGIN", "START TRANSACTION")
}

/// Rows that do not fit on the disk of a table.
fn rows(table: String, fill: &str) -> Vec<(String, String, String)> {
    vec![
        ("1_big".into(), table, "DROP TABLE big;\n".into()),
        ("2_fill".into(), fill.into(), "DELETE FROM big;\n".into()),
    ]
}

fn is_full(site: &Site, disk: &Disk) {
    let output = site.up(&[]).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", said(&output));
    for words in ["2_fill.up.sql:1:1", "make room on the disk and run it again"] {
        assert!(said(&output).contains(words), "{}", said(&output));
    }
    assert_eq!(site.ask("SELECT count(*) FROM _migrate_history WHERE state = 'applied'"), "1");
    assert_eq!(site.ask("SELECT count(*) FROM big"), "0");
    disk.grow();
    succeeded(site.up(&[]).spawn().unwrap());
    assert_eq!(site.ask(APPLIED), "2|2");
    assert_eq!(site.ask("SELECT count(*) FROM big"), "20000");
}

#[test]
fn a_full_disk_of_postgres_is_told() {
    let Some(disk) = Disk::mount(&["postgres", "nobody"]) else { return };
    let table = "CREATE TABLE big (n BIGINT, filler TEXT) TABLESPACE small;\n".to_owned();
    let fill = "INSERT INTO big SELECT n, repeat('x', 1000) FROM generate_series(1, 20000) AS n;\n";
    let Some(site) = Site::on_postgres_alone("small_disk", &rows(table, fill)) else { return };
    site.ask(&format!("CREATE TABLESPACE small LOCATION '{}'", disk.path().display()));
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    is_full(&site, &disk);
}

#[test]
fn a_full_disk_of_mariadb_is_told() {
    if is_mysql() {
        println!("skipped: MySQL keeps a table only where the server was told at its start");
        return;
    }
    let Some(disk) = Disk::mount(&["mysql", "nobody"]) else { return };
    let place = disk.path().display().to_string();
    let table = format!("CREATE TABLE big (n BIGINT, filler TEXT) DATA DIRECTORY = '{place}';\n");
    let fill = "INSERT INTO big SELECT seq, REPEAT('x', 1000) FROM seq_1_to_20000;\n";
    let Some(site) = Site::on_mariadb_alone("small_disk", &rows(table, fill)) else { return };
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    is_full(&site, &disk);
}
