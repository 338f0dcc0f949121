//! The result of `test`, for people.

use migrate_core::text::counted;

use crate::commands::Tested;

/// How the command ended, and on what.
pub(in crate::ui) fn tested(it: &Tested) -> String {
    let end = match it.code {
        Some(0) => "succeeded".to_owned(),
        Some(code) => format!("failed with exit code {code}"),
        None => "was ended by a signal".to_owned(),
    };
    let (migrations, took) = (counted(it.migrations, "migration"), super::milliseconds(it.took));
    format!("`{}` {end} on {} with {migrations}, after {took}", it.command, it.on)
}
