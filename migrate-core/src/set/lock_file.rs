//! `migrate.lock`: which migrations there are, and what engines showed of them.
//!
//! It is written so that git merges it. The newest migration comes first, and each begins with a line
//! that is its own and never changes: what two branches say of two migrations never touches. Two
//! branches that both add one put it in the same place, and meet in a conflict there. Repeatable scripts
//! come last, in the order of their names: a heading each, so that the file changes where one is added
//! and cargo builds again. They have no receipts, since they run behind whatever migrations there are.

mod read;
#[cfg(test)]
mod tests;
mod toml;

pub use read::{LockFileError, Problem, WRITE_ANEW};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::receipt::Receipt;
use super::repeatable::PREFIX;
use super::{Migration, MigrationSet};
use crate::checksum::Checksum;
use crate::dialect::engine::Engine;
use crate::version::Version;

/// The name of the file, in the directory of the migrations.
pub const NAME: &str = "migrate.lock";

/// The newest format that is read. What says nothing of repeatable scripts, or of branches either, is
/// written in those before, so that those who have no newer version can read it.
const FORMAT: u32 = 4;
const WITHOUT_REPEATABLES: u32 = 3;
const WITHOUT_BRANCHES: u32 = 2;

const HEADER: &str = "\
# Written by `cargo migrate`; commit it. It lists the migrations of this directory, the newest first,
# with what `cargo migrate verify` saw of them. Two branches that both add a migration meet in a merge
# conflict here rather than in production: `cargo migrate merge` looks at both, and verify.
";

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockFile {
    entries: BTreeMap<Version, Entry>,
    /// The names of repeatable scripts.
    repeatables: BTreeSet<String>,
}

/// What it says of one migration.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    title: String,
    /// The newer migrations that it may be applied behind.
    beside: Vec<Version>,
    evidence: Option<Evidence>,
}

/// The scripts of a migration as they were when it was verified, and what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The checksum of the up.
    pub up: Checksum,
    /// The checksum of the down, if there was one.
    pub down: Option<Checksum>,
    /// One receipt for each series of versions of an engine, at least one, in their order.
    pub receipts: Vec<Receipt>,
}

impl Evidence {
    /// Whether it is about the scripts of the migration as they are.
    #[must_use]
    pub fn is_of(&self, migration: &Migration) -> bool {
        let down = migration.down.script().map(|script| &script.checksum);
        self.up == migration.up.checksum && self.down.as_ref() == down
    }

    /// Takes over what was seen on engines that this says nothing of.
    fn join(&mut self, other: &Self) {
        for receipt in &other.receipts {
            let series = receipt.engine.series();
            if self.receipts.iter().all(|own| own.engine.series() != series) {
                self.receipts.push(receipt.clone());
            }
        }
        self.receipts.sort_by(|one, other| one.engine.cmp(&other.engine));
    }

    fn write(&self, text: &mut String, name: &str) {
        let Self { up, down, receipts } = self;
        let _ = writeln!(text, "up = \"{up}\"");
        if let Some(down) = down {
            let _ = writeln!(text, "down = \"{down}\"");
        }
        for receipt in receipts {
            let _ = write!(text, "\n[{name}.\"{}\"]\n", receipt.engine);
            write(text, receipt);
        }
    }
}

impl Entry {
    fn new(title: &str) -> Self {
        Self { title: title.to_owned(), beside: Vec::new(), evidence: None }
    }
}

impl LockFile {
    /// Reads the text of a lock file.
    ///
    /// # Errors
    ///
    /// When a line is anything but what [`LockFile::render`] writes.
    pub fn parse(text: &str) -> Result<Self, LockFileError> {
        read::parse(text)
    }

    /// What engines showed of a migration.
    #[must_use]
    pub fn evidence(&self, version: &Version) -> Option<&Evidence> {
        self.entries.get(version)?.evidence.as_ref()
    }

    /// The newest migration that was ever verified.
    #[must_use]
    pub fn newest_verified(&self) -> Option<&Version> {
        let mut verified = self.entries.iter().filter(|(_, entry)| entry.evidence.is_some());
        verified.next_back().map(|(version, _)| version)
    }

    /// The same with the migrations of a set, and of no other unless `others` may only be unreadable
    /// for now. What was seen of them stays.
    #[must_use]
    pub fn listing(&self, set: &MigrationSet, others: bool) -> Self {
        let listed = set.migrations.iter().map(|migration| {
            let evidence = self.evidence(&migration.version).cloned();
            let title = migration.title.to_string();
            let beside = self.beside(&migration.version).iter();
            let beside = beside.filter(|newer| others || set.get(newer).is_some()).cloned();
            (migration.version.clone(), Entry { title, beside: beside.collect(), evidence })
        });
        let mut entries = if others { self.entries.clone() } else { BTreeMap::new() };
        for (version, entry) in listed {
            // The key of a map stays as it was written first, and `07` and `7` are one.
            entries.remove(&version);
            entries.insert(version, entry);
        }
        let mut repeatables = if others { self.repeatables.clone() } else { BTreeSet::new() };
        repeatables.extend(set.repeatables.iter().map(|it| it.name.to_string()));
        Self { entries, repeatables }
    }

    /// The newer migrations that one may be applied behind.
    #[must_use]
    pub fn beside(&self, version: &Version) -> &[Version] {
        self.entries.get(version).map_or(&[], |entry| &*entry.beside)
    }

    /// Writes down that a migration may be applied behind a newer one.
    pub fn put_beside(&mut self, version: &Version, newer: &Version) {
        if let Some(entry) = self.entries.get_mut(version)
            && !entry.beside.contains(newer)
        {
            entry.beside.push(newer.clone());
            entry.beside.sort();
        }
    }

    /// Takes over what another says of migrations that it lists: what was seen of them, and what they
    /// may be applied behind.
    #[must_use]
    pub fn joined(mut self, other: &Self) -> Self {
        for (version, entry) in &other.entries {
            let own = self.entries.entry(version.clone()).or_insert_with(|| entry.clone());
            if own.title != entry.title {
                continue;
            }
            match (&mut own.evidence, &entry.evidence) {
                (Some(own), Some(other)) if own.up == other.up && own.down == other.down => {
                    own.join(other);
                }
                (Some(_), _) => {}
                (own, other) => own.clone_from(other),
            }
            for newer in &entry.beside {
                self.put_beside(version, newer);
            }
        }
        self.repeatables.extend(other.repeatables.iter().cloned());
        self
    }

    /// Writes down what was seen of a migration, in place of what was seen of it on the same series of
    /// the engine, or when its scripts were others.
    pub fn record(&mut self, migration: &Migration, receipt: Receipt) {
        self.forget(migration, &receipt.engine);
        let down = migration.down.script().map(|script| script.checksum.clone());
        let up = migration.up.checksum.clone();
        let entry = self
            .entries
            .entry(migration.version.clone())
            .or_insert_with(|| Entry::new(&migration.title));
        let evidence =
            entry.evidence.get_or_insert_with(|| Evidence { up, down, receipts: Vec::new() });
        evidence.receipts.push(receipt);
        evidence.receipts.sort_by(|one, other| one.engine.cmp(&other.engine));
    }

    /// Takes back what was seen of a migration on the same series of the engine, or when its scripts
    /// were others.
    pub fn forget(&mut self, migration: &Migration, engine: &Engine) {
        let Some(entry) = self.entries.get_mut(&migration.version) else { return };
        if let Some(evidence) = &mut entry.evidence {
            let is_current = evidence.is_of(migration);
            let stays = |it: &Receipt| is_current && it.engine.series() != engine.series();
            evidence.receipts.retain(stays);
            if evidence.receipts.is_empty() {
                entry.evidence = None;
            }
        }
    }

    /// The text of the file: valid TOML, one entry a migration, the newest first.
    #[must_use]
    pub fn render(&self) -> String {
        let branched = self.entries.values().any(|entry| !entry.beside.is_empty());
        let format = match (self.repeatables.is_empty(), branched) {
            (false, _) => FORMAT,
            (true, true) => WITHOUT_REPEATABLES,
            (true, false) => WITHOUT_BRANCHES,
        };
        let mut text = format!("{HEADER}format = {format}\n");
        for (version, Entry { title, beside, evidence }) in self.entries.iter().rev() {
            // Writing to a `String` does not fail.
            let name = format!("{version}_{title}");
            let name = toml::key(&name);
            let _ = write!(text, "\n[{name}]\n");
            if !beside.is_empty() {
                let beside: Vec<String> =
                    beside.iter().map(|version| toml::quoted(version.as_str())).collect();
                let _ = writeln!(text, "beside = [{}]", beside.join(", "));
            }
            if let Some(evidence) = evidence {
                evidence.write(&mut text, &name);
            }
        }
        for name in &self.repeatables {
            let _ = write!(text, "\n[{PREFIX}{name}]\n");
        }
        text
    }
}

/// The lines of one receipt. Those that others may have, too, are in the middle: what two branches add
/// in one place is a conflict as a whole, and each side is whole by itself.
fn write(text: &mut String, receipt: &Receipt) {
    let Receipt { engine: _, tables, seeded, seed, before, after, .. } = receipt;
    let Receipt { lost, unproven, up_locks, down_locks, .. } = receipt;
    let _ = writeln!(text, "before = \"{before}\"");
    let _ = writeln!(text, "seeded = \"{seeded} of {tables}\"");
    if let Some(seed) = seed {
        let _ = writeln!(text, "seed = \"{seed}\"");
    }
    let lists = [
        ("lost", lost),
        ("unproven", unproven),
        ("up_locks", up_locks),
        ("down_locks", down_locks),
    ];
    for (key, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
        let items: Vec<String> = items.iter().map(|it| toml::quoted(it)).collect();
        let _ = writeln!(text, "{key} = [{}]", items.join(", "));
    }
    let _ = writeln!(text, "after = \"{after}\"");
}
