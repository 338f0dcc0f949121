//! `cargo migrate drift`

use std::collections::BTreeSet;

use migrate_core::adopt::TOOLS;
use migrate_core::schema::Name;
use migrate_runtime::Database;
use migrate_runtime::drift::Drift as Found;
use migrate_runtime::plan::{Goal, Rollback};

use super::session::Session;
use crate::cli::{Common, ShadowArgs};
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Compare a database with what its applied migrations make
///
/// The migrations that the history has run on a throwaway database, and the two schemas are compared as
/// the engine spells them. Exits with 1 where they differ, and prints what undoes the difference and
/// what adopts it. The order of columns is a note, and the table in which another tool kept its history
/// before this one is left out. Never writes to the database.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Drift {
    #[command(flatten)]
    comparison: Comparison,
}

/// Which migrations make the schema that a database is compared with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Makers {
    /// Those that its history has.
    Applied,
    /// Those that its history would have.
    Recorded,
}

/// How two schemas are compared.
#[derive(Debug, clap::Args)]
pub(super) struct Comparison {
    #[command(flatten)]
    shadow: ShadowArgs,
    /// Leave out tables, views and whatever else has this name; `*` stands for anything. Besides what
    /// `ignore` in [package.metadata.migrate] names
    #[arg(long, value_name = "NAME")]
    ignore: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate drift
  cargo migrate drift --ignore 'spatial_*' --ignore audit
  cargo migrate drift --shadow docker";

impl Comparison {
    /// What is different in the database at `goal`, without what is not to be looked at.
    pub(super) async fn run(
        &self,
        session: &Session<'_>,
        common: &Common,
        goal: &Goal,
    ) -> Result<Found, CliError> {
        let shadow = session.shadow(&self.shadow, common).await?;
        let empty = Some(Database::from(shadow.url()));
        let mut found = session.migrator().drift_at(session.url(), empty, goal).await?;
        found.ignore(&|name| {
            let (whole, bare) = (name.to_string(), &name.name);
            let mut patterns = self.ignore.iter().chain(session.ignored());
            patterns.any(|pattern| matches(pattern, &whole) || matches(pattern, bare))
        });
        let made: BTreeSet<Name> = found.expected.tables.keys().cloned().collect();
        found.ignore(&|name| !made.contains(name) && is_history(&name.name));
        Ok(found)
    }
}

impl Drift {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin_back(common, ui)?;
        let as_it_is = Goal::Rollback(Rollback::Steps(0));
        let found = self.comparison.run(&session, common, &as_it_is).await?;
        ui.drift(&found, Makers::Applied, session.set().target);
        Ok(if found.is_none() { Exit::Done } else { Exit::Findings })
    }
}

/// Whether another tool keeps its history there, which stays when a project is adopted: its table, or the
/// sequence that numbers its rows.
fn is_history(name: &str) -> bool {
    let own = name.strip_suffix("_id_seq").unwrap_or(name);
    TOOLS.iter().any(|tool| tool.table == own)
}

/// Whether `name` is `pattern`, in which `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|name| {
            (0..=name.len())
                .filter(|at| name.is_char_boundary(*at))
                .any(|at| matches(rest, &name[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_history, matches};

    #[test]
    fn the_histories_of_other_tools_are_known() {
        for name in ["_sqlx_migrations", "goose_db_version", "goose_db_version_id_seq"] {
            assert!(is_history(name), "{name}");
        }
        assert!(!is_history("users") && !is_history("users_id_seq") && !is_history(""));
    }

    #[test]
    fn a_star_stands_for_anything() {
        assert!(matches("a*c", "abc") && matches("a*c", "ac") && matches("*", ""));
        assert!(matches("*_log", "user_log") && !matches("*_log", "user_logs"));
        assert!(!matches("a", "ab") && matches("ä*", "äö"));
    }
}
