//! `cargo migrate doctor`

mod database;
mod files;
mod shadow;

use migrate_core::check::Checked;

use crate::cli::{Common, ShadowArgs};
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::Project;
use crate::ui::Ui;

/// Check the set-up from end to end, and say how to mend what is wrong
///
/// Looks at Cargo.toml, the directory and its lock file, at whether the crate embeds the migrations and
/// sees new ones, at what git ignores, at the database (whether it can be reached, is of the right engine
/// and version, lets its user create tables, and has a history that fits), and at where throwaway databases
/// would come from. Nothing is written, but that a server of those which a URL names is tried: a database is
/// made there and dropped again. Exits with 1 where something is wrong; what is only worth knowing
/// does not count.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Doctor {
    #[command(flatten)]
    shadow: ShadowArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate doctor
  cargo migrate doctor --database-url postgres://app@db/app
  cargo migrate doctor --format json";

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// As it should be.
    Fine,
    /// Worth knowing.
    Note,
    /// Wrong.
    Wrong,
}

/// What was found of one thing.
#[derive(Clone, Debug)]
pub(crate) struct Examined {
    /// The thing.
    pub(crate) about: &'static str,
    /// How it is.
    pub(crate) state: State,
    /// In words.
    pub(crate) text: String,
    /// What to do about it.
    pub(crate) help: Vec<String>,
}

impl Examined {
    fn fine(about: &'static str, text: impl Into<String>) -> Self {
        Self { about, state: State::Fine, text: text.into(), help: Vec::new() }
    }

    fn note(about: &'static str, text: impl Into<String>, help: &str) -> Self {
        Self { about, state: State::Note, text: text.into(), help: vec![help.to_owned()] }
    }

    fn wrong(about: &'static str, text: impl Into<String>, help: &str) -> Self {
        Self { about, state: State::Wrong, text: text.into(), help: vec![help.to_owned()] }
    }

    fn error(about: &'static str, error: &CliError) -> Self {
        Self { about, state: State::Wrong, text: error.to_string(), help: error.hints() }
    }
}

impl Doctor {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let findings = match Project::find(&common.place) {
            Ok(project) => self.examine(&project, common, ui).await,
            Err(error) => vec![Examined::error("Cargo.toml", &error)],
        };
        ui.examined(&findings);
        let is_wrong = findings.iter().any(|it| it.state == State::Wrong);
        Ok(if is_wrong { Exit::Findings } else { Exit::Done })
    }

    async fn examine(&self, project: &Project, common: &Common, ui: &Ui) -> Vec<Examined> {
        let checked: Checked = project.check();
        let mut found = files::all(project, &checked);
        found.extend(database::all(project, &checked.reading, common, ui).await);
        found.push(shadow::examined(&self.shadow, project, common).await);
        found
    }
}
