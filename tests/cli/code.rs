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

#[test]
fn a_new_one_is_two_empty_functions() {
    let it = Crate::with(&USERS);
    let output = it.run(&["new", "lower emails", "--rust"]);
    assert!(output.status.success(), "{}", said(&output));
    let check = said(&it.run(&["check"]));
    assert!(check.contains("the function `up` does nothing"), "{check}");
    assert!(check.contains("the function `down` does nothing"), "{check}");
    let file = it.files("migrations").into_iter().find(|file| file.ends_with(".rs")).unwrap();
    let file = format!("migrations/{file}");
    it.write(&file, &it.read(&file).replace("Ok(())", "work(_connection).await"));
    let check = said(&it.run(&["check"]));
    assert!(check.ends_with("exit 0"), "{check}");
    let plan = said(&it.run_on_database(&["up", "--dry-run"]));
    assert!(plan.contains("by the program that it is compiled into"), "{plan}");
}

/// The same on every engine, before anything is tried: the command cannot call a function, so the database
/// of a test would lack what that does.
#[test]
fn the_tests_of_a_project_ask_the_program() {
    let it = with("// migrate: rows-only\n");
    assert_said!(it, "code_test", it.run(&["test", "--", "touch", "ran"]));
    let it = it.unjudged();
    let manifest = it.read("Cargo.toml");
    for engine in ["postgres", "mariadb"] {
        it.write("Cargo.toml", &manifest.replace("\"sqlite\"", &format!("\"{engine}\"")));
        let said = said(&it.run(&["test", "--", "touch", "ran"]));
        assert!(said.contains("runs only in the program"), "{engine}: {said}");
    }
    assert!(!it.path().join("ran").exists());
}
