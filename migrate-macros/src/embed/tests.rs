//! What is expanded of receipts: one case for each shape. What rustc makes of errors and warnings is in
//! `tests/ui`, and costs a process of it for each case.

use std::fs;
use std::path::PathBuf;

use migrate_core::dialect::engine::Engine;
use migrate_core::schema::fingerprint::Fingerprint;
use migrate_core::set::lock_file::LockFile;
use migrate_core::set::read::{self, Location};
use migrate_core::set::receipt::Receipt;
use tempfile::TempDir;

use super::*;

/// A crate with two migrations.
fn crate_of(metadata: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| fs::write(directory.path().join(file), text).unwrap();
    fs::create_dir(directory.path().join("migrations")).unwrap();
    write(
        "Cargo.toml",
        &format!("[package.metadata.migrate]\ntarget = \"sqlite 3.45\"\n{metadata}"),
    );
    write("migrations/1_users.up.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    write("migrations/1_users.down.sql", "DROP TABLE users;\n");
    write("migrations/2_posts.up.sql", "CREATE TABLE posts (id INTEGER PRIMARY KEY);\n");
    write("migrations/2_posts.down.sql", "DROP TABLE posts;\n");
    directory
}

/// Writes receipts of all its migrations.
fn verify(directory: &TempDir) {
    let path = directory.path().join("migrations");
    let location = Location { path: path.clone(), name: String::new(), shown: String::new() };
    let reading = read::read(&location, "sqlite 3.45".parse().unwrap());
    let mut lock = LockFile::default().listing(&reading.set, false);
    for (place, migration) in reading.set.migrations.iter().enumerate() {
        let fingerprint = |number: usize| Fingerprint::parse(&format!("1:{number:032x}")).unwrap();
        let receipt = Receipt {
            engine: Engine::parse("sqlite 3.45.1").unwrap(),
            tables: place,
            seeded: place,
            seed: reading.seeded(place),
            lost: Vec::new(),
            unproven: Vec::new(),
            up_locks: Vec::new(),
            down_locks: Vec::new(),
            before: fingerprint(place),
            after: fingerprint(place + 1),
        };
        lock.record(migration, receipt);
    }
    fs::write(path.join("migrate.lock"), lock.render()).unwrap();
}

fn expanded(directory: &TempDir) -> String {
    let args: Args = syn::parse_str("").unwrap();
    let manifest: PathBuf = directory.path().canonicalize().unwrap();
    embed_in(&args, &manifest).unwrap().to_string()
}

const EMPTY: &str = "embedded :: EMPTY";

#[test]
fn what_was_verified_as_it_is_needs_no_word() {
    let directory = crate_of("");
    verify(&directory);
    fs::write(directory.path().join("migrations/seed.sql"), "INSERT INTO posts VALUES (1);")
        .unwrap();
    // Nothing can meet rows for the newest table.
    let tokens = expanded(&directory);
    assert!(!tokens.contains("compile_error") && !tokens.contains("deprecated"), "{tokens}");
    assert!(tokens.contains("migrations/migrate.lock") && tokens.contains("migrations/seed.sql"));
}

#[test]
fn what_has_changed_is_a_warning_in_one_build_and_an_error_in_the_other() {
    let directory = crate_of("");
    verify(&directory);
    let down = directory.path().join("migrations/2_posts.down.sql");
    fs::write(down, "DROP TABLE IF EXISTS posts;\n").unwrap();
    let tokens = expanded(&directory);
    let (debug, release) = tokens.split_once("not (debug_assertions)").unwrap();
    assert!(debug.contains("deprecated") && !debug.contains("compile_error"), "{debug}");
    assert!(debug.contains("a release build does not compile with it"), "{debug}");
    assert!(release.contains("compile_error"), "{release}");
    assert!(release.contains("the down has changed since 2 was verified"), "{release}");
    assert!(!tokens.contains(EMPTY), "the migrations are embedded all the same");
}

#[test]
fn what_is_required_is_an_error_in_every_build() {
    let directory = crate_of("receipts = \"require\"");
    let tokens = expanded(&directory);
    assert_eq!(tokens.matches("compile_error").count(), 1, "{tokens}");
    assert!(tokens.contains("2 migrations were never verified on an engine"), "{tokens}");
    let directory = crate_of("receipts = \"off\"");
    assert!(!expanded(&directory).contains("never verified"));
}

#[test]
fn a_lock_file_that_nobody_can_read_is_an_error_in_its_line() {
    let directory = crate_of("");
    let text =
        "format = 2\n\n<<<<<<< HEAD\n[2_posts]\n=======\n[2_tags]\n>>>>>>> tags\n\n[1_users]\n";
    fs::write(directory.path().join("migrations/migrate.lock"), text).unwrap();
    let tokens = expanded(&directory);
    assert!(tokens.contains("compile_error") && tokens.contains(EMPTY), "{tokens}");
    assert!(tokens.contains("a merge conflict that nobody has resolved"), "{tokens}");
    assert!(tokens.contains("migrate.lock:3"), "{tokens}");
}

/// Built as services have it: `cargo test -p migrate-macros --no-default-features --features sqlite`.
#[cfg(not(feature = "postgres"))]
#[test]
fn a_dialect_that_is_left_out_is_asked_for() {
    let directory = crate_of("");
    let args: Args = syn::parse_str("dialect = \"postgres 15\"").unwrap();
    let error = embed_in(&args, directory.path()).unwrap_err().to_string();
    let said =
        "postgres is not compiled in: add `\"postgres\"` to the features of `migrate-runtime`";
    assert!(error.starts_with(said), "{error}");

    let cargo_toml = "[package.metadata.migrate]\ntarget = \"postgres 15\"\n";
    fs::write(directory.path().join("Cargo.toml"), cargo_toml).unwrap();
    let args: Args = syn::parse_str("").unwrap();
    let error = embed_in(&args, directory.path()).unwrap_err().to_string();
    assert!(error.starts_with(said) && error.contains("`target`"), "{error}");
}
