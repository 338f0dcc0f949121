//! `cargo migrate pending`

use migrate_runtime::report::{MigrationStatus, RepeatableStatus, Standing, Status};

use super::session::Session;
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// List the migrations that `cargo migrate up` would apply, in their order
///
/// Never writes to the database.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Pending {
    /// Exit with 1 where there is one
    #[arg(long)]
    check: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate pending
  cargo migrate pending --check";

/// What would be applied.
pub(crate) struct Awaited<'a> {
    /// The migrations, in order.
    pub(crate) migrations: Vec<&'a MigrationStatus>,
    /// The repeatable scripts that would run behind them.
    pub(crate) repeatables: Vec<&'a RepeatableStatus>,
}

impl<'a> Awaited<'a> {
    fn of(status: &'a Status) -> Self {
        let migrations = status.migrations.iter().filter(|it| it.standing == Standing::Pending);
        let repeatables = status.repeatables.iter().filter(|it| it.standing == Standing::Pending);
        Self { migrations: migrations.collect(), repeatables: repeatables.collect() }
    }

    /// Whether there is nothing.
    pub(crate) const fn is_empty(&self) -> bool {
        self.migrations.is_empty() && self.repeatables.is_empty()
    }

    /// The names of all of them, in the order in which they would be applied.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        let migrations = self.migrations.iter().map(|it| it.version.named(&it.title));
        migrations.chain(self.repeatables.iter().map(|it| it.file_stem()))
    }
}

impl Pending {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let status = Session::begin_reading(common, ui)?.status().await?;
        let pending = Awaited::of(&status);
        ui.pending(&pending);
        Ok(if self.check && !pending.is_empty() { Exit::Findings } else { Exit::Done })
    }
}
