//! `cargo migrate explain`

use migrate_core::rules;

use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Say what a rule is about: what it reports, why, and what to do instead
///
/// Without a rule, lists them all. Needs no project.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// Its name or code, as in `drop-column` or `M101`
    rule: Option<String>,
}

impl Explain {
    pub(super) fn run(self, ui: &Ui) -> Result<Exit, CliError> {
        let Some(name) = self.rule else {
            ui.rules(rules::ALL);
            return Ok(Exit::Done);
        };
        // People copy names from wherever they stand: with backticks, in capitals.
        let written = name.trim().trim_matches('`');
        let rule = rules::find(written)
            .or_else(|_| rules::find(&written.to_ascii_uppercase()))
            .or_else(|_| rules::find(&written.to_ascii_lowercase().replace('_', "-")))
            .map_err(|meant| CliError::NoSuchRule { name: written.to_owned(), meant })?;
        ui.rule(rule);
        Ok(Exit::Done)
    }
}
