//! `status`, `up`, `down` and `redo`.

use migrate_tests::Crate;

use crate::{INDEX, USERS, assert_said, said, two_migrations};

#[test]
fn status_before_between_and_after() {
    let it = two_migrations();
    assert_said!(it, "status_fresh", it.run_on_database(&["status"]));
    assert!(!it.path().join("app.db").exists(), "status never writes");
    assert!(it.run_on_database(&["up", "--steps", "1"]).status.success());
    assert_said!(it, "status_half", it.run_on_database(&["status", "--check"]));
    assert_said!(it, "status_json", it.run_on_database(&["status", "--format", "json"]));
    assert_said!(it, "status_markdown", it.run_on_database(&["status", "--format", "markdown"]));
    assert!(it.run_on_database(&["up"]).status.success());
    assert_said!(it, "status_all", it.run_on_database(&["status", "--check"]));
}

#[test]
fn status_tells_what_was_edited_or_removed() {
    let it = two_migrations().unjudged();
    assert!(it.run_on_database(&["up"]).status.success());
    it.write("migrations/20260101120000_create_users.up.sql", "CREATE TABLE people (id);\n");
    for direction in ["up", "down"] {
        let file = format!("migrations/20260102120000_index_emails.{direction}.sql");
        std::fs::remove_file(it.path().join(file)).unwrap();
    }
    assert_said!(it, "status_conflicts", it.run_on_database(&["status", "--check"]));
    assert_said!(it, "up_edited", it.run_on_database(&["up"]));
}

#[test]
fn status_of_a_directory_with_errors_says_so() {
    let it = Crate::with(&[USERS.as_slice(), &INDEX[..1]].concat());
    assert_said!(it, "status_incomplete", it.run_on_database(&["status", "--check"]));
}

#[test]
fn up_applies_what_is_pending() {
    let it = two_migrations();
    assert_said!(it, "up_one", it.run_on_database(&["up", "--to", "20260101120000"]));
    assert_said!(it, "up", it.run_on_database(&["up"]));
    assert_said!(it, "up_again", it.run_on_database(&["up"]));
}

#[test]
fn up_speaks_json_and_markdown() {
    let it = two_migrations();
    assert_said!(it, "up_markdown", it.run_on_database(&["up", "--format", "markdown"]));
    assert_said!(it, "up_markdown_again", it.run_on_database(&["up", "--format", "markdown"]));
    let it = two_migrations();
    assert_said!(it, "up_json", it.run_on_database(&["up", "--format", "json"]));
}

#[test]
fn up_refuses_a_directory_with_errors() {
    let it = Crate::with(&USERS[..1]);
    assert_said!(it, "up_refused", it.run_on_database(&["up"]));
    assert!(!it.path().join("app.db").exists());
}

#[test]
fn up_out_of_order_has_to_be_asked_for() {
    let it = Crate::with(&INDEX).unjudged();
    it.write("migrations/20260102120000_index_emails.up.sql", "CREATE TABLE emails (id);\n");
    assert!(it.run_on_database(&["up"]).status.success());
    for (name, text) in USERS {
        it.write(&format!("migrations/{name}.sql"), text);
    }
    assert_said!(it, "up_out_of_order", it.run_on_database(&["up"]));
    assert_said!(it, "up_out_of_order_accepted", it.run_on_database(&["up", "--out-of-order"]));
}

/// Two migrations that are applied, and a third that fails.
fn failing() -> Crate {
    let it = two_migrations().unjudged();
    it.write("migrations/20260103120000_add_age.up.sql", "ALTER TABLE user ADD COLUMN age;\n");
    it.write("migrations/20260103120000_add_age.down.sql", "ALTER TABLE users DROP COLUMN age;\n");
    it
}

#[test]
fn a_failing_statement_is_shown_in_its_file() {
    let it = failing();
    assert_said!(it, "up_failing_fresh", it.run_on_database(&["up"]));
    assert!(it.run_on_database(&["up", "--steps", "1"]).status.success());
    assert_said!(it, "up_failing", it.run_on_database(&["up"]));
}

#[test]
fn a_failure_is_part_of_the_report() {
    let it = failing();
    assert!(it.run_on_database(&["up", "--steps", "1"]).status.success());
    assert_said!(it, "up_failing_markdown", it.run_on_database(&["up", "--format", "markdown"]));
    assert_said!(it, "up_failing_json", it.run_on_database(&["up", "--format", "json"]));
}

#[test]
fn down_needs_a_yes() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up"]).status.success());
    assert_said!(it, "down_unconfirmed", it.run_on_database(&["down", "--all"]));
    assert_said!(it, "down", it.run_on_database(&["down", "--yes"]));
    let markdown = ["down", "--all", "--yes", "--format", "markdown"];
    assert_said!(it, "down_markdown", it.run_on_database(&markdown));
    assert_said!(it, "down_nothing", it.run_on_database(&["down"]));
}

#[test]
fn down_to_a_version_keeps_it() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up"]).status.success());
    let to = |version| it.run_on_database(&["down", "--yes", "--to", version]);
    assert_said!(it, "down_to", to("20260101120000"));
    assert_said!(it, "down_to_unknown", to("7"));
}

#[test]
fn down_refuses_what_is_irreversible() {
    let it = Crate::with(&USERS);
    it.write(
        "migrations/20260102120000_forget.up.sql",
        "-- migrate: irreversible(reason = \"the addresses are gone\")\nUPDATE users SET email = NULL;\n",
    );
    let markdown = ["up", "--format", "markdown"];
    assert_said!(it, "up_irreversible", it.run_on_database(&markdown));
    assert_said!(it, "down_irreversible", it.run_on_database(&["down", "--yes"]));
}

#[test]
fn redo_goes_back_and_forth() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up"]).status.success());
    assert_said!(it, "redo_unconfirmed", it.run_on_database(&["redo"]));
    assert_said!(it, "redo", it.run_on_database(&["redo", "--yes", "--steps", "2"]));
    assert_said!(it, "redo_json", it.run_on_database(&["redo", "--yes", "--format", "json"]));
}

/// Port 1 of this machine has nobody behind it.
/// One port beside another, and a server of another kind answers.
#[test]
fn a_server_of_another_kind() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = std::io::Write::write_all(&mut stream.unwrap(), b"dear client");
        }
    });
    let it = Crate::with(&USERS);
    it.write("Cargo.toml", &it.read("Cargo.toml").replace("sqlite", "postgres"));
    let output = it.run(&["up", "--database-url", &format!("postgres://me@127.0.0.1:{port}/app")]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("what answers there is another kind of server"), "{said}");
}

#[test]
fn a_server_that_does_not_answer() {
    let it = two_migrations();
    let manifest = it.read("Cargo.toml");
    for (dialect, url) in
        [("postgres", "postgres://me@127.0.0.1:1/app"), ("mysql", "mysql://me@127.0.0.1:1/app")]
    {
        it.write("Cargo.toml", &manifest.replace("sqlite", dialect));
        let output = it.run(&["status", "--database-url", url]);
        assert_said!(it, format!("no_server_{dialect}"), output);
    }
}
