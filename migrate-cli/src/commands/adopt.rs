//! `cargo migrate adopt`

use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use migrate_core::adopt::{TOOLS, Tool, export};
use migrate_runtime::Error;
use migrate_runtime::adopt::Adoption;

use super::session::Session;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::import::import;
use crate::project::{Project, file, shown};
use crate::ui::Ui;

/// Take over the history of the tool that migrated this database so far
///
/// Its rows become rows of the history, with the times at which the migrations were applied, and
/// nothing runs. They are compared with the files first, by checksum where the tool keeps one: a file
/// that is gone or was changed, a migration that was left out and one that was not finished are refused.
/// The other table stays as it is, the tool is kept away meanwhile where it has a lock, and what was taken
/// over before is left alone, so that it may be run again. The files may stay as they are, too: `layout`
/// in [package.metadata.migrate] says which tool named them, and `cargo migrate init` writes it.
///
/// The migrations of alembic and SeaORM are programs. What stands for one of them here has its name as a
/// title: `0001_1975ea83b712.up.sql`. Of alembic's `--script` writes them; of SeaORM's the newest is enough, with
/// a schema that has all of them in it.
///
/// `--export` is the way back to sqlx: files as sqlx names them, and its table as the history is. sqlx
/// goes on from there without running anything again.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Adopt {
    /// The other tool
    #[arg(long, value_name = "TOOL", value_parser = tools(), required_unless_present = "export")]
    from: Option<&'static Tool>,
    /// Write the files and the history of another tool instead, which is `sqlx`
    #[arg(long, value_name = "TOOL", value_parser = ["sqlx"], conflicts_with = "from", requires = "into")]
    export: Option<String>,
    /// The directory that the files of `--export` go to, which is made and must not hold any of them
    #[arg(long, value_name = "DIRECTORY", requires = "export")]
    into: Option<PathBuf>,
    /// The table of its history, where the project gives it another name
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// The SQL that alembic prints of its migrations (`alembic upgrade head --sql`, and of its downs
    /// `alembic downgrade head:base --sql`), which becomes the migrations of this project first
    #[arg(long, value_name = "FILE", requires = "from", conflicts_with = "dry_run")]
    script: Vec<PathBuf>,
    /// Print what would be recorded, and write nothing
    #[arg(long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate adopt --from sqlx --dry-run
  cargo migrate adopt --from diesel
  cargo migrate adopt --from flyway --table history
  cargo migrate adopt --from alembic --script up.sql --script down.sql
  cargo migrate status --check
  cargo migrate adopt --export sqlx --into sqlx-migrations";

/// What was written for another tool, or would be.
pub(crate) struct Exported {
    /// The tool.
    pub(crate) tool: &'static str,
    /// The files, as shown.
    pub(crate) files: Vec<String>,
    /// How many migrations its table has now; none where nothing was written.
    pub(crate) recorded: Option<usize>,
}

fn tools() -> impl TypedValueParser<Value = &'static Tool> {
    PossibleValuesParser::new(TOOLS.iter().map(|tool| tool.name))
        .try_map(|name| Tool::named(&name).ok_or("there is no such tool"))
}

impl Adopt {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        if let Some(tool) = self.from.filter(|_| !self.script.is_empty()) {
            let table = self.table.as_deref().unwrap_or(tool.table);
            ui.imported(&import(&Project::find(&common.place)?, table, &self.script)?);
        }
        // What was applied once is recorded, whatever the rules say of it today.
        let session = Session::begin_back(common, ui)?.recording();
        let table = self.table.as_deref();
        let Some(tool) = self.from else { return self.export(&session, ui).await };
        let adopted = session.migrator().adopt(session.url(), tool, table, self.dry_run).await?;
        match adopted {
            Adoption::Planned(plan) => {
                session.planned(&plan);
                Ok(Exit::Done)
            }
            Adoption::Done(report) => session.end(Ok(report), None).await,
        }
    }

    /// Files first: where they cannot be written, the other tool knows nothing of any of it.
    async fn export(&self, session: &Session<'_>, ui: &Ui) -> Result<Exit, CliError> {
        let names = (self.export.as_deref().and_then(Tool::named), self.into.as_deref());
        let (Some(tool), Some(directory)) = names else { return Ok(Exit::Done) };
        let files = export::files(session.set()).map_err(Error::from)?;
        let failed = |doing, path: &Path| {
            let path = shown(path);
            move |error| CliError::File { doing, path, error }
        };
        let paths: Vec<PathBuf> = files.iter().map(|file| directory.join(&file.name)).collect();
        let mut recorded = None;
        if !self.dry_run {
            fs::create_dir_all(directory).map_err(failed("creating", directory))?;
            for (path, exported) in paths.iter().zip(&files) {
                let written = file::create(path, exported.text.as_bytes());
                written.map_err(failed("creating", path))?;
            }
            let table = self.table.as_deref();
            recorded = Some(session.migrator().export(session.url(), tool, table).await?);
        }
        let files = paths.iter().map(|path| shown(path)).collect();
        ui.exported(&Exported { tool: tool.name, files, recorded });
        Ok(Exit::Done)
    }
}
