//! Exit codes.

use migrate_runtime::{Aftermath, Error};

use crate::exit::Exit;

/// The exit code for what the run time says.
pub(super) fn of(error: &Error) -> Exit {
    match error {
        Error::Unverifiable { .. } | Error::Occupied { .. } | Error::NotInPlace { .. } => {
            Exit::Usage
        }
        Error::Blocked(_) => Exit::Blocker,
        Error::Unreachable { .. } => Exit::Unreachable,
        Error::Locked { .. } => Exit::NotLocked,
        Error::Driver { source, .. } if source.is_busy() => Exit::NotLocked,
        Error::Namespace { .. } => Exit::Usage,
        Error::Plan(_)
        | Error::Adopt(_)
        | Error::HistoryShape { .. }
        | Error::HistoryNewer { .. }
        | Error::InterruptedElsewhere { .. } => Exit::Findings,
        Error::NotUndone { .. } => Exit::Blocker,
        Error::Failed(failure) if matches!(failure.aftermath, Aftermath::Undecided { .. }) => {
            Exit::Blocker
        }
        Error::Failed(failure) if failure.error.is_unreachable() => Exit::Unreachable,
        Error::Failed(_)
        | Error::BrokenReferences { .. }
        | Error::Interfered
        | Error::TransactionEnded { .. }
        | Error::HistoryTouched { .. }
        | Error::Catalog(_)
        | Error::Inspection { .. }
        | Error::Driver { .. } => Exit::Failed,
    }
}
