//! Where each tool expects its files.

use std::fs;
use std::io;
use std::path::Path;

use crate::Migration;

/// A tool's convention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `<version>_<title>.up.sql` and `.down.sql`: ours and sqlx's.
    Pairs,
    /// `V<number>__<title>.sql`, without a way back: refinery's.
    Refinery,
    /// `<version>_<title>/up.sql` and `down.sql`: diesel's.
    Directories,
}

/// Writes `migrations` below `root`, which is emptied before.
///
/// # Errors
///
/// When a file cannot be written.
pub fn write(migrations: &[Migration], layout: Layout, root: &Path) -> io::Result<()> {
    match fs::remove_dir_all(root) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir_all(root)?,
    }
    for migration in migrations {
        let stem = format!("{}_{}", migration.version(), migration.title);
        match layout {
            Layout::Pairs => {
                fs::write(root.join(format!("{stem}.up.sql")), &migration.up)?;
                fs::write(root.join(format!("{stem}.down.sql")), &migration.down)?;
            }
            Layout::Refinery => {
                let file = format!("V{}__{}.sql", migration.number, migration.title);
                fs::write(root.join(file), &migration.up)?;
            }
            Layout::Directories => {
                let directory = root.join(stem);
                fs::create_dir(&directory)?;
                fs::write(directory.join("up.sql"), &migration.up)?;
                fs::write(directory.join("down.sql"), &migration.down)?;
            }
        }
    }
    Ok(())
}
