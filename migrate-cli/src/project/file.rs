//! Files that are written over, and those of one migration.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use migrate_core::set::layout::Layout;
use migrate_core::set::read::Location;
use migrate_core::set::{Migration, shown_path};

use crate::error::CliError;

/// The files of a migration, relative to the directory: the up, the down, and what stands beside them for
/// the tool whose layout it is.
pub(crate) fn all_of((at, layout): (&Location, Layout), migration: &Migration) -> Vec<String> {
    let scripts = [Some(&migration.up), migration.down.script()].into_iter().flatten();
    let mut files: Vec<String> = scripts.map(|script| script.file.to_string()).collect();
    let beside = files.iter().filter_map(|script| layout.beside(script));
    let beside: Vec<String> = beside.filter(|file| at.path.join(file).exists()).collect();
    files.extend(beside);
    // Where one holds both scripts, or is beside both.
    files.dedup();
    files
}

/// Makes the directory where it is not there.
pub(crate) fn directory(at: &Location) -> Result<(), CliError> {
    let failed = |error| CliError::File { doing: "creating", path: at.shown.clone(), error };
    fs::create_dir_all(&at.path).map_err(failed)
}

/// Reads such a file.
pub(crate) fn read(at: &Location, file: &str) -> Result<Vec<u8>, CliError> {
    let path = shown_path(&at.shown, file);
    fs::read(at.path.join(file)).map_err(|error| CliError::File { doing: "reading", path, error })
}

/// Removes such a file, and with the last one the directory of its migration; what else is in that
/// stays.
pub(crate) fn remove(at: &Location, file: &str) -> Result<(), CliError> {
    let path = shown_path(&at.shown, file);
    let failed = |error| CliError::File { doing: "removing", path, error };
    fs::remove_file(at.path.join(file)).map_err(failed)?;
    if let Some((directory, _)) = file.split_once('/') {
        let _ = fs::remove_dir(at.path.join(directory));
    }
    Ok(())
}

/// Writes a file that is not there, all of it or none.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create_new(path)?.write_all(bytes).inspect_err(|_| {
        // Half a script would be taken for one.
        let _ = fs::remove_file(path);
    })
}

/// Puts a whole file in place of another, so that whoever reads it meanwhile sees one of them. What
/// a symbolic link leads to is replaced rather than the link, and the rights stay. What is no file (`/dev/stdout`) is written to.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return fs::write(path, bytes);
    }
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let rights = fs::metadata(&path).map(|metadata| metadata.permissions());
    let written = fs::write(&new, bytes)
        .and_then(|()| rights.map_or(Ok(()), |rights| fs::set_permissions(&new, rights)))
        .and_then(|()| fs::rename(&new, &path));
    if written.is_err() {
        // It is there or it is not; what counts is the first error.
        let _ = fs::remove_file(&new);
    }
    written
}
