//! The result of `test`, for programs.

use serde::Serialize;

use super::document;
use crate::commands::Tested;

#[derive(Serialize)]
struct TestedJson<'a> {
    command: &'a str,
    migrations: usize,
    on: &'a str,
    /// Null where a signal ended it.
    exit_code: Option<i32>,
    took_ms: u128,
}

/// How the command ended, and on what.
pub(in crate::ui) fn tested(it: &Tested) -> String {
    let Tested { command, migrations, on, code, took } = it;
    let (migrations, exit_code, took_ms) = (*migrations, *code, took.as_millis());
    document(&TestedJson { command, migrations, on, exit_code, took_ms })
}
