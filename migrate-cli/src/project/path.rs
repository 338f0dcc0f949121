//! Paths as people read them: from where they stand.

use std::env;
use std::path::{Component, Path, PathBuf};

use crate::error::CliError;

/// Where the user stands.
pub(crate) fn here() -> Result<PathBuf, CliError> {
    env::current_dir().map_err(|error| CliError::File {
        doing: "reading",
        path: "the current directory".to_owned(),
        error,
    })
}

/// The path without `.` and, where that is the same, without `..`.
pub(crate) fn simplified(path: &Path) -> PathBuf {
    let mut simple = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            // Behind a symbolic link `..` leads elsewhere.
            Component::ParentDir if simple.file_name().is_some() && !simple.is_symlink() => {
                simple.pop();
            }
            other => simple.push(other),
        }
    }
    simple
}

/// The path from where the user stands, where it is near; otherwise the whole path.
pub(crate) fn shown(path: &Path) -> String {
    let near = env::current_dir().ok().and_then(|here| from(&here, path));
    let shown = near.as_deref().unwrap_or(path).display().to_string();
    if shown.is_empty() { ".".to_owned() } else { shown.replace('\\', "/") }
}

/// The way from `here` to `path`, if it goes up by no more than three directories and does not
/// begin at the root.
pub(super) fn from(here: &Path, path: &Path) -> Option<PathBuf> {
    (0_usize..=3).find_map(|up| {
        let base = here.ancestors().nth(up)?;
        base.parent()?;
        let rest = path.strip_prefix(base).ok()?;
        let way: PathBuf = std::iter::repeat_n(Component::ParentDir, up).collect();
        Some(way.join(rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_paths_are_relative() {
        let from = |path: &str| from(Path::new("/home/me/app/src"), Path::new(path));
        assert_eq!(from("/home/me/app/src/db"), Some("db".into()));
        assert_eq!(from("/home/me/app/migrations"), Some("../migrations".into()));
        assert_eq!(from("/home/me/other"), Some("../../other".into()));
        assert_eq!(from("/etc/app"), None);
    }

    #[test]
    fn dots_are_taken_out() {
        assert_eq!(simplified(Path::new("/a/./b/../c/")), Path::new("/a/c"));
        assert_eq!(simplified(Path::new("../a")), Path::new("../a"));
    }
}
