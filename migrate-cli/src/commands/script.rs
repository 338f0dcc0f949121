//! `cargo migrate script`

use std::path::PathBuf;

use migrate_core::dialect::session::ByHand;
use migrate_runtime::{Error, Wanted};

use super::aim::{Known, Range};
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::{Project, file, shown};
use crate::ui::Ui;

/// Write migrations as one SQL script, for a review or for somebody who runs it by hand
///
/// It writes the history as `cargo migrate up` does, so that the database is the same afterwards, and nobody
/// else migrates meanwhile: it waits for the lock, and where no transaction holds one it takes the lease, or
/// fails where somebody has it. No database is asked: A is where it is, B where it goes. Where it is not at
/// A, the script fails before it changes anything, if the client stops at the first error:
/// `sqlite3 -bail`, `psql -v ON_ERROR_STOP=1`, `mysql`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Script {
    /// From the migration where the database is, which is left out, to the last one: `A..B`, `A..` or
    /// `..B`, each the beginning of a version or title; everything if it is not written
    #[arg(value_name = "A..B")]
    range: Option<Range>,
    /// The way back: the script for a database at B that goes down to A
    #[arg(long)]
    down: bool,
    /// The file to write to, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate script
  cargo migrate script create_users.. -o release.sql
  cargo migrate script create_users..index_emails --down
  cargo migrate script | sqlite3 -bail app.db";

impl Script {
    pub(super) fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let project = Project::find(&common.place)?;
        let reading = if self.down { project.readable()? } else { project.checked()?.reading };
        let set = &reading.set;
        let found = self.range.unwrap_or_default().find(&Known::of(set))?;
        let behind = |version| set.position(version).map_or(0, |at| at + 1);
        let (a, b) = (
            found.from.as_ref().map_or(0, behind),
            found.to.as_ref().map_or(set.migrations.len(), behind),
        );
        if a > b {
            return Err(CliError::Backwards);
        }
        // The first of them that a client of the engine cannot run.
        let range = set.migrations.get(a..b).unwrap_or_default();
        if let Some(code) = range.iter().find(|migration| migration.up.is_code()) {
            let (path, wanted) = (reading.path(&code.up), Wanted::Script);
            return Err(Error::Elsewhere { path, wanted }.into());
        }
        let table = common.database.history(project.target.dialect);
        let crate_name = format!("{} {}", project.package.name, project.package.version);
        let by_hand = ByHand { set, table: &table, crate_name: &crate_name };
        let sql = if self.down {
            by_hand
                .down(b, a)
                .map_err(|it| CliError::Irreversible { name: it.name, reason: it.reason })?
        } else {
            by_hand.up(a, b)
        };
        let file = self.output.as_deref().map(shown);
        if let (Some(path), Some(file)) = (&self.output, &file) {
            let failed = |error| CliError::File { doing: "writing", path: file.clone(), error };
            file::replace(path, sql.as_bytes()).map_err(failed)?;
        }
        ui.script(&sql, file.as_deref());
        Ok(Exit::Done)
    }
}
