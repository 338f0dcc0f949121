//! Why two branches are not brought together.

use migrate_core::set::layout::Layout;
use migrate_core::squash::SquashError;

use super::listed;

/// Why two branches are not brought together.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BranchError {
    /// The database has migrations under versions that they are about to lose.
    #[error(
        "the database has {} under {}",
        listed(.names),
        if .names.len() == 1 { "its old version" } else { "their old versions" }
    )]
    OldVersionsApplied {
        /// Their names.
        names: Vec<String>,
        /// Whether every order of the two branches ends in the same schema.
        commutes: bool,
    },
    /// Databases that have one branch cannot take the other behind it.
    #[error(
        "the order of the two branches matters, so nothing can count as applied behind the other"
    )]
    OrderMatters,
    /// The range cannot be put together.
    #[error(transparent)]
    Squash(SquashError),
    /// The new migration would be called as one that it replaces.
    #[error("the last of the migrations is called `{title}` already")]
    TitleTaken {
        /// The title.
        title: String,
    },
    /// The new migration does not do what the old ones do.
    #[error("the migration that was put together does something else: {}", .differences.join("; "))]
    NotTheSame {
        /// What is different, as sentences.
        differences: Vec<String>,
    },
    /// It is not known that the new migration does what the old ones do.
    #[error("it is not known that it would do the same: {}", .unknown.join("; "))]
    NotProven {
        /// Why, as sentences.
        unknown: Vec<String>,
    },
    /// Files of both scripts cannot be put together script by script.
    #[error("the layout `{layout}` keeps both scripts of a migration in one file")]
    OneFile {
        /// Its name.
        layout: &'static str,
    },
    /// Migrations in Rust lie in our own layout alone.
    #[error("a migration in Rust is none of the layout `{layout}`")]
    OtherLayout {
        /// Its name.
        layout: &'static str,
    },
    /// No version can be changed in the name of a file.
    #[error("{file} has no version that the layout `{layout}` knows")]
    Unnamed {
        /// The file, relative to the directory.
        file: String,
        /// The layout.
        layout: Layout,
    },
    /// A migration that one side of a merge has is in no file.
    #[error("{name} is in none of the files here, and one side of the merge has it")]
    LostInMerge {
        /// Its name.
        name: String,
    },
}

impl BranchError {
    /// What to do about it.
    pub(crate) fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::OldVersionsApplied { commutes, .. } => {
                let replace = "`--applied replace` lets them count as applied under the new versions, \
                               since their order does not matter";
                let rollback = "roll them back there first (`cargo migrate down`), or pass `--applied \
                                rollback` and do so later, by the downs that the history keeps";
                let hints = commutes.then_some(replace).into_iter().chain([rollback]);
                return hints.map(str::to_owned).collect();
            }
            Self::OrderMatters => {
                "`cargo migrate merge` says why; with `--applied rollback`, databases that have them \
                 roll them back first"
            }
            Self::Squash(error) => error.hint(),
            Self::TitleTaken { .. } => {
                "the history tells the two apart by their titles: say another one behind the range"
            }
            Self::OneFile { .. } => {
                "this works with a file for each script: leave `layout` out and divide the files, or do it \
                 by hand"
            }
            Self::OtherLayout { .. } => {
                "leave `layout` out of Cargo.toml, once the files are named as `cargo migrate new` names them"
            }
            Self::Unnamed { .. } => {
                "name it as `cargo migrate new` names files, and commit that before"
            }
            Self::NotTheSame { .. } => {
                "nothing was written; what one script sets may be seen by the next: squash up to it, or \
                 behind it"
            }
            Self::NotProven { .. } => "leave `--no-verify` out: an engine tells",
            Self::LostInMerge { .. } => {
                "take its files back from that side: `git checkout --ours`, `git checkout --theirs`"
            }
        };
        vec![hint.to_owned()]
    }
}
