//! `check`.

use migrate_tests::Crate;

use crate::{USERS, assert_said, two_migrations};

/// A crate with several mistakes.
fn mistakes() -> Crate {
    Crate::with(&[
        ("20260101120000_create_users.up", "CREATE TABLE users (id INTEGER);\n"),
        ("20260102120000_create_posts.up", "BEGIN;\nCREATE TABLE posts (id INTEGER);\nCOMMIT;\n"),
        ("20260102120000_create_posts.down", "DROP TABLE posts;\n"),
        ("20260103120000_add_title.up", "-- migrate: no-transction\nSELECT 1;\n"),
        ("20260103120000_add_title.down", "-- nothing yet\n"),
        ("20260104120000_Rename-It.up", "SELECT 1;\n"),
    ])
}

#[test]
fn a_clean_directory() {
    let it = two_migrations();
    assert_said!(it, "check_clean", it.run(&["check"]));
    assert_said!(it, "check_clean_json", it.run(&["check", "--format", "json"]));
}

#[test]
fn several_findings_are_drawn_at_once() {
    let it = mistakes();
    assert_said!(it, "check_findings", it.run(&["check"]));
    assert_said!(it, "check_findings_json", it.run(&["check", "--format", "json"]));
    assert_said!(it, "check_findings_markdown", it.run(&["check", "--format", "markdown"]));
}

#[test]
fn warnings_alone_are_no_failure() {
    let it = Crate::bare();
    it.write("Cargo.toml", &Crate::with(&[]).read("Cargo.toml"));
    for version in ["1", "2", "3", "5"] {
        it.write(&format!("migrations/{version}_a{version}.up.sql"), "SELECT 1;\n");
        it.write(&format!("migrations/{version}_a{version}.down.sql"), "SELECT 1;\n");
    }
    assert_said!(it, "check_warning", it.run(&["check"]));
}

#[test]
fn a_missing_directory_is_a_finding() {
    let it = Crate::with(&[]);
    assert_said!(it, "check_no_directory", it.run(&["check"]));
}

#[test]
fn paths_lead_there_from_where_the_user_stands() {
    let it = Crate::with(&[USERS[0]]);
    let mut command = it.command(&["check"]);
    let output = command.current_dir(it.path().join("src")).output().unwrap();
    assert_said!(it, "check_from_below", output);
}
