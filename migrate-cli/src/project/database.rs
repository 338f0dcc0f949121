//! Which database is meant. A URL may hold a password, so none is ever shown.

use std::path::Path;

use super::package::Package;
use super::path;
use crate::cli::DatabaseArgs;
use crate::error::CliError;

const NAME: &str = "DATABASE_URL";

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
    for directory in package.root.ancestors() {
        let file = directory.join(".env");
        if file.is_file()
            && let Some(url) = of_file(&file)?
        {
            return Ok(url);
        }
    }
    Err(CliError::NoUrl)
}

fn of_file(file: &Path) -> Result<Option<String>, CliError> {
    let failed = |reason: String| CliError::Environment { path: path::shown(file).into(), reason };
    let variables = dotenvy::from_path_iter(file).map_err(|error| failed(reason(&error)))?;
    for variable in variables {
        let (name, value) = variable.map_err(|error| failed(reason(&error)))?;
        if name == NAME && !value.is_empty() {
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
