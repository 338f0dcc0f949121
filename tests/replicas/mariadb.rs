//! The same on MariaDB, where nothing is rolled back: the journal is what a crash leaves.

use std::io::{BufRead as _, BufReader};
use std::process::Child;

use super::APPLIED;
use super::blocked::others_get_by;
use super::site::{Site, signal, succeeded};

/// So many tables, each made by several statements of every kind.
pub(super) fn tables(count: usize) -> Vec<(String, String, String)> {
    let migration = |number| {
        let up = format!(
            "CREATE TABLE t{number} (id BIGINT PRIMARY KEY, name VARCHAR(20) NOT NULL);\n\
             INSERT INTO t{number} (id, name) VALUES (1, 'row');\n\
             ALTER TABLE t{number} ADD COLUMN note TEXT, ADD UNIQUE KEY t{number}_name (name);\n\
             UPDATE t{number} SET note = CONCAT(IFNULL(note, ''), 'x');\n\
             CREATE VIEW v{number} AS SELECT name FROM t{number};\n\
             RENAME TABLE t{number} TO u{number};\n\
             INSERT INTO u{number} (id, name) SELECT id + 1, 'another' FROM u{number};\n\
             CREATE OR REPLACE VIEW v{number} AS SELECT note FROM u{number};\n"
        );
        let down = format!("DROP VIEW v{number};\nDROP TABLE u{number};\n");
        (format!("{number:04}_add_t{number}"), up, down)
    };
    (1..=count).map(migration).collect()
}

/// Everything a table has, and what is in it.
pub(super) fn state(site: &Site, count: usize) -> String {
    let rows: Vec<String> = (1..=count)
        .map(|number| format!("SELECT {number}, id, name, note FROM u{number}"))
        .collect();
    let columns = "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, COLUMN_KEY, IS_NULLABLE \
                   FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() \
                   AND TABLE_NAME NOT LIKE '%lease' ORDER BY 1, ORDINAL_POSITION";
    let indexes = "SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME, NON_UNIQUE \
                   FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() \
                   AND TABLE_NAME NOT LIKE '%lease' ORDER BY 1, 2, 3";
    [
        site.ask(&format!("{} ORDER BY 1, 2", rows.join(" UNION ALL "))),
        site.ask(columns),
        site.ask(indexes),
        site.ask("SELECT sequence, version, state, chain FROM _migrate_history ORDER BY 1"),
    ]
    .join("\n")
}

#[test]
fn thirty_two_processes_apply_each_migration_once() {
    let Some(site) = Site::on_mariadb("boot", &tables(5)) else { return };
    let children: Vec<Child> = (0..32).map(|_| site.up(&[]).spawn().unwrap()).collect();
    children.into_iter().for_each(succeeded);
    assert_eq!(site.ask(APPLIED), "5|5");
    assert_eq!(site.ask("SELECT count(*), max(note) FROM u5"), "2|x");
    assert_eq!(
        site.ask("SELECT until < UTC_TIMESTAMP(6), doing IS NULL FROM _migrate_history_lease"),
        "1|1"
    );
}

fn slow() -> Vec<(String, String, String)> {
    let fill = "CREATE TABLE t1 (id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40) NOT NULL);\n\
                INSERT INTO t1 (name) VALUES ('one'), ('two'), ('three');\n";
    // A copy of the table, which waits for who reads it.
    let change = "ALTER TABLE t1 MODIFY name VARCHAR(300) CHARACTER SET utf8mb4 NOT NULL, \
                  ADD INDEX t1_name_idx (name), ALGORITHM = COPY;\nINSERT INTO t1 (name) VALUES ('last');\n";
    let back = "DELETE FROM t1 WHERE name = 'last';\nALTER TABLE t1 DROP INDEX t1_name_idx;\n";
    vec![
        ("1_fill".into(), fill.into(), "DROP TABLE t1;\n".into()),
        ("2_change".into(), change.into(), back.into()),
    ]
}

const RUNNING: &str = "SELECT count(*) FROM information_schema.PROCESSLIST \
                       WHERE DB = DATABASE() AND INFO LIKE '/* migrate%ALTER%'";
const INDEXES: &str = "SELECT count(*) FROM information_schema.STATISTICS \
                       WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME = 't1_name_idx'";

/// A reader, who keeps the change from its table for as long as it takes to see it wait.
const READING: &str = "START TRANSACTION; SELECT count(*) FROM t1";

/// The statement goes on in the server when its client is gone. The next one waits for its end and
/// sees what it did.
#[test]
fn a_killed_changer_is_followed_by_another() {
    let Some(site) = Site::on_mariadb("changer", &slow()) else { return };
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    let hold = site.hold(READING);
    let mut child = site.up(&[]).spawn().unwrap();
    site.wait_for(RUNNING);
    child.kill().unwrap();
    child.wait().unwrap();
    hold.release();
    site.let_run_out();
    succeeded(site.up(&[]).spawn().unwrap());
    assert_eq!(site.ask(INDEXES), "1");
    assert_eq!(site.ask(APPLIED), "2|2");
    assert_eq!(site.ask("SELECT count(*) FROM t1 WHERE name = 'last'"), "1");
}

/// What is recorded of a statement goes down with the transaction behind it. The schema shows that it ran.
#[test]
fn what_ran_is_known_before_it_is_recorded() {
    let gate = "CREATE TABLE gate (n INT);\nINSERT INTO gate VALUES (600);\n";
    let rows = "INSERT INTO t SELECT SLEEP(n) FROM gate;\n";
    let migrations = [
        ("1_gate".into(), gate.into(), "DROP TABLE gate;\n".into()),
        ("2_t".into(), "CREATE TABLE t (n INT);\n".into(), "DROP TABLE t;\n".into()),
        ("3_rows".into(), rows.into(), "DELETE FROM t;\n".into()),
    ];
    let Some(site) = Site::on_mariadb("owed", &migrations) else { return };
    let mut child = site.up(&[]).spawn().unwrap();
    let filling = "FROM information_schema.PROCESSLIST WHERE DB = DATABASE() \
                   AND INFO LIKE 'INSERT INTO t SELECT%'";
    site.wait_for(&format!("SELECT count(*) {filling}"));
    child.kill().unwrap();
    child.wait().unwrap();
    site.ask(&format!("KILL {}", site.ask(&format!("SELECT ID {filling}"))));
    // Whoever writes to the lease waits for the end of that transaction.
    site.let_run_out();
    assert_eq!(site.ask("SELECT state FROM _migrate_history WHERE version = '2'"), "applying 0");
    site.ask("UPDATE gate SET n = 0");
    succeeded(site.up(&[]).spawn().unwrap());
    assert_eq!(site.ask(APPLIED), "3|3");
    assert_eq!(site.ask("SELECT count(*) FROM t"), "1");
}

/// A process that was stopped while its statement ran, and behind which another has come to the end.
fn overtaken(site: &Site) -> Child {
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    let hold = site.hold(READING);
    let stopped = site.up(&[]).spawn().unwrap();
    site.wait_for(RUNNING);
    signal(&stopped, "-STOP");
    hold.release();
    succeeded(site.up(&[]).spawn().unwrap());
    stopped
}

/// It goes on, and sees that the lease is not its own any more.
fn notices(stopped: Child) {
    signal(&stopped, "-CONT");
    let output = stopped.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("another process"), "{said}");
}

/// A process that was stopped for longer than its lease runs notices before it writes anything.
#[test]
fn a_holder_that_was_stopped_writes_nothing() {
    let Some(site) = Site::on_mariadb("stopped", &slow()) else { return };
    let stopped = overtaken(&site);
    notices(stopped);
    assert_eq!(site.ask(APPLIED), "2|2");
    assert_eq!(site.ask("SELECT count(*) FROM t1 WHERE name = 'last'"), "1");
}

/// What it had written ahead is no reason to go on either.
#[test]
fn a_holder_that_was_stopped_does_not_go_on_with_what_it_wrote_ahead() {
    let up = "CREATE TABLE first (n INT);\nALTER TABLE t1 ADD COLUMN n INT;\nCREATE TABLE last (n INT);\n";
    let down = "DROP TABLE last;\nALTER TABLE t1 DROP COLUMN n;\nDROP TABLE first;\n";
    let mut migrations = slow();
    migrations[1] = ("2_ahead".into(), up.into(), down.into());
    let Some(site) = Site::on_mariadb("ahead", &migrations) else { return };
    let stopped = overtaken(&site);
    site.down();
    notices(stopped);
    assert_eq!(site.ask("SHOW TABLES LIKE 'last'"), "");
}

/// What somebody took away by hand is noticed before rows are committed that nothing would say anything of.
#[test]
fn rows_are_not_committed_without_their_record() {
    for (name, away) in [
        ("no_row", "DELETE FROM _migrate_history WHERE version = '2'"),
        ("no_lease", "DELETE FROM _migrate_history_lease"),
    ] {
        let Some(site) = Site::on_mariadb(name, &slow()) else { return };
        succeeded(site.up(&["--to", "1"]).spawn().unwrap());
        let hold = site.hold(READING);
        let child = site.up(&[]).spawn().unwrap();
        site.wait_for(RUNNING);
        site.ask(away);
        hold.release();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("another process"), "{name}: {said}");
        assert_eq!(site.ask("SELECT count(*) FROM t1 WHERE name = 'last'"), "0", "{name}");
    }
}

/// What changes rows has the limit of a change before it at first, and then waits as long as the server lets
/// it; the end of the lease is put off behind it.
#[test]
fn rows_wait_for_a_table_longer_than_a_change_of_it() {
    let mut migrations = slow();
    let up = "-- migrate: timeout(lock = \"1s\")\n\
              CREATE TABLE t2 (n INT);\nINSERT INTO t1 (name) VALUES ('last');\n";
    let down = "DELETE FROM t1 WHERE name = 'last';\nDROP TABLE t2;\n";
    migrations[1] = ("2_rows".into(), up.into(), down.into());
    let Some(site) = Site::on_mariadb("rows_wait", &migrations) else { return };
    succeeded(site.up(&["--to", "1"]).spawn().unwrap());
    let hold = site.hold("LOCK TABLES t1 WRITE");
    let child = site.up(&[]).spawn().unwrap();
    site.wait_for(
        "SELECT count(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() \
         AND STATE = 'Waiting for table metadata lock' AND INFO LIKE 'INSERT%' AND TIME > 4",
    );
    hold.release();
    succeeded(child);
    assert_eq!(site.ask("SELECT count(*) FROM t1 WHERE name = 'last'"), "1");
    assert_eq!(site.ask(APPLIED), "2|2");
}

/// Whoever has waited goes by what there is then, also where the rows that were written ahead are the same.
#[test]
fn who_waited_behind_what_failed_does_not_run_anything_twice() {
    let fill = "CREATE TABLE IF NOT EXISTS settings (n INT);\n\
                INSERT INTO settings SELECT GET_LOCK('waited', 600);\n";
    let fails = "CREATE TABLE more (n INT);\nCREATE INDEX missing_idx ON missing (n);\n";
    let migrations = [
        ("1_fill".into(), fill.into(), "DROP TABLE settings;\n".into()),
        ("2_fails".into(), fails.into(), "DROP TABLE more;\n".into()),
    ];
    let Some(site) = Site::on_mariadb("waited", &migrations) else { return };
    let hold = site.hold("SELECT GET_LOCK('waited', 0)");
    let fails = site.up(&[]).spawn().unwrap();
    site.wait_for(
        "SELECT count(*) FROM information_schema.PROCESSLIST \
         WHERE DB = DATABASE() AND INFO LIKE 'INSERT INTO settings%'",
    );
    let mut waits = site.up(&[]).spawn().unwrap();
    let mut said = BufReader::new(waits.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(said.any(|line| line.contains("waiting")));
    hold.release();
    assert!(!fails.wait_with_output().unwrap().status.success());
    assert!(said.any(|line| line.contains("'missing' doesn't exist") || line.contains("missing")));
    said.for_each(drop);
    assert!(!waits.wait().unwrap().success());
    assert_eq!(site.ask("SELECT count(*) FROM settings"), "1");
    let history = "SELECT sequence, version, state FROM _migrate_history ORDER BY sequence";
    assert_eq!(site.ask(history), "1|1|applied\n2|2|applying 1");
}

/// Nobody takes the lease only to see that everything is done.
#[test]
fn who_waits_ends_when_others_have_done_everything() {
    let Some(site) = Site::on_mariadb("done", &tables(2)) else { return };
    succeeded(site.up(&[]).spawn().unwrap());
    site.ask("CREATE TABLE kept AS SELECT * FROM _migrate_history WHERE sequence = 2");
    site.ask("DELETE FROM _migrate_history WHERE sequence = 2");
    let until = "UTC_TIMESTAMP(6) + INTERVAL 1 DAY";
    site.ask(&format!("UPDATE _migrate_history_lease SET owner = 'somebody', until = {until}"));
    let mut waits = site.up(&[]).spawn().unwrap();
    let mut said = BufReader::new(waits.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(said.any(|line| line.contains("waiting")));
    site.ask("INSERT INTO _migrate_history SELECT * FROM kept");
    said.for_each(drop);
    assert!(waits.wait().unwrap().success());
    assert_eq!(site.ask(APPLIED), "2|2");
    assert_eq!(site.ask("SELECT owner FROM _migrate_history_lease"), "somebody");
}

/// While somebody reads a table for long, others get through between the attempts to change it.
#[test]
fn a_change_that_waits_lets_others_by() {
    let users = "CREATE TABLE users (id BIGINT PRIMARY KEY);\n";
    let change = "ALTER TABLE users ADD COLUMN name TEXT;\n";
    let migrations = [
        ("1_users".into(), users.into(), "DROP TABLE users;\n".into()),
        ("2_name".into(), change.into(), "ALTER TABLE users DROP COLUMN name;\n".into()),
    ];
    let Some(site) = Site::on_mariadb("patience", &migrations) else { return };
    others_get_by(
        &site,
        "START TRANSACTION; SELECT count(*) FROM users",
        "SELECT count(*) > 0 FROM information_schema.PROCESSLIST WHERE DB = DATABASE() \
         AND STATE = 'Waiting for table metadata lock' AND INFO LIKE 'SELECT count%'",
    );
    assert_eq!(site.ask(APPLIED), "2|2");
}
