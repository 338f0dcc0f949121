//! A table that somebody uses: nobody waits behind a migration for long.

use super::site::{Site, succeeded, until};

pub(super) fn migrations() -> Vec<(String, String, String)> {
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
    others_get_by(&site, READING, BEHIND);
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
    others_get_by(&site, READING, BEHIND);
    assert_eq!(site.ask("SELECT count(*) FROM log"), "1");
}

pub(super) const READING: &str = "BEGIN; SELECT count(*) FROM users";
const BEHIND: &str = "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'users'::regclass \
                      AND mode = 'AccessShareLock' AND NOT granted)";

/// A transaction that has the table for as long as it takes, and readers that come while a migration
/// wants it: they wait behind the migration, and get by although the transaction is still there, since
/// the migration steps back. In the end it is applied.
pub(super) fn others_get_by(site: &Site, reading: &str, behind: &str) {
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    let hold = site.hold(reading);
    let migration = site.up(&[]).spawn().unwrap();
    let mut kept = 0;
    until("readers come behind a migration and get by", || {
        let mut reader = site.begin("SELECT count(*) FROM users");
        let mut waited = false;
        until("a reader gets by", || {
            waited = waited || matches!(&*site.ask(behind), "t" | "1");
            reader.try_wait().unwrap().is_some_and(|status| status.success())
        });
        kept += usize::from(waited);
        kept == 2
    });
    hold.release();
    succeeded(migration);
}

/// With a limit, the migration gives up, says where, and leaves nothing behind.
#[test]
fn a_table_that_stays_in_use_is_given_up() {
    let Some(site) = Site::new("given_up", &migrations()) else { return };
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    let hold = site.hold(READING);
    let output = site.up(&["--lock-timeout", "1s"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(said.contains("2_note.up.sql:2:1") && said.contains("lock timeout"), "{said}");
    assert_eq!(site.ask("SELECT count(*) FROM log"), "0");
    hold.release();
}

/// What is checked when a transaction ends may find a table in use. Nothing is committed then, and the
/// migration runs once more.
#[test]
fn a_commit_that_finds_a_table_in_use_is_not_one() {
    let users = "CREATE TABLE users (id BIGINT PRIMARY KEY);\nCREATE TABLE log (n INT);\n";
    let check = "CREATE SEQUENCE attempts;\n\
                 CREATE FUNCTION checked() RETURNS trigger LANGUAGE plpgsql AS \
                 'BEGIN PERFORM nextval(''attempts''); LOCK TABLE users IN ACCESS EXCLUSIVE MODE NOWAIT; RETURN NULL; END';\n\
                 CREATE CONSTRAINT TRIGGER late AFTER INSERT ON log DEFERRABLE INITIALLY DEFERRED \
                 FOR EACH ROW EXECUTE FUNCTION checked();\n";
    let undo = "DROP TRIGGER late ON log;\nDROP FUNCTION checked();\nDROP SEQUENCE attempts;\n";
    let row = "INSERT INTO log VALUES (1);\n";
    let migrations = [
        ("1_users".into(), users.into(), "DROP TABLE log;\nDROP TABLE users;\n".into()),
        ("2_check".into(), check.into(), undo.into()),
        ("3_row".into(), row.into(), "DELETE FROM log;\n".into()),
    ];
    let Some(site) = Site::new("late", &migrations) else { return };
    succeeded(site.up(&["--to", "2"]).spawn().unwrap());
    let hold = site.hold(READING);
    let migration = site.up(&[]).spawn().unwrap();
    site.wait_for("SELECT last_value > 1 FROM attempts");
    hold.release();
    succeeded(migration);
    assert_eq!(site.ask("SELECT count(*) FROM log"), "1");
    assert_eq!(site.ask("SELECT count(*) FROM _migrate_history WHERE state = 'applied'"), "3");
}
