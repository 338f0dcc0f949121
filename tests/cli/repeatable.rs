//! Scripts without a version, by every command that meets them.

use migrate_tests::Crate;

use crate::{USERS, assert_said, said};

const VIEW: &str = "DROP VIEW IF EXISTS active_users;\n\
                    CREATE VIEW active_users AS SELECT id FROM users WHERE email IS NOT NULL;\n";
const EDITED: &str = "DROP VIEW IF EXISTS active_users;\n\
                      CREATE VIEW active_users AS SELECT id, email FROM users;\n";
const FILE: &str = "migrations/R__active_users.sql";

#[test]
fn new_writes_one_file() {
    let it = Crate::with(&USERS);
    assert_said!(it, "repeatable_new", it.run(&["new", "--repeatable", "Active users"]));
    assert_eq!(it.run(&["check"]).status.code(), Some(1), "it holds no statement yet");
    assert_said!(it, "repeatable_new_twice", it.run(&["new", "--repeatable", "active users"]));
    assert!(it.read("migrations/migrate.lock").ends_with("[R__active_users]\n"));
    let it = Crate::with(&USERS);
    let arguments = ["new", "--repeatable", "active users", "--sql", VIEW];
    assert_said!(it, "repeatable_new_sql", it.run(&arguments));
    assert_eq!(it.read(FILE), VIEW);
    let it = Crate::with(&USERS);
    let once =
        ["new", "--repeatable", "once", "--sql", "CREATE VIEW once AS SELECT id FROM users;"];
    assert_said!(it, "repeatable_new_once", it.run(&once));
    let it = Crate::with(&[]);
    it.write("migrations/README.md", "");
    let manifest = it.read("Cargo.toml").replace("\"sqlite\"", "\"sqlite\"\nlayout = \"sqlx\"");
    it.write("Cargo.toml", &manifest);
    assert_said!(it, "repeatable_new_elsewhere", it.run(&arguments));
}

#[test]
fn every_command_knows_them() {
    let it = Crate::with(&USERS);
    it.write(FILE, VIEW);
    assert_said!(it, "repeatable_check", it.run(&["check"]));
    assert_said!(it, "repeatable_show", it.run(&["show", "R__active_users"]));
    assert_said!(it, "repeatable_verify", it.run(&["verify"]));
    assert_said!(it, "repeatable_pending", it.run_on_database(&["pending", "--check"]));
    assert_said!(it, "repeatable_dry_run", it.run_on_database(&["up", "--dry-run"]));
    assert_said!(it, "repeatable_up", it.run_on_database(&["up"]));
    assert_eq!(it.run_on_database(&["status", "--check"]).status.code(), Some(0));
    assert_said!(it, "repeatable_drift", it.run_on_database(&["drift"]));
    it.write(FILE, EDITED);
    assert_said!(it, "repeatable_status", it.run_on_database(&["status", "--check"]));
    let json = ["pending", "--format", "json"];
    assert_said!(it, "repeatable_pending_json", it.run_on_database(&json));
    assert_said!(it, "repeatable_up_edited", it.run_on_database(&["up"]));
    assert_said!(it, "repeatable_history", it.run_on_database(&["history"]));
    let json = ["status", "--format", "json"];
    assert_said!(it, "repeatable_status_json", it.run_on_database(&json));
    let markdown = ["status", "--format", "markdown"];
    assert_said!(it, "repeatable_status_markdown", it.run_on_database(&markdown));
    assert_said!(it, "repeatable_down_dry_run", it.run_on_database(&["down", "--dry-run"]));
    assert_said!(it, "repeatable_down", it.run_on_database(&["down", "--yes"]));
    assert_eq!(it.run_on_database(&["status", "--check"]).status.code(), Some(1));
    assert_said!(it, "repeatable_repair", it.run_on_database(&["repair"]));
    assert_said!(it, "repeatable_doctor", it.run_on_database(&["doctor"]));
    assert_said!(it, "repeatable_dump", it.run(&["schema", "dump"]));
    let stamped = it.run_on_database(&["stamp", "head", "--force"]);
    assert!(stamped.status.success(), "{}", said(&stamped));
    assert_eq!(it.run_on_database(&["status", "--check"]).status.code(), Some(0));
}

#[test]
fn what_is_run_by_hand_leaves_what_up_leaves() {
    let it = Crate::with(&USERS);
    it.write(FILE, VIEW);
    let whole = said(&it.run(&["script"]));
    assert!(whole.contains("-- apply R__active_users (migrations/R__active_users.sql)"), "{whole}");
    let part = said(&it.run(&["script", "head.."]));
    assert!(part.contains("Which repeatable scripts have changed"), "{part}");
    assert!(!part.contains("CREATE VIEW"), "{part}");
}
