//! Versions: digits that are compared as numbers and kept as text.

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
