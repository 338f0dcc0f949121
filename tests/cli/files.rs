//! `init` and `new`: what they write.

use std::fs::File;
use std::time::{Duration, SystemTime};

use migrate_tests::{BARE_MANIFEST, Crate};

use crate::{USERS, assert_said, redacted};

#[test]
fn init_prepares_a_crate_that_passes_check() {
    let it = Crate::bare();
    assert_said!(it, "init", it.run(&["init"]));
    redacted(&it).bind(|| {
        insta::assert_snapshot!("init_manifest", it.read("Cargo.toml"));
        insta::assert_snapshot!("init_files", it.files("migrations").join("\n"));
        insta::assert_snapshot!("init_lock_file", it.read("migrations/migrate.lock"));
    });
    assert_eq!(it.run(&["check"]).status.code(), Some(0));
    assert_eq!(it.run(&["verify"]).status.code(), Some(0));
    assert_eq!(it.run_on_database(&["up"]).status.code(), Some(0));
    assert_eq!(it.run_on_database(&["down", "--yes"]).status.code(), Some(0));
}

#[test]
fn init_twice_changes_nothing() {
    let it = Crate::bare();
    assert!(it.run(&["init"]).status.success());
    let before: Vec<String> = it.files("").iter().map(|file| it.read(file)).collect();
    assert_said!(it, "init_twice", it.run(&["init"]));
    let after: Vec<String> = it.files("").iter().map(|file| it.read(file)).collect();
    assert_eq!(before, after);
}

#[test]
fn init_completes_what_is_there() {
    let it = Crate::bare();
    let manifest = format!("{BARE_MANIFEST}\n[dependencies] # none yet\n");
    it.write("Cargo.toml", &manifest);
    for (name, text) in USERS {
        it.write(&format!("db/{name}.sql"), text);
    }
    assert_said!(it, "init_existing", it.run(&["init", "--dir", "db", "--dialect", "sqlite"]));
    assert_eq!(it.files("db").len(), 3, "the pair and the lock file");
    let manifest = it.read("Cargo.toml");
    assert!(manifest.contains("dialect = \"sqlite\"\ndir = \"db\"\n"), "{manifest}");
    assert!(manifest.contains("[dependencies] # none yet\n"), "{manifest}");
    assert_eq!(it.run(&["check"]).status.code(), Some(0), "it finds the directory by itself");
}

#[test]
fn init_speaks_json_and_markdown() {
    let it = Crate::bare();
    assert_said!(it, "init_json", it.run(&["init", "--format", "json"]));
    let it = Crate::bare();
    assert_said!(it, "init_markdown", it.run(&["init", "--format", "markdown"]));
}

#[test]
fn new_writes_both_scripts_and_the_lock_file() {
    let it = Crate::with(&USERS);
    assert_said!(it, "new", it.run(&["new", "Add role to users!"]));
    let files = it.files("migrations");
    redacted(&it).bind(|| {
        insta::assert_snapshot!("new_files", files.join("\n"));
        let added: Vec<String> = files
            .iter()
            .filter(|file| file.contains("role"))
            .map(|file| it.read(&format!("migrations/{file}")))
            .collect();
        insta::assert_snapshot!("new_scripts", added.join("=====\n"));
        insta::assert_snapshot!("new_lock_file", it.read("migrations/migrate.lock"));
    });
    assert_said!(it, "new_unwritten", it.run(&["check"]));
    assert_said!(it, "new_json", it.run(&["new", "b", "--format", "json", "--dir", "nowhere"]));
}

#[test]
fn new_keeps_to_the_numbers_and_the_layout_of_the_directory() {
    let it = Crate::with(&[
        ("0009_create_users/up", "SELECT 1;\n"),
        ("0009_create_users/down", "SELECT 1;\n"),
    ]);
    assert_said!(it, "new_in_directories", it.run(&["new", "add role", "--format", "json"]));
    assert_eq!(
        it.files("migrations"),
        [
            "0009_create_users/down.sql",
            "0009_create_users/up.sql",
            "0010_add_role/down.sql",
            "0010_add_role/up.sql",
            "migrate.lock"
        ]
    );
}

#[test]
fn new_is_newer_than_what_is_there() {
    let it = Crate::with(&[
        ("29991231235959_create_users.up", "SELECT 1;\n"),
        ("29991231235959_create_users.down", "SELECT 1;\n"),
    ]);
    assert!(it.run(&["new", "later"]).status.success());
    assert!(it.files("migrations").contains(&"30000101000000_later.up.sql".to_owned()));
}

#[test]
fn the_first_lock_file_makes_cargo_build_again() {
    let it = Crate::with(&USERS);
    let script = it.path().join("migrations/20260101120000_create_users.up.sql");
    let long_ago = SystemTime::now() - Duration::from_secs(1000);
    let file = File::options().append(true).open(&script).unwrap();
    file.set_modified(long_ago).unwrap();
    let age = || script.metadata().unwrap().modified().unwrap().elapsed().unwrap();
    assert!(it.run(&["new", "a"]).status.success());
    assert!(age() < Duration::from_secs(500), "there was no lock file");
    file.set_modified(long_ago).unwrap();
    assert!(it.run(&["new", "b"]).status.success());
    assert!(age() > Duration::from_secs(500), "the lock file is watched by now");
}

#[test]
fn a_title_needs_letters() {
    let it = Crate::with(&USERS);
    assert_said!(it, "new_without_title", it.run(&["new", "…"]));
    assert_eq!(it.files("migrations").len(), 2);
}
