//! What the exit code says.

use std::process::ExitCode;

/// How a command ended, for scripts. The numbers are part of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything that was asked for is done.
    Done = 0,
    /// There is something to say about the migrations.
    Findings = 1,
    /// Nothing was tried: the arguments or the project do not allow it, or nobody confirmed it.
    Usage = 2,
    /// The database cannot be opened.
    Unreachable = 3,
    /// A migration failed.
    Failed = 4,
    /// A rollback failed or did not restore the schema.
    Blocker = 5,
    /// Another process kept the lock.
    NotLocked = 6,
}

/// The end of `cargo migrate --help`.
pub(crate) const HELP: &str = "\
Exit codes:
  0  done
  1  findings; something pending where the command is a check; directory and history disagree
  2  usage: the arguments or the project do not allow it, or it was not confirmed
  3  the database cannot be opened, or the connection to it is lost
  4  a migration failed
  5  BLOCKER: a rollback failed or did not restore the schema
  6  the lock was not obtained";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_lists_every_code() {
        let codes = [
            Exit::Done,
            Exit::Findings,
            Exit::Usage,
            Exit::Unreachable,
            Exit::Failed,
            Exit::Blocker,
            Exit::NotLocked,
        ];
        for (number, code) in codes.into_iter().enumerate() {
            assert_eq!(code as usize, number);
            assert!(HELP.contains(&format!("\n  {number}  ")), "{number}");
        }
    }
}
