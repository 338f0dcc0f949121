//! A throwaway database for the commands that try migrations.

use migrate_core::dialect::Target;
use migrate_runtime::shadow::{Provider, Shadow};

use crate::cli::{Common, ShadowArgs};
use crate::error::CliError;
use crate::project::package::Package;
use crate::project::{Project, database};
use crate::ui::Ui;

/// Where throwaway databases come from. None is there until one is asked for: what is known already
/// needs no server.
pub(super) struct Trial<'a> {
    arguments: &'a ShadowArgs,
    project: &'a Project,
    common: &'a Common,
    ui: &'a Ui,
    shadow: Option<Shadow>,
}

impl<'a> Trial<'a> {
    pub(super) const fn new(
        arguments: &'a ShadowArgs,
        project: &'a Project,
        common: &'a Common,
        ui: &'a Ui,
    ) -> Self {
        Self { arguments, project, common, ui, shadow: None }
    }

    /// The URL of an empty database, which is there as long as this is.
    pub(super) async fn database(&mut self) -> Result<String, CliError> {
        match &mut self.shadow {
            Some(shadow) => Ok(shadow.another().await?),
            None => {
                let shadow = self.start().await?;
                Ok(self.shadow.insert(shadow).url().to_owned())
            }
        }
    }

    /// Provides one, and says which.
    async fn start(&self) -> Result<Shadow, CliError> {
        let (target, package) = (self.project.target, &self.project.package);
        let provider = provider(self.arguments, target, package)?;
        let application = database::application(&self.common.database, package)?;
        let shadow = Shadow::start(&provider, target, application.as_deref()).await?;
        if let Some(release) = shadow.release() {
            let is_assumed = self.project.is_version_assumed();
            let is_other = !is_assumed && !release.is_of_the_series(target);
            self.ui.shadow(shadow.words(), is_other.then_some(target));
        }
        Ok(shadow)
    }
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
