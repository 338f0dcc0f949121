//! A throwaway database for the commands that try migrations.

use migrate_core::dialect::Target;
use migrate_runtime::shadow::{Provider, Shadow};

use crate::cli::{Common, ShadowArgs};
use crate::error::CliError;
use crate::project::database;
use crate::project::package::Package;
use crate::ui::Ui;

/// What the migrations are written for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) target: Target,
    /// Whether nobody wrote the version down.
    pub(super) is_assumed: bool,
}

/// Provides one, and says which.
pub(super) async fn shadow(
    arguments: &ShadowArgs,
    wanted: Wanted,
    package: &Package,
    common: &Common,
    ui: &Ui,
) -> Result<Shadow, CliError> {
    let provider = provider(arguments, wanted.target, package)?;
    let application = database::application(&common.database, package)?;
    let shadow = Shadow::start(&provider, wanted.target, application.as_deref()).await?;
    if let Some(release) = shadow.release() {
        let is_other = !wanted.is_assumed && !release.is_of_the_series(wanted.target);
        ui.shadow(shadow.words(), is_other.then_some(wanted.target));
    }
    Ok(shadow)
}

fn provider(
    arguments: &ShadowArgs,
    target: Target,
    package: &Package,
) -> Result<Provider, CliError> {
    match &arguments.shadow {
        Some(written) => Ok(written.parse()?),
        // What is said once for many crates is not about those that need no server.
        None if Provider::is_needless(target) => Ok(Provider::Auto),
        None => Ok(database::shadow(package)?.map_or(Provider::Auto, Provider::Url)),
    }
}
