//! Versions: digits that are compared as numbers and kept as text; and what stands in their place where
//! the history has the run of a script that has none.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// The version of a migration.
///
/// Any number of digits. `007` and `7` are the same version: equality, order and hash follow the
/// number, the text is what the author wrote.
#[derive(Clone, Debug)]
pub struct Version(Cow<'static, str>);

impl Version {
    /// The version written as `digits`.
    ///
    /// # Errors
    ///
    /// When there is anything but ASCII digits, or nothing at all.
    pub fn parse(digits: &str) -> Result<Self, VersionError> {
        match digits.char_indices().find(|(_, letter)| !letter.is_ascii_digit()) {
            _ if digits.is_empty() => Err(VersionError::Empty),
            Some((_, letter)) => Err(VersionError::NotADigit(letter)),
            None => Ok(Self(Cow::Owned(digits.to_owned()))),
        }
    }

    /// What the history has in place of a version for the run of a repeatable script: `R7`, which no
    /// file can have.
    #[must_use]
    pub fn of_run(number: u64) -> Self {
        Self(Cow::Owned(format!("{RUN}{number}")))
    }

    /// What the history keeps, of a migration or of a run.
    ///
    /// # Errors
    ///
    /// When it is neither.
    pub fn recorded(text: &str) -> Result<Self, VersionError> {
        match text.strip_prefix(RUN) {
            Some(digits) => Self::parse(digits).map(|_| Self(Cow::Owned(text.to_owned()))),
            None => Self::parse(text),
        }
    }

    /// The number of a run; none where it is the version of a migration.
    #[must_use]
    pub fn run(&self) -> Option<u64> {
        self.0.strip_prefix(RUN)?.parse().ok()
    }

    /// Whether it stands for the run of a repeatable script.
    #[must_use]
    pub fn is_run(&self) -> bool {
        self.0.starts_with(RUN)
    }

    /// The name of what has this version and that title: `20260101120000_create_users`, or
    /// `R__active_users`, as the file of a repeatable script is called.
    #[must_use]
    pub fn named(&self, title: &str) -> String {
        if self.is_run() { format!("{RUN}__{title}") } else { format!("{self}_{title}") }
    }

    /// A version that the macro has already checked.
    #[doc(hidden)]
    #[must_use]
    pub const fn checked(digits: &'static str) -> Self {
        Self(Cow::Borrowed(digits))
    }

    /// The text, leading zeros included.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as text: what two spellings of one version have in common.
    #[must_use]
    pub fn number(&self) -> &str {
        self.0.trim_start_matches('0')
    }

    /// The number, when it is small enough to be one in a sequence rather than a time.
    #[must_use]
    pub fn ordinal(&self) -> Option<u32> {
        self.0.parse().ok()
    }
}

/// What stands before the number of a run.
const RUN: char = 'R';

/// Why a text is no version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// There is nothing.
    #[error("a version needs at least one digit")]
    Empty,
    /// There is something else.
    #[error("a version is made of digits, and `{0}` is none")]
    NotADigit(char),
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number().hash(state);
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        // A run has no place among versions, and is newer than none of them.
        if self.is_run() != other.is_run() {
            return other.is_run().cmp(&self.is_run());
        }
        // Digits of one length are ordered as text; nearly all versions of a set are of one length.
        if self.0.len() == other.0.len() {
            return self.0.cmp(&other.0);
        }
        let (one, two) = (self.number(), other.number());
        one.len().cmp(&two.len()).then_with(|| one.cmp(two))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_digits_are_a_version() {
        assert_eq!(Version::parse(""), Err(VersionError::Empty));
        assert_eq!(Version::parse("1a"), Err(VersionError::NotADigit('a')));
        assert_eq!(Version::parse("١"), Err(VersionError::NotADigit('١')));
        assert_eq!(Version::parse("007").unwrap(), Version::checked("7"));
        assert_eq!(Version::parse("007").unwrap().to_string(), "007");
    }

    #[test]
    fn a_run_is_no_version_of_a_migration() {
        assert_eq!(Version::parse("R7"), Err(VersionError::NotADigit('R')));
        assert_eq!(Version::recorded("R7"), Ok(Version::of_run(7)));
        assert_eq!(Version::recorded("07").unwrap(), Version::checked("7"));
        assert!(Version::recorded("R").is_err() && Version::recorded("Rx").is_err());
        assert_eq!((Version::of_run(12).run(), Version::checked("12").run()), (Some(12), None));
        assert!(Version::of_run(9) < Version::of_run(10));
        assert!(Version::of_run(10) < Version::checked("1"));
        assert!(Version::checked("0001") > Version::of_run(1));
        assert_eq!(Version::of_run(7).named("views"), "R__views");
        assert_eq!(Version::checked("7").named("views"), "7_views");
    }

    proptest! {
        #[test]
        fn versions_are_ordered_as_numbers(one in any::<u64>(), two in any::<u64>(), zeros in 0_usize..4) {
            let version = |number: u64| Version::parse(&format!("{}{number}", "0".repeat(zeros))).unwrap();
            prop_assert_eq!(version(one).cmp(&version(two)), one.cmp(&two));
            prop_assert_eq!(version(one), Version::parse(&one.to_string()).unwrap());
        }

        #[test]
        fn length_does_not_overflow(digits in "[1-9][0-9]{0,80}") {
            let longer = Version::parse(&format!("{digits}0")).unwrap();
            prop_assert!(Version::parse(&digits).unwrap() < longer);
        }
    }
}
