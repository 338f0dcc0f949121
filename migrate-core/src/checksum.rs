//! What tells whether a script is still the one that was applied.

use std::borrow::Cow;
use std::fmt;

use hmac_sha256::Hash;

use crate::text::normalized;
use crate::version::Version;

/// A checksum with the name of its algorithm: `sha256:` and 64 hexadecimal digits.
///
/// It is taken of the [normalised](crate::text::normalized) text, so
/// `sed 's/\r$//' up.sql | sha256sum` gives the same digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Checksum(Cow<'static, str>);

impl Checksum {
    /// The checksum of a script.
    #[must_use]
    pub fn of(sql: &str) -> Self {
        Self::of_parts(&[&normalized(sql)])
    }

    /// The checksum of a history that had the checksum `before` until this migration was applied.
    ///
    /// Two histories with the same chain applied the same scripts in the same order, so a service
    /// that boots compares one value rather than a row for each migration. Runs of repeatable scripts
    /// change nothing about it: which of them there were is another history in each database.
    #[must_use]
    pub fn chained(before: &Self, version: &Version, up: &Self) -> Self {
        if version.is_run() {
            return before.clone();
        }
        Self::of_parts(&[&before.0, "\n", &version.number(), "\n", &up.0])
    }

    /// The checksum of the history to which nothing was applied.
    #[must_use]
    pub const fn nothing() -> Self {
        Self(Cow::Borrowed(""))
    }

    /// The checksum of texts, one after the other, as they are.
    #[must_use]
    pub fn of_parts(parts: &[&str]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digest = Hash::new();
        parts.iter().for_each(|part| digest.update(part.as_bytes()));
        let digest = digest.finalize();
        let bytes = &digest;
        // By hand: each script has one, and a macro is built without optimisation.
        let mut digits = [0; 64];
        let mut at = 0;
        while at < bytes.len() {
            digits[2 * at] = DIGITS[(bytes[at] >> 4) as usize];
            digits[2 * at + 1] = DIGITS[(bytes[at] & 15) as usize];
            at += 1;
        }
        Self(Cow::Owned("sha256:".to_owned() + &String::from_utf8_lossy(&digits)))
    }

    /// A checksum that was computed before: by the macro, or when the history was written.
    #[must_use]
    pub const fn recorded(text: Cow<'static, str>) -> Self {
        Self(text)
    }

    /// The algorithm and the digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sha256_of_the_normal_text() {
        // printf 'abc' | sha256sum
        let abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Checksum::of("abc").as_str(), abc);
        assert_eq!(Checksum::of("a\r\nb"), Checksum::of("\u{feff}a\nb"));
        assert_ne!(Checksum::of("a\nb"), Checksum::of("a b"));
    }

    #[test]
    fn a_chain_tells_what_was_applied_in_which_order() {
        let chain = |versions: &[(&'static str, &str)]| {
            versions.iter().fold(Checksum::nothing(), |before, (version, up)| {
                Checksum::chained(&before, &Version::checked(version), &Checksum::of(up))
            })
        };
        assert_eq!(chain(&[("1", "a"), ("02", "b")]), chain(&[("01", "a"), ("2", "b")]));
        assert_ne!(chain(&[("1", "a"), ("2", "b")]), chain(&[("2", "b"), ("1", "a")]));
        assert_ne!(chain(&[("1", "a"), ("2", "b")]), chain(&[("1", "a"), ("2", "c")]));
        assert_ne!(chain(&[("1", "a")]), chain(&[]));
        assert_eq!(chain(&[("1", "a"), ("R1", "v"), ("2", "b")]), chain(&[("1", "a"), ("2", "b")]));
    }
}
