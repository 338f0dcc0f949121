//! How much a project asks of receipts.

use crate::rule::Level;
use crate::set::lock_file::LockFile;

/// `receipts` of `[package.metadata.migrate]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// In a debug build.
    pub debug: Option<Demand>,
    /// In a release build.
    pub release: Option<Demand>,
}

/// What a build says of a migration whose receipt is missing or stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Nothing.
    Off,
    /// A warning.
    Warn,
    /// It does not compile.
    Require,
}

/// Which build it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// One with `debug_assertions`, as `cargo build` makes it.
    #[default]
    Debug,
    /// One without, as `cargo build --release` makes it.
    Release,
}

impl Demand {
    /// The demand of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "warn" => Some(Self::Warn),
            "require" => Some(Self::Require),
            _ => None,
        }
    }

    const fn level(self) -> Level {
        match self {
            Self::Off => Level::Off,
            Self::Warn => Level::Warn,
            Self::Require => Level::Deny,
        }
    }
}

impl Demands {
    /// The same demand in every build.
    #[must_use]
    pub const fn always(demand: Demand) -> Self {
        Self { debug: Some(demand), release: Some(demand) }
    }

    /// What a finding about receipts weighs. Where nobody says it, nothing until the first
    /// verification, so that a newcomer meets no wall; from then on a warning while one works, and
    /// an error in what is shipped.
    pub(super) fn level(&self, profile: Profile, lock: &LockFile) -> Level {
        let (written, unwritten) = match profile {
            Profile::Debug => (self.debug, Level::Warn),
            Profile::Release => (self.release, Level::Deny),
        };
        match written {
            Some(demand) => demand.level(),
            None if lock.newest_verified().is_none() => Level::Off,
            None => unwritten,
        }
    }
}
