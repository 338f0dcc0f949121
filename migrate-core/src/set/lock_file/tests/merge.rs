//! Two branches, as git merges them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::*;

/// A repository in which the lock file is all there is.
struct Repository(tempfile::TempDir);

impl Repository {
    /// One with a commit on the branch `main`.
    fn new(base: &LockFile) -> Self {
        let it = Self(tempfile::tempdir().unwrap());
        it.git(&["init", "--quiet", "--initial-branch=main"]);
        it.commit(base);
        it
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn try_git(&self, arguments: &[&str]) -> Output {
        Command::new("git")
            .args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"])
            .args(arguments)
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap()
    }

    fn git(&self, arguments: &[&str]) {
        let output = self.try_git(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self, lock: &LockFile) {
        fs::write(self.path().join(NAME), lock.render()).unwrap();
        self.git(&["add", NAME]);
        self.git(&["commit", "--quiet", "--message=x"]);
    }

    /// What becomes of the file when a branch with `theirs` is merged into one with `ours`: its
    /// text, and whether there was a conflict.
    fn merge(base: &LockFile, ours: &LockFile, theirs: &LockFile) -> (String, bool) {
        let it = Self::new(base);
        it.git(&["checkout", "--quiet", "-b", "theirs"]);
        it.commit(theirs);
        it.git(&["checkout", "--quiet", "main"]);
        it.commit(ours);
        let merged = it.try_git(&["merge", "--quiet", "--no-edit", "theirs"]);
        (fs::read_to_string(it.path().join(NAME)).unwrap(), !merged.status.success())
    }
}

const NAMES: [&str; 4] = ["1_users", "2_posts", "3_tags", "4_votes"];

fn merged(base: &LockFile, ours: &LockFile, theirs: &LockFile) -> LockFile {
    let (text, conflict) = Repository::merge(base, ours, theirs);
    assert!(!conflict, "{text}");
    LockFile::parse(&text).unwrap()
}

/// Verifies one migration again, on another day and another engine.
fn again(lock: &LockFile, at: usize, engine: &str, number: u32) -> LockFile {
    let mut lock = lock.clone();
    lock.record(&set(&NAMES).migrations[at], receipt(engine, number));
    lock
}

/// Two branches that verify two migrations, whichever they are and whatever was seen of them before,
/// do not meet.
#[test]
fn what_is_seen_of_two_migrations_is_merged() {
    let listed = LockFile::default().listing(&set(&NAMES), false);
    for base in [listed, verified(&NAMES)] {
        for one in 0..NAMES.len() {
            for other in (0..NAMES.len()).filter(|other| *other != one) {
                let ours = again(&base, one, "sqlite 3.60.1", 70);
                let theirs = again(&base, other, "postgres 15.19", 80);
                let both = again(&ours, other, "postgres 15.19", 80);
                assert_eq!(merged(&base, &ours, &theirs), both, "{one} {other}");
            }
        }
    }
}

/// One branch adds a migration, the other verifies one that was there: the newest of them, too.
#[test]
fn a_migration_that_one_branch_adds_is_merged() {
    let base = verified(&NAMES[..3]);
    let added = base.listing(&set(&NAMES), false);
    for ours in [again(&added, 3, "sqlite 3.51.0", 3), added.clone()] {
        for at in 0..3 {
            let theirs = again(&base, at, "postgres 15.19", 80);
            assert_eq!(
                merged(&base, &ours, &theirs),
                again(&ours, at, "postgres 15.19", 80),
                "{at}"
            );
        }
    }
}

/// The text between the marks of each conflict, one side and the other.
fn conflicts(text: &str) -> Vec<(&str, &str)> {
    let parts = text.split("<<<<<<< HEAD\n").skip(1);
    let sides = parts.map(|part| part.split_once(">>>>>>> ").unwrap().0);
    sides.map(|part| part.split_once("=======\n").unwrap()).collect()
}

#[test]
fn two_that_both_branches_add_conflict_in_one_line() {
    let base = verified(&NAMES[..2]);
    let ours = base.listing(&set(&["1_users", "2_posts", "3_tags"]), false);
    let theirs = base.listing(&set(&["1_users", "2_posts", "4_votes"]), false);
    let (text, conflict) = Repository::merge(&base, &ours, &theirs);
    assert!(conflict);
    assert_eq!(conflicts(&text), [("[3_tags]\n", "[4_votes]\n")]);
    assert_eq!(LockFile::parse(&text).unwrap_err().problem, Problem::Conflict);
}

/// Each side of the conflict is an entry as a whole, so that keeping both is all there is to do.
#[test]
fn two_that_both_branches_add_and_verify_conflict_once_and_both_can_be_kept() {
    let base = verified(&NAMES[..2]);
    let with = |name: &'static str| {
        let set = set(&["1_users", "2_posts", name]);
        let mut lock = base.listing(&set, false);
        lock.record(&set.migrations[2], receipt("sqlite 3.51.0", if name < "4" { 2 } else { 90 }));
        lock
    };
    let (ours, theirs) = (with("3_tags"), with("4_votes"));
    let (text, conflict) = Repository::merge(&base, &ours, &theirs);
    assert!(conflict);
    let found = conflicts(&text);
    assert_eq!(found.len(), 1, "{text}");
    let is_mark =
        |line: &str| ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|it| line.starts_with(it));
    let kept: Vec<&str> = text.lines().filter(|line| !is_mark(line)).collect();
    let kept = LockFile::parse(&(kept.join("\n") + "\n")).unwrap();
    for version in ["3", "4"] {
        let version = Version::checked(version);
        let whole = ours.evidence(&version).or_else(|| theirs.evidence(&version));
        assert_eq!(kept.evidence(&version), whole);
    }
}
