//! `cargo migrate check`

use std::collections::BTreeSet;

use migrate_core::check::Checked;
use migrate_core::receipts::Profile;
use migrate_runtime::Migrator;
use migrate_runtime::report::Standing;

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::beside::Beside;
use crate::project::fix::{Fixed, fix};
use crate::project::{Project, database, lock_file};
use crate::ui::Ui;

/// Check the migrations as the compiler does, without compiling
///
/// Names, pairs and SQL are checked, and for each migration it is decided whether its down brings
/// the schema and the rows back. Exits with 1 when there are errors; warnings alone are no reason to
/// fail.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Check {
    /// First write into the files what findings advise and what needs no decision
    ///
    /// Shows what it changed. Migrations that the database has already are left as they are, where
    /// one is named.
    #[arg(long)]
    fix: bool,
    /// As a release build does, which asks more of receipts than a debug build
    #[arg(short, long)]
    release: bool,
    /// Also compare with the migrations of another branch, which is read through git: versions that
    /// both use, new migrations that are older than one there, and migrations there that were edited
    /// or removed here
    #[arg(long, value_name = "BRANCH")]
    against: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate check
  cargo migrate check --fix
  cargo migrate check --against origin/main --format github";

/// What `--fix` did.
pub(crate) struct Fixes {
    /// What was changed.
    pub(crate) fixed: Fixed,
    /// Why it is not known which migrations are applied, if it is not.
    pub(crate) unasked: Option<String>,
}

/// Edits can make room for others; those that make room for themselves must end.
const ROUNDS: usize = 8;

impl Check {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let profile = if self.release { Profile::Release } else { Profile::Debug };
        let project = Project::find(&common.place)?.built(profile);
        let (mut checked, fixes) = if self.fix {
            let (checked, fixes) = fixed(&project, common, ui).await?;
            (checked, Some(fixes))
        } else {
            (project.check(), None)
        };
        if let Some(reference) = &self.against {
            checked.against = Beside::find(&project, reference)?.findings(&checked, &project);
        }
        ui.check(&checked, &project.location.shown, fixes.as_ref());
        Ok(if checked.has_errors() { Exit::Findings } else { Exit::Done })
    }
}

/// Applies what can be applied, until nothing is left of it.
async fn fixed(project: &Project, common: &Common, ui: &Ui) -> Result<(Checked, Fixes), CliError> {
    let mut checked = project.check();
    let (applied, unasked) = applied(project, &checked, common, ui).await;
    let mut fixes = Fixes { fixed: Fixed::default(), unasked };
    for _ in 0..ROUNDS {
        fixes.fixed.left.clear();
        if !fix(&checked, &applied, &mut fixes.fixed)? {
            break;
        }
        checked = project.check();
    }
    // Where there is a lock file, it lists the checksums of the scripts.
    if !fixes.fixed.files.is_empty() && checked.reading.lock_file.is_some() {
        lock_file::write(&checked.reading)?;
    }
    Ok((checked, fixes))
}

/// The numbers of the versions that the database has; or nothing, and why nobody was asked.
async fn applied(
    project: &Project,
    checked: &Checked,
    common: &Common,
    ui: &Ui,
) -> (BTreeSet<String>, Option<String>) {
    let url = match database::url(&common.database, &project.package) {
        Ok(url) => url,
        Err(CliError::NoUrl | CliError::InMemory) => {
            return (BTreeSet::new(), Some("no database is named".to_owned()));
        }
        Err(error) => return (BTreeSet::new(), Some(error.to_string())),
    };
    let migrator = Migrator::new(&checked.reading.set, common.database.options(ui.silence()));
    match migrator.status(&url).await {
        Ok(status) => {
            let applied = status.migrations.iter().filter(|it| it.standing != Standing::Pending);
            (applied.map(|it| it.version.number().into_owned()).collect(), None)
        }
        Err(error) => (BTreeSet::new(), Some(error.to_string())),
    }
}
