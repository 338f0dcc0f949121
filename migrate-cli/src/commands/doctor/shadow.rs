//! Where throwaway databases come from.

use std::process::{Command, Stdio};

use migrate_runtime::shadow::{self, Provider, Shadow};

use super::Examined;
use crate::cli::{Common, ShadowArgs};
use crate::commands::trial;
use crate::error::CliError;
use crate::project::{Project, database};

const ABOUT: &str = "shadow";

/// Where throwaway databases would come from. No server is started.
pub(super) async fn examined(
    arguments: &ShadowArgs,
    project: &Project,
    common: &Common,
) -> Examined {
    let target = project.target;
    let provider = match trial::provider(arguments, target, &project.package) {
        Ok(provider) => provider,
        Err(error) => return Examined::error(ABOUT, &error),
    };
    if Provider::is_needless(target) {
        return Examined::fine(ABOUT, "throwaway databases are in memory");
    }
    match provider {
        Provider::Url(_) => named(&provider, project, common)
            .await
            .unwrap_or_else(|error| Examined::error(ABOUT, &error)),
        Provider::Docker => docker(),
        Provider::Auto => installed(project),
    }
}

/// A server that is named: a database is made there and dropped again.
async fn named(
    provider: &Provider,
    project: &Project,
    common: &Common,
) -> Result<Examined, CliError> {
    let application = database::application(&common.database, &project.package)?;
    let shadow = Shadow::start(provider, project.target, application.as_deref()).await?;
    Ok(Examined::fine(ABOUT, format!("throwaway databases are made on {}", shadow.words())))
}

/// Whether there is something that runs containers.
fn docker() -> Examined {
    let mut version = Command::new("docker");
    version.arg("version").stdin(Stdio::null()).stdout(Stdio::null());
    let help = "start Docker, or name a server with `--shadow URL`";
    match version.output() {
        Ok(output) if output.status.success() => {
            Examined::fine(ABOUT, "throwaway databases are made in a container")
        }
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said.lines().next().unwrap_or("`docker version` failed");
            Examined::wrong(ABOUT, format!("Docker does not run: {said}"), help)
        }
        Err(error) => Examined::wrong(ABOUT, format!("`docker` cannot be started: {error}"), help),
    }
}

/// A server of our own.
fn installed(project: &Project) -> Examined {
    let target = project.target;
    let engine = target.engine();
    let is_one = |it: &shadow::Found| {
        it.release.engine.eq_ignore_ascii_case(match engine {
            "postgres" => "PostgreSQL",
            other => other,
        })
    };
    let servers: Vec<shadow::Found> = shadow::found().into_iter().filter(is_one).collect();
    let right = servers.iter().find(|it| it.release.is_of_the_series(target));
    match (right, servers.first()) {
        (Some(it), _) => Examined::fine(ABOUT, format!("{} is here to be started", it.release)),
        (None, Some(it)) if project.settings().assumed => {
            Examined::fine(ABOUT, format!("{} is here to be started", it.release))
        }
        (None, Some(it)) => Examined::note(
            ABOUT,
            format!("{} is here, and the target is {target}", it.release),
            "`cargo migrate shadow install` fetches PostgreSQL; `--shadow` names a server, or \
             `docker`",
        ),
        (None, None) => Examined::wrong(
            ABOUT,
            format!("no {engine} is here to verify on"),
            "install one, or name a server with SHADOW_DATABASE_URL or `--shadow`, or have Docker \
             run one: `--shadow docker`",
        ),
    }
}
