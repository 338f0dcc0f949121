//! Whether the receipts in the lock file are about the migrations as they are: the same answer for the
//! macro, `cargo migrate check` and `cargo migrate verify --check`.

mod demand;
mod loss;
pub mod rules;
#[cfg(test)]
mod tests;

pub use demand::{Demand, Demands, Profile};

use crate::analysis::Settings;
use crate::dialect::engine::Engine;
use crate::finding::{Finding, Severity};
use crate::rule::{Level, Rule};
use crate::set::lock_file::{Evidence, LockFile};
use crate::set::read::Reading;
use crate::set::receipt::Receipt;
use crate::set::seed_file;
use crate::set::{Migration, Script};
use crate::version::Version;

/// What a build of the settings' profile has to say of the receipts.
#[must_use]
pub fn findings(reading: &Reading, settings: &Settings) -> Vec<Finding> {
    let Some(lock) = &reading.lock else { return Vec::new() };
    let level = settings.receipts.level(settings.profile, lock);
    let shipped = settings.receipts.level(Profile::Release, lock);
    if level == Level::Off || reading.has_errors() {
        return Vec::new();
    }
    let mut findings = Judge { reading, settings, lock }.findings();
    findings.retain_mut(|finding| {
        let own = settings.levels.get(finding.rule.name).copied();
        let level = own.unwrap_or(level);
        finding.severity = if level == Level::Deny { Severity::Error } else { Severity::Warning };
        if level == Level::Warn && own.is_none() && shipped == Level::Deny {
            finding.notes.push("a release build does not compile with it".to_owned());
        }
        level != Level::Off
    });
    findings
}

/// The same, when every migration must have a receipt.
#[must_use]
pub fn required(reading: &Reading, settings: &Settings) -> Vec<Finding> {
    let receipts = Demands::always(Demand::Require);
    findings(reading, &Settings { receipts, ..settings.clone() })
}

struct Judge<'a> {
    reading: &'a Reading,
    settings: &'a Settings,
    lock: &'a LockFile,
}

/// Whether what was seen of a migration can be relied on.
enum Standing<'a> {
    Never,
    Changed(Box<Finding>),
    Elsewhere(&'a [Receipt]),
    Reseeded,
    Verified(&'a Receipt),
}

impl<'a> Judge<'a> {
    fn findings(&self) -> Vec<Finding> {
        let (mut findings, mut never, mut elsewhere) = (Vec::new(), Vec::new(), Vec::new());
        let mut reseeded = Vec::new();
        let mut before: Option<(&Migration, &Receipt)> = None;
        for (place, migration) in self.reading.set.migrations.iter().enumerate() {
            let standing = self.standing(place, migration);
            let receipt =
                if let Standing::Verified(receipt) = standing { Some(receipt) } else { None };
            let last = std::mem::replace(&mut before, receipt.map(|receipt| (migration, receipt)));
            // What is written in Rust runs in the program that has it, and nobody else sees it.
            let is_old =
                self.settings.since.as_ref().is_some_and(|since| migration.version < *since);
            if is_old || migration.up.is_code() {
                continue;
            }
            match standing {
                Standing::Never => never.push(migration),
                Standing::Changed(finding) => findings.push(*finding),
                Standing::Elsewhere(receipts) => elsewhere.push((migration, receipts)),
                Standing::Reseeded => reseeded.push(migration),
                Standing::Verified(receipt) => {
                    findings.extend(self.moved(migration, receipt, last));
                    findings.extend(self.loss(migration, receipt));
                }
            }
        }
        findings.extend(self.never(&never));
        findings.extend(self.elsewhere(&elsewhere));
        findings.extend(self.reseeded(&reseeded));
        findings
    }

    fn standing(&self, place: usize, migration: &Migration) -> Standing<'a> {
        let Some(evidence) = self.lock.evidence(&migration.version) else { return Standing::Never };
        if !evidence.is_of(migration) {
            return Standing::Changed(Box::new(self.changed(migration, evidence)));
        }
        let Settings { assumed, .. } = self.settings;
        let target = self.reading.set.target;
        let speaks = |receipt: &&Receipt| receipt.engine.speaks_for(target, *assumed);
        // Of several versions of an engine that nobody chose among, the last is the newest.
        match evidence.receipts.iter().rfind(speaks) {
            Some(receipt) if receipt.seed != self.reading.seeded(place) => Standing::Reseeded,
            Some(receipt) => Standing::Verified(receipt),
            None => Standing::Elsewhere(&evidence.receipts),
        }
    }

    fn path(&self, migration: &Migration) -> String {
        self.reading.path(&migration.up)
    }

    /// The scripts are others than those that were run.
    fn changed(&self, migration: &Migration, evidence: &Evidence) -> Finding {
        let down = migration.down.script();
        let is_other = |script: &Script| Some(&script.checksum) != evidence.down.as_ref();
        let (script, what) = if migration.up.checksum != evidence.up {
            (&migration.up, "the up has changed")
        } else {
            match (down, &evidence.down) {
                (Some(down), Some(_)) if is_other(down) => (down, "the down has changed"),
                (Some(down), _) => (down, "the down was added"),
                (None, _) => (&migration.up, "the down was taken away"),
            }
        };
        let (path, version) = (self.reading.path(script), &migration.version);
        let newer = self.lock.newest_verified().filter(|newest| *newest > version);
        match newer {
            None => {
                let message = format!("{what} since {version} was verified");
                Finding::new(&rules::CHANGED_SINCE_VERIFIED, path, message).help(VERIFY)
            }
            Some(newest) => {
                let message = format!("{what} since {version} and newer ones were verified");
                Finding::new(&rules::EDITED_AFTER_VERIFIED, path, message)
                    .note(format!(
                        "{newest} is built on it, and databases may have run what it said then"
                    ))
                    .help("take the edit back and write a new migration: `cargo migrate new`")
                    .help(format!("where no database has it yet, {VERIFY}"))
            }
        }
    }

    /// The migration before it leaves another schema than the one that it was run on.
    fn moved(
        &self,
        migration: &Migration,
        receipt: &Receipt,
        last: Option<(&Migration, &Receipt)>,
    ) -> Option<Finding> {
        let (last, left) = last?;
        let comparable = left.after.is_current()
            && receipt.before.is_current()
            && left.engine.series() == receipt.engine.series();
        if !comparable || left.after == receipt.before {
            return None;
        }
        let (version, last) = (&migration.version, &last.version);
        let message = format!("the schema before {version} has changed since it was verified");
        let finding = Finding::new(&rules::CHANGED_SINCE_VERIFIED, self.path(migration), message);
        Some(finding.note(format!("{last} leaves another one now")).help(VERIFY))
    }

    fn loss(&self, migration: &Migration, receipt: &Receipt) -> Option<Finding> {
        let lost = loss::unacknowledged(self.reading, migration, &receipt.lost);
        let first = lost.first()?;
        let message = format!(
            "{} was verified with a loss that it does not acknowledge: {}",
            migration.version,
            lost.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
        );
        let finding = Finding::new(&rules::UNACKNOWLEDGED_LOSS, self.path(migration), message);
        let lossy = format!("-- migrate: lossy({first}, reason = \"...\")");
        Some(finding.help(format!("if that may go, write in the up: {lossy}")).help(VERIFY))
    }

    fn never(&self, migrations: &[&Migration]) -> Option<Finding> {
        let (text, versions) = counted(migrations.iter().map(|migration| &migration.version))?;
        let message = format!("{text} never verified on an engine");
        Some(self.about(&rules::NEVER_VERIFIED, migrations, message, versions).help(VERIFY))
    }

    fn elsewhere(&self, migrations: &[(&Migration, &[Receipt])]) -> Option<Finding> {
        let versions = migrations.iter().map(|(migration, _)| &migration.version);
        let (text, versions) = counted(versions)?;
        let mut engines: Vec<&Engine> =
            migrations.iter().flat_map(|(_, receipts)| *receipts).map(|it| &it.engine).collect();
        engines.sort();
        engines.dedup();
        let engines: Vec<String> = engines.iter().map(ToString::to_string).collect();
        let target = self.reading.set.target;
        let message = format!("{text} verified on {}, target is {target}", engines.join(" and "));
        let migrations: Vec<&Migration> =
            migrations.iter().map(|(migration, _)| *migration).collect();
        let finding = self.about(&rules::VERIFIED_ELSEWHERE, &migrations, message, versions);
        Some(finding.help(format!("run `cargo migrate verify` on {target}")).help(
            "or let `target` under [package.metadata.migrate] name the version that serves you",
        ))
    }

    /// They ran on other rows than the author gives now.
    fn reseeded(&self, migrations: &[&Migration]) -> Option<Finding> {
        let (text, versions) = counted(migrations.iter().map(|migration| &migration.version))?;
        let message = format!("{} has changed since {text} verified", seed_file::NAME);
        Some(self.about(&rules::CHANGED_SINCE_VERIFIED, migrations, message, versions).help(VERIFY))
    }

    /// One finding about several migrations: a set that was never verified is one thing to do.
    fn about(
        &self,
        rule: &'static Rule,
        migrations: &[&Migration],
        message: String,
        versions: Option<String>,
    ) -> Finding {
        let path = migrations.first().map(|migration| self.path(migration)).unwrap_or_default();
        let finding = Finding::new(rule, path, message);
        versions.into_iter().fold(finding, Finding::note)
    }
}

const VERIFY: &str = "run `cargo migrate verify`, and commit migrate.lock";

/// How many that are, and which, where it is more than one.
fn counted<'v>(versions: impl Iterator<Item = &'v Version>) -> Option<(String, Option<String>)> {
    const MOST: usize = 8;
    let versions: Vec<&str> = versions.map(Version::as_str).collect();
    match versions.as_slice() {
        [] => None,
        [one] => Some((format!("migration {one} was"), None)),
        [first @ .., last] => {
            let (named, left) = first.split_at(first.len().min(MOST));
            let mut list = named.join(", ");
            if !left.is_empty() {
                list += ", …";
            }
            Some((format!("{} migrations were", versions.len()), Some(format!("{list}, {last}"))))
        }
    }
}
