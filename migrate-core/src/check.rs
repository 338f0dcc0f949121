//! The check of a directory of migrations, from files to findings: what `embed_migrations!()` and
//! `cargo migrate check` both do, so that they cannot disagree.

use crate::analysis::{Analysis, Settings, analyse};
use crate::dialect::Target;
use crate::finding::{Finding, Severity};
use crate::receipts;
use crate::set::read::{self, Location, Reading};

/// Names the sources this crate was built from: two builds that could judge one set in two ways have
/// two names.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("MIGRATE_CORE_BUILD"));

/// A directory that was read and judged.
#[derive(Debug)]
pub struct Checked {
    /// What was read.
    pub reading: Reading,
    /// What is to be said of its SQL; nothing where files, names or pairs are wrong, since a set
    /// with a hole in it would be blamed for what the missing migration does.
    pub analysis: Analysis,
    /// What is to be said of what engines have seen of it.
    pub receipts: Vec<Finding>,
    /// What is to be said of it beside another branch, where that was asked for.
    pub against: Vec<Finding>,
    /// Whether nobody said which server it is for.
    pub assumed: bool,
}

/// Reads and judges a directory.
#[must_use]
pub fn check(location: &Location, target: Target, settings: &Settings) -> Checked {
    let reading = read(location, target, settings);
    let analysis = judge(&reading, settings);
    let receipts = receipts::findings(&reading, settings);
    Checked { reading, analysis, receipts, against: Vec::new(), assumed: settings.assumed }
}

/// The first half: files, names and pairs.
#[must_use]
pub fn read(location: &Location, target: Target, settings: &Settings) -> Reading {
    read::read_as(settings.layout, location, target).weighed(settings)
}

/// The second half: what the SQL does. It depends on the scripts, the settings and [`BUILD`], and on
/// nothing else.
#[must_use]
pub fn judge(reading: &Reading, settings: &Settings) -> Analysis {
    if reading.has_errors() { Analysis::default() } else { analyse(reading, settings) }
}

impl Checked {
    /// Everything there is to say.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let read = self.reading.findings.iter().chain(&self.analysis.findings);
        read.chain(&self.receipts).chain(&self.against)
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
