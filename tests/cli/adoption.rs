//! A project that has migrations meets the framework.

use std::process::Output;

use migrate_tests::{BARE_MANIFEST, Crate};

use crate::{assert_said, said};

/// Migrations as a project wrote them before it knew of any rule.
const HISTORY: [(&str, &str); 5] = [
    (
        "migrations/20200101120000_create_users.up.sql",
        "CREATE TABLE users (id serial PRIMARY KEY, at timestamptz);\nCREATE INDEX i ON users USING gin (at);\n",
    ),
    ("migrations/20200101120000_create_users.down.sql", "-- nobody goes back\n"),
    ("migrations/20200201120000_fill.up.sql", "UPDATE users SET at = now()::timestamptz;\n"),
    ("migrations/20200201120000_fill.down.sql", ""),
    ("migrations/20200301120000_more.up.sql", "ALTER TABLE users ADD COLUMN tags text[];\n"),
];

fn existing() -> Crate {
    let it = Crate::bare();
    for (path, text) in HISTORY {
        it.write(path, text);
    }
    it
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn a_history_is_adopted_as_it_is() {
    let it = existing();
    assert_said!(it, "adopt", it.run(&["init"]));
    let manifest = it.read("Cargo.toml");
    assert!(
        manifest.contains("dialect = \"postgres\"\nsince = \"20200301120001\"\n"),
        "{manifest}"
    );
    assert_said!(it, "adopt_check", it.run(&["check"]));
    it.write("migrations/20260101120000_b.up.sql", "SELECT 1;\n");
    it.write("migrations/20260101120000_b.down.sql", "");
    let output = it.run(&["check"]);
    assert_eq!(code(&output), Some(1), "what is new is judged");
    let rules = "\n[package.metadata.migrate.rules]\nempty-down = \"warn\"\n";
    it.write("Cargo.toml", &(manifest + rules));
    assert_eq!(code(&it.run(&["check"])), Some(0), "{}", said(&it.run(&["check"])));
}

#[test]
fn a_dialect_is_found_or_asked_for() {
    let plain = "CREATE TABLE a (id bigint PRIMARY KEY);\n";
    let it = Crate::bare();
    it.write("migrations/1_a.up.sql", plain).write("migrations/1_a.down.sql", "DROP TABLE a;\n");
    assert_said!(it, "init_unclear", it.run(&["init"]));
    assert_eq!(it.read("Cargo.toml"), BARE_MANIFEST);
    let url = ["init", "--database-url", "postgres://me@here/app"];
    assert_eq!(code(&it.run(&url)), Some(0));
    assert!(it.read("Cargo.toml").contains("dialect = \"postgres\""));
    assert_said!(it, "init_conflict", it.run(&["init", "--dialect", "mysql"]));
    assert_eq!(code(&it.run(&["init", "--dialect", "postgres"])), Some(0), "that is what it says");
    let it = existing();
    assert_said!(it, "init_disagreement", it.run(&["init", "--database-url", "sqlite:app.db"]));
    let it = Crate::bare();
    it.write(".env", "DATABASE_URL=postgres://me@here/app\n");
    assert_eq!(code(&it.run(&["init"])), Some(0));
    assert!(it.read("Cargo.toml").contains("dialect = \"postgres\""), "without migrations, too");
}

#[test]
fn programs_find_files_from_the_root_of_the_repository() {
    let it = Crate::nothing();
    it.write(".git/HEAD", "");
    let metadata = "\n[package.metadata.migrate]\ndialect = \"sqlite\"\n";
    it.write("app/Cargo.toml", &format!("{BARE_MANIFEST}{metadata}")).write("app/src/lib.rs", "");
    it.write("app/migrations/1_a.up.sql", "");
    it.write("app/migrations/1_a.down.sql", "SELECT 1;\n");
    let inside = |format: &str| {
        let mut command = it.command(&["check", "--format", format]);
        let output = command.current_dir(it.path().join("app")).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(inside("github").contains("file=app/migrations/1_a.up.sql"), "{}", inside("github"));
    let sarif = inside("sarif");
    assert!(sarif.contains("\"uri\": \"app/migrations/1_a.up.sql\""), "{sarif}");
    assert!(sarif.contains("\"uriBaseId\": \"%SRCROOT%\""), "{sarif}");
    assert!(inside("text").contains("migrations/1_a.up.sql"));
}

#[test]
fn examples_in_the_dialect_of_the_project_come_first() {
    let first = |dialect: &str| {
        let it = Crate::bare();
        let metadata = format!("\n[package.metadata.migrate]\ndialect = \"{dialect}\"\n");
        it.write("Cargo.toml", &format!("{BARE_MANIFEST}{metadata}"));
        let text = said(&it.run(&["explain", "drop-column"]));
        text.lines().find(|line| line.starts_with("Reported on ")).unwrap_or_default().to_owned()
    };
    assert!(first("postgres").starts_with("Reported on postgres"), "{}", first("postgres"));
    assert!(first("sqlite").starts_with("Reported on sqlite"), "{}", first("sqlite"));
}
