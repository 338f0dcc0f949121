//! The rules about receipts. What they weigh is said by `receipts` in the metadata, for all of them.

use crate::rule::{Level, Rule};

const fn rule(code: &'static str, name: &'static str) -> Rule {
    Rule::about_files(code, name, Level::Deny)
}

/// No engine has seen the migration.
pub static NEVER_VERIFIED: Rule = rule("M041", "never-verified").saying(
    "No engine has run a migration up, down and up again.",
    "What is proven by reading is true of the model; whether the engine does it, rows included, shows \
     when it runs. `receipts` in the metadata decides how much a missing receipt weighs: nothing before \
     the first `cargo migrate verify`, then a warning in debug builds and an error in release builds.",
    "Run `cargo migrate verify` and commit `migrate.lock`.",
);
/// The scripts, or the schema before them, are not those that were verified.
pub static CHANGED_SINCE_VERIFIED: Rule = rule("M042", "changed-since-verified").saying(
    "A migration is not what it was when it was verified.",
    "The receipt is about other scripts, about another schema before them, or about other rows of \
     `seed.sql`. Of these nobody knows whether they can be undone.",
    "Run `cargo migrate verify`, which runs what has changed, and commit `migrate.lock`.",
);
/// A migration that others have built on is not what was verified.
pub static EDITED_AFTER_VERIFIED: Rule = rule("M043", "edited-after-verified").saying(
    "A migration was edited after it, and a newer one, were verified.",
    "It is no longer the one that is being written: databases may have run what it said then, and \
     refuse what it says now.",
    "Take the edit back and write a new migration. Where no database has it yet, run `cargo migrate \
     verify`.",
);
/// The receipts are of another engine or version than the target.
pub static VERIFIED_ELSEWHERE: Rule = rule("M044", "verified-elsewhere").saying(
    "A migration was verified on another engine, or another series of its versions, than the target.",
    "What PostgreSQL 13 does says little about PostgreSQL 16. Receipts of several engines can stand \
     side by side; one of them must be the target's.",
    "Run `cargo migrate verify` on the version that `target` in the metadata names, or name there the \
     one that serves you.",
);
/// Rows went that nobody said may go.
pub static UNACKNOWLEDGED_LOSS: Rule = rule("M045", "unacknowledged-loss").saying(
    "A migration was verified with a loss of rows that its file does not acknowledge.",
    "The receipt says which columns did not come back. A loss is a decision, and it is written where \
     it is taken.",
    "Write in the up `-- migrate: lossy(users.email, reason = \"...\")`, and verify it again.",
);

/// In the order of their codes.
pub(crate) const ALL: &[&Rule] = &[
    &NEVER_VERIFIED,
    &CHANGED_SINCE_VERIFIED,
    &EDITED_AFTER_VERIFIED,
    &VERIFIED_ELSEWHERE,
    &UNACKNOWLEDGED_LOSS,
];
