//! A table that somebody uses: nobody waits behind a migration for long.

use std::time::{Duration, Instant};

use super::site::{Site, succeeded};

fn migrations() -> Vec<(String, String, String)> {
    let users = "CREATE TABLE users (id BIGINT PRIMARY KEY);\nCREATE TABLE log (n INT);\n";
    let note = "INSERT INTO log VALUES (1);\nALTER TABLE users ADD COLUMN note TEXT;\n";
    vec![
        ("1_users".into(), users.into(), "DROP TABLE log;\nDROP TABLE users;\n".into()),
        ("2_note".into(), note.into(), "ALTER TABLE users DROP COLUMN note;\n".into()),
    ]
}

#[test]
fn a_table_in_use_keeps_others_waiting_for_the_lock_timeout() {
    let Some(site) = Site::new("blocked", &migrations()) else { return };
    others_get_by(&site);
    assert_eq!(
        site.ask("SELECT count(*) FROM log"),
        "1",
        "what was rolled back is not there twice"
    );
    assert_eq!(site.ask("SELECT count(note) FROM users"), "0");
}

/// The same of a statement that no transaction allows, and so no limit of one.
#[test]
fn a_table_that_is_written_anew_keeps_others_waiting_for_the_lock_timeout() {
    let [users, _] = &migrations()[..] else { return };
    let anew = "-- migrate: no-transaction\nINSERT INTO log VALUES (1);\nVACUUM FULL users;\n";
    let back = "DELETE FROM log;\n";
    let migrations = [users.clone(), ("2_anew".into(), anew.into(), back.into())];
    let Some(site) = Site::new("anew", &migrations) else { return };
    others_get_by(&site);
    assert_eq!(site.ask("SELECT count(*) FROM log"), "1");
}

/// A transaction that holds the table for long, and a reader that comes while a migration wants it: the
/// reader waits for the lock timeout of two seconds rather than for the transaction, and the migration is
/// applied in the end. A busy machine makes everybody late, so that half of the time is the bound.
fn others_get_by(site: &Site) {
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    let hold = "BEGIN; SELECT count(*) FROM users; SELECT pg_sleep(16); COMMIT";
    let began = Instant::now();
    let mut holder = site.client(hold).spawn().unwrap();
    site.wait_for(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'users'::regclass AND granted)",
    );
    let migration = site.up(&[]).spawn().unwrap();
    let (mut longest, mut stalled) = (Duration::ZERO, Duration::ZERO);
    let mut waited_for = false;
    while holder.try_wait().unwrap().is_none() {
        let started = Instant::now();
        site.ask("SELECT count(*) FROM users");
        longest = longest.max(started.elapsed());
        if started.elapsed() > Duration::from_millis(500) {
            waited_for = true;
            stalled += started.elapsed();
        }
    }
    let held = began.elapsed();
    succeeded(migration);
    assert!(waited_for, "the migration was never in anybody's way: {longest:?}");
    assert!(longest < held / 2, "{longest:?} of {held:?}");
    assert!(stalled < held * 4 / 5, "the reader had the table for too little: {stalled:?}");
}

/// With a limit, the migration gives up, says where, and leaves nothing behind.
#[test]
fn a_table_that_stays_in_use_is_given_up() {
    let Some(site) = Site::new("given_up", &migrations()) else { return };
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    let hold = "BEGIN; SELECT count(*) FROM users; SELECT pg_sleep(120); COMMIT";
    let mut holder = site.client(hold).spawn().unwrap();
    site.wait_for(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'users'::regclass AND granted)",
    );
    let output = site.up(&["--lock-timeout", "1s"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(said.contains("2_note.up.sql:2:1") && said.contains("lock timeout"), "{said}");
    assert_eq!(site.ask("SELECT count(*) FROM log"), "0");
    holder.kill().unwrap();
    holder.wait().unwrap();
}

/// What is checked when a transaction ends may find a table in use. Nothing is committed then, and the
/// migration runs once more.
#[test]
fn a_commit_that_finds_a_table_in_use_is_not_one() {
    let users = "CREATE TABLE users (id BIGINT PRIMARY KEY);\nCREATE TABLE log (n INT);\n";
    let check = "CREATE FUNCTION checked() RETURNS trigger LANGUAGE plpgsql AS \
                 'BEGIN LOCK TABLE users IN ACCESS EXCLUSIVE MODE NOWAIT; RETURN NULL; END';\n\
                 CREATE CONSTRAINT TRIGGER late AFTER INSERT ON log DEFERRABLE INITIALLY DEFERRED \
                 FOR EACH ROW EXECUTE FUNCTION checked();\n";
    let undo = "DROP TRIGGER late ON log;\nDROP FUNCTION checked();\n";
    let row = "INSERT INTO log VALUES (1);\n";
    let migrations = [
        ("1_users".into(), users.into(), "DROP TABLE log;\nDROP TABLE users;\n".into()),
        ("2_check".into(), check.into(), undo.into()),
        ("3_row".into(), row.into(), "DELETE FROM log;\n".into()),
    ];
    let Some(site) = Site::new("late", &migrations) else { return };
    succeeded(site.up(&["--to", "2"]).spawn().unwrap());
    let hold = "BEGIN; SELECT count(*) FROM users; SELECT pg_sleep(3); COMMIT";
    let mut holder = site.client(hold).spawn().unwrap();
    site.wait_for(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'users'::regclass AND granted)",
    );
    succeeded(site.up(&[]).spawn().unwrap());
    assert_eq!(site.ask("SELECT count(*) FROM log"), "1");
    assert_eq!(site.ask("SELECT count(*) FROM _migrate_history WHERE state = 'applied'"), "3");
    holder.wait().unwrap();
}
