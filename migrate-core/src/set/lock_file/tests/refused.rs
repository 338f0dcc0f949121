//! What is refused: each line that is never written, with the line.

use super::*;

fn refused(text: &str) -> String {
    let error = LockFile::parse(text).unwrap_err();
    format!("{}: {}", crate::text::place(text, error.span.start).line, error.problem)
}

/// The text of a lock file with `from` replaced, and what is said of it.
fn damaged(from: &str, to: &str) -> String {
    let text = verified(&["1_users"]).render();
    assert!(text.contains(from), "{text}");
    refused(&text.replace(from, to))
}

#[test]
fn a_conflict_is_told_as_one() {
    let text = format!("{}<<<<<<< HEAD\n[3_a]\n=======\n[3_b]\n>>>>>>> other\n", "format = 2\n\n");
    assert_eq!(refused(&text), "3: a merge conflict that nobody has resolved");
    assert!(Problem::Conflict.help().contains("`cargo migrate merge`"));
}

#[test]
fn a_younger_format_is_told_as_one() {
    let text = "format = 5\nwhatever = \"that is\"\n";
    assert_eq!(refused(text), "1: the lock file has the format 5, and this version reads up to 4");
    assert!(Problem::Newer(5).help().starts_with("update"));
    let nothing = "the lock file does not begin with its format, as in `format = 2`";
    assert_eq!(refused("[1_users]\n"), format!("1: {nothing}"));
    assert_eq!(refused("\nfromat = 2\n"), format!("2: {nothing}"));
    assert_eq!(refused("format = 0\n"), format!("1: {nothing}"));
    assert_eq!(refused("format = \"2\"\n"), format!("1: {nothing}"));
}

#[test]
fn each_line_is_as_it_is_written() {
    let no_line = "this is no line of a lock file";
    assert_eq!(damaged("format = 2", "format=2"), format!("4: {no_line}"));
    assert_eq!(damaged("format = 2", "format = 02"), format!("4: {no_line}"));
    assert_eq!(damaged("format = 2", "format = 2 # two"), format!("4: {no_line}"));
    assert_eq!(damaged("[1_users]", "[1_users"), format!("6: {no_line}"));
    assert_eq!(damaged("[1_users]", "[users]"), "6: `users` is no name of a migration");
    assert_eq!(damaged("[1_users]", "[[1_users]]"), format!("6: {no_line}"));
    assert_eq!(damaged(".\"sqlite 3.51.0\"", ".\"sqlite\""), format!("10: {no_line}"));
    assert_eq!(damaged("\"users.email\"]", "\"users.email\",]"), format!("13: {no_line}"));
    assert_eq!(damaged("\"users.email\"]", "\"users.email]"), format!("13: {no_line}"));
    assert_eq!(damaged("users.email", "users\\q"), format!("13: {no_line}"));
    assert_eq!(damaged("users.email", "users\\ud800"), format!("13: {no_line}"));
}

#[test]
fn each_key_is_one_that_belongs_there() {
    assert_eq!(damaged("lost =", "loss ="), "13: `loss` does not belong here");
    assert_eq!(damaged("lost = [\"users.email\"]", "up = \"x\""), "13: `up` does not belong here");
    let after = verified(&["1_users"]).render();
    let after = after.lines().last().unwrap();
    assert_eq!(damaged(after, ""), "10: `after` is missing here");
    assert_eq!(damaged("before =", "after ="), "14: `after` stands here for the second time");
    assert_eq!(damaged("format = 2", "format = 2\nnewest = 1"), "5: `newest` does not belong here");
}

#[test]
fn each_value_is_one_that_the_key_can_have() {
    let checksum = "the name of an algorithm, a colon and digits";
    let value = |key: &str, expected: &str| format!("this is not what `{key}` can be: {expected}");
    assert_eq!(damaged("up = \"sha256:", "up = \"md5:"), format!("7: {}", value("up", checksum)));
    assert_eq!(damaged("2 of 3", "4 of 3"), format!("12: {}", value("seeded", "as in `3 of 4`")));
    let list = value("lost", "a list of texts");
    assert_eq!(damaged("lost = [\"users.email\"]", "lost = \"all\""), format!("13: {list}"));
    let fingerprint = value("before", "the number of a format, a colon and 32 digits");
    assert_eq!(damaged("before = \"1:", "before = \"1:0"), format!("11: {fingerprint}"));
}

#[test]
fn each_receipt_stands_below_its_migration() {
    let stray = "this receipt does not stand below its migration";
    assert_eq!(damaged("[1_users]", "[1_user]"), format!("10: {stray}"));
    assert_eq!(damaged("[1_users]\n", ""), "6: `up` does not belong here");
    let up = verified(&["1_users"]).render();
    let up = up.lines().find(|line| line.starts_with("up")).unwrap();
    assert_eq!(damaged(up, ""), "10: `up` is missing here");
}

#[test]
fn nothing_stands_there_twice() {
    let text = verified(&["1_users"]).render();
    let body = text.split_once("format = 2\n").unwrap().1;
    let twice = "`1` stands here for the second time";
    assert_eq!(refused(&format!("format = 2\n{body}{body}")), format!("13: {twice}"));
    assert_eq!(refused("format = 2\n[1_a]\n[01_b]\n"), "3: `01` stands here for the second time");
    let receipt = body.split_once("\n\n").unwrap().1;
    let again = refused(&format!("format = 2\n{body}{}", receipt.replace("51.0", "52.1")));
    assert_eq!(again, "12: `sqlite 3` stands here for the second time");
}
