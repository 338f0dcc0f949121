//! What is wrong with the migrations of a branch where another one has migrations, too.

use super::rules;
use crate::analysis::Settings;
use crate::finding::{Finding, Severity};
use crate::rule::{Level, Rule};
use crate::set::read::Reading;
use crate::set::{Migration, MigrationSet};
use crate::sql::normal::same_meaning;

/// Another branch.
#[derive(Clone, Copy, Debug)]
pub struct Other<'a> {
    /// What people call it: `origin/main`.
    pub name: &'a str,
    /// Its migrations.
    pub set: &'a MigrationSet,
    /// Those of the commit where it and this one parted.
    pub base: &'a MigrationSet,
}

impl MigrationSet {
    /// The migration of the same version and title.
    #[must_use]
    pub fn same(&self, other: &Migration) -> Option<&Migration> {
        self.get(&other.version).filter(|migration| migration.title == other.title)
    }
}

impl<'a> Other<'a> {
    /// The migrations of `set` that neither the other branch has, nor had the commit where both parted.
    pub fn unmerged(self, set: &'a MigrationSet) -> impl Iterator<Item = &'a Migration> {
        let is_new =
            move |it: &&Migration| self.set.same(it).is_none() && self.base.same(it).is_none();
        set.migrations.iter().filter(is_new)
    }
}

/// What there is to say of what was read here, given what is there.
#[must_use]
pub fn findings(reading: &Reading, other: Other<'_>, settings: &Settings) -> Vec<Finding> {
    let ours = &reading.set;
    let mut findings = Vec::new();
    for migration in other.unmerged(ours) {
        findings.extend(placed(reading, migration, other));
    }
    for theirs in other.set.migrations.iter() {
        findings.extend(kept(reading, theirs, other));
    }
    let level = |rule: &'static Rule| settings.levels.get(rule.name).copied().unwrap_or(rule.level);
    findings.retain_mut(|finding| {
        let level = level(finding.rule);
        finding.severity = if level == Level::Deny { Severity::Error } else { Severity::Warning };
        level != Level::Off
    });
    findings
}

/// Whether a new migration has a place behind those of the other branch.
fn placed(reading: &Reading, migration: &Migration, other: Other<'_>) -> Option<Finding> {
    let (name, version) = (other.name, &migration.version);
    let path = reading.path(&migration.up);
    // What takes the place of others stands where they stood.
    if other.set.migrations.iter().any(|theirs| migration.kin.replaces(&theirs.named())) {
        return None;
    }
    if let Some(theirs) = other.set.get(version) {
        let message = format!("version {version} is `{}` on {name}", theirs.title);
        let finding = Finding::new(&rules::TAKEN_VERSION, path, message);
        return Some(finding.help(RENUMBER));
    }
    let is_late = |theirs: &&Migration| {
        theirs.version > *version && !migration.kin.beside.contains(&theirs.version)
    };
    let newer = other.set.migrations.iter().rev().find(is_late)?;
    let message = format!("{version} is new and older than {}, which is on {name}", newer.name());
    let finding = Finding::new(&rules::LATE_VERSION, path, message);
    Some(finding.help(RENUMBER).help(
        "or merge the branch: `cargo migrate merge` keeps both where their order does not matter",
    ))
}

const RENUMBER: &str = "`cargo migrate rebase` gives it a later version";

/// Whether a migration of the other branch is here what it is there.
fn kept(reading: &Reading, theirs: &Migration, other: Other<'_>) -> Option<Finding> {
    let (name, ours) = (other.name, &reading.set);
    let dialect = ours.target.dialect;
    let base = other.base.same(theirs);
    let replaced = || ours.migrations.iter().any(|it| it.kin.replaces(&theirs.named()));
    let Some(here) = ours.same(theirs) else {
        // What this branch never had, it did not remove.
        base.filter(|_| !replaced())?;
        let message = format!("{} is on {name}, and was removed here", theirs.name());
        let finding = Finding::new(&rules::CHANGED_SINCE_SHARED, &reading.shown, message);
        return Some(finding.help(format!("take it back: `git checkout {name} -- <its files>`")));
    };
    let is_same = |one: &Migration, two: &Migration| {
        one.up.checksum == two.up.checksum || same_meaning(&one.up.sql, &two.up.sql, dialect)
    };
    // Where only they have changed it, that is not said of this branch.
    if is_same(here, theirs) || base.is_some_and(|base| is_same(here, base)) {
        return None;
    }
    let message = format!("{} is another here than on {name}", theirs.name());
    let path = reading.path(&here.up);
    let finding = Finding::new(&rules::CHANGED_SINCE_SHARED, &path, message);
    Some(finding.note("databases may have run what it says there").help(format!(
        "take the edit back (`git checkout {name} -- {path}`), and write a new migration"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, Target};
    use crate::set::read::read_texts;

    /// A set of these names, each with a table of its own or with what stands behind `=`.
    fn reading(names: &[&str]) -> Reading {
        let files: Vec<(String, String)> = names
            .iter()
            .flat_map(|name| {
                let (name, sql) = name.split_once('=').unwrap_or((name, "CREATE TABLE t (a);"));
                let up = (format!("{name}.up.sql"), sql.to_owned());
                [up, (format!("{name}.down.sql"), "DROP TABLE t;".to_owned())]
            })
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(file, sql)| (&**file, &**sql)).collect();
        read_texts(&files, Target::oldest(Dialect::Sqlite))
    }

    fn said(base: &[&str], theirs: &[&str], ours: &[&str]) -> Vec<String> {
        let (base, theirs) = (reading(base).set, reading(theirs).set);
        let other = Other { name: "main", set: &theirs, base: &base };
        let found = findings(&reading(ours), other, &Settings::default());
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn what_only_one_of_both_has_is_fine_in_its_place() {
        assert_eq!(said(&["1_a"], &["1_a", "2_b"], &["1_a", "3_c"]), [""; 0]);
        assert_eq!(said(&["1_a"], &["1_a", "2_b"], &["1_a"]), [""; 0], "we are only behind");
        assert_eq!(said(&["1_a"], &["1_a"], &["1_a", "2_b"]), [""; 0]);
    }

    #[test]
    fn a_version_is_taken_once_and_not_too_late() {
        let taken = "version 2 is `b` on main";
        assert_eq!(said(&["1_a"], &["1_a", "2_b"], &["1_a", "2_c"]), [taken]);
        let late = "2 is new and older than 3_b, which is on main";
        assert_eq!(said(&["1_a"], &["1_a", "3_b"], &["1_a", "2_c"]), [late]);
        assert_eq!(said(&["1_a", "3_b"], &["1_a", "3_b"], &["1_a", "2_c", "3_b"]), [late]);
    }

    #[test]
    fn what_both_have_is_the_same() {
        let edited = "1_a is another here than on main";
        let (before, here) = ("1_a=CREATE TABLE a (b);", "1_a=CREATE TABLE a (c);");
        assert_eq!(said(&[before], &[before], &[here]), [edited]);
        assert_eq!(said(&[], &[before], &[here]), [edited], "both have added it");
        assert_eq!(said(&[before], &[here], &[before]), [""; 0], "they have");
        let words = "1_a=-- a comment\nCREATE TABLE a (b);";
        assert_eq!(said(&[before], &[before], &[words]), [""; 0]);
        let removed = "1_a is on main, and was removed here";
        assert_eq!(said(&["1_a", "2_b"], &["1_a", "2_b"], &["2_b"]), [removed]);
    }

    #[test]
    fn what_takes_the_place_of_others_has_not_removed_them() {
        let squashed = "2_all=-- migrate: replaces(1_a, 2_b)\nCREATE TABLE t (a);";
        assert_eq!(said(&["1_a", "2_b"], &["1_a", "2_b"], &[squashed]), [""; 0]);
    }
}
