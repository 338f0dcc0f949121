//! `squash`: one migration in place of several.

use migrate_tests::Crate;

use crate::{assert_said, redacted, said};

const LOCK: &str = "migrations/migrate.lock";

fn four() -> Crate {
    let it = Crate::with(&[
        ("0001_users.up", "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n"),
        ("0001_users.down", "DROP TABLE users;\n"),
        ("0002_roles.up", "CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT);\n"),
        ("0002_roles.down", "DROP TABLE roles;\n"),
        ("0003_admin.up", "INSERT INTO roles VALUES (1, 'admin');\n"),
        ("0003_admin.down", "DELETE FROM roles WHERE id = 1;\n"),
        ("0004_index.up", "CREATE INDEX users_email ON users (email);\n"),
        ("0004_index.down", "DROP INDEX users_email;\n"),
    ]);
    assert!(it.run(&["verify"]).status.success());
    it
}

fn on(it: &Crate, database: &str, arguments: &[&str]) -> String {
    let url = format!("sqlite:{database}.db?mode=rwc");
    let output = it.run(&[arguments, &["--database-url", &url]].concat());
    said(&output)
}

#[test]
fn several_become_one_and_every_database_goes_on() {
    let it = four();
    let succeeds = |database: &str, arguments: &[&str]| {
        let text = on(&it, database, arguments);
        assert!(text.ends_with("exit 0"), "{database} {arguments:?}: {text}");
        text
    };
    succeeds("all", &["up"]);
    succeeds("before", &["up", "users"]);
    succeeds("middle", &["up", "roles"]);
    assert_said!(it, "squash_dry", it.run(&["squash", "roles..admin", "--dry-run"]));
    assert!(it.path().join("migrations/0002_roles.up.sql").exists());
    assert_said!(it, "squash", it.run(&["squash", "roles..admin"]));
    redacted(&it).bind(|| {
        insta::assert_snapshot!("squash_files", it.files("migrations").join("\n"));
        insta::assert_snapshot!("squash_up", it.read("migrations/0003_roles_to_admin.up.sql"));
        insta::assert_snapshot!("squash_lock_file", it.read(LOCK));
    });
    assert!(it.run(&["verify"]).status.success());
    assert_eq!(it.run(&["check", "--release"]).status.code(), Some(0));

    succeeds("all", &["up"]);
    assert_said!(
        it,
        "squash_status",
        it.run(&["status", "--check", "--database-url", "sqlite:all.db"])
    );
    succeeds("all", &["drift"]);
    succeeds("before", &["up"]);
    succeeds("fresh", &["up"]);
    assert_said!(it, "squash_middle", it.run(&["up", "--database-url", "sqlite:middle.db"]));
    succeeds("middle", &["down", "--yes"]);
    succeeds("middle", &["up"]);
    let dump = |database: &str| succeeds(database, &["schema", "dump", "--live"]);
    for database in ["all", "before", "fresh", "middle"] {
        assert_eq!(dump(database), dump("fresh"), "{database}");
        let history = succeeds(database, &["status"]);
        succeeds(database, &["down", "--all", "--yes"]);
        assert_eq!(dump(database).matches("CREATE").count(), 0, "{history}");
        succeeds(database, &["up"]);
        succeeds(database, &["status", "--check"]);
    }
    assert_said!(
        it,
        "squash_json",
        it.run(&["squash", "..", "all of it", "--dry-run", "--format", "json"])
    );
}

#[test]
fn what_cannot_be_put_together_is_left_as_it_is() {
    let it = four();
    let files = it.files("migrations");
    assert_said!(it, "squash_one", it.run(&["squash", "roles..roles"]));
    assert_said!(it, "squash_title", it.run(&["squash", "roles..admin", "admin"]));
    assert_said!(it, "squash_backwards", it.run(&["squash", "admin..roles"]));
    it.write("migrations/0005_vacuum.up.sql", "-- migrate: no-transaction\nVACUUM;\n");
    it.write("migrations/0005_vacuum.down.sql", "-- migrate: no-transaction\nVACUUM;\n");
    assert_said!(it, "squash_mixed", it.run(&["squash", "index.."]));
    for way in ["up", "down"] {
        std::fs::remove_file(it.path().join(format!("migrations/0005_vacuum.{way}.sql"))).unwrap();
    }
    assert_eq!(it.files("migrations"), files);
}

/// What a file says it stands for must not be there.
#[test]
fn what_is_replaced_is_gone() {
    let it = four();
    let up = it.read("migrations/0004_index.up.sql");
    it.write("migrations/0004_index.up.sql", &format!("-- migrate: replaces(0003_admin)\n{up}"));
    assert_said!(it, "squash_still_there", it.run(&["check"]));
    it.write("migrations/0004_index.up.sql", &format!("-- migrate: replaces(admin)\n{up}"));
    let said = said(&it.run(&["check"]));
    assert!(said.contains("the name of a migration"), "{said}");
}

/// A file in Rust holds two scripts, and what is not in the range is read as it lies on the disk.
#[test]
fn what_is_not_in_the_range_stays_as_it_is() {
    let it = four();
    let function = |name: &str| {
        format!(
            "#[migration]\npub async fn {name}(it: &mut Connection<'_>) -> Result<(), CodeError> {{\n    \
             it.execute(\"SELECT 1\").await?;\n    Ok(())\n}}\n"
        )
    };
    let text = function("up") + &function("down");
    it.write("migrations/0005_later.rs", &text);
    let squashed = said(&it.run(&["squash", "roles..admin"]));
    assert!(squashed.ends_with("exit 0"), "{squashed}");
    assert_eq!(it.read("migrations/0005_later.rs"), text);
}

#[test]
fn what_stands_beside_a_script_goes_with_it() {
    let it = Crate::with(&[]);
    let settings = it.read("Cargo.toml") + "layout = \"diesel\"\nsince = \"30000101000000\"\n";
    it.write("Cargo.toml", &settings);
    for day in 1..=3 {
        let directory = format!("migrations/2026-01-0{day}-000000_m{day}");
        it.write(&format!("{directory}/up.sql"), &format!("CREATE TABLE m{day} (a INTEGER);\n"));
        it.write(&format!("{directory}/down.sql"), &format!("DROP TABLE m{day};\n"));
        it.write(&format!("{directory}/metadata.toml"), "run_in_transaction = true\n");
    }
    let squashed = said(&it.run(&["squash", "m1..m2", "both"]));
    assert!(squashed.ends_with("exit 0"), "{squashed}");
    let mut files = it.files("migrations");
    files.retain(|file| !file.contains("_m3/") && file != "migrate.lock");
    let both = "2026-01-02-000000_both";
    assert_eq!(files, [format!("{both}/down.sql"), format!("{both}/up.sql")]);
}
