//! `current`, `pending`, `history`, `heads` and `show`.

use migrate_tests::Crate;

use crate::{INDEX, USERS, assert_said, two_migrations};

#[test]
fn where_a_database_is() {
    let it = two_migrations();
    assert_said!(it, "current_fresh", it.run_on_database(&["current"]));
    assert_said!(it, "pending_fresh", it.run_on_database(&["pending", "--check"]));
    assert!(!it.path().join("app.db").exists(), "nothing is written");
    assert!(it.run_on_database(&["up", "+1"]).status.success());
    assert_said!(it, "current_half", it.run_on_database(&["current", "--check"]));
    let json = ["current", "--format", "json"];
    assert_said!(it, "current_json", it.run_on_database(&json));
    let json = ["pending", "--format", "json"];
    assert_said!(it, "pending_json", it.run_on_database(&json));
    let markdown = ["pending", "--format", "markdown"];
    assert_said!(it, "pending_markdown", it.run_on_database(&markdown));
    assert!(it.run_on_database(&["up"]).status.success());
    assert_said!(it, "current_head", it.run_on_database(&["current", "--check"]));
    assert_said!(it, "pending_none", it.run_on_database(&["pending", "--check"]));
}

#[test]
fn the_history_is_in_the_order_of_application() {
    let it = Crate::with(&INDEX).unjudged();
    it.write("migrations/20260102120000_index_emails.up.sql", "CREATE TABLE emails (id);\n");
    assert_said!(it, "history_nothing", it.run_on_database(&["history"]));
    assert!(it.run_on_database(&["up"]).status.success());
    for (name, text) in USERS {
        it.write(&format!("migrations/{name}.sql"), text);
    }
    assert!(it.run_on_database(&["up", "--out-of-order"]).status.success());
    assert_said!(it, "history", it.run_on_database(&["history"]));
    assert_said!(it, "history_verbose", it.run_on_database(&["history", "-v"]));
    let json = ["history", "-r", "..create", "--format", "json"];
    assert_said!(it, "history_json", it.run_on_database(&json));
    let markdown = ["history", "-r", "index..", "--format", "markdown"];
    assert_said!(it, "history_markdown", it.run_on_database(&markdown));
    assert_said!(it, "history_no_range", it.run_on_database(&["history", "-r", "index"]));
    assert_said!(it, "history_unknown", it.run_on_database(&["history", "-r", "zebra.."]));
}

#[test]
fn the_head_is_the_newest_of_the_directory() {
    let it = two_migrations();
    assert_said!(it, "heads", it.run(&["heads"]));
    assert_said!(it, "heads_json", it.run(&["heads", "--format", "json"]));
}

#[test]
fn a_migration_is_shown_with_what_it_does() {
    let it = two_migrations();
    assert_said!(it, "show", it.run(&["show"]));
    assert_said!(it, "show_json", it.run(&["show", "create", "--format", "json"]));
    assert_said!(it, "show_unknown", it.run(&["show", "zebra"]));
    it.write("migrations/20260102120000_index_emails.up.sql", "DROP TABLE users;\n");
    it.write("migrations/20260102120000_index_emails.down.sql", "CREATE TABLE users (id);\n");
    assert_said!(it, "show_markdown", it.run(&["show", "index", "--format", "markdown"]));
    assert_said!(it, "show_findings", it.run(&["show", "index"]));
}

#[test]
fn locks_are_shown_where_an_engine_has_them() {
    let it = two_migrations();
    let manifest =
        it.read("Cargo.toml").replace("dialect = \"sqlite\"", "target = \"postgres 15\"");
    it.write("Cargo.toml", &manifest);
    assert_said!(it, "show_locks", it.run(&["show", "index"]));
}
