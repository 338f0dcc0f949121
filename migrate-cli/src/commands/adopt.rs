//! `cargo migrate adopt`

use clap::ValueEnum;
use migrate_runtime::adopt::{Adoption, SQLX_TABLE};

use super::session::Session;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Take over the history of the tool that migrated this database so far
///
/// Its rows become rows of the history, with the times at which the migrations were applied, and
/// nothing runs. They are compared with the files first, by checksum: a file that is gone or was
/// changed, a migration that was left out and one that was not finished are refused. The other table stays as it
/// is, and what was taken over before is left alone, so that it may be run again. The files of sqlx's
/// pairs, `1_a.up.sql` and `1_a.down.sql`, are as they should be.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Adopt {
    /// The other tool
    #[arg(long, value_enum, value_name = "TOOL")]
    from: Tool,
    /// The table of its history, where the project gives it another name
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// Print what would be recorded, and write nothing
    #[arg(long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate adopt --from sqlx --dry-run
  cargo migrate adopt --from sqlx
  cargo migrate status --check";

/// The other tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Tool {
    /// sqlx, with pairs of scripts (`sqlx migrate add -r`)
    Sqlx,
}

impl Adopt {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let Tool::Sqlx = self.from;
        // What was applied once is recorded, whatever the rules say of it today.
        let session = Session::begin_back(common, ui)?.recording();
        let table = self.table.as_deref().unwrap_or(SQLX_TABLE);
        let adopted = session.migrator().adopt_sqlx(session.url(), table, self.dry_run).await?;
        match adopted {
            Adoption::Planned(plan) => {
                session.planned(&plan);
                Ok(Exit::Done)
            }
            Adoption::Done(report) => session.end(Ok(report), None).await,
        }
    }
}
