//! Versions that are shorter or longer than the others.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::set::name;
use crate::set::{rules, shown_path};
use crate::version::Version;

use super::{Pair, did_you_mean};

/// The fewest digits that a date has; versions with less are numbers of a sequence.
const DATE: usize = 8;

/// The digits of a year.
const YEAR: usize = 4;

/// The digits of a time in full.
const TIME: usize = 14;

/// Reports versions that are compared with times and are none, or none in full.
pub(super) fn check(pairs: &[Pair], shown: &str, findings: &mut Vec<Finding>) {
    let usual = usual(pairs.iter().map(|pair| &pair.stem.version));
    let mut longest = 0;
    for pair in pairs {
        let version = &pair.stem.version;
        let Some(length) = version.digits().map(str::len) else { continue };
        let is_longest = length > longest;
        longest = longest.max(length);
        let message = match usual {
            Some(usual) if length < usual && is_misplaced(pair, pairs, usual) => format!(
                "version {version} has {length} digits where others have {usual}, so it comes before \
                 them all"
            ),
            // The first of them decides how long all are from then on.
            Some(usual) if length > usual && usual >= TIME && is_longest => format!(
                "version {version} has {length} digits where others have {usual}, so it comes behind \
                 all that are still to be written"
            ),
            _ if meant(pair).is_some() => {
                format!("version {version} is only the year of the date that the name begins with")
            }
            _ => continue,
        };
        let file = pair.up.as_ref().or(pair.down.as_ref()).map_or("", |file| file);
        let finding = Finding::new(&rules::VERSION_LENGTH, shown_path(shown, file), message)
            .note("versions are compared as numbers")
            .help("write the time in full before it is applied anywhere");
        findings.push(did_you_mean(finding, meant(pair).as_deref()));
    }
}

/// Whether a time that is cut short stands before others that are earlier. What was numbered, or
/// dated in another way, before the others stands in front of them as it should.
fn is_misplaced(pair: &Pair, pairs: &[Pair], usual: usize) -> bool {
    let digits = pair.stem.version.digits().unwrap_or_default();
    if digits.len() < 4 || !["19", "20"].iter().any(|century| digits.starts_with(century)) {
        return false;
    }
    let padded = || format!("{digits}{}", "0".repeat(usual - digits.len()));
    let meant = meant(pair).map(|stem| stem.chars().take(usual).collect::<String>());
    let time = meant.unwrap_or_else(padded);
    let mut others = pairs.iter().filter_map(|pair| pair.stem.version.digits());
    others.any(|other| other.len() == usual && other < time.as_str())
}

/// The stem that was meant by one that begins with a date in parts.
pub(super) fn meant(pair: &Pair) -> Option<String> {
    // What nearly all have: more digits than a year.
    if pair.stem.version.as_str().as_bytes().get(YEAR).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    name::in_full(&format!("{}_{}", pair.stem.version, pair.stem.title))
}

/// The last version that a name can have been meant to have, `length` digits long: the date that it
/// begins with, or the end of the time that is cut short. Nothing for a name that begins with none.
pub(in crate::set) fn latest(stem: &str, length: usize) -> Option<Version> {
    let stem = name::in_full(stem).unwrap_or_else(|| stem.to_owned());
    let end = stem.find(|letter: char| !letter.is_ascii_digit())?;
    Version::parse(&format!("{:9<length$}", &stem[..end])).ok()
}

/// A `since` that comes before all versions because it is shorter than they are.
pub(in crate::set) fn of_since<'v>(
    since: &Version,
    versions: impl Iterator<Item = &'v Version>,
) -> Option<Finding> {
    let length = since.digits()?.len();
    let usual = usual(versions).filter(|usual| length < *usual)?;
    let message = format!(
        "`since = \"{since}\"` has {length} digits where versions have {usual}, so it comes before \
         them all"
    );
    let finding = Finding::new(&rules::VERSION_LENGTH, "Cargo.toml", message);
    Some(finding.note("versions are compared as numbers").help("write it as long as they are"))
}

/// How many digits most of the versions have, where they are times.
fn usual<'v>(versions: impl Iterator<Item = &'v Version>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for digits in versions.filter_map(Version::digits) {
        *counts.entry(digits.len()).or_default() += 1;
    }
    let (usual, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (usual >= DATE).then_some(usual)
}
