//! The question before something is lost.

use std::io::{self, Write};

/// Asks, and takes anything but a clear yes for a no.
pub(super) fn ask() -> bool {
    let mut stderr = io::stderr().lock();
    let asked = write!(stderr, "Continue? [y/N] ").and_then(|()| stderr.flush());
    let mut answer = String::new();
    let heard = asked.and_then(|()| io::stdin().read_line(&mut answer));
    heard.is_ok() && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}
