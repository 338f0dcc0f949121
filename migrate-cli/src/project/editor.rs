//! The user's editor.

use std::path::Path;
use std::process::Command;

use crate::error::CliError;

/// The program that opens files, with its arguments.
pub(crate) struct Editor {
    command: String,
}

impl Editor {
    /// What `VISUAL` or `EDITOR` names.
    pub(crate) fn find() -> Result<Self, CliError> {
        let named = |name| std::env::var(name).ok().filter(|it: &String| !it.trim().is_empty());
        let command = named("VISUAL").or_else(|| named("EDITOR")).ok_or(CliError::NoEditor)?;
        Ok(Self { command })
    }

    /// Opens a file, and returns when the editor has ended.
    pub(crate) fn open(&self, path: &Path) -> Result<(), CliError> {
        let command = self.command.clone();
        let failed = |reason| CliError::Editor { command, reason, kept: true };
        let mut words = self.command.split_whitespace();
        let program = words.next().unwrap_or_default();
        let status = Command::new(program).args(words).arg(path).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(failed(format!("it ended with {status}"))),
            Err(error) => Err(failed(error.to_string())),
        }
    }
}
