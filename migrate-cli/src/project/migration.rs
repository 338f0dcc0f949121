//! The files of a new migration: what they are called and what they hold at first.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::DateTime;
use migrate_core::code::SUFFIX;
use migrate_core::set::layout::{Layout, Markers};
use migrate_core::set::name::{Direction, Stem};
use migrate_core::set::read::Location;
use migrate_core::set::repeatable::PREFIX;
use migrate_core::set::shown_path;
use migrate_core::version::Version;

use crate::error::CliError;
use crate::project::file;

/// How the scripts of a migration lie in the directory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// `1_a.up.sql` and `1_a.down.sql`.
    #[default]
    Pairs,
    /// `1_a/up.sql` and `1_a/down.sql`.
    Directories,
    /// `1_a.rs`, which holds both.
    Code,
    /// As another tool has it.
    Other(Layout),
}

impl Form {
    /// The path of a script, relative to the directory.
    fn file(self, version: &str, title: &str, direction: Direction) -> String {
        match self {
            Self::Pairs => format!("{version}_{title}.{}.sql", direction.word()),
            Self::Directories => format!("{version}_{title}/{}.sql", direction.word()),
            Self::Code => format!("{version}_{title}{SUFFIX}"),
            Self::Other(layout) => layout.file(version, title, direction),
        }
    }

    /// What divides a file that holds both scripts.
    fn markers(self) -> Option<&'static Markers> {
        if let Self::Other(layout) = self { layout.markers() } else { None }
    }
}

/// The names in a directory, as far as a new one depends on them. What cannot be read as a
/// migration's name is somebody else's complaint.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// The versions in use, finished migrations or not.
    pub(crate) versions: Vec<Version>,
    /// How the files lie.
    pub(crate) form: Form,
}

impl Names {
    /// Reads the names in a directory of that layout.
    pub(crate) fn read(directory: &Path, layout: Layout) -> io::Result<Self> {
        let mut names = Self::default();
        for entry in fs::read_dir(directory)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_directory = entry.path().is_dir();
            if let Some(Stem { version, .. }) = layout.stem(&name, is_directory) {
                names.versions.push(version);
                if is_directory {
                    names.form = Form::Directories;
                }
            }
        }
        names.versions.sort();
        if layout != Layout::Native {
            names.form = Form::Other(layout);
        }
        Ok(names)
    }
}

const TIME: &str = "%Y%m%d%H%M%S";

/// How many digits a date has.
const DATE: usize = 8;

/// The largest number that is one of a sequence and no date.
const LAST_OF_SEQUENCE: u32 = 999_999;

/// The first version of a project that counts.
const FIRST_NUMBER: &str = "0001";

/// The version behind `existing`, which is sorted: the next number where they are numbered, in the
/// last part where they have parts, else the time `now`, or the next second when that is taken. Where a
/// number stands behind a time, as newer versions of diesel have it, it begins anew with each.
pub(crate) fn next_version(existing: &[Version], now: DateTime) -> String {
    let Some(newest) = existing.last() else { return now.strftime(TIME).to_string() };
    let now = now.strftime(TIME).to_string();
    let now = match newest.as_str().split_once('.') {
        Some((time, _)) if time_of(time).is_some() => format!("{now}.1"),
        Some(_) => return after(newest),
        None => as_long(&now, newest.as_str().len()),
    };
    if let Some(number) = newest.ordinal().filter(|&number| number <= LAST_OF_SEQUENCE) {
        return format!("{:0width$}", number + 1, width = newest.as_str().len());
    }
    match Version::parse(&now) {
        Ok(version) if version > *newest => now,
        _ => after(newest),
    }
}

/// The number behind `existing`, which is sorted; none where the versions are times, before all of
/// which a number would come.
pub(crate) fn next_number(existing: &[Version]) -> Option<String> {
    let Some(newest) = existing.last() else { return Some(FIRST_NUMBER.to_owned()) };
    if !newest.has_parts() {
        newest.ordinal().filter(|&number| number <= LAST_OF_SEQUENCE)?;
    }
    Some(next_version(existing, DateTime::default()))
}

/// A time with as many digits as the other versions have: dates stay dates, and what goes beyond the
/// second is filled with zeros.
fn as_long(time: &str, length: usize) -> String {
    let kept = time.get(..length.max(DATE)).unwrap_or(time);
    format!("{kept:0<length$}")
}

/// The first version behind `newest`: where an existing project begins to follow the rules. Written
/// in the way of the others, and no version lies between the two; where versions have parts, none that
/// people write.
pub(crate) fn following(newest: &Version, layout: Layout) -> String {
    if layout.has_parts() {
        return format!("{newest}.1");
    }
    if newest.ordinal().is_some_and(|number| number <= LAST_OF_SEQUENCE) {
        return next_version(std::slice::from_ref(newest), DateTime::default());
    }
    after(newest)
}

/// One second later, or one more where the version is no time.
fn after(version: &Version) -> String {
    match time_of(version.as_str()).and_then(|it| it.checked_add(1.second()).ok()) {
        Some(time) => time.strftime(TIME).to_string(),
        None => incremented(version.as_str()),
    }
}

/// The time that a text is in full.
fn time_of(text: &str) -> Option<DateTime> {
    DateTime::strptime(TIME, text).ok().filter(|_| text.len() == 14)
}

/// A number of any length, or the last of several, plus one.
fn incremented(text: &str) -> String {
    let (front, digits) = text.split_at(text.rfind('.').map_or(0, |dot| dot + 1));
    let kept = digits.trim_end_matches('9');
    let zeros = "0".repeat(digits.len() - kept.len());
    match kept.as_bytes().split_last() {
        Some((last, kept)) => {
            let kept = String::from_utf8_lossy(kept);
            format!("{front}{kept}{}{zeros}", char::from(last + 1))
        }
        None => format!("{front}1{zeros}"),
    }
}

/// A migration to be written.
#[derive(Debug)]
pub(crate) struct NewMigration {
    /// Its version.
    pub(crate) version: String,
    /// Its title.
    pub(crate) title: String,
    /// How its files lie.
    pub(crate) form: Form,
}

impl NewMigration {
    /// Where a script of it is, relative to the directory.
    pub(crate) fn file(&self, direction: Direction) -> String {
        self.form.file(&self.version, &self.title, direction)
    }

    /// Writes both scripts and returns their paths as shown. Never writes over anything.
    pub(crate) fn write(
        &self,
        at: &Location,
        up: &str,
        down: &str,
    ) -> Result<[String; 2], CliError> {
        Ok([self.write_up(at, up)?, self.write_down(at, down)?])
    }

    /// Writes the up and returns its path as shown. Never writes over anything.
    pub(crate) fn write_up(&self, at: &Location, text: &str) -> Result<String, CliError> {
        if let Some((directory, _)) = self.file(Direction::Up).rsplit_once('/') {
            fs::create_dir(at.path.join(directory)).map_err(|error| CliError::File {
                doing: "creating",
                path: shown_path(&at.shown, directory),
                error,
            })?;
        }
        let begin = self.form.markers().map(|markers| markers.line(Direction::Up));
        let text = begin.unwrap_or_default() + text;
        self.create(at, Direction::Up, &text)
    }

    /// Writes the down and returns its path as shown: behind the up where both are in one file, and
    /// otherwise never over anything.
    pub(crate) fn write_down(&self, at: &Location, text: &str) -> Result<String, CliError> {
        let Some(markers) = self.form.markers() else {
            return self.create(at, Direction::Down, text);
        };
        let file = self.file(Direction::Down);
        let path = shown_path(&at.shown, &file);
        let text = format!("\n{}{text}", markers.line(Direction::Down));
        match append(&at.path.join(&file), &text) {
            Ok(()) => Ok(path),
            Err(error) => Err(CliError::File { doing: "writing", path, error }),
        }
    }

    fn create(&self, at: &Location, direction: Direction, text: &str) -> Result<String, CliError> {
        let name = self.file(direction);
        let path = shown_path(&at.shown, &name);
        match file::create(&at.path.join(&name), text.as_bytes()) {
            Ok(()) => Ok(path),
            Err(error) => {
                // The directory that was made for it, where nothing is in it.
                let _ = name.rsplit_once('/').map(|(it, _)| fs::remove_dir(at.path.join(it)));
                Err(CliError::File { doing: "creating", path, error })
            }
        }
    }

    /// The scripts in the file of the up, as somebody may have edited it: the up, and the down where that
    /// file holds both and there is one.
    pub(crate) fn divided(&self, text: String) -> (String, Option<String>) {
        let Some(markers) = self.form.markers() else { return (text, None) };
        let part = |direction| {
            let part = markers.part(&text, direction).ok().flatten()?;
            Some(part.sql[part.start..].trim_start().to_owned())
        };
        let (up, down) = (part(Direction::Up), part(Direction::Down));
        (up.unwrap_or(text), down)
    }

    /// Takes back what [`NewMigration::write_up`] wrote.
    pub(crate) fn remove_up(&self, at: &Location) {
        let file = self.file(Direction::Up);
        // What is not there any more need not go, and the reason for this is said already.
        let _ = fs::remove_file(at.path.join(&file));
        if let Some((directory, _)) = file.rsplit_once('/') {
            let _ = fs::remove_dir(at.path.join(directory));
        }
    }
}

/// A script without a version, to be written.
#[derive(Debug)]
pub(crate) struct RepeatableFile {
    /// Where it is, relative to the directory.
    pub(crate) file: String,
}

impl RepeatableFile {
    /// The one of that name.
    pub(crate) fn new(name: &str) -> Self {
        Self { file: format!("{PREFIX}{name}.sql") }
    }

    /// Writes it and returns its path as shown. Never writes over anything.
    pub(crate) fn write(&self, at: &Location, text: &str) -> Result<String, CliError> {
        let path = shown_path(&at.shown, &self.file);
        match file::create(&at.path.join(&self.file), text.as_bytes()) {
            Ok(()) => Ok(path),
            Err(error) => Err(CliError::File { doing: "creating", path, error }),
        }
    }
}

fn append(path: &Path, text: &str) -> io::Result<()> {
    File::options().append(true).open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(existing: &[&str]) -> String {
        let versions: Vec<Version> =
            existing.iter().map(|it| Version::parse(it).unwrap()).collect();
        next_version(&versions, "2026-11-22T10:30:00".parse().unwrap())
    }

    #[test]
    fn times_are_followed_by_the_time() {
        assert_eq!(next(&[]), "20261122103000");
        assert_eq!(next(&["20260101120000"]), "20261122103000");
        assert_eq!(next(&["20260101"]), "20261122", "a date is no sequence");
        assert_eq!(next(&["20261122"]), "20261123");
        assert_eq!(next(&["202601011200000000"]), "202611221030000000", "as long as the others");
        assert_eq!(next(&["20261122103000"]), "20261122103001");
        assert_eq!(next(&["20261231235959"]), "20270101000000");
        assert_eq!(next(&["20269999999999"]), "20270000000000", "no time, but a version");
        assert_eq!(next(&["99999999999999999999"]), "100000000000000000000");
    }

    #[test]
    fn what_follows_is_nearest() {
        let following = |text| following(&Version::parse(text).unwrap(), Layout::Native);
        assert_eq!(following("20260101120000"), "20260101120001");
        assert_eq!(following("20261231235959"), "20270101000000");
        assert_eq!(following("0009"), "0010");
        assert_eq!(following("20260101"), "20260102");
    }

    #[test]
    fn parts_are_followed_by_parts() {
        assert_eq!(next(&["1.8", "1.9"]), "1.10");
        assert_eq!(next(&["1.10"]), "1.11");
        assert_eq!(next(&["2026.01.09"]), "2026.01.10");
        assert_eq!(next(&["1.1", "2"]), "3");
        assert_eq!(next(&["20260101120000.256"]), "20261122103000.1", "it begins anew");
        assert_eq!(next(&["20261122103000.1"]), "20261122103000.2");
        assert_eq!(next_number(&[Version::checked("1.2")]).as_deref(), Some("1.3"));
        let following = |text| following(&Version::checked(text), Layout::Flyway);
        assert_eq!(following("1.10"), "1.10.1");
        assert_eq!(following("2"), "2.1", "with room for all that may be written behind it");
    }

    #[test]
    fn numbers_are_followed_by_the_next_number() {
        assert_eq!(next(&["1"]), "2");
        assert_eq!(next(&["0001", "0009"]), "0010");
        assert_eq!(next(&["9"]), "10");
    }

    #[test]
    fn a_project_that_counts_goes_on_counting() {
        let number = |existing: &[&str]| {
            let all: Vec<Version> = existing.iter().map(|it| Version::parse(it).unwrap()).collect();
            next_number(&all)
        };
        assert_eq!(number(&[]).as_deref(), Some("0001"));
        assert_eq!(number(&["01", "09"]).as_deref(), Some("10"));
        assert_eq!(number(&["20260101120000"]), None);
    }

    #[test]
    fn a_new_version_is_always_the_newest() {
        for existing in
            ["0", "0.9", "1.0", "999999", "1000000", "20261122103000", "1900000000000000"]
        {
            let next = Version::parse(&next(&[existing])).unwrap();
            assert!(next > Version::parse(existing).unwrap(), "{existing} {next}");
        }
    }

    #[test]
    fn files_are_never_written_over() {
        let directory = tempfile::tempdir().unwrap();
        let (name, shown) = ("m".to_owned(), "m".to_owned());
        let at = Location { path: directory.path().to_owned(), name, shown };
        let it = |form| NewMigration { version: "1".to_owned(), title: "a".to_owned(), form };
        for form in [Form::Pairs, Form::Directories, Form::Other(Layout::Goose)] {
            assert!(it(form).write(&at, "select 1;", "select 2;").is_ok());
            assert!(it(form).write(&at, "select 1;", "select 2;").is_err());
        }
        let names = Names::read(directory.path(), Layout::Native).unwrap();
        assert_eq!((names.versions.len(), names.form), (3, Form::Directories));
        let text = fs::read_to_string(directory.path().join("1_a.sql")).unwrap();
        assert_eq!(text, "-- +goose Up\nselect 1;\n-- +goose Down\nselect 2;");
        let (up, down) = it(Form::Other(Layout::Goose)).divided(text);
        assert_eq!((up.trim(), down.as_deref()), ("select 1;", Some("select 2;")));
    }

    #[test]
    fn an_up_can_be_taken_back() {
        let directory = tempfile::tempdir().unwrap();
        let (name, shown) = ("m".to_owned(), "m".to_owned());
        let at = Location { path: directory.path().to_owned(), name, shown };
        for form in [Form::Pairs, Form::Directories, Form::Other(Layout::Diesel)] {
            let it = NewMigration { version: "1".to_owned(), title: "a".to_owned(), form };
            it.write_up(&at, "select 1;").unwrap();
            it.remove_up(&at);
            assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
        }
    }
}
