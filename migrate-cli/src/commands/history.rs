//! `cargo migrate history`

use migrate_runtime::report::MigrationStatus;

use super::aim::{Known, Range};
use super::session::Session;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Show what was applied to the database, in the order in which it was
///
/// With `-v` also by which crate, on which machine and by which process, and the checksum of the up.
/// Never writes to the database.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct History {
    /// From one migration to another, both included: `A..B`, `A..` or `..B`, each the beginning of a
    /// version or title
    #[arg(short, long, value_name = "A..B")]
    range: Option<Range>,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate history
  cargo migrate history -v
  cargo migrate history -r create_users..20260301";

impl History {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let status = Session::begin_reading(common, ui)?.status().await?;
        let range = self.range.unwrap_or_default().find(&Known::with(&status))?;
        let within = |it: &&MigrationStatus| it.applied.is_some() && range.includes(&it.version);
        let mut applied: Vec<&MigrationStatus> = status.migrations.iter().filter(within).collect();
        let sequence = |it: &MigrationStatus| it.applied.as_ref().map(|applied| applied.sequence);
        // Of a range, those runs that were between its migrations.
        let (first, last) = (
            range.from.as_ref().and_then(|_| applied.iter().filter_map(|it| sequence(it)).min()),
            range.to.as_ref().and_then(|_| applied.iter().filter_map(|it| sequence(it)).max()),
        );
        let is_between = |it: &&MigrationStatus| {
            let at = sequence(it);
            first.is_none_or(|first| at > Some(first)) && last.is_none_or(|last| at < Some(last))
        };
        applied.extend(status.runs.iter().filter(is_between));
        applied.sort_by_key(|it| sequence(it));
        ui.history(&applied, common.output.verbose > 0);
        Ok(Exit::Done)
    }
}
