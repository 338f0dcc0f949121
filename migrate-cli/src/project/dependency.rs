//! How a crate depends on the run time that goes with this command: which registry or directory the command
//! was built from.

use std::path::Path;

use migrate_core::dialect::Dialect;

use super::path;

/// Where the sources of this command were when it was built.
const BUILT_IN: &str = env!("CARGO_MANIFEST_DIR");

/// Where cargo keeps what it fetched by git.
const CHECKOUTS: &str = "git/checkouts";

/// Where the run time comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    /// A clone, which has the run time beside the command.
    Clone(String),
    /// A repository, which cargo has fetched.
    Repository(&'static str),
    /// The registry.
    Registry(&'static str),
}

impl Source {
    /// That of this command, for a crate in `root`.
    fn of(built_in: &Path, root: &Path) -> Self {
        let beside = built_in.with_file_name("migrate-runtime");
        if !beside.join("Cargo.toml").is_file() {
            let version = env!("CARGO_PKG_VERSION");
            return Self::Registry(version.rsplit_once('.').map_or(version, |(series, _)| series));
        }
        let shown = |path: &Path| path.display().to_string().replace('\\', "/");
        if shown(&beside).contains(CHECKOUTS) {
            return Self::Repository(env!("CARGO_PKG_REPOSITORY"));
        }
        Self::Clone(shown(path::from(root, &beside).as_deref().unwrap_or(&beside)))
    }
}

/// The value of the dependency in the Cargo.toml of a crate in `root`.
pub(crate) fn value(root: &Path, dialect: Dialect) -> String {
    let from = match Source::of(Path::new(BUILT_IN), root) {
        Source::Clone(path) => format!("path = \"{path}\""),
        Source::Repository(url) => format!("git = \"{url}\""),
        Source::Registry(version) => format!("version = \"{version}\""),
    };
    format!("{{ {from}, features = [\"{dialect}\"] }}")
}

/// What adds it.
pub(crate) fn command(root: &Path, dialect: Dialect) -> String {
    let from = match Source::of(Path::new(BUILT_IN), root) {
        Source::Clone(path) => format!(" --path {path}"),
        Source::Repository(url) => format!(" --git {url}"),
        Source::Registry(_) => String::new(),
    };
    format!("cargo add migrate-runtime{from} --features {dialect}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_from_where_the_command_came_from() {
        let root = tempfile::tempdir().unwrap();
        let place = |name: &str| root.path().join(name).join("migrate-cli");
        let source = |name: &str| Source::of(&place(name), &root.path().join("app"));
        assert!(matches!(source("registry/src"), Source::Registry("0.1")));
        for name in ["clone", "git/checkouts/migrate-1/2"] {
            let beside = place(name).with_file_name("migrate-runtime");
            std::fs::create_dir_all(&beside).unwrap();
            std::fs::write(beside.join("Cargo.toml"), "").unwrap();
        }
        assert_eq!(source("clone"), Source::Clone("../clone/migrate-runtime".to_owned()));
        assert!(matches!(source("git/checkouts/migrate-1/2"), Source::Repository(_)));
    }
}
