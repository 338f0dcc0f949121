//! Files that are written over.

use std::fs;
use std::io;
use std::path::Path;

/// Puts a whole file in place of another, so that whoever reads it meanwhile sees one of them. What
/// a symbolic link leads to is replaced rather than the link, and the rights stay.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
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
