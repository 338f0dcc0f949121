//! Migrations that get other names.

use std::fs;
use std::io;
use std::path::Path;

use migrate_core::code::SUFFIX;
use migrate_core::set::Migration;
use migrate_core::set::layout::Layout;
use migrate_core::set::read::Location;
use migrate_core::set::shown_path;

use crate::error::{BranchError, CliError};
use crate::project::file;

/// A migration that gets another name.
pub(crate) struct Moved {
    /// Its name before.
    pub(crate) from: String,
    /// Its name after.
    pub(crate) to: String,
    /// Its files before and after, the up first, those beside its scripts last; relative to the
    /// directory.
    pub(crate) files: Vec<(String, String)>,
}

impl Moved {
    /// A migration of a directory that gets a version.
    ///
    /// # Errors
    ///
    /// When one of its files has no name in which a version could be changed.
    pub(crate) fn new(
        (at, layout): (&Location, Layout),
        migration: &Migration,
        version: &str,
    ) -> Result<Self, CliError> {
        let files = file::all_of((at, layout), migration).into_iter().map(|file| {
            let new = layout.renumbered(&file, version);
            let new = new.ok_or_else(|| BranchError::Unnamed { file: file.clone(), layout })?;
            Ok((file, new))
        });
        let files = files.collect::<Result<_, BranchError>>()?;
        Ok(Self { files, from: migration.name(), to: format!("{version}_{}", migration.title) })
    }
}

/// Gives files their new names. What is new is written before what is old goes, so that nothing is lost
/// on the way. Where databases may have a migration under its old name, its up says so.
pub(crate) fn files(
    (at, layout): (&Location, Layout),
    moved: &[Moved],
    replaces: bool,
) -> Result<(), CliError> {
    for Moved { from, files, .. } in moved {
        for (number, (old, new)) in files.iter().enumerate() {
            let mut text = file::read(at, old)?;
            if number == 0 && replaces {
                let comment = if old.ends_with(SUFFIX) { "//" } else { "--" };
                text = replacing(layout, &text, &format!("{comment} migrate: replaces({from})\n"));
            }
            let path = shown_path(&at.shown, new);
            let failed = |error| CliError::File { doing: "creating", path, error };
            create(&at.path.join(new), &text).map_err(failed)?;
        }
    }
    for Moved { files, .. } in moved {
        for (old, _) in files {
            file::remove(at, old)?;
        }
    }
    Ok(())
}

/// The text with a line at its beginning that says what it stands for.
fn replacing(layout: Layout, text: &[u8], line: &str) -> Vec<u8> {
    let mark: &[u8] = "\u{feff}".as_bytes();
    let (mark, text) = text.strip_prefix(mark).map_or((&b""[..], text), |text| (mark, text));
    let (first, rest) = text.split_at(layout.directives(&String::from_utf8_lossy(text)));
    [mark, first, line.as_bytes(), rest].concat()
}

fn create(path: &Path, text: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    file::create(path, text)
}

#[cfg(test)]
mod tests {
    use migrate_core::set::read::read_texts;

    use super::*;

    #[test]
    fn a_file_in_rust_is_moved_once_and_says_so_in_a_comment_of_rust() {
        let function = |name: &str| format!("#[migration]\nfn {name}(c: C) -> R {{ go(c) }}\n");
        let text = function("up") + &function("down");
        let reading = read_texts(&[("1_a.rs", &text)], "sqlite".parse().unwrap());
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("1_a.rs"), &text).unwrap();
        let (name, shown) = ("m".to_owned(), "m".to_owned());
        let at = Location { path: directory.path().to_owned(), name, shown };
        let there = (&at, Layout::Native);
        let moved = Moved::new(there, &reading.set.migrations[0], "2").unwrap();
        assert_eq!(moved.files, [("1_a.rs".to_owned(), "2_a.rs".to_owned())]);
        files(there, &[moved], true).unwrap();
        let now = fs::read_to_string(directory.path().join("2_a.rs")).unwrap();
        assert_eq!(now, format!("// migrate: replaces(1_a)\n{text}"));
        assert!(!directory.path().join("1_a.rs").exists());
    }
}
