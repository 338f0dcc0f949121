//! Which migration a person means: `+2`, `-1`, `base`, `head`, the beginning of a version or of a title.

use std::str::FromStr;

use migrate_core::set::MigrationSet;
use migrate_core::text::nearest;
use migrate_core::version::Version;
use migrate_runtime::plan::{Rollback, Upto};
use migrate_runtime::report::Status;

use crate::error::CliError;

/// A place in the order of the migrations, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// So many further.
    Forward(usize),
    /// So many back.
    Back(usize),
    /// Before everything.
    Base,
    /// Behind everything.
    Head,
    /// A migration.
    Named(String),
}

impl FromStr for Aim {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let count = |digits: &str| match digits.parse() {
            Ok(count) if count > 0 => Ok(count),
            _ => Err(format!("`{digits}` is not a number of migrations")),
        };
        match text {
            "" => Err("it is empty".to_owned()),
            "base" => Ok(Self::Base),
            "head" => Ok(Self::Head),
            _ if text.starts_with('+') => count(&text[1..]).map(Self::Forward),
            _ if text.starts_with('-') => count(&text[1..]).map(Self::Back),
            _ => Ok(Self::Named(text.to_owned())),
        }
    }
}

impl Aim {
    /// How far forward that is.
    pub(super) fn upto(&self, known: &Known) -> Result<Upto, CliError> {
        match self {
            Self::Forward(steps) => Ok(Upto::Steps(*steps)),
            Self::Head => Ok(Upto::Newest),
            Self::Named(written) => Ok(Upto::Version(known.find(written)?)),
            Self::Back(_) | Self::Base => {
                Err(CliError::WrongWay { aim: self.to_string(), way: "back" })
            }
        }
    }

    /// How far back that is.
    pub(super) fn rollback(&self, known: &Known) -> Result<Rollback, CliError> {
        match self {
            Self::Back(steps) => Ok(Rollback::Steps(*steps)),
            Self::Base => Ok(Rollback::All),
            Self::Named(written) => Ok(Rollback::Version(known.find(written)?)),
            Self::Forward(_) | Self::Head => {
                Err(CliError::WrongWay { aim: self.to_string(), way: "forward" })
            }
        }
    }
}

impl std::fmt::Display for Aim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Forward(steps) => write!(f, "+{steps}"),
            Self::Back(steps) => write!(f, "-{steps}"),
            Self::Base => f.write_str("base"),
            Self::Head => f.write_str("head"),
            Self::Named(written) => f.write_str(written),
        }
    }
}

/// The migrations that can be meant, oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(Vec<(Version, String)>);

impl Known {
    /// Those of the directory.
    pub(super) fn of(set: &MigrationSet) -> Self {
        let migrations = set.migrations.iter();
        Self(migrations.map(|it| (it.version.clone(), it.title.to_string())).collect())
    }

    /// Those of the directory and of the database.
    pub(super) fn with(status: &Status) -> Self {
        let migrations = status.migrations.iter();
        Self(migrations.map(|it| (it.version.clone(), it.title.clone())).collect())
    }

    /// The one that is meant: what is written whole counts before what only begins so.
    pub(super) fn find(&self, written: &str) -> Result<Version, CliError> {
        if written == "head" {
            return self.0.last().map(|it| it.0.clone()).ok_or_else(|| self.unknown(written));
        }
        let title = as_title(written);
        let version = Version::parse(written).ok();
        let whole = self.all(|(it, its_title)| version.as_ref() == Some(it) || *its_title == title);
        let candidates = if whole.is_empty() {
            self.all(|(version, its_title)| {
                its_title.starts_with(&title) || name(version, its_title).starts_with(&title)
            })
        } else {
            whole
        };
        match candidates[..] {
            [(only, _)] => Ok(only.clone()),
            [] => Err(self.unknown(written)),
            _ => Err(CliError::WhichMigration {
                written: written.to_owned(),
                candidates: candidates
                    .iter()
                    .map(|(version, title)| name(version, title))
                    .collect(),
            }),
        }
    }

    fn all(&self, is_it: impl Fn(&(Version, String)) -> bool) -> Vec<&(Version, String)> {
        self.0.iter().filter(|migration| is_it(migration)).collect()
    }

    /// That none of them is meant.
    pub(super) fn unknown(&self, written: &str) -> CliError {
        let titles = self.0.iter().map(|(_, title)| title.as_str());
        let meant = nearest(&as_title(written), titles).map(str::to_owned);
        let newest = self.0.iter().rev().take(LISTED).rev();
        CliError::NoSuchMigration {
            written: written.to_owned(),
            meant,
            known: newest.map(|(version, title)| name(version, title)).collect(),
        }
    }
}

/// What is written, as titles are.
fn as_title(written: &str) -> String {
    written.to_lowercase().replace([' ', '-'], "_")
}

/// A part of the order of migrations, as it is written: `A..B`, `A..`, `..B`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Range {
    from: Option<String>,
    to: Option<String>,
}

/// The versions of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The first one; from the beginning if there is none.
    pub(super) from: Option<Version>,
    /// The last one; to the end if there is none.
    pub(super) to: Option<Version>,
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (from, to) = text.split_once("..").ok_or("write `A..B`, `A..` or `..B`")?;
        let end = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        // `base` is before everything, and so is nothing.
        Ok(Self { from: end(from).filter(|from| from != "base"), to: end(to) })
    }
}

impl Range {
    /// The versions that are meant.
    pub(super) fn find(&self, known: &Known) -> Result<Found, CliError> {
        let end = |written: &Option<String>| {
            written.as_deref().map(|written| known.find(written)).transpose()
        };
        Ok(Found { from: end(&self.from)?, to: end(&self.to)? })
    }
}

impl Found {
    /// Whether a version is in it, its ends included.
    pub(super) fn includes(&self, version: &Version) -> bool {
        self.from.as_ref().is_none_or(|from| from <= version)
            && self.to.as_ref().is_none_or(|to| version <= to)
    }
}

/// How many migrations are listed where none of them was meant.
const LISTED: usize = 8;

fn name(version: &Version, title: &str) -> String {
    format!("{version}_{title}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let all = [("1", "users"), ("2", "user_roles"), ("10", "logins"), ("0100", "more")];
        let all = all.map(|(version, title)| (Version::parse(version).unwrap(), title.to_owned()));
        Known(all.into())
    }

    fn found(written: &str) -> String {
        match known().find(written) {
            Ok(version) => version.to_string(),
            Err(error) => format!("{error}; {}", error.hints().join("; ")),
        }
    }

    #[test]
    fn an_aim_is_read() {
        let read = |text: &str| text.parse::<Aim>();
        assert_eq!(read("+2"), Ok(Aim::Forward(2)));
        assert_eq!(read("-1"), Ok(Aim::Back(1)));
        assert_eq!(read("base"), Ok(Aim::Base));
        assert_eq!(read("2026"), Ok(Aim::Named("2026".to_owned())));
        assert!(read("+0").is_err());
        assert!(read("-").is_err());
        assert!(read("").is_err());
    }

    #[test]
    fn a_range_has_two_ends_or_one() {
        let found = |text: &str| text.parse::<Range>().unwrap().find(&known()).unwrap();
        let includes = |text: &str| {
            let found = found(text);
            let versions = ["1", "2", "10", "100"].map(|it| Version::parse(it).unwrap());
            versions
                .iter()
                .filter(|it| found.includes(it))
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(includes("user_roles..log"), ["2", "10"]);
        assert_eq!(includes("base..2"), ["1", "2"]);
        assert_eq!(includes("10.."), ["10", "100"]);
        assert_eq!(includes(".."), ["1", "2", "10", "100"]);
        assert!("1".parse::<Range>().is_err());
    }

    #[test]
    fn a_migration_is_found_by_its_beginning() {
        assert_eq!(found("1"), "1", "a whole version counts before one that begins so");
        assert_eq!(found("100"), "0100", "versions are numbers");
        assert_eq!(found("users"), "1", "a whole title counts before one that begins so");
        assert_eq!(found("User Roles"), "2");
        assert_eq!(found("log"), "10");
        assert_eq!(found("10_logins"), "10");
        assert_eq!(
            found("us"),
            "`us` is the beginning of several migrations; they are `1_users`, `2_user_roles`"
        );
        assert_eq!(found("lgins"), "there is no migration `lgins`; did you mean `logins`?");
        assert_eq!(
            found("x"),
            "there is no migration `x`; the newest are `1_users`, `2_user_roles`, `10_logins`, `0100_more`"
        );
    }
}
