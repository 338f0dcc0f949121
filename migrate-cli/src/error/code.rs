//! What the errors of the run time mean for the command.

use migrate_runtime::testing::TestError;
use migrate_runtime::{Aftermath, Error};

use super::CliError;
use crate::exit::Exit;

impl From<TestError> for CliError {
    fn from(error: TestError) -> Self {
        match error {
            TestError::Shadow(error) => Self::Shadow(error),
            TestError::Run(error) => Self::Run(error),
            error => Self::Test(error),
        }
    }
}

/// The exit code for what the run time says.
pub(super) fn of(error: &Error) -> Exit {
    match error {
        Error::Unverifiable { .. }
        | Error::Elsewhere { .. }
        | Error::Occupied { .. }
        | Error::NotInPlace { .. } => Exit::Usage,
        Error::Blocked(_) => Exit::Blocker,
        Error::Unreachable { .. } => Exit::Unreachable,
        Error::Locked { .. } => Exit::NotLocked,
        Error::Driver { source, .. } if source.is_busy() => Exit::NotLocked,
        Error::Namespace { .. } | Error::Shared { .. } => Exit::Usage,
        Error::Plan(_)
        | Error::Adopt(_)
        | Error::Export(_)
        | Error::HistoryShape { .. }
        | Error::HistoryNewer { .. }
        | Error::InterruptedElsewhere { .. } => Exit::Findings,
        Error::NotUndone { .. } => Exit::Blocker,
        Error::Failed(failure) if matches!(failure.aftermath, Aftermath::Undecided { .. }) => {
            Exit::Blocker
        }
        Error::Failed(failure) if failure.error.is_unreachable() => Exit::Unreachable,
        Error::Failed(_)
        | Error::Hook { .. }
        | Error::BrokenReferences { .. }
        | Error::Interfered
        | Error::TransactionEnded { .. }
        | Error::HistoryTouched { .. }
        | Error::Catalog(_)
        | Error::Inspection { .. }
        | Error::Driver { .. } => Exit::Failed,
    }
}
