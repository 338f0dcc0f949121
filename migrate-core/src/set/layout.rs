//! How a directory of migrations is laid out: ours, or that of the tool that wrote it, so that its
//! files can stay as they are.

mod beside;
mod detect;
mod markers;
mod profile;
mod version;

use std::fmt;

use super::name::{Direction, Stem, parse_stem, split_file, title_from_words};
use crate::version::Version;

pub(super) use beside::says_outside;
pub use detect::{Sample, detect};
pub use markers::{DivisionError, Markers, Part};
pub(super) use profile::{Holds, Transactions};
use profile::{Pattern, Profile};

/// A layout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Pairs of files or directories, with names that are checked to the letter.
    #[default]
    Native,
    /// sqlx: pairs, and single files without a down.
    Sqlx,
    /// diesel: directories, some with a `metadata.toml`.
    Diesel,
    /// refinery: `V1__a.sql`.
    Refinery,
    /// golang-migrate: pairs.
    GolangMigrate,
    /// goose: single files with `-- +goose Up` and `-- +goose Down`.
    Goose,
    /// dbmate: single files with `-- migrate:up` and `-- migrate:down`.
    Dbmate,
    /// Flyway: `V1__a.sql` and `U1__a.sql`.
    Flyway,
}

impl Layout {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Native,
        Self::Sqlx,
        Self::Diesel,
        Self::Refinery,
        Self::GolangMigrate,
        Self::Goose,
        Self::Dbmate,
        Self::Flyway,
    ];

    /// What it is called in `[package.metadata.migrate]`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.profile().name
    }

    /// The layout of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.name() == name)
    }

    pub(super) const fn profile(self) -> &'static Profile {
        match self {
            Self::Native => &profile::NATIVE,
            Self::Sqlx => &profile::SQLX,
            Self::Diesel => &profile::DIESEL,
            Self::Refinery => &profile::REFINERY,
            Self::GolangMigrate => &profile::GOLANG_MIGRATE,
            Self::Goose => &profile::GOOSE,
            Self::Dbmate => &profile::DBMATE,
            Self::Flyway => &profile::FLYWAY,
        }
    }

    /// What divides a file that holds both scripts; none where each has a file of its own.
    #[must_use]
    pub fn markers(self) -> Option<&'static Markers> {
        self.profile().files.iter().find_map(|pattern| match pattern.holds {
            Holds::Both(markers) => Some(markers),
            _ => None,
        })
    }

    /// The version that the tool writes as `text`, in numbers that are in the same order.
    ///
    /// # Errors
    ///
    /// When no digits say it.
    pub fn version(self, text: &str) -> Result<Version, NameError> {
        let version = match self {
            Self::Diesel => Version::parse(&version::of_diesel(text)),
            _ if self.has_parts() => Version::parse(&text.replace('_', ".")),
            _ => Version::whole(text),
        };
        version.map_err(|error| NameError(format!("`{text}`"), error.to_string()))
    }

    /// Whether its versions may have parts, so that there is room between any two of them.
    #[must_use]
    pub const fn has_parts(self) -> bool {
        self.profile().parts
    }

    /// The version and the title of an entry of the directory, as far as it is named as a migration.
    #[must_use]
    pub fn stem(self, name: &str, is_directory: bool) -> Option<Stem> {
        if self == Self::Native {
            let stem = if is_directory { name } else { split_file(name)?.0 };
            return parse_stem(stem).ok();
        }
        if is_directory != self.profile().directory.is_some() {
            return None;
        }
        self.read(name)?.ok().map(|(stem, _)| stem)
    }

    /// What the name of an entry says; none where it is no name of this layout.
    pub(super) fn read(self, name: &str) -> Option<Result<(Stem, Holds), NameError>> {
        let (pattern, version, title) = self.split(name)?;
        Some(
            self.version(version)
                .map(|version| (Stem { version, title: title_of(title) }, pattern.holds)),
        )
    }

    /// The form of the name of an entry, with its version and its title.
    fn split(self, name: &str) -> Option<(&'static Pattern, &str, &str)> {
        let profile = self.profile();
        let patterns = profile.directory.as_ref().map_or(profile.files, std::slice::from_ref);
        patterns.iter().find_map(|pattern| {
            pattern.split(name).map(|(version, title)| (pattern, version, title))
        })
    }

    /// Whether a file is named as a script that runs again when its text changes.
    #[must_use]
    pub fn is_repeatable(self, file: &str) -> bool {
        self.profile().repeatable.is_some_and(|prefix| file.starts_with(prefix))
            && file.ends_with(".sql")
    }

    /// Where a script of a migration lies, relative to the directory, when it is written anew.
    #[must_use]
    pub fn file(self, version: &str, title: &str, direction: Direction) -> String {
        let profile = self.profile();
        let pattern = profile.pattern(direction);
        match &profile.directory {
            Some(directory) => {
                let version = version::as_diesel_names(version);
                format!("{}/{}", directory.join(&version, title), pattern.suffix)
            }
            None => pattern.join(version, title),
        }
    }

    /// A file of a migration, relative to the directory, when that gets another version: all else of its
    /// name stays as somebody wrote it. None where it has no name of this layout.
    #[must_use]
    pub fn renumbered(self, file: &str, version: &str) -> Option<String> {
        let entry = file.split('/').next().unwrap_or(file);
        let script = self.profile().beside.map_or(entry, |beside| beside.script(entry));
        let (prefix, old) = match self {
            Self::Native => ("", digits(entry)),
            _ => self.split(script).map(|(pattern, old, _)| (pattern.prefix, old))?,
        };
        let version = match self {
            Self::Diesel => version::as_diesel_names(version),
            _ => version.to_owned(),
        };
        let rest = file.strip_prefix(prefix)?.strip_prefix(old)?;
        Some(format!("{prefix}{version}{rest}"))
    }

    /// The file that says more of a script to the tool, where there may be one, relative to the
    /// directory.
    #[must_use]
    pub fn beside(self, script: &str) -> Option<String> {
        self.profile().beside.map(|beside| beside.of(script))
    }

    /// Where a directive that is added to a script may stand: at its beginning, or behind the line there
    /// that says something to the tool only as long as it is the first.
    #[must_use]
    pub fn directives(self, text: &str) -> usize {
        match self.profile().transactions {
            Transactions::Beginning(word) if text.starts_with(word) => {
                text.find('\n').map_or(0, |end| end + 1)
            }
            _ => 0,
        }
    }

    /// The file that the down of an up belongs into; where both are in one file, the line that begins
    /// the down there.
    pub(super) fn down_beside(self, up: &str) -> Result<String, String> {
        if let Some(markers) = self.markers() {
            return Err(markers.line(Direction::Down));
        }
        if let Some(stem) = up.strip_suffix("up.sql") {
            return Ok(format!("{stem}down.sql"));
        }
        let profile = self.profile();
        let (of_down, of_up) = (profile.pattern(Direction::Down), profile.pattern(Direction::Up));
        let rest = up.strip_prefix(of_up.prefix).unwrap_or(up);
        let stem = rest.strip_suffix(".sql").unwrap_or(rest);
        Ok(format!("{}{stem}{}", of_down.prefix, of_down.suffix))
    }

    /// The names that it has for files, for people.
    #[must_use]
    pub fn expected(self) -> &'static str {
        self.profile().expected
    }

    /// The version of the migration that a file, relative to the directory, is a part of.
    pub(super) fn version_of(self, file: &str) -> Option<Version> {
        let entry = file.split('/').next().unwrap_or(file);
        if self == Self::Native {
            return Version::parse(digits(entry)).ok();
        }
        self.read(entry)?.ok().map(|(stem, _)| stem.version)
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why the version of a name cannot be used: the version, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a version that can be used here: {1}")]
pub struct NameError(String, String);

/// The digits that a name begins with.
fn digits(name: &str) -> &str {
    let end = name.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(name.len());
    &name[..end]
}

/// The title that the rest of a name makes: other tools take any letters.
fn title_of(rest: &str) -> String {
    title_from_words(rest).unwrap_or_else(|_| "untitled".to_owned())
}

impl Pattern {
    /// The version and the title of a name of this form.
    fn split<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let stem = name.strip_prefix(self.prefix)?.strip_suffix(self.suffix)?;
        let (version, title) = match stem.split_once(self.separator) {
            Some(both) => both,
            None if self.untitled => (stem, ""),
            None => return None,
        };
        // What begins with no digit was never meant as one.
        version.starts_with(|letter: char| letter.is_ascii_digit()).then_some((version, title))
    }

    fn join(&self, version: &str, title: &str) -> String {
        format!("{}{version}{}{title}{}", self.prefix, self.separator, self.suffix)
    }
}

#[cfg(test)]
mod tests;
