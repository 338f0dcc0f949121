//! Receipts: what `verify` writes down and leaves alone, and what is said where one is missing.

use std::thread::sleep;
use std::time::Duration;

use migrate_core::set::lock_file::LockFile;
use migrate_tests::Crate;

use crate::{assert_said, redacted, said, two_migrations};

const LOCK: &str = "migrations/migrate.lock";
const INDEX_UP: &str = "migrations/20260102120000_index_emails.up.sql";
const USERS_UP: &str = "migrations/20260101120000_create_users.up.sql";

/// A crate whose two migrations were verified.
fn verified() -> Crate {
    let it = two_migrations();
    assert!(it.run(&["verify"]).status.success());
    it
}

/// The same with that in its metadata.
fn demanding(it: Crate, metadata: &str) -> Crate {
    let manifest = it.read("Cargo.toml");
    it.write("Cargo.toml", &manifest.replace("dialect", &format!("{metadata}\ndialect")));
    it
}

/// The migrations that a verification ran up, down and up again.
fn tried(it: &Crate, arguments: &[&str]) -> Vec<String> {
    let output = it.run(&[&["verify"], arguments].concat());
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    let rows = text.lines().filter(|line| line.contains("down ") && line.starts_with("ok"));
    rows.filter_map(|row| row.split_whitespace().nth(1)).map(str::to_owned).collect()
}

fn exit(it: &Crate, arguments: &[&str]) -> Option<i32> {
    it.run(arguments).status.code()
}

#[test]
fn a_verification_writes_what_it_saw() {
    let it = verified();
    redacted(&it).bind(|| insta::assert_snapshot!("receipts_lock_file", it.read(LOCK)));
    let lock = it.read(LOCK);
    assert_eq!(tried(&it, &["--all"]).len(), 2);
    assert_eq!(it.read(LOCK), lock, "the same is seen again");
}

#[test]
fn what_has_not_changed_is_not_tried_again() {
    let it = verified();
    it.write(
        "migrations/20260103120000_forget.up.sql",
        "-- migrate: irreversible(reason = \"the addresses are gone\")\nUPDATE users SET email = NULL;\n",
    );
    assert!(it.run(&["verify"]).status.success());
    for format in ["text", "json", "markdown"] {
        let said = said(&it.run(&["verify", "--format", format]));
        let name = format!("receipts_unchanged_{format}");
        redacted(&it).bind(|| insta::assert_snapshot!(name, said));
    }
    it.write(INDEX_UP, "CREATE UNIQUE INDEX users_email ON users (email);\n");
    assert_eq!(tried(&it, &[]), ["20260102120000_index_emails"]);
    assert_eq!(tried(&it, &[]), [""; 0]);
    assert_eq!(tried(&it, &["--all"]).len(), 2);
}

/// A receipt is about the schema before it, too.
#[test]
fn what_stands_on_another_schema_is_tried_again() {
    let it = verified();
    it.write(USERS_UP, "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n-- a word\n");
    assert_eq!(tried(&it, &[]), ["20260101120000_create_users"], "the schema is the same");
    it.write(USERS_UP, "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);\n");
    assert_eq!(tried(&it, &[]).len(), 2);
    assert_eq!(exit(&it, &["verify", "--check"]), Some(0));
}

/// Another engine of the same name, as after an update of the server.
#[test]
fn what_was_seen_on_another_version_is_tried_again() {
    let it = verified();
    let older = it.read(LOCK).replace("\"sqlite 3.", "\"sqlite 2.");
    it.write(LOCK, &older);
    assert_eq!(exit(&it, &["verify", "--check"]), Some(0), "nobody said for which version");
    let it = demanding(it, "target = \"sqlite 3.45\"");
    let checked = said(&it.run(&["verify", "--check"]));
    assert!(checked.contains("2 migrations were verified on sqlite 2."), "{checked}");
    assert_eq!(tried(&it, &[]).len(), 2);
    assert_eq!(it.read(LOCK).matches("\"sqlite 2.").count(), 2, "both are evidence");
    assert_eq!(exit(&it, &["verify", "--check"]), Some(0));
}

#[test]
fn ci_fails_where_a_receipt_is_missing_or_stale() {
    let it = two_migrations();
    assert_said!(it, "receipts_missing", it.run(&["verify", "--check"]));
    assert!(!it.path().join(LOCK).exists(), "it only looks");
    assert!(it.run(&["verify"]).status.success());
    assert_said!(it, "receipts_right", it.run(&["verify", "--check"]));
    it.write(USERS_UP, "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n");
    let stale = ["verify", "--check", "--format"];
    assert_said!(it, "receipts_stale", it.run(&stale[..2]));
    assert_said!(it, "receipts_stale_github", it.run(&[&stale[..], &["github"]].concat()));
    let both = it.run(&["verify", "--check", "--all"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn a_debug_build_warns_and_a_release_build_refuses() {
    let it = two_migrations();
    assert_eq!(exit(&it, &["check", "--release"]), Some(0), "nobody has begun with it");
    assert!(it.run(&["verify"]).status.success());
    it.write(INDEX_UP, "CREATE UNIQUE INDEX users_email ON users (email);\n");
    assert_said!(it, "receipts_debug", it.run(&["check", "--quiet"]));
    assert_said!(it, "receipts_release", it.run(&["check", "--release"]));
    let it = demanding(it, "receipts = \"off\"");
    assert_eq!(exit(&it, &["check", "--release"]), Some(0));
    assert_eq!(exit(&it, &["verify", "--check"]), Some(1), "whoever asks is told");
}

#[test]
fn up_refuses_what_would_not_compile_unless_it_verifies_first() {
    let it = demanding(two_migrations(), "receipts = \"require\"");
    let refused = said(&it.run_on_database(&["up"]));
    assert!(refused.contains("never verified") && refused.ends_with("exit 1"), "{refused}");
    assert!(it.run_on_database(&["up", "--verify"]).status.success());
    assert_eq!(LockFile::parse(&it.read(LOCK)).unwrap().render(), it.read(LOCK));
    assert_eq!(exit(&it, &["verify", "--check"]), Some(0), "its receipts are written");
    assert!(it.run_on_database(&["up"]).status.success());
}

#[test]
fn a_new_migration_leaves_the_receipts_as_they_are() {
    let it = verified();
    let before = it.read(LOCK);
    assert!(it.run(&["new", "add role to users"]).status.success());
    let after = it.read(LOCK);
    let (head, receipts) = before.split_once("\n\n").unwrap();
    assert!(after.starts_with(head) && after.ends_with(receipts), "{after}");
    assert_eq!(after.matches("add_role_to_users").count(), 1);
    let missing = said(&it.run(&["check"]));
    assert!(!missing.contains("never-verified"), "the empty scripts come first: {missing}");
}

#[test]
fn a_merge_that_nobody_finished_is_not_written_over() {
    let it = verified();
    let marks =
        it.read(LOCK).replace("format = 2\n", "format = 2\n\n<<<<<<< HEAD\n[3_a]\n=======\n");
    it.write(LOCK, &marks);
    let files = it.files("migrations");
    assert_said!(it, "receipts_conflict", it.run(&["check"]));
    assert_said!(it, "receipts_conflict_new", it.run(&["new", "add role"]));
    assert_eq!(exit(&it, &["verify"]), Some(1));
    assert_eq!((it.files("migrations"), it.read(LOCK)), (files, marks));
}

#[test]
fn of_what_is_older_than_since_only_the_up_runs() {
    let it = demanding(two_migrations(), "since = \"20260102120000\"");
    it.write("migrations/20260101120000_create_users.down.sql", "DROP TABLE nobody;\n");
    assert_said!(it, "receipts_since", it.run(&["verify"]));
    assert_eq!(exit(&it, &["verify", "--check"]), Some(0));
    assert_said!(it, "receipts_since_json", it.run(&["verify", "--format", "json"]));
}

/// Its scripts are the same, and so would its receipt be.
#[test]
fn a_blocker_has_no_receipt_any_more() {
    let it = two_migrations();
    it.write(INDEX_UP, "CREATE TABLE IF NOT EXISTS audit (id INTEGER PRIMARY KEY);\n");
    it.write("migrations/20260102120000_index_emails.down.sql", "DROP TABLE audit;\n");
    assert!(it.run(&["verify"]).status.success());
    assert_eq!(it.read(LOCK).matches("before = ").count(), 2);
    let users = "CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE audit (id INTEGER PRIMARY KEY);\n";
    it.write(USERS_UP, users);
    it.write(
        "migrations/20260101120000_create_users.down.sql",
        "DROP TABLE users;\nDROP TABLE audit;\n",
    );
    let blocked = it.run(&["verify"]);
    assert_eq!(blocked.status.code(), Some(5), "{}", said(&blocked));
    assert_eq!(it.read(LOCK).matches("before = ").count(), 1, "{}", it.read(LOCK));
    assert_eq!(exit(&it, &["verify", "--check"]), Some(1));
    assert_eq!(exit(&it, &["verify"]), Some(5), "again, and not taken to be known");
}

/// Whenever it ends, the file says what it said before, or all that it shall say.
#[test]
fn a_verification_that_is_killed_leaves_a_whole_lock_file() {
    let it = verified();
    let mut known = vec![it.read(LOCK)];
    for round in 0..24 {
        let unique = if round % 2 == 0 { "UNIQUE " } else { "" };
        it.write(INDEX_UP, &format!("CREATE {unique}INDEX users_email ON users (email);\n"));
        let mut running = it.command(&["verify", "--all", "--quiet"]).spawn().unwrap();
        sleep(Duration::from_millis(round * 2));
        running.kill().unwrap();
        running.wait().unwrap();
        let lock = it.read(LOCK);
        assert_eq!(LockFile::parse(&lock).map(|lock| lock.render()), Ok(lock.clone()));
        known.push(lock);
    }
    assert!(it.run(&["verify"]).status.success());
    known.push(it.read(LOCK));
    known.sort();
    known.dedup();
    assert!(known.len() <= 2, "the scripts are one of two: {known:?}");
}

/// A receipt is about the rows of the author, too.
#[test]
fn what_meets_other_rows_of_the_author_is_tried_again() {
    let it = verified();
    let given = "INSERT INTO users (id, email) VALUES (7, 'given@example.org');\n";
    it.write("migrations/seed.sql", given);
    assert_eq!(exit(&it, &["check"]), Some(0), "it is no misnamed migration");
    assert_eq!(exit(&it, &["verify", "--check"]), Some(1));
    assert_eq!(tried(&it, &[]), ["20260102120000_index_emails"]);
    assert_eq!(it.read(LOCK).matches("seed = \"sha256:").count(), 1);
    assert_eq!(exit(&it, &["verify", "--check"]), Some(0));
    it.write("migrations/seed.sql", &format!("{given}INSERT INTO nowhere VALUES (1);\n"));
    let text = said(&it.run(&["verify"]));
    assert!(text.contains("migrations/seed.sql:2: no migration met these rows"), "{text}");
    let json = said(&it.run(&["verify", "--all", "--format", "json"]));
    assert!(json.contains("\"ungiven\"") && json.contains("\"line\": 2"), "{json}");
}

#[test]
fn several_databases_at_once_show_the_same() {
    let it = verified();
    let lock = it.read(LOCK);
    assert_eq!(tried(&it, &["--all", "--jobs", "2"]).len(), 2);
    assert_eq!(it.read(LOCK), lock);
}
