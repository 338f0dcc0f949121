//! Every exit code, and what is said with it. Code 5 is in `verify.rs`.

use migrate_tests::Crate;
use sqlx::{Connection, SqliteConnection};

use crate::{assert_said, two_migrations};

fn code(output: &std::process::Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn zero_when_it_is_done() {
    let it = two_migrations();
    assert_eq!(code(&it.run(&["check"])), Some(0));
    assert_eq!(code(&it.run_on_database(&["up"])), Some(0));
}

#[test]
fn one_when_there_are_findings_or_something_is_pending() {
    let it = two_migrations();
    assert_eq!(code(&it.run_on_database(&["status", "--check"])), Some(1));
    it.write("migrations/notes.txt", "");
    assert_eq!(code(&it.run(&["check"])), Some(1));
    assert_eq!(code(&it.run_on_database(&["up"])), Some(1));
    assert_eq!(code(&it.run(&["verify"])), Some(1));
}

#[test]
fn two_for_wrong_usage() {
    let it = two_migrations();
    assert_said!(it, "exit_2_typo", it.run(&["stauts"]));
    assert_said!(it, "exit_2_option", it.run(&["up", "--step", "1"]));
    assert_said!(it, "exit_2_conflict", it.run(&["down", "--all", "--steps", "2"]));
    assert_said!(it, "exit_2_version", it.run(&["up", "--to", "v1"]));
    assert_said!(it, "exit_2_time", it.run(&["up", "--lock-timeout", "soon"]));
    assert_said!(it, "exit_2_no_url", it.run(&["up"]));
    assert_said!(it, "exit_2_back", it.run_on_database(&["up", "-1"]));
    assert_said!(it, "exit_2_no_such_option", it.run(&["up", "--check"]));
    let missing = it.command(&["new"]).env("DATABASE_URL", "sqlite:app.db").output().unwrap();
    assert_said!(it, "exit_2_missing", missing);
    assert_eq!(code(&it.run(&[])), Some(2));
}

#[test]
fn three_when_the_database_cannot_be_opened() {
    let it = two_migrations();
    let up = |url| it.run(&["up", "--database-url", url]);
    assert_said!(it, "exit_3_no_file", up("sqlite:app.db"));
    assert_said!(it, "exit_3_no_directory", up("sqlite:nowhere/app.db?mode=rwc"));
    assert_said!(it, "exit_3_no_url", up("app.db"));
    assert_said!(it, "exit_3_engine", up("postgres://me:secret@db.example/app"));
    assert_said!(it, "exit_3_option", up("sqlite:app.db?mode=fast"));
    it.write("text.db", &"this is no database\n".repeat(100));
    assert_said!(it, "exit_3_no_database", up("sqlite:text.db"));
    assert_eq!(code(&it.run(&["status", "--database-url", "sqlite:none.db"])), Some(3));
}

#[test]
fn a_word_for_help_helps() {
    let it = two_migrations();
    assert_eq!(it.run(&["help", "up"]).stdout, it.run(&["up", "--help"]).stdout);
    assert_eq!(it.run(&["help"]).stdout, it.run(&["--help"]).stdout);
}

#[test]
fn four_when_a_migration_fails() {
    let it = Crate::with(&[
        ("1_a.up", "SELECT abs(-9223372036854775808);\n"),
        ("1_a.down", "SELECT 1;\n"),
    ]);
    assert_said!(it, "exit_4", it.run_on_database(&["up"]));
}

#[test]
fn six_when_the_lock_is_not_obtained() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up", "--steps", "1"]).status.success());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let url = format!("sqlite:{}", it.path().join("app.db").display());
        let mut other = SqliteConnection::connect(&url).await.unwrap();
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
        let output = it.run_on_database(&["up", "--lock-timeout", "200ms"]);
        assert_said!(it, "exit_6", output);
        let output = it.run_on_database(&["down", "--yes", "--lock-timeout", "200ms"]);
        assert_eq!(code(&output), Some(6));
        other.close().await.unwrap();
    });
    assert_eq!(code(&it.run_on_database(&["up"])), Some(0), "nothing is left of it");
}

#[test]
fn one_when_the_table_of_the_history_is_another() {
    let it = two_migrations();
    it.write("migrations/20260101120000_create_users.up.sql", "CREATE TABLE users (id, email);\n");
    assert!(it.run_on_database(&["up"]).status.success());
    assert_said!(
        it,
        "exit_1_history_shape",
        it.run_on_database(&["up", "--history-table", "users"])
    );
}
