//! The check of a directory of migrations, from files to findings: what `embed_migrations!()` and
//! `cargo migrate check` both do, so that they cannot disagree.

use crate::analysis::{Analysis, Settings, analyse};
use crate::dialect::Target;
use crate::finding::{Finding, Severity};
use crate::set::read::{Location, Reading, read};

/// A directory that was read and judged.
#[derive(Debug)]
pub struct Checked {
    /// What was read.
    pub reading: Reading,
    /// What is to be said of its SQL; nothing where files, names or pairs are wrong, since a set
    /// with a hole in it would be blamed for what the missing migration does.
    pub analysis: Analysis,
    /// Whether nobody said which server it is for.
    pub assumed: bool,
}

/// Reads and judges a directory.
#[must_use]
pub fn check(location: &Location, target: Target, settings: &Settings) -> Checked {
    let reading = read(location, target).weighed(settings);
    let analysis =
        if reading.has_errors() { Analysis::default() } else { analyse(&reading, settings) };
    Checked { reading, analysis, assumed: settings.assumed }
}

impl Checked {
    /// Everything there is to say.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.reading.findings.iter().chain(&self.analysis.findings)
    }

    /// Whether anything found forbids to use the set.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings().any(Finding::is_error)
    }

    /// How many findings weigh that much.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|finding| finding.severity == severity).count()
    }
}
