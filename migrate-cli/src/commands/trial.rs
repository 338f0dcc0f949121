//! A throwaway database for the commands that try migrations.

use migrate_core::dialect::Target;
use migrate_runtime::shadow::{Provider, Shadow};

use crate::cli::{Common, ShadowArgs};
use crate::error::CliError;
use crate::project::package::Package;
use crate::project::{Project, database};
use crate::ui::Ui;

/// Provides one, and says which, and what is `doing` on it.
pub(super) async fn shadow(
    doing: &str,
    arguments: &ShadowArgs,
    project: &Project,
    common: &Common,
    ui: &Ui,
) -> Result<Shadow, CliError> {
    let (package, target) = (&project.package, project.target);
    let provider = provider(arguments, target, package)?;
    let application = database::application(&common.database, package)?;
    let shadow = Shadow::start(&provider, target, application.as_deref()).await?;
    if let Some(release) = shadow.release() {
        let is_other = !project.settings().assumed && !release.is_of_the_series(target);
        ui.shadow(doing, shadow.words(), is_other.then_some(target));
    }
    Ok(shadow)
}

pub(super) fn provider(
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
