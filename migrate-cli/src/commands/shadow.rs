//! `cargo migrate shadow`

use std::path::PathBuf;

use clap::Subcommand;
use migrate_core::dialect::Dialect;
use migrate_runtime::shadow::{self, Found, cache};

use crate::error::CliError;
use crate::exit::Exit;
use crate::npm;
use crate::ui::Ui;

/// What throwaway databases are made of: the servers that are here, and those that can be fetched
///
/// `verify` and `up --verify` start a server of their own for migrations of PostgreSQL, MySQL and
/// MariaDB, from the programs listed here; the one that suits the target in Cargo.toml best is taken.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Shadow {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show the servers that are found here, those that were installed, and the data that are kept
    #[command(after_long_help = EXAMPLES)]
    List,
    /// Fetch the programs of PostgreSQL from the npm registry into your cache directory
    ///
    /// They run where the C library is glibc; the checksum of the registry is verified, and nothing is
    /// installed for anybody else.
    #[command(after_long_help = EXAMPLES)]
    Install {
        /// The server and its version, as in `postgres@17`
        #[arg(value_parser = wanted)]
        server: String,
    },
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate shadow list
  cargo migrate shadow install postgres@17
  cargo migrate verify --shadow postgres://me@localhost/scratch";

/// What is there.
pub(crate) struct Inventory {
    /// The servers.
    pub(crate) servers: Vec<Server>,
    /// Initialised data that are kept: the engine, and where.
    pub(crate) kept: Vec<(String, PathBuf)>,
}

/// A server that could be started.
pub(crate) struct Server {
    /// Which one, and where.
    pub(crate) found: Found,
    /// Whether `shadow install` put it there.
    pub(crate) is_installed: bool,
}

impl Shadow {
    pub(super) fn run(self, ui: &Ui) -> Result<Exit, CliError> {
        match self.what {
            What::List => {
                let programs = cache::programs()?;
                let programs = programs.canonicalize().unwrap_or(programs);
                let server = |found: Found| {
                    let is_installed = found.directory.starts_with(&programs);
                    Server { found, is_installed }
                };
                let servers = shadow::found().into_iter().map(server).collect();
                ui.inventory(&Inventory { servers, kept: shadow::kept() });
            }
            What::Install { server: version } => {
                let installed = npm::install(&version, |what| ui.begins(what))?;
                ui.installed(&installed);
            }
        }
        Ok(Exit::Done)
    }
}

/// The version in `postgres@17`, empty for the newest.
fn wanted(text: &str) -> Result<String, String> {
    let (name, version) = text.split_once('@').unwrap_or((text, ""));
    let dialect: Dialect = name.parse().map_err(|_| "write `postgres@17`".to_owned())?;
    if !Dialect::ONLY_POSTGRES.contains(&dialect) {
        return Err(format!(
            "npm carries the programs of PostgreSQL alone: install those of `{name}` as a package of \
             your system"
        ));
    }
    if version.split('.').all(|number| number.parse::<u16>().is_ok()) || version.is_empty() {
        return Ok(version.to_owned());
    }
    Err(format!("`{version}` is no version: write `postgres@17` or `postgres@17.2`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_a_name_and_a_version() {
        assert_eq!(wanted("postgres@17"), Ok("17".to_owned()));
        assert_eq!(wanted("postgresql@17.2"), Ok("17.2".to_owned()));
        assert_eq!(wanted("postgres"), Ok(String::new()));
        for wrong in ["postgres@new", "mysql@8", "oracle@23", "postgres@17."] {
            assert!(wanted(wrong).is_err(), "{wrong}");
        }
    }
}
