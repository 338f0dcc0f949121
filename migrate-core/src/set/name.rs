//! Names of files and directories: `20260101120000_create_users.up.sql`.

mod time;

use crate::code::SUFFIX;
use crate::text::nearest;
use crate::version::{Version, VersionError};

/// What a file of the pairs layout must be called.
pub const EXPECTED_FILE: &str = "<version>_<title>.up.sql and <version>_<title>.down.sql";

/// Which of the two scripts of a migration a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// The way there.
    Up,
    /// The way back.
    Down,
}

impl Direction {
    /// `up` or `down`, as in file names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// A version and a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stem {
    /// The version.
    pub version: Version,
    /// The title as written; [`check_title`] tells whether it is one.
    pub title: String,
}

/// Why a stem is not `<version>_<title>`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StemError {
    /// No underscore separates a title.
    #[error("there is no title: a version and a title are separated by `_`")]
    NoTitle,
    /// The part before the first underscore.
    #[error("`{0}` is not a version: {1}")]
    Version(String, VersionError),
    /// The part after it.
    #[error("`{0}` is not a title: {1}")]
    Title(String, TitleError),
}

/// Why a text is not a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TitleError {
    /// There is nothing.
    #[error("it is empty")]
    Empty,
    /// There is something else.
    #[error("titles are made of `a-z`, `0-9` and `_`, and `{0}` is none of them")]
    Letter(char),
}

/// Reads `20260101120000_create_users` in the name of a file or a directory of ours.
///
/// # Errors
///
/// When the version or the title is malformed.
pub fn parse_stem(stem: &str) -> Result<Stem, StemError> {
    parse(stem, Version::whole)
}

/// Reads the name of a migration, in whatever layout its files are.
///
/// # Errors
///
/// When the version or the title is malformed.
pub fn parse_name(name: &str) -> Result<Stem, StemError> {
    parse(name, Version::parse)
}

fn parse(
    stem: &str,
    version_of: impl Fn(&str) -> Result<Version, VersionError>,
) -> Result<Stem, StemError> {
    let version_of =
        |text: &str| version_of(text).map_err(|error| StemError::Version(text.to_owned(), error));
    let Some((version, title)) = stem.split_once('_') else {
        return Err(version_of(stem).err().unwrap_or(StemError::NoTitle));
    };
    let version = version_of(version)?;
    check_title(title).map_err(|error| StemError::Title(title.to_owned(), error))?;
    Ok(Stem { version, title: title.to_owned() })
}

/// Whether `title` is made of `[a-z0-9_]+`.
///
/// # Errors
///
/// Names the first character that is not.
pub fn check_title(title: &str) -> Result<(), TitleError> {
    // What nearly all are; by hand, since a macro is built without optimisation.
    let (letters, mut at) = (title.as_bytes(), 0);
    while at < letters.len() && matches!(letters[at], b'a'..=b'z' | b'0'..=b'9' | b'_') {
        at += 1;
    }
    if at > 0 && at == letters.len() {
        return Ok(());
    }
    let foreign = |letter: &char| !matches!(letter, 'a'..='z' | '0'..='9' | '_');
    match title.chars().find(foreign) {
        _ if title.is_empty() => Err(TitleError::Empty),
        Some(letter) => Err(TitleError::Letter(letter)),
        None => Ok(()),
    }
}

/// Splits `a.up.sql` into `a` and its direction.
#[must_use]
pub fn split_direction(file: &str) -> Option<(&str, Direction)> {
    [Direction::Up, Direction::Down].into_iter().find_map(|direction| {
        let stem = file.strip_suffix(".sql")?.strip_suffix(direction.word())?.strip_suffix('.')?;
        Some((stem, direction))
    })
}

/// Splits `a.up.sql` into `a` and what the file holds; a file in Rust, `a.rs`, holds both.
#[must_use]
pub fn split_file(file: &str) -> Option<(&str, &'static [Direction])> {
    match split_direction(file) {
        Some((stem, Direction::Up)) => Some((stem, &[Direction::Up])),
        Some((stem, Direction::Down)) => Some((stem, &[Direction::Down])),
        None => Some((file.strip_suffix(SUFFIX)?, &[Direction::Up, Direction::Down])),
    }
}

/// The title a person's words make: `Add role to users!` becomes `add_role_to_users`.
///
/// # Errors
///
/// When no letter or digit is left.
pub fn title_from_words(words: &str) -> Result<String, TitleError> {
    let parts: Vec<String> = words
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let title = parts.join("_");
    check_title(&title).map(|()| title)
}

/// The stem that was probably meant by one whose version is but the year of a date.
#[must_use]
pub fn in_full(stem: &str) -> Option<String> {
    let (version, rest) = time::leading(stem)?;
    let title = title_from_words(rest).ok()?;
    Some(format!("{version}_{title}"))
}

/// The name that was probably meant by a file that is not recognised.
#[must_use]
pub fn suggestion(file: &str) -> Option<String> {
    let digits = || file.split_at(file.find(|c: char| !c.is_ascii_digit()).unwrap_or(file.len()));
    let (version, rest) =
        time::leading(file).unwrap_or_else(|| (digits().0.to_owned(), digits().1));
    let mut parts: Vec<&str> = rest.split('.').filter(|part| !part.is_empty()).collect();
    let ends_in_sql =
        parts.len() > 1 && parts.last().is_some_and(|part| nearest(part, ["sql"]).is_some());
    let has_title = !rest.starts_with('.');
    if version.is_empty() || !ends_in_sql || !has_title {
        return None;
    }
    parts.pop();
    let last = *parts.last()?;
    let direction = if parts.len() > 1 { nearest(last, ["up", "down"]) } else { None };
    if direction.is_some() {
        parts.pop();
    }
    let title = title_from_words(&parts.join("_")).ok()?;
    Some(format!("{version}_{title}.{}.sql", direction.unwrap_or("up")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_stem_is_a_version_and_a_title() {
        let stem = parse_stem("007_create_users").unwrap();
        assert_eq!((stem.version.as_str(), stem.title.as_str()), ("007", "create_users"));
        assert_eq!(parse_stem("7"), Err(StemError::NoTitle));
        assert!(matches!(parse_stem("7_"), Err(StemError::Title(_, TitleError::Empty))));
        assert!(matches!(parse_stem("7_A"), Err(StemError::Title(_, TitleError::Letter('A')))));
        assert!(matches!(parse_stem("x7_a"), Err(StemError::Version(_, _))));
        assert!(matches!(parse_stem("users"), Err(StemError::Version(_, _))));
        assert!(matches!(parse_stem("1.1_a"), Err(StemError::Version(_, _))));
        assert_eq!(parse_name("1.1_a").unwrap().version.as_str(), "1.1");
    }

    #[test]
    fn words_become_a_title() {
        assert_eq!(title_from_words("Add role -- to Users!").unwrap(), "add_role_to_users");
        assert_eq!(title_from_words("…"), Err(TitleError::Empty));
    }

    #[test]
    fn near_names_are_understood() {
        let meant = |file| suggestion(file).unwrap_or_default();
        assert_eq!(meant("1_create_users.sql"), "1_create_users.up.sql");
        assert_eq!(meant("1_create-users.UP.SQL"), "1_create_users.up.sql");
        assert_eq!(meant("1_create users.dwon.sql"), "1_create_users.down.sql");
        assert_eq!(meant("1-create.down.sq"), "1_create.down.sql");
        assert_eq!(meant("2026-01-08_foo.up.sql"), "20260108000000_foo.up.sql");
        assert_eq!(meant("2026-01-08-123456_foo.down.sql"), "20260108123456_foo.down.sql");
        assert_eq!(meant("2026-13-08_foo.up.sql"), "2026_13_08_foo.up.sql");
        assert_eq!(meant("1.up.sql"), "");
        assert_eq!(meant("notes.txt"), "");
        assert_eq!(meant("schema.sql"), "");
    }

    proptest! {
        #[test]
        fn any_name_is_read_without_panic(file in "\\PC{0,30}") {
            let _ = (suggestion(&file), split_direction(&file), parse_stem(&file));
        }

        #[test]
        fn a_suggestion_is_always_a_good_name(file in "[0-9]{0,3}[_. a-zA-Z-]{0,12}(\\.up|\\.down)?\\.sql") {
            if let Some(meant) = suggestion(&file) {
                let (stem, _) = split_direction(&meant).unwrap();
                prop_assert!(parse_stem(stem).is_ok(), "{}", meant);
            }
        }
    }
}
