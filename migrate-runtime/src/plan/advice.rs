//! What to do where there is no plan.

use migrate_core::text::counted;

use super::PlanError;
use crate::history::State;

impl PlanError {
    /// What to do about it.
    #[must_use]
    pub fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Edited { file, .. } => {
                return vec![format!(
                    "restore {file} to what was applied, and put the change into a new migration; \
                     where it was applied only to your own database, `cargo migrate redo` rolls the \
                     old text back and applies the new one"
                )];
            }
            Self::Missing { .. } => {
                "restore its files from version control; a set that has newer migrations must have \
                 this one too. Where it was given a later version, or taken back, roll it back \
                 (`cargo migrate down`), which runs the down that the history keeps"
            }
            Self::Partly { name, .. } => {
                return vec![
                    format!(
                        "check out the commit before {name} was made, apply the rest there \
                         (`cargo migrate up`), and come back"
                    ),
                    "or roll back what is applied of them (`cargo migrate down`), which runs the downs \
                     that the history keeps"
                        .to_owned(),
                ];
            }
            Self::Inside { .. } => "name the migration before it, which stays",
            Self::Taken { .. } => {
                "give the pending one a later version: `cargo migrate rebase` does"
            }
            Self::Foreign { .. } => {
                "two crates that share a database need a name each: give one of them a `namespace` \
                 (`--namespace`)"
            }
            Self::Newer { .. } => "deploy the newer binary, or set the option `accept_newer`",
            Self::InterruptedAndEdited { file, done, .. } => return vec![restore(file, *done)],
            Self::OutOfOrder { .. } => {
                "give the pending one a later version, or set the option `accept_out_of_order` \
                 (`--out-of-order`) when the two do not depend on each other"
            }
            Self::Irreversible { .. } => "restore a backup, or write a new migration forward",
            Self::UnknownVersion { .. } | Self::NotApplied { .. } => {
                "`cargo migrate status` lists the versions"
            }
            Self::Interrupted { state: State::Reverting(_), .. } => {
                "roll it back first (`cargo migrate down`): that goes on where it stopped"
            }
            Self::Interrupted { state: State::Undoing(_), .. } => {
                "undo it to its end (`cargo migrate down --undo`): that goes on where it stopped"
            }
            Self::Interrupted { .. } => {
                "apply it first (`cargo migrate up`): that goes on where it stopped; or undo what ran of \
                 it (`cargo migrate down --undo`)"
            }
        };
        vec![hint.to_owned()]
    }
}

/// What has to be in a file again, of which so many parts are done.
fn restore(file: &str, done: usize) -> String {
    match done {
        0 => format!(
            "it began outside a transaction, and {file} no longer says so: write \
             `-- migrate: no-transaction` into it again; nothing of it is done, so its statements may be changed"
        ),
        _ => format!(
            "restore the first {} of {file}; those behind them may be changed",
            counted(done, "part")
        ),
    }
}
