//! Versions: numbers that are compared as such and kept as text; and what stands in their place where
//! the history has the run of a script that has none.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// The version of a migration.
///
/// A number of any length, or in the layouts of tools that have such versions several with dots
/// between them: `1.10` comes behind `1.9`. `007` and `7` are the same version, and so are `1.0` and `1`:
/// equality, order and hash follow the numbers, the text is what the author wrote.
#[derive(Clone, Debug)]
pub struct Version(Cow<'static, str>);

/// What stands between the parts of a version.
const DOT: char = '.';

impl Version {
    /// The version written as `text`.
    ///
    /// # Errors
    ///
    /// When there is anything but ASCII digits, and dots between them, or nothing at all.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        if let Some(version) = Self::of_digits(text) {
            return Ok(version);
        }
        let foreign = |letter: &char| !letter.is_ascii_digit() && *letter != DOT;
        match text.chars().find(foreign) {
            _ if text.is_empty() => Err(VersionError::Empty),
            Some(letter) => Err(VersionError::NotADigit(letter)),
            None if text.split(DOT).any(str::is_empty) => Err(VersionError::EmptyPart),
            None => Ok(Self(Cow::Owned(text.to_owned()))),
        }
    }

    /// The version written as `digits`, in one part.
    ///
    /// # Errors
    ///
    /// When there is anything but ASCII digits, or nothing at all.
    pub fn whole(digits: &str) -> Result<Self, VersionError> {
        match Self::of_digits(digits) {
            Some(version) => Ok(version),
            None if digits.contains(DOT) => Err(VersionError::NotADigit(DOT)),
            None => Self::parse(digits),
        }
    }

    /// What nearly all are.
    fn of_digits(text: &str) -> Option<Self> {
        let is_one = !text.is_empty() && is_number(text.as_bytes());
        is_one.then(|| Self(Cow::Owned(text.to_owned())))
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
        self.0.as_bytes().first() == Some(&(RUN as u8))
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
    pub const fn checked(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The text, leading zeros included.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has more than one part.
    #[must_use]
    pub fn has_parts(&self) -> bool {
        !is_number(self.0.as_bytes()) && self.0.contains(DOT)
    }

    /// What all spellings of one version have in common, as text.
    #[must_use]
    pub fn number(&self) -> Cow<'_, str> {
        match self.digits() {
            Some(digits) => Cow::Borrowed(digits),
            None => {
                let parts: Vec<&str> = self.parts().collect();
                Cow::Owned(parts.join(".").trim_end_matches(DOT).to_owned())
            }
        }
    }

    /// The digits of its only part, without zeros in front; none where there are more.
    #[must_use]
    pub fn digits(&self) -> Option<&str> {
        (!self.has_parts()).then(|| significant(&self.0))
    }

    /// The number, when it is small enough to be one in a sequence rather than a time.
    #[must_use]
    pub fn ordinal(&self) -> Option<u32> {
        self.0.parse().ok()
    }

    /// Its parts without zeros in front, so that one that is zero is nothing, as one that is missing is.
    fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split(DOT).map(significant)
    }
}

/// Whether there are only digits. By hand: versions are compared more than anything else when a directory
/// is read, and a macro is built without optimisation.
#[expect(clippy::manual_is_ascii_check, reason = "it is a call, where nothing is optimised")]
const fn is_number(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() && matches!(bytes[at], b'0'..=b'9') {
        at += 1;
    }
    at == bytes.len()
}

fn significant(digits: &str) -> &str {
    if digits.as_bytes().first() == Some(&b'0') { digits.trim_start_matches('0') } else { digits }
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
    /// There is nothing before a dot, or behind it.
    #[error("a version has digits on both sides of a dot")]
    EmptyPart,
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
        let (one, two) = (self.0.as_bytes(), other.0.as_bytes());
        if one.len() == two.len() && is_number(one) && is_number(two) {
            return one.cmp(two);
        }
        // A run has no place among versions, and is newer than none of them.
        if self.is_run() != other.is_run() {
            return other.is_run().cmp(&self.is_run());
        }
        let (mut one, mut two) = (self.parts(), other.parts());
        loop {
            let (one, two) = (one.next(), two.next());
            if one.is_none() && two.is_none() {
                return Ordering::Equal;
            }
            let (one, two) = (one.unwrap_or_default(), two.unwrap_or_default());
            let order = one.len().cmp(&two.len()).then_with(|| one.cmp(two));
            if order.is_ne() {
                return order;
            }
        }
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
        assert_eq!(Version::whole("007").unwrap(), Version::checked("7"));
        assert_eq!(Version::whole("1.1"), Err(VersionError::NotADigit('.')));
    }

    #[test]
    fn parts_are_compared_as_numbers() {
        let of = |text| Version::parse(text).unwrap();
        let ordered =
            ["0", "0.0.1", "0.1", "1", "1.0.1", "1.9", "1.10", "2", "2.1", "10", "10.0.0.1"];
        for two in ordered.windows(2) {
            assert!(of(two[0]) < of(two[1]), "{two:?}");
        }
        for (one, other) in [("1", "1.0"), ("1.0.0", "01"), ("1.010", "1.10.0"), ("0", "0.0")] {
            assert_eq!(of(one), of(other));
            assert_eq!(of(one).number(), of(other).number());
        }
        assert_ne!(of("1.10").number(), of("1.1").number());
        assert_ne!(of("11").number(), of("1.1").number());
        assert_eq!((of("1.0").digits(), of("01").digits()), (None, Some("1")));
        for text in [".", "1.", ".1", "1..2"] {
            assert_eq!(Version::parse(text), Err(VersionError::EmptyPart), "{text}");
        }
        assert_eq!(Version::parse("1_1"), Err(VersionError::NotADigit('_')));
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
        fn an_order_of_parts_is_one(texts in prop::collection::vec("[0-9]{1,3}(\\.[0-9]{1,2}){0,2}", 3)) {
            let [one, two, three] = [0, 1, 2].map(|at| Version::parse(&texts[at]).unwrap());
            prop_assert_eq!(one.cmp(&two), two.cmp(&one).reverse());
            prop_assert_eq!(one == two, one.number() == two.number());
            prop_assert!(!(one <= two && two <= three) || one <= three);
        }

        #[test]
        fn length_does_not_overflow(digits in "[1-9][0-9]{0,80}") {
            let longer = Version::parse(&format!("{digits}0")).unwrap();
            prop_assert!(Version::parse(&digits).unwrap() < longer);
        }
    }
}
