//! Throwaway servers: started from what is installed, on private sockets, gone when they are dropped.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "only tests use it, which fail by panicking and say why they did not run"
)]

pub mod mariadb;
pub mod postgres;

use std::io::Write as _;
use std::process::{Command, Stdio};

/// What a client prints for a script that it reads from its input; the error where it fails.
fn fed(mut client: Command, sql: &str) -> Result<String, String> {
    client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = client.spawn().map_err(|error| error.to_string())?;
    if let Some(mut input) = running.stdin.take() {
        input.write_all(sql.as_bytes()).map_err(|error| error.to_string())?;
    }
    let output = running.wait_with_output().map_err(|error| error.to_string())?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// What is wrong with how a change of a database is seen: whatever a dump shows, an inspection sees,
/// and what no dump shows is no change to try.
#[must_use]
pub fn unseen(change: &str, is_dumped: bool, is_seen: bool) -> Option<String> {
    match (is_dumped, is_seen) {
        (true, false) => Some(format!("{change}: only the dump shows it")),
        (false, _) => Some(format!("{change}: the dump does not show it")),
        (true, true) => None,
    }
}
