//! `cargo migrate schema`

use std::fs;
use std::path::PathBuf;

use clap::Subcommand;
use migrate_core::propose::{self, Proposal};
use migrate_core::replay::Replay;
use migrate_core::schema::Schema as Model;
use similar::TextDiff;

use super::aim::Known;
use super::session::Session;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::{Project, file, shown};
use crate::ui::Ui;

/// The schema as a whole
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Schema {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Dump(Dump),
}

/// Write the schema that the migrations make as SQL, in an order that does not change by itself
///
/// For a file that is committed, so that a review sees what a migration does to the whole. No database
/// is asked, unless it is its schema that is wanted.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Dump {
    /// Stop after this migration: the beginning of its version or title
    #[arg(long, value_name = "MIGRATION", conflicts_with = "live")]
    at: Option<String>,
    /// The schema of the database, as its engine spells it
    #[arg(long)]
    live: bool,
    /// The file to write to, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write nothing, and exit with 1 unless the file is as it would be written
    #[arg(long, requires = "output")]
    check: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate schema dump
  cargo migrate schema dump -o schema.sql
  cargo migrate schema dump -o schema.sql --check
  cargo migrate schema dump --at create_users";

/// What became of a dump.
pub(crate) enum Dumped {
    /// There is no file.
    Printed {
        /// The text.
        text: String,
    },
    /// It was written.
    Written {
        /// The file as shown.
        file: String,
        /// Whether it was another.
        changed: bool,
    },
    /// It was compared.
    Compared {
        /// The file as shown.
        file: String,
        /// The difference as a unified diff; empty where there is none.
        diff: String,
    },
}

impl Schema {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let What::Dump(dump) = self.what;
        dump.run(common, ui).await
    }
}

impl Dump {
    async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let text = if self.live {
            let session = Session::begin_reading(common, ui)?;
            let live = session.migrator().schema(session.url()).await?;
            text(&live, &[], session.set().target)
        } else {
            self.replayed(&Project::find(&common.place)?)?
        };
        let Some(path) = &self.output else {
            ui.dumped(&Dumped::Printed { text });
            return Ok(Exit::Done);
        };
        let before = fs::read_to_string(path).unwrap_or_default();
        let file = shown(path);
        if self.check {
            let diff = TextDiff::from_lines(&before, &text);
            let diff = diff.unified_diff().header(&file, "as it would be written").to_string();
            let is_same = diff.is_empty();
            ui.dumped(&Dumped::Compared { file, diff });
            return Ok(if is_same { Exit::Done } else { Exit::Findings });
        }
        let changed = before != text;
        if changed {
            let failed = |error| CliError::File { doing: "writing", path: file.clone(), error };
            file::replace(path, text.as_bytes()).map_err(failed)?;
        }
        ui.dumped(&Dumped::Written { file, changed });
        Ok(Exit::Done)
    }

    fn replayed(&self, project: &Project) -> Result<String, CliError> {
        let reading = project.readable()?;
        let all = &reading.set.migrations[..];
        let replay = match &self.at {
            None => Replay::after_all(&reading.set),
            Some(written) => {
                let version = Known::of(&reading.set).find(written)?;
                let end = reading.set.position(&version).map_or(all.len(), |at| at + 1);
                Replay::after(project.target, &all[..end])
            }
        };
        let doubts: Vec<String> = replay.doubts().iter().map(|it| it.reason.clone()).collect();
        Ok(text(replay.schema(), &doubts, project.target))
    }
}

const HEADING: &str =
    "-- Written by `cargo migrate schema dump`; what changes it are migrations.\n";

fn text(schema: &Model, doubts: &[String], target: migrate_core::dialect::Target) -> String {
    let Proposal { statements, left } = propose::schema(schema, target);
    let doubts = doubts
        .iter()
        .map(|reason| format!("\n-- It is not known all that is there, because {reason}\n"));
    let statements = statements.iter().map(|statement| format!("\n{statement}\n"));
    let left = left.iter().map(|left| format!("\n-- Not written: {left}\n"));
    [HEADING.to_owned()].into_iter().chain(doubts).chain(statements).chain(left).collect()
}
