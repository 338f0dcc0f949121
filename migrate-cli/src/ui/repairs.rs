//! What is broken, and what became of it.

use migrate_runtime::repair::Repaired;

use super::{Ui, confirmation, json, text};
use crate::commands::{Examined, RepairError, Repairs};
use crate::error::CliError;

impl Ui {
    /// Shows what is broken and what will be done about it, and asks.
    pub(crate) fn confirm_repairs(&self, it: &Repairs) -> Result<(), CliError> {
        if !confirmation::is_possible() {
            self.repairs(it);
            return Err(RepairError::Unconfirmed.into());
        }
        self.err(&text::announced(it));
        confirmation::ask(RepairError::Unconfirmed.into())
    }

    /// What is broken, and what became of it.
    pub(crate) fn repairs(&self, it: &Repairs) {
        let markdown = || format!("```text\n{}\n```", text::repairs(it).trim_end());
        self.result(|| text::repairs(it), || json::repairs(it), markdown);
    }

    /// What `doctor` found.
    pub(crate) fn examined(&self, all: &[Examined]) {
        let markdown = || format!("```text\n{}\n```", text::examined(all));
        self.result(|| text::examined(all), || json::examined(all), markdown);
    }

    /// What was repaired before.
    pub(crate) fn repaired(&self, all: &[Repaired]) {
        self.result(|| text::repaired(all), || json::repaired(all), || text::repaired(all));
    }
}
