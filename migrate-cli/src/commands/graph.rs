//! `cargo migrate graph`

use std::path::PathBuf;

use migrate_core::graph::{self, Graph as Picture};
use migrate_core::replay::Replay;

use super::aim::Known;
use crate::cli::{Common, Format};
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::{Project, file, shown};
use crate::ui::Ui;

/// Draw the schema as tables and their references, what one migration does to it, or the migrations
///
/// Without a migration, the schema that all of them make. With one, what it changes: new, dropped and
/// changed tables and columns, and what they refer to. `--history` draws which migration comes behind
/// which; those that `cargo migrate merge` found to commute stand side by side.
///
/// `--format` chooses the language: `mermaid`, which GitHub shows in a fence of that name, `dot` for
/// Graphviz, `svg` for a drawing that a browser shows, `json` for programs. No database is asked.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Graph {
    /// The migration: the beginning of its version or title
    migration: Option<String>,
    /// The migrations themselves
    #[arg(long, conflicts_with = "migration")]
    history: bool,
    /// The file to write to, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate graph
  cargo migrate graph --format svg -o schema.svg
  cargo migrate graph add_role --format markdown
  cargo migrate graph --history --format dot | dot -Tpng > history.png";

/// A picture, and where it went.
pub(crate) struct Drawn {
    /// The picture.
    pub(crate) graph: Picture,
    /// The file as shown, if it went into one.
    pub(crate) file: Option<String>,
}

impl Graph {
    pub(super) fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let reading = Project::find(&common.place)?.readable()?;
        let (set, all) = (&reading.set, &reading.set.migrations);
        let graph = if self.history {
            graph::history(set)
        } else if let Some(written) = &self.migration {
            let version = Known::of(set).find(written)?;
            let at = set.position(&version).ok_or_else(|| Known::of(set).unknown(written))?;
            let before = Replay::after(set.target, &all[..at]);
            let after = Replay::after(set.target, &all[..=at]);
            graph::between(before.schema(), after.schema())
        } else {
            graph::of(Replay::after_all(set).schema())
        };
        let file = self.output.as_deref().map(shown);
        let drawn = Drawn { graph, file };
        if let (Some(path), Some(file)) = (&self.output, &drawn.file) {
            let text = ui.drawing(&drawn.graph);
            let failed = |error| CliError::File { doing: "writing", path: file.clone(), error };
            file::replace(path, text.as_bytes()).map_err(failed)?;
        }
        ui.drawn(&drawn);
        Ok(Exit::Done)
    }
}

/// Whether it is the form of a picture.
pub(super) const fn is_form(format: Format) -> bool {
    matches!(format, Format::Mermaid | Format::Dot | Format::Svg)
}
