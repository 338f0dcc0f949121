//! `cargo migrate show`

use migrate_core::analysis::MigrationVerdict;
use migrate_core::check::Checked;
use migrate_core::effect::{self, Effect};
use migrate_core::finding::Finding;
use migrate_core::repeat;
use migrate_core::replay::Replay;
use migrate_core::set::lock_file::Evidence;
use migrate_core::set::receipt::Receipt;
use migrate_core::set::repeatable::PREFIX;
use migrate_core::set::{Migration, MigrationSet};

use super::aim::Known;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::Project;
use crate::ui::Ui;

/// Show one migration: its SQL, what that changes and locks, what is known of its rollback, and its receipts
///
/// No database is asked.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Show {
    /// The beginning of its version or title, or the name of a repeatable script; the newest migration
    /// if it is not written
    migration: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate show
  cargo migrate show create_users
  cargo migrate show 20260102 --format markdown";

/// A migration, and what is known of it.
pub(crate) struct Shown<'a> {
    /// The migration.
    pub(crate) migration: &'a Migration,
    /// What its up does.
    pub(crate) effect: Effect,
    /// The set, judged.
    pub(crate) checked: &'a Checked,
}

impl Show {
    pub(super) fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let checked = Project::find(&common.place)?.check();
        let set = &checked.reading.set;
        let written = self.migration.unwrap_or_else(|| "head".to_owned());
        let version = match Known::of(set).find(&written) {
            Ok(version) => version,
            Err(error) => {
                let at = repeatable(set, &written).ok_or(error)?;
                let runs = repeat::first_runs(set);
                let before = Replay::after(set.target, set.migrations.iter().chain(&runs[..at]));
                let migration = &runs[at];
                let effect = effect::of(&before, &migration.up.sql);
                ui.shown(&Shown { migration, effect, checked: &checked });
                return Ok(Exit::Done);
            }
        };
        let Some(at) = set.position(&version) else { return Err(Known::of(set).unknown(&written)) };
        let migration = &set.migrations[at];
        let before = Replay::after(set.target, &set.migrations[..at]);
        let effect = effect::of(&before, &migration.up.sql);
        ui.shown(&Shown { migration, effect, checked: &checked });
        Ok(Exit::Done)
    }
}

/// The place of the repeatable script that is meant.
fn repeatable(set: &MigrationSet, written: &str) -> Option<usize> {
    let name = written.strip_prefix(PREFIX).unwrap_or(written);
    let name = name.strip_suffix(".sql").unwrap_or(name);
    set.repeatables.iter().position(|it| it.name == name)
}

impl Shown<'_> {
    /// What is known of its way back.
    pub(crate) fn verdict(&self) -> Option<&MigrationVerdict> {
        let version = &self.migration.version;
        self.checked.analysis.verdicts.iter().find(|it| it.version == *version)
    }

    /// What engines showed of it, and whether that was the migration as it is.
    pub(crate) fn evidence(&self) -> Option<(&Evidence, bool)> {
        let evidence = self.checked.reading.lock.as_ref()?.evidence(&self.migration.version)?;
        Some((evidence, evidence.is_of(self.migration)))
    }

    /// What engines showed of it as it is now.
    pub(crate) fn receipts(&self) -> &[Receipt] {
        let evidence = self.evidence().filter(|(_, is_current)| *is_current);
        evidence.map(|(evidence, _)| &*evidence.receipts).unwrap_or_default()
    }

    /// What there is to say of it.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Finding> {
        let scripts = [Some(&self.migration.up), self.migration.down.script()];
        let paths: Vec<String> =
            scripts.into_iter().flatten().map(|script| self.checked.reading.path(script)).collect();
        self.checked
            .findings()
            .filter(move |finding| finding.labels.iter().any(|label| paths.contains(&label.path)))
    }
}
