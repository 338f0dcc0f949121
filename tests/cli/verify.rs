//! `verify` and `up --verify`: what depends on a verification.

use migrate_tests::Crate;

use crate::{USERS, assert_said, two_migrations};

const FORMATS: [&str; 3] = ["text", "json", "markdown"];

/// A migration whose down forgets something.
fn unrestored() -> Crate {
    let it = two_migrations();
    it.write("migrations/20260102120000_index_emails.down.sql", "SELECT 'nothing is dropped';\n");
    it.write("migrations/20260103120000_add_age.up.sql", "ALTER TABLE users ADD COLUMN age;\n");
    it.write("migrations/20260103120000_add_age.down.sql", "ALTER TABLE users DROP COLUMN age;\n");
    it
}

/// A migration whose down fails.
fn failing_down() -> Crate {
    let it = Crate::with(&USERS);
    it.write("migrations/20260101120000_create_users.down.sql", "DROP TABLE user;\n");
    it
}

/// Compares the output in each format with its snapshot.
macro_rules! assert_said_in_each_format {
    ($crate_:expr, $name:literal, $run:expr) => {
        for format in FORMATS {
            let said = crate::said(&$run(format));
            let name = format!("verify_{}_{format}", $name);
            crate::redacted(&$crate_).bind(|| insta::assert_snapshot!(name, said));
        }
    };
}

#[test]
fn migrations_that_can_be_undone() {
    let it = two_migrations();
    it.write(
        "migrations/20260103120000_forget.up.sql",
        "-- migrate: irreversible(reason = \"the addresses are gone\")\nUPDATE users SET email = NULL;\n",
    );
    assert!(it.run(&["verify"]).status.success(), "this one writes the lock file");
    assert_said_in_each_format!(it, "ok", |format| it
        .run(&["verify", "--all", "--format", format]));
}

#[test]
fn a_verification_brings_the_lock_file_up_to_date() {
    let it = two_migrations();
    assert_said!(it, "verify_lock_file", it.run(&["verify"]));
    assert!(it.read("migrations/migrate.lock").contains("index_emails"));
}

#[test]
fn a_down_that_does_not_restore_is_a_blocker() {
    let it = unrestored();
    assert_said_in_each_format!(it, "unrestored", |format| {
        it.run(&["verify", "--all", "--format", format])
    });
    let lock = it.read("migrations/migrate.lock");
    assert_eq!(lock.matches("before = ").count(), 1, "what was seen before it is kept: {lock}");
}

#[test]
fn a_down_that_fails_is_a_blocker() {
    let it = failing_down();
    assert_said_in_each_format!(it, "down_fails", |format| it.run(&["verify", "--format", format]));
}

#[test]
fn an_up_that_fails_is_a_failure() {
    let it = two_migrations();
    it.write("migrations/20260102120000_index_emails.up.sql", "CREATE INDEX i ON user (email);\n");
    assert_said!(it, "verify_up_fails", it.run(&["verify"]));
}

#[test]
fn up_with_verify_ends_with_the_report() {
    assert_said_in_each_format!(two_migrations(), "up", |format| {
        two_migrations().run_on_database(&["up", "--verify", "--format", format])
    });
    let it = Crate::with(&USERS);
    let markdown = ["up", "--verify", "--format", "markdown"];
    assert_said!(it, "verify_up_one_markdown", it.run_on_database(&markdown));
}

#[test]
fn up_with_verify_applies_nothing_when_a_rollback_does_not_work() {
    let it = unrestored().without("down-does-not-restore");
    assert_said_in_each_format!(it, "up_blocked", |format| {
        it.run_on_database(&["up", "--verify", "--format", format])
    });
    assert!(!it.path().join("app.db").exists());
    assert_eq!(it.run_on_database(&["status", "--check"]).status.code(), Some(1));
}

#[test]
fn up_with_verify_applies_nothing_when_an_up_fails() {
    let it = two_migrations().unjudged();
    it.write("migrations/20260102120000_index_emails.up.sql", "CREATE INDEX i ON user (email);\n");
    assert_said_in_each_format!(it, "up_fails", |format| {
        it.run_on_database(&["up", "--verify", "--format", format])
    });
    assert!(!it.path().join("app.db").exists());
}

/// A migration that loses what a column held: as its file says, and a table for which
/// no row is found.
fn losing() -> Crate {
    let it = two_migrations();
    let table = "CREATE TABLE sealed (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n > 1 AND n < 1));\n";
    it.write("migrations/20260103120000_seal.up.sql", table);
    it.write("migrations/20260103120000_seal.down.sql", "DROP TABLE sealed;\n");
    let drop = "DROP INDEX users_email;\nALTER TABLE users DROP COLUMN email;\n";
    let lossy = "-- migrate: lossy(users.email, reason = \"nobody mails\")\n";
    it.write("migrations/20260104120000_forget_emails.up.sql", &format!("{lossy}{drop}"));
    let back =
        "ALTER TABLE users ADD COLUMN email TEXT;\nCREATE INDEX users_email ON users (email);\n";
    it.write("migrations/20260104120000_forget_emails.down.sql", back);
    it
}

#[test]
fn rows_are_lost_as_the_file_says() {
    assert_said_in_each_format!(losing(), "rows", |format| {
        losing().run(&["verify", "--format", format])
    });
}
