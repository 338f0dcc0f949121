//! What the findings of a reading weigh in a project.

use super::Reading;
use crate::analysis::Settings;
use crate::finding::{Finding, Severity};
use crate::rule::Level;
use crate::set::{rules, structure};
use crate::version::Version;

impl Reading {
    /// The same reading, with its findings as heavy as the project wants them.
    #[must_use]
    pub fn weighed(mut self, settings: &Settings) -> Self {
        let mut findings = std::mem::take(&mut self.findings);
        let versions = self.set.migrations.iter().map(|migration| &migration.version);
        findings.extend(
            settings.since.as_ref().and_then(|since| structure::lengths::of_since(since, versions)),
        );
        findings.retain_mut(|finding| {
            if settings.since.as_ref().is_some_and(|since| self.is_spared(finding, since)) {
                return false;
            }
            let level = settings.levels.get(finding.rule.name);
            let level = level.copied().unwrap_or(finding.rule.level);
            finding.severity =
                if level == Level::Deny { Severity::Error } else { Severity::Warning };
            level != Level::Off
        });
        self.findings = findings;
        self
    }

    /// Whether the finding is about a migration that is older than the rules, and of those that are
    /// not held against it.
    fn is_spared(&self, finding: &Finding, since: &Version) -> bool {
        let Some((path, _)) = finding.place() else { return false };
        let version = if finding.rule == &rules::VERSION_LENGTH {
            // What is cut short today comes before `since` as well.
            self.file(path).and_then(|file| structure::lengths::latest(file, since.digits()?.len()))
        } else {
            self.version(path).filter(|_| rules::is_spared(finding.rule))
        };
        version.is_some_and(|version| version < *since)
    }

    /// Whether there is no set at all: errors that no settings of a project take away.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        let breaks = |rule| !rules::is_judgement(rule) && !rules::is_spared(rule);
        self.findings.iter().any(|finding| breaks(finding.rule))
    }
}
