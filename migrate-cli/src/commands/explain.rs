//! `cargo migrate explain`

use migrate_core::rules;

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::Project;
use crate::ui::Ui;

/// Say what a rule is about: what it reports, why, and what to do instead
///
/// Without a rule, lists them all. Needs no project.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Explain {
    /// Its name or code, as in `drop-column` or `M101`
    rule: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate explain
  cargo migrate explain drop-column
  cargo migrate explain M101 --format markdown";

impl Explain {
    pub(super) fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
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
        // Where there is a project, its dialect is the one to read first.
        let dialect = Project::find(&common.place).ok().map(|project| project.target.dialect);
        ui.rule(rule, dialect);
        Ok(Exit::Done)
    }
}
