//! Migrations in Rust, which the command knows and cannot run.

use migrate_tests::Crate;

use crate::{INDEX, USERS, assert_said, said};

const FILE: &str = "migrations/20260103120000_lower_emails.rs";

/// A crate in which a migration in Rust stands behind two in SQL, and one in SQL behind it.
fn with(says: &str) -> Crate {
    let it = Crate::with(&[USERS, INDEX].concat());
    let function = |name: &str, sql: &str| {
        format!(
            "#[migration]\npub async fn {name}(connection: &mut Connection<'_>) -> Result<(), CodeError> {{\n    \
             connection.execute(\"{sql}\").await?;\n    Ok(())\n}}\n"
        )
    };
    let text = format!(
        "{says}use migrate_runtime::{{CodeError, Connection, migration}};\n\n{}\n{}",
        function("up", "UPDATE users SET email = lower(email)"),
        function("down", "SELECT 1")
    );
    it.write(FILE, &text);
    it.write(
        "migrations/20260104120000_create_teams.up.sql",
        "CREATE TABLE teams (id INTEGER PRIMARY KEY);\n",
    );
    it.write("migrations/20260104120000_create_teams.down.sql", "DROP TABLE teams;\n");
    it
}

#[test]
fn nothing_is_run_on_the_way_to_what_cannot_be_run() {
    let it = with("");
    assert_said!(it, "code_up", it.run_on_database(&["up"]));
    assert!(said(&it.run_on_database(&["current"])).contains("nothing"));
    let output = it.run_on_database(&["up", "+2"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_said!(it, "code_pending", it.run_on_database(&["pending"]));
    let output = it.run_on_database(&["stamp", "lower_emails", "--force"]);
    assert!(output.status.success(), "{}", said(&output));
    let output = it.run_on_database(&["up"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_said!(it, "code_down", it.run_on_database(&["down", "-3", "--yes"]));
    assert!(said(&it.run_on_database(&["current"])).contains("create_teams"));
}

#[test]
fn what_it_does_is_not_known() {
    let it = with("");
    assert_said!(it, "code_check", it.run(&["check"]));
    assert_said!(it, "code_show", it.run(&["show", "lower_emails"]));
    assert_said!(it, "code_verify", it.run(&["verify"]));
    assert_said!(it, "code_script", it.run(&["script", "create_users.."]));
    assert_said!(it, "code_squash", it.run(&["squash", "index_emails..create_teams", "--dry-run"]));
    let output = it.run(&["script", "..index_emails"]);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn others_are_tried_without_what_changes_rows_alone() {
    let it = with("// migrate: rows-only\n");
    assert_said!(it, "code_rows_check", it.run(&["check"]));
    assert_said!(it, "code_rows_verify", it.run(&["verify"]));
    let again = said(&it.run(&["verify", "--check"]));
    assert!(again.ends_with("exit 0"), "{again}");
}

#[test]
fn a_file_without_a_down_is_told_by_the_command_too() {
    let it = with("");
    let text = it.read(FILE);
    let (up, _) = text.split_once("\n#[migration]\npub async fn down").unwrap();
    it.write(FILE, up);
    assert_said!(it, "code_missing_down", it.run(&["check"]));
}
