//! The question before something is lost.

use std::io::{self, IsTerminal, Write};

use crate::error::CliError;

/// Whether somebody is there who can be asked.
pub(super) fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks, and takes anything but a clear yes for a no. `unasked` where nobody is there.
pub(super) fn ask(unasked: CliError) -> Result<(), CliError> {
    if !is_possible() {
        return Err(unasked);
    }
    let mut stderr = io::stderr().lock();
    let asked = write!(stderr, "Continue? [y/N] ").and_then(|()| stderr.flush());
    let mut answer = String::new();
    let heard = asked.and_then(|()| io::stdin().read_line(&mut answer));
    let is_yes = matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes");
    if heard.is_ok() && is_yes { Ok(()) } else { Err(CliError::Declined) }
}
