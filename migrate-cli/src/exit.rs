//! What the exit code says.

use std::process::ExitCode;

/// How a command ended, for scripts. The numbers are part of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything that was asked for is done.
    Done,
    /// There is something to say about the migrations.
    Findings,
    /// Nothing was tried: the arguments or the project do not allow it, or nobody confirmed it.
    Usage,
    /// The database cannot be opened.
    Unreachable,
    /// A migration failed.
    Failed,
    /// A rollback failed or did not restore the schema.
    Blocker,
    /// Another process kept the lock.
    NotLocked,
    /// What the command said that `test` ran.
    Command(u8),
}

impl Exit {
    const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Unreachable => 3,
            Self::Failed => 4,
            Self::Blocker => 5,
            Self::NotLocked => 6,
            Self::Command(code) => code,
        }
    }
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
        Self::from(exit.code())
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
            assert_eq!(usize::from(code.code()), number);
            assert!(HELP.contains(&format!("\n  {number}  ")), "{number}");
        }
    }
}
