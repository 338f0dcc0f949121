//! Invariants, written as absences. Each failure names the files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A source file: its path from the root of the workspace, and its text.
struct Source {
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn sources(below: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for directory in below {
        collect(&root().join(directory), &mut found);
    }
    assert!(!found.is_empty(), "no sources below {below:?}");
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn collect(directory: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let path: PathBuf = entry.path();
        if entry.file_type().unwrap().is_dir() && !path.ends_with("target") {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push(Source { path, text });
        }
    }
}

const CRATES: [&str; 4] =
    ["migrate-core/src", "migrate-macros/src", "migrate-runtime/src", "migrate-cli/src"];

/// The files below `directories` whose code, tests and comments left out, holds one of `words`.
fn users(directories: &[&str], words: &[&str]) -> Vec<String> {
    let uses = |source: &Source| {
        code(source).lines().any(|line| words.iter().any(|word| line.contains(word)))
    };
    sources(directories).into_iter().filter(uses).map(|source| source.path).collect()
}

/// The text of a file up to its tests, without its comments.
fn code(source: &Source) -> String {
    let tests = ["tests.rs", "testing.rs", "fake.rs"];
    let is_test = tests.iter().any(|name| source.path.ends_with(name))
        || source.path.contains("/src/") && source.path.contains("/tests/");
    let end = source.text.find("#[cfg(test)]\nmod tests {").unwrap_or(source.text.len());
    let text = if is_test { "" } else { &source.text[..end] };
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

#[test]
fn sqlx_is_named_in_the_driver_alone() {
    let driver = |file: &str| format!("migrate-runtime/src/driver{file}.rs");
    let files = ["", "/mysql", "/postgres", "/sqlite"].map(driver);
    assert_eq!(users(&CRATES, &["sqlx::"]), files);
}

#[test]
fn findings_are_drawn_in_one_file() {
    assert_eq!(users(&CRATES, &["annotate_snippets"]), ["migrate-core/src/finding/render.rs"]);
}

#[test]
fn the_core_touches_files_in_one_place() {
    assert_eq!(
        users(&["migrate-core/src"], &["std::fs", " File::"]),
        ["migrate-core/src/set/read.rs"]
    );
    assert_eq!(users(&["migrate-core/src"], &["async ", "tokio", "std::net"]), [""; 0]);
}

#[test]
fn sql_is_read_in_one_folder() {
    let parsers = ["squawk_", "sqlparser", "sqlite3_parser"];
    let users = users(&CRATES, &[&parsers[..], &["SyntaxKind::"]].concat());
    assert!(!users.is_empty());
    assert!(users.iter().all(|path| path.starts_with("migrate-core/src/sql/")), "{users:?}");
}

#[test]
fn the_differ_knows_no_dialect() {
    assert_eq!(users(&["migrate-core/src/diff", "migrate-core/src/schema"], &["dialect"]), [""; 0]);
}

#[test]
fn a_dialect_is_named_in_a_handful_of_files() {
    let users = users(&CRATES, &["Dialect::Sqlite", "Dialect::Postgres", "Dialect::Mysql"]);
    let folders = ["/dialect/", "/sql/", "/replay/"];
    let outside: Vec<&String> =
        users.iter().filter(|path| folders.iter().all(|it| !path.contains(it))).collect();
    assert_eq!(
        outside,
        [
            "migrate-cli/src/commands/init.rs",
            "migrate-core/src/dialect.rs",
            "migrate-core/src/set/directive.rs",
            "migrate-runtime/src/driver.rs",
            "migrate-runtime/src/embedded.rs",
            "migrate-runtime/src/shadow/engine.rs",
        ]
    );
}

#[test]
fn features_are_asked_for_at_the_doors_of_dialects() {
    let doors = ["dialect", "dialect/parts", "lib", "replay", "rules", "sql"];
    let doors = doors.map(|door| format!("migrate-core/src/{door}.rs"));
    assert_eq!(users(&["migrate-core", "migrate-macros"], &["feature = \""]), doors);
}

#[test]
fn plans_are_pure() {
    assert_eq!(users(&["migrate-runtime/src/plan"], &["async ", "driver", "tokio"]), [""; 0]);
}

#[test]
fn files_and_names_stay_small() {
    let everything = ["migrate-core", "migrate-macros", "migrate-runtime", "migrate-cli", "tests"];
    let sources = sources(&everything);
    let mut long: Vec<(usize, &str)> = sources
        .iter()
        .map(|source| (source.text.lines().count(), source.path.as_str()))
        .filter(|(lines, _)| *lines > 400)
        .collect();
    long.sort_unstable();
    assert!(long.is_empty(), "split by noun: {long:?}");
    let banned =
        ["mod.rs", "utils.rs", "util.rs", "helpers.rs", "common.rs", "misc.rs", "manager.rs"];
    let badly_named = sources
        .iter()
        .filter(|source| banned.iter().any(|name| source.path.ends_with(&format!("/{name}"))));
    assert_eq!(badly_named.map(|source| &source.path).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn every_file_says_what_it_is() {
    let silent = sources(&CRATES)
        .into_iter()
        .filter(|source| !source.text.starts_with("//!") && !source.path.ends_with("tests.rs"));
    assert_eq!(silent.map(|source| source.path).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn nothing_is_a_stub_and_no_test_is_skipped() {
    let words = ["todo!(", "unimplemented!(", "#[ignore"];
    let found: Vec<String> = sources(&CRATES)
        .into_iter()
        .chain(sources(&["tests", "examples"]))
        .filter(|source| !source.path.ends_with("tidy.rs"))
        .filter(|source| words.iter().any(|word| source.text.contains(word)))
        .map(|source| source.path)
        .collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn the_macro_pulls_in_neither_sqlx_nor_tokio() {
    for package in ["migrate-macros", "migrate-core"] {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "-p", package])
            .current_dir(root())
            .output()
            .unwrap();
        let tree = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(tree.starts_with(package), "{}", String::from_utf8_lossy(&output.stderr));
        let heavy =
            tree.lines().filter(|line| line.starts_with("sqlx") || line.starts_with("tokio"));
        assert_eq!(heavy.collect::<Vec<_>>(), [""; 0]);
    }
}

#[test]
fn codes_and_names_of_rules_are_used_once() {
    let rules = migrate_core::rules::ALL;
    let used: Vec<&str> = rules.iter().flat_map(|rule| [rule.code, rule.name]).collect();
    let unique: BTreeSet<&str> = used.iter().copied().collect();
    assert_eq!(unique.len(), used.len(), "a code or a name is used twice");
    assert!(rules.is_sorted_by_key(|rule| rule.code), "they are in the order of their codes");
}

#[test]
fn every_suite_is_listed() {
    let manifest = fs::read_to_string(root().join("tests/Cargo.toml")).unwrap();
    for entry in fs::read_dir(root().join("tests")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if name.ends_with(".rs") {
            assert!(manifest.contains(&format!("path = \"{name}\"")), "{name} is not listed");
        }
    }
}
