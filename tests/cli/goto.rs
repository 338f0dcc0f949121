//! Where `up`, `down`, `redo` and `goto` go, and what they would run.

use crate::{INDEX, USERS, assert_said, two_migrations};
use migrate_tests::Crate;

/// Where the database is.
fn current(it: &Crate) -> String {
    let output = it.run_on_database(&["status", "--format", "json"]);
    let status: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    status["current"].as_str().unwrap_or("nothing").to_owned()
}

#[test]
fn targets_are_relative_or_the_beginning_of_a_name() {
    let it = two_migrations();
    let goes = |arguments: &[&str], expected: &str| {
        let output = it.run_on_database(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", crate::said(&output));
        assert_eq!(current(&it), expected, "{arguments:?}");
    };
    let (users, index) = ("20260101120000", "20260102120000");
    goes(&["up", "+1"], users);
    goes(&["up", "index"], index);
    goes(&["down", "create_users", "--yes"], users);
    goes(&["down", "-1", "--yes"], "nothing");
    goes(&["goto", "20260102"], index);
    goes(&["redo", "-2", "--yes"], index);
    goes(&["redo", "create users", "--yes"], index);
    goes(&["goto", "create_users", "--yes"], users);
    goes(&["goto", "+1"], index);
    goes(&["goto", "base", "--yes"], "nothing");
    goes(&["goto", "head"], index);
    goes(&["down", "base", "--yes"], "nothing");
}

#[test]
fn a_target_that_is_none_is_answered_with_what_there_is() {
    let it = two_migrations();
    assert_said!(it, "up_ambiguous", it.run_on_database(&["up", "2026"]));
    assert_said!(it, "up_misspelled", it.run_on_database(&["up", "create_user_s"]));
    assert_said!(it, "goto_unknown", it.run_on_database(&["goto", "zebra"]));
    assert_said!(it, "up_back", it.run_on_database(&["up", "base"]));
    assert_said!(it, "down_forward", it.run_on_database(&["down", "+1"]));
    assert_said!(it, "redo_pending", it.run_on_database(&["redo", "index"]));
    assert!(it.run_on_database(&["up"]).status.success());
    assert_said!(it, "goto_unconfirmed", it.run_on_database(&["goto", "base"]));
}

#[test]
fn a_dry_run_prints_the_sql_and_writes_nothing() {
    let it = two_migrations();
    assert_said!(it, "up_dry", it.run_on_database(&["up", "--dry-run"]));
    assert!(!it.path().join("app.db").exists(), "nothing is written");
    let json = ["up", "+1", "--dry-run", "--format", "json"];
    assert_said!(it, "up_dry_json", it.run_on_database(&json));
    assert!(it.run_on_database(&["up"]).status.success());
    let markdown = ["redo", "-2", "--dry-run", "--format", "markdown"];
    assert_said!(it, "redo_dry", it.run_on_database(&markdown));
    assert_said!(it, "goto_dry", it.run_on_database(&["goto", "base", "--dry-run"]));
    assert_said!(it, "goto_dry_nothing", it.run_on_database(&["goto", "index", "--dry-run"]));
    assert_eq!(current(&it), "20260102120000");
}

#[test]
fn what_only_the_database_knows_can_be_gone_back_to() {
    let it = Crate::with(&[USERS, INDEX].concat()).unjudged();
    assert!(it.run_on_database(&["up"]).status.success());
    for direction in ["up", "down"] {
        let file = format!("migrations/20260102120000_index_emails.{direction}.sql");
        std::fs::remove_file(it.path().join(file)).unwrap();
    }
    assert_said!(it, "down_dry_stored", it.run_on_database(&["down", "--dry-run"]));
    assert!(it.run_on_database(&["goto", "index"]).status.success());
    assert!(it.run_on_database(&["goto", "create", "--yes"]).status.success());
    assert_eq!(current(&it), "20260101120000");
}
