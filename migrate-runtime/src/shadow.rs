//! Where a throwaway database comes from: an empty one of the right engine, gone when it is dropped.
//!
//! In reading order: a server of our own (`local`, with its `place`, its `guard` and the
//! `template` of its data), one in a container (`docker`), or a database beside others on a server
//! that is there (`beside`). What tells the engines apart is in `engine`.

pub mod cache;

mod beside;
#[cfg(feature = "testing")]
mod clerk;
#[cfg(unix)]
mod docker;
mod engine;
mod error;
#[cfg(unix)]
mod guard;
#[cfg(feature = "testing")]
mod host;
#[cfg(unix)]
mod local;
#[cfg(unix)]
mod place;
mod release;
mod server;
#[cfg(unix)]
mod template;
mod url;
#[cfg(unix)]
mod user;

use std::path::PathBuf;
use std::str::FromStr;

use migrate_core::dialect::session::{Databases, Session, session};
use migrate_core::dialect::{Dialect, Target};

use self::engine::Engine;
use self::server::Server;

pub use error::ShadowError;
#[cfg(feature = "testing")]
pub(crate) use host::{Guest, Host};
pub use release::Release;

/// Who provides throwaway databases.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Provider {
    /// SQLite in memory; a server of our own, from programs that are installed here.
    #[default]
    Auto,
    /// A server that lets its user create databases.
    Url(String),
    /// A container.
    Docker,
    // PostgreSQL compiled into a crate would stand here. Those there are have one session, no time
    // limits and a version of their own, and cost hundreds of crates.
}

impl Provider {
    /// Whether a database of that engine is in memory, whoever provides others.
    #[must_use]
    pub fn is_needless(target: Target) -> bool {
        Kind::of(target.dialect).is_none()
    }
}

/// The URL may hold a password.
impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Auto => "Auto",
            Self::Url(_) => "Url",
            Self::Docker => "Docker",
        })
    }
}

impl FromStr for Provider {
    type Err = ShadowError;

    fn from_str(text: &str) -> Result<Self, ShadowError> {
        match text.trim() {
            "" | "auto" => Ok(Self::Auto),
            "docker" => Ok(Self::Docker),
            url if url.contains("://") || url.starts_with("sqlite:") => {
                Ok(Self::Url(url.to_owned()))
            }
            other => Err(ShadowError::Provider(other.to_owned())),
        }
    }
}

/// A throwaway database. Dropping it removes everything; so does the end of the process, whatever
/// ends it, except for a database on somebody else's server, which the next run removes.
#[derive(Debug)]
pub struct Shadow {
    url: String,
    words: String,
    release: Option<Release>,
    server: Option<Server>,
}

impl Shadow {
    /// Provides an empty database of the engine that `target` names. `application` is the URL of the
    /// application's own database, which is not to be touched.
    ///
    /// # Errors
    ///
    /// Where none can be had.
    pub async fn start(
        provider: &Provider,
        target: Target,
        application: Option<&str>,
    ) -> Result<Self, ShadowError> {
        let Some(kind) = Kind::of(target.dialect) else { return Self::in_memory(provider) };
        let mut server = match provider {
            Provider::Url(url) => Server::named(url, target, application, kind).await?,
            Provider::Auto | Provider::Docker => Server::own(provider, target, kind).await?,
        };
        let url = server.first().await?;
        let (words, release) = (server.words.clone(), Some(server.release.clone()));
        Ok(Self { url, words, release, server: Some(server) })
    }

    fn in_memory(provider: &Provider) -> Result<Self, ShadowError> {
        match provider {
            Provider::Url(_) => Err(ShadowError::InMemory),
            Provider::Auto | Provider::Docker => Ok(Self {
                url: MEMORY.to_owned(),
                words: "SQLite in memory".to_owned(),
                release: None,
                server: None,
            }),
        }
    }

    /// The URL of an empty database.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Which server it is on: `PostgreSQL 15.18 from /usr/lib/postgresql/15/bin`.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The server's engine and version; none of SQLite, which is compiled in.
    #[must_use]
    pub const fn release(&self) -> Option<&Release> {
        self.release.as_ref()
    }

    /// The URL of one more empty database, which is gone with this one.
    ///
    /// # Errors
    ///
    /// Where the server does not give one.
    pub async fn another(&mut self) -> Result<String, ShadowError> {
        match &mut self.server {
            Some(server) => server.create().await,
            None => Ok(MEMORY.to_owned()),
        }
    }
}

/// How servers of an engine are had, and how they are spoken to.
#[derive(Clone, Copy)]
struct Kind {
    engine: &'static dyn Engine,
    session: &'static dyn Session,
    databases: &'static dyn Databases,
}

impl Kind {
    /// None where a database is a file.
    fn of(dialect: Dialect) -> Option<Self> {
        let session = session(dialect);
        Some(Self { engine: engine::of(dialect)?, session, databases: session.databases()? })
    }
}

/// A database that is its connection's alone.
const MEMORY: &str = "sqlite::memory:";

/// A server that could be started.
#[derive(Clone, Debug)]
pub struct Found {
    /// The directory of its programs.
    pub directory: PathBuf,
    /// Which one it is.
    pub release: Release,
}

/// All servers that are found here.
#[must_use]
pub fn found() -> Vec<Found> {
    #[cfg(unix)]
    return Dialect::ALL.iter().filter_map(|it| engine::of(*it)).flat_map(local::found).collect();
    #[cfg(not(unix))]
    Vec::new()
}

/// The initialised data of servers that are kept for the next run: the engine, and where.
#[must_use]
pub fn kept() -> Vec<(String, PathBuf)> {
    #[cfg(unix)]
    return template::all();
    #[cfg(not(unix))]
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_named() {
        let provider = |text: &str| text.parse::<Provider>();
        assert_eq!(provider("auto").unwrap(), Provider::Auto);
        assert_eq!(provider("docker").unwrap(), Provider::Docker);
        let url = "postgres://me:secret@host/postgres";
        assert_eq!(provider(url).unwrap(), Provider::Url(url.to_owned()));
        assert!(!format!("{:?}", provider(url).unwrap()).contains("secret"));
        assert!(provider("podman").is_err());
    }
}
