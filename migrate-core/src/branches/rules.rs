//! The rules about a branch beside another, which `cargo migrate check --against` asks for.

use crate::rule::{Level, Rule};

const fn rule(code: &'static str, name: &'static str) -> Rule {
    Rule::about_files(code, name, Level::Deny)
}

/// Both branches have another migration of the version.
pub static TAKEN_VERSION: Rule = rule("M046", "taken-version").saying(
    "A new migration has the version that another migration has on the other branch.",
    "After a merge one version means two migrations, and the history can keep only one of them: \
     databases that have the one never get the other.",
    "Give the new one a later version: `cargo migrate rebase` does.",
);
/// A new migration comes before one that the other branch has.
pub static LATE_VERSION: Rule = rule("M047", "late-version").saying(
    "A new migration is older than one that the other branch has.",
    "Databases that have the other one refuse it as out of order, and a new database runs the two in \
     an order that nobody has tried.",
    "Give the new one a later version: `cargo migrate rebase` does.",
);
/// A migration that the other branch has is another here, or gone.
pub static CHANGED_SINCE_SHARED: Rule = rule("M048", "changed-since-shared").saying(
    "A migration that the other branch has was edited or removed here.",
    "Databases may have run what it says there. They refuse an edited one, and one that is gone while \
     newer ones are there.",
    "Take the edit back, and write a new migration.",
);

/// In the order of their codes.
pub(crate) const ALL: &[&Rule] = &[&TAKEN_VERSION, &LATE_VERSION, &CHANGED_SINCE_SHARED];
