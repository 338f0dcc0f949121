//! What holds of every rule.

mod ahead;
mod examples;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{ALL, find, markdown};

#[test]
fn codes_are_sorted_and_names_are_unique() {
    for pair in ALL.windows(2) {
        assert!(pair[0].code < pair[1].code, "{} and {}", pair[0].code, pair[1].code);
    }
    let names: BTreeSet<&str> = ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), ALL.len());
}

#[test]
fn every_rule_explains_itself() {
    let silent = ALL
        .iter()
        .filter(|rule| [rule.what, rule.why, rule.instead].iter().any(|text| !text.ends_with('.')));
    assert_eq!(silent.map(|rule| rule.name).collect::<Vec<_>>(), [""; 0]);
}

/// A record that is in no list is never checked and never documented.
#[test]
fn no_record_is_missing() {
    let mut files = Vec::new();
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut files);
    let listed: BTreeSet<&str> = ALL.iter().map(|rule| rule.code).collect();
    for file in files.iter().filter(|file| !file.ends_with("rules/tests.rs")) {
        let text = fs::read_to_string(file).unwrap();
        for (at, _) in text.match_indices("\"M") {
            let code: String = text[at + 1..].chars().take_while(|&letter| letter != '"').collect();
            let is_code = code.len() == 4 && code[1..].bytes().all(|byte| byte.is_ascii_digit());
            if is_code && code != "M000" {
                assert!(listed.contains(&*code), "{code} of {} is in no list", file.display());
            }
        }
    }
}

fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn a_rule_is_found_by_name_and_code_or_the_nearest_is_named() {
    assert_eq!(find("missing-down").unwrap().code, "M008");
    assert_eq!(find("M008").unwrap().name, "missing-down");
    assert_eq!(find("mising-down"), Err(Some("missing-down")));
    assert_eq!(find("something"), Err(None));
}

#[test]
fn the_documentation_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/rules.md");
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        fs::write(path, markdown()).unwrap();
    }
    let stored = fs::read_to_string(path).unwrap_or_default();
    assert!(
        stored == markdown(),
        "docs/rules.md is stale: `BLESS=1 cargo test -p migrate-core --lib rules::` writes it"
    );
}
