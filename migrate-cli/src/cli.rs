//! The options that all commands share.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{ArgAction, Args, Parser, ValueEnum};
use migrate_core::dialect::Dialect;
use migrate_core::dialect::session::{HistoryTable, session};
use migrate_runtime::Options;
use migrate_runtime::event::Observer;

use crate::commands::Command;
use crate::exit;

/// Check, apply, roll back and verify the SQL migrations of a crate
#[derive(Debug, Parser)]
#[command(
    name = "cargo-migrate",
    bin_name = "cargo migrate",
    version,
    after_help = exit::HELP,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What all commands understand.
#[derive(Debug, Args)]
pub(crate) struct Common {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// Where the migrations are.
#[derive(Debug, Args)]
#[command(next_help_heading = "Project")]
pub(crate) struct Place {
    /// The crate's Cargo.toml, or the one of its workspace
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// The crate, in a workspace
    #[arg(short, long, global = true, value_name = "NAME")]
    pub(crate) package: Option<String>,
    /// The directory of the migrations, instead of the one Cargo.toml names
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) dir: Option<PathBuf>,
}

/// The database, and how to treat it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Database")]
pub(crate) struct DatabaseArgs {
    /// The database, as in `sqlite:app.db` or `postgres://user@host/database`; also read from a `.env` file of the crate
    #[arg(long, global = true, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,
    /// How long to wait for another process that has the database locked: `30s`, `500ms`, `2m`
    #[arg(long, global = true, value_name = "TIME", value_parser = duration)]
    pub(crate) lock_timeout: Option<Duration>,
    /// How long a statement may wait for a table that others use before the migration lets them by
    /// and tries again; two seconds if it is not written (PostgreSQL)
    #[arg(long, global = true, value_name = "TIME", value_parser = duration)]
    pub(crate) table_lock_timeout: Option<Duration>,
    /// The table of the history, where the service gives it another name
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) history_table: Option<String>,
    /// The name of these migrations among others in that table, where the service gives them one
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) namespace: Option<String>,
    /// The schema of that table; `public` if it is not written (PostgreSQL)
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) history_schema: Option<String>,
}

/// Where a throwaway database comes from.
#[derive(Clone, Debug, Args)]
pub(crate) struct ShadowArgs {
    /// Where the throwaway database comes from: `auto` starts a server from programs that are
    /// installed here (SQLite needs none), `docker` one in a container; a URL names a server that lets
    /// you create databases
    ///
    /// Without it, what SHADOW_DATABASE_URL says in the environment or in a `.env` file of the crate;
    /// else `auto`. On a server that a URL names, a new database is made and dropped again, and nothing
    /// else is touched.
    #[arg(long, value_name = "auto|docker|URL", hide_default_value = true)]
    pub(crate) shadow: Option<String>,
}

/// How to speak.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// The form of what goes to standard output
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,
    /// Whether to use colour; `auto` does on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Say nothing but the result
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more, on standard error; twice for more still
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// The form of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For pull requests
    Markdown,
    /// Annotations of GitHub Actions; `check` and `verify --check` alone
    Github,
    /// SARIF 2.1.0, for code scanning; `check` and `verify --check` alone
    Sarif,
    /// A Mermaid diagram; `graph` alone
    Mermaid,
    /// A graph for Graphviz; `graph` alone
    Dot,
    /// A drawing; `graph` alone
    Svg,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl DatabaseArgs {
    /// The options of the run time, for a command that is watched by `observer`.
    pub(crate) fn options(&self, observer: Arc<dyn Observer>) -> Options {
        let mut options = Options { observer: Some(observer), ..Options::default() };
        if let Some(timeout) = self.lock_timeout {
            options.lock_timeout = Some(timeout);
        }
        if let Some(timeout) = self.table_lock_timeout {
            options.table_lock_timeout = Some(timeout);
        }
        options.history_schema.clone_from(&self.history_schema);
        if let Some(namespace) = &self.namespace {
            options.namespace.clone_from(namespace);
        }
        if let Some(table) = &self.history_table {
            options.history_table.clone_from(table);
        }
        options
    }

    /// The history that they name.
    pub(crate) fn history(&self, dialect: Dialect) -> HistoryTable {
        let default = Options::default().history_table;
        let name = self.history_table.as_ref().unwrap_or(&default);
        let table = HistoryTable::new(session(dialect), self.history_schema.as_deref(), name);
        table.within(self.namespace.as_deref().unwrap_or_default())
    }
}

/// Reads `500ms`, `1.5s`, `2m`, or a number of seconds.
fn duration(text: &str) -> Result<Duration, String> {
    let unit = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let number = &text[..text.len() - unit.len()];
    let seconds = match unit.trim() {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        _ => f64::NAN,
    };
    let refusal = "write a number and `ms`, `s` or `m`, as in `30s`";
    let number: f64 = number.parse().map_err(|_| refusal.to_owned())?;
    Duration::try_from_secs_f64(number * seconds).map_err(|_| refusal.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_time_is_a_number_and_a_unit() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(duration("30"), Ok(Duration::from_secs(30)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        for wrong in ["", "s", "1 hour", "-1s", "1e99s", "999999999999999999999999s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
