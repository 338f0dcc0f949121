//! Which database is meant. A URL may hold a password, so none is ever shown.

use std::path::Path;

use super::package::Package;
use super::path;
use crate::cli::DatabaseArgs;
use crate::error::CliError;

const NAME: &str = "DATABASE_URL";
const SHADOW: &str = "SHADOW_DATABASE_URL";

/// The URL from the arguments, the environment, or the nearest `.env` that has one.
pub(crate) fn url(arguments: &DatabaseArgs, package: &Package) -> Result<String, CliError> {
    let url = named(arguments, package)?;
    let in_memory = ["sqlite:", "sqlite://", "sqlite::memory:", "sqlite://:memory:"];
    if in_memory.contains(&&*url) || url.contains("mode=memory") {
        return Err(CliError::InMemory);
    }
    Ok(url)
}

fn named(arguments: &DatabaseArgs, package: &Package) -> Result<String, CliError> {
    // An empty variable is how a shell script unsets one.
    if let Some(url) = arguments.database_url.as_ref().filter(|url| !url.is_empty()) {
        return Ok(url.clone());
    }
    of_files(NAME, package)?.ok_or(CliError::NoUrl)
}

/// The application's own database, where it has one.
pub(crate) fn application(
    arguments: &DatabaseArgs,
    package: &Package,
) -> Result<Option<String>, CliError> {
    match named(arguments, package) {
        Ok(url) => Ok(Some(url)),
        Err(CliError::NoUrl) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The server for throwaway databases that the environment names, or the nearest `.env`.
pub(crate) fn shadow(package: &Package) -> Result<Option<String>, CliError> {
    let environment = std::env::var(SHADOW).ok().filter(|url| !url.is_empty());
    environment.map_or_else(|| of_files(SHADOW, package), |url| Ok(Some(url)))
}

/// What the nearest `.env` that has the variable says.
fn of_files(name: &str, package: &Package) -> Result<Option<String>, CliError> {
    for directory in package.root.ancestors() {
        let file = directory.join(".env");
        if file.is_file()
            && let Some(url) = of_file(name, &file)?
        {
            return Ok(Some(url));
        }
    }
    Ok(None)
}

fn of_file(wanted: &str, file: &Path) -> Result<Option<String>, CliError> {
    let failed = |reason: String| CliError::Environment { path: path::shown(file).into(), reason };
    let variables = dotenvy::from_path_iter(file).map_err(|error| failed(reason(&error)))?;
    for variable in variables {
        let (name, value) = variable.map_err(|error| failed(reason(&error)))?;
        if name == wanted && !value.is_empty() {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// What is wrong, without the line itself: it may be the one with the password.
fn reason(error: &dotenvy::Error) -> String {
    match error {
        dotenvy::Error::LineParse(..) => {
            "it has a line that is not `NAME=value`; values with blanks need quotes".to_owned()
        }
        dotenvy::Error::Io(error) => error.to_string(),
        _ => "it is not made of lines `NAME=value`".to_owned(),
    }
}
