//! Migrations that get other names.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use migrate_core::code::SUFFIX;
use migrate_core::set::Migration;
use migrate_core::set::read::Location;
use migrate_core::set::shown_path;

use crate::error::CliError;

/// A migration that gets another name.
pub(crate) struct Moved {
    /// Its name before.
    pub(crate) from: String,
    /// Its name after.
    pub(crate) to: String,
    /// Its files before and after, the up first, relative to the directory.
    pub(crate) files: Vec<(String, String)>,
}

impl Moved {
    /// A migration that gets a version.
    pub(crate) fn new(migration: &Migration, version: &str) -> Self {
        let (from, to) = (migration.name(), format!("{version}_{}", migration.title));
        let scripts = [Some(&migration.up), migration.down.script()];
        let files = scripts.into_iter().flatten().map(|script| {
            let rest = script.file.strip_prefix(&*from).unwrap_or(&script.file);
            (script.file.to_string(), format!("{to}{rest}"))
        });
        let mut files: Vec<(String, String)> = files.collect();
        // Of one in Rust, both scripts are in one file.
        files.dedup();
        Self { files, from, to }
    }
}

/// Gives files their new names. What is new is written before what is old goes, so that nothing is lost
/// on the way. Where databases may have a migration under its old name, its up says so.
pub(crate) fn files(at: &Location, moved: &[Moved], replaces: bool) -> Result<(), CliError> {
    for Moved { from, files, .. } in moved {
        for (number, (old, new)) in files.iter().enumerate() {
            let said = |doing: &'static str, file: &str| {
                let path = shown_path(&at.shown, file);
                move |error| CliError::File { doing, path, error }
            };
            let mut text = fs::read(at.path.join(old)).map_err(said("reading", old))?;
            if number == 0 && replaces {
                let comment = if old.ends_with(SUFFIX) { "//" } else { "--" };
                text = replacing(from, &text, comment);
            }
            create(&at.path.join(new), &text).map_err(said("creating", new))?;
        }
    }
    for Moved { files, .. } in moved {
        for (old, _) in files {
            let failed = |error| CliError::File {
                doing: "removing",
                path: shown_path(&at.shown, old),
                error,
            };
            fs::remove_file(at.path.join(old)).map_err(failed)?;
        }
        // The directory of a migration goes with its files; what else is in it stays.
        if let Some((directory, _)) = files.first().and_then(|(old, _)| old.split_once('/')) {
            let _ = fs::remove_dir(at.path.join(directory));
        }
    }
    Ok(())
}

/// The text with a first line that says what it stands for.
fn replacing(name: &str, text: &[u8], comment: &str) -> Vec<u8> {
    let mark: &[u8] = "\u{feff}".as_bytes();
    let (mark, text) = text.strip_prefix(mark).map_or((&b""[..], text), |text| (mark, text));
    [mark, format!("{comment} migrate: replaces({name})\n").as_bytes(), text].concat()
}

fn create(path: &Path, text: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    File::create_new(path)?.write_all(text)
}
