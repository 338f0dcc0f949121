//! What the migrations of a directory have to do with each other.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Reader;
use crate::finding::Finding;
use crate::set::kin::{Named, Replaced};
use crate::set::lock_file::LockFile;
use crate::set::{Migration, rules};
use crate::text::Span;

impl Reader<'_> {
    /// Puts down what each of them may have been applied as, and behind which newer ones it may be.
    pub(super) fn relate(&mut self, migrations: &mut [Migration], lock: Option<&LockFile>) {
        let here: Vec<Named> = migrations.iter().map(Migration::named).collect();
        let mut taken: Vec<Named> = Vec::new();
        for (version, path, names, span) in std::mem::take(&mut self.replacing) {
            let Some(migration) = migrations.iter_mut().find(|it| it.version == version) else {
                continue;
            };
            // Two alternatives of one migration may have members in common.
            let own = migration.kin.replaces.iter().flat_map(|it| it.iter());
            let own: Vec<Named> = own.cloned().collect();
            let named: Vec<Named> = names.iter().filter(|it| !own.contains(it)).cloned().collect();
            if let Some(problem) = problem(&named, &here, &taken) {
                self.unlikely(path, span, problem);
            }
            taken.extend(named);
            let mut replaces: Vec<Replaced> = migration.kin.replaces.to_vec();
            replaces.push(Cow::Owned(names));
            migration.kin.replaces = Cow::Owned(replaces);
        }
        // A number that another stands for is not left out.
        let numbers: BTreeSet<u32> = taken.iter().filter_map(|it| it.version.ordinal()).collect();
        let shown = &self.location.shown;
        self.findings.retain(|finding| {
            finding.rule != &rules::VERSION_GAP || !is_filled(finding, shown, &here, &numbers)
        });
        for migration in migrations {
            let beside = lock.map(|lock| lock.beside(&migration.version)).unwrap_or_default();
            migration.kin.beside = Cow::Owned(beside.to_vec());
        }
    }

    fn unlikely(&mut self, path: String, span: Span, problem: String) {
        let finding = Finding::new(&rules::MALFORMED_DIRECTIVE, path, problem).at(span, "");
        self.findings.push(finding.help(
            "a migration stands for others that are no longer in the directory: remove their files, or \
             the directive",
        ));
    }
}

/// Whether all the numbers in front of the migration that the finding is about are spoken for.
fn is_filled(finding: &Finding, shown: &str, here: &[Named], numbers: &BTreeSet<u32>) -> bool {
    let is_it = |named: &Named| {
        let label = finding.labels.first().map(|label| &*label.path).unwrap_or_default();
        let file = label.strip_prefix(shown).unwrap_or(label).trim_start_matches('/');
        file.starts_with(&named.to_string())
    };
    let Some(at) = here.iter().position(is_it).filter(|at| *at > 0) else { return false };
    let number = |at: usize| here[at].version.ordinal();
    let (Some(from), Some(to)) = (number(at - 1), number(at)) else { return false };
    (from + 1..to).all(|number| numbers.contains(&number))
}

/// Why a migration cannot stand for those.
fn problem(names: &[Named], here: &[Named], taken: &[Named]) -> Option<String> {
    let there = names.iter().find(|named| here.contains(named));
    let twice = || names.iter().find(|named| taken.contains(named));
    match there {
        Some(named) => Some(format!("`{named}` is replaced here, and is in the directory")),
        None => twice().map(|named| format!("`{named}` is replaced by another migration already")),
    }
}
