//! A server with throwaway databases on it.

use std::time::{Duration, Instant};

use migrate_core::dialect::session::Databases;
use migrate_core::dialect::{Dialect, Target};

use super::beside::{self, Record};
use super::error::ShadowError;
use super::release::Release;
use super::{Kind, Provider, url};
use crate::driver::{Database, Driver, DriverError, Row};

/// How long a server may take until it answers; on a machine that does nothing else it is a tenth of
/// a second.
const PATIENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(2);

/// A server.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) words: String,
    pub(super) release: Release,
    /// The URL of a database that is there.
    pub(super) address: String,
    dialect: Dialect,
    databases: &'static dyn Databases,
    /// Whether that database is ours and empty.
    ready: bool,
    keeper: Keeper,
}

/// What has to go in the end.
#[derive(Debug)]
enum Keeper {
    /// All of it.
    #[cfg(unix)]
    Own(#[expect(dead_code, reason = "it is kept to be dropped")] Ender),
    /// The databases that were made.
    Beside(Vec<Record>),
}

/// A server that is just being started, and ends when this is dropped.
#[cfg(unix)]
#[derive(Debug)]
pub(super) struct Own {
    /// Which one it is, as far as that is known before it answers.
    pub(super) name: String,
    /// Where it is from.
    pub(super) place: String,
    /// What to do where it does not answer.
    pub(super) remedy: String,
    /// The URL of a database of it, or of none.
    pub(super) address: String,
    /// Whether that database is empty and may be used.
    pub(super) ready: bool,
    /// What ends it.
    pub(super) ender: Ender,
}

/// What ends a server of our own.
#[cfg(unix)]
#[derive(Debug)]
pub(super) enum Ender {
    Place(Box<super::place::Place>),
    Guard(super::guard::Guard),
}

#[cfg(unix)]
impl Ender {
    fn guard(&self) -> &super::guard::Guard {
        match self {
            Self::Place(place) => &place.guard,
            Self::Guard(guard) => guard,
        }
    }
}

impl Server {
    /// Starts one.
    #[cfg(unix)]
    pub(super) async fn own(
        provider: &Provider,
        target: Target,
        kind: Kind,
    ) -> Result<Self, ShadowError> {
        let Kind { engine, databases, .. } = kind;
        let in_container = *provider == Provider::Docker;
        let start = move || match in_container {
            true => super::docker::start(engine, target),
            false => super::local::start(engine, target),
        };
        let started = tokio::task::spawn_blocking(start).await;
        let own = started.map_err(|error| ShadowError::Io {
            doing: "starting a server".to_owned(),
            error: std::io::Error::other(error),
        })??;
        let mut driver = own.answer(target.dialect).await?;
        let release = release(&mut *driver, kind).await;
        driver.release().await;
        let release = release.map_err(|error| own.silent(error))?;
        Ok(Self {
            words: format!("{release} {}", own.place),
            release,
            address: own.address,
            dialect: target.dialect,
            databases,
            ready: own.ready,
            keeper: Keeper::Own(own.ender),
        })
    }

    /// There is no way yet to start one here that is sure to end.
    #[cfg(not(unix))]
    pub(super) async fn own(
        _provider: &Provider,
        target: Target,
        kind: Kind,
    ) -> Result<Self, ShadowError> {
        Err(ShadowError::System { engine: kind.engine.wanted(target) })
    }

    /// Uses one that is there.
    pub(super) async fn named(
        address: &str,
        target: Target,
        application: Option<&str>,
        kind: Kind,
    ) -> Result<Self, ShadowError> {
        let Kind { engine, databases, .. } = kind;
        let (dialect, place) = (target.dialect, url::server(address));
        if application.is_some_and(|own| Database::is_same(own, address)) {
            return Err(ShadowError::Application);
        }
        let failed = |error| ShadowError::Server { server: place.clone(), error };
        let mut driver = Database::from(address).connect(dialect).await.map_err(failed)?;
        beside::is_unused(&mut *driver, databases, &place).await?;
        let release = release(&mut *driver, kind).await.map_err(failed)?;
        if release.engine != engine.wanted(target) {
            return Err(ShadowError::OtherEngine {
                server: place,
                found: release.to_string(),
                wanted: engine.wanted(target),
            });
        }
        beside::clean(&mut *driver, databases).await;
        driver.release().await;
        let words = format!("{release} at {place}");
        let (address, keeper) = (address.to_owned(), Keeper::Beside(Vec::new()));
        Ok(Self { words, release, address, dialect, databases, ready: false, keeper })
    }

    /// The URL of the first empty database.
    pub(super) async fn first(&mut self) -> Result<String, ShadowError> {
        if self.ready { Ok(self.address.clone()) } else { self.create().await }
    }

    /// Creates an empty database.
    pub(super) async fn create(&mut self) -> Result<String, ShadowError> {
        let server = url::server(&self.address);
        let failed = |error| ShadowError::Server { server: server.clone(), error };
        let name = beside::name();
        let url = url::beside(&self.address, &name);
        let url = url.ok_or_else(|| failed(DriverError::url("it is none".to_owned())))?;
        let mut driver =
            Database::from(&self.address).connect(self.dialect).await.map_err(failed)?;
        // It is written down before it is there, so that whatever happens it is known as ours.
        if let Keeper::Beside(made) = &mut self.keeper {
            made.push(Record::write(&name, &self.address, self.dialect, self.databases)?);
        }
        let created = driver.execute(&self.databases.create(&name)).await;
        driver.release().await;
        match created {
            Ok(()) => Ok(url),
            Err(error) if error.code().is_some_and(|code| self.databases.is_forbidden(code)) => {
                Err(ShadowError::Forbidden { server, error })
            }
            Err(error) => Err(failed(error)),
        }
    }
}

#[cfg(unix)]
impl Own {
    /// Connects as soon as the server lets us in.
    async fn answer(&self, dialect: Dialect) -> Result<Box<dyn Driver>, ShadowError> {
        let database = Database::from(&self.address);
        let since = Instant::now();
        loop {
            match database.connect(dialect).await {
                Ok(driver) => return Ok(driver),
                Err(error) if self.ender.guard().has_ended() || since.elapsed() > PATIENCE => {
                    return Err(self.silent(error));
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    fn silent(&self, error: DriverError) -> ShadowError {
        let words = format!("{} {}", self.name, self.place);
        let (said, remedy) = (self.ender.guard().said(), self.remedy.clone());
        ShadowError::Silent { words, error: Box::new(error), said, remedy }
    }
}

async fn release(driver: &mut dyn Driver, kind: Kind) -> Result<Release, DriverError> {
    let said = cells(driver.fetch(kind.session.version()).await?).join("");
    let unknown = || DriverError::refused(format!("`{said}` is no version of a known server"));
    kind.engine.release(&said).ok_or_else(unknown)
}

/// What a query of one column answers.
pub(super) fn cells(rows: Vec<Row>) -> Vec<String> {
    rows.into_iter().flatten().flatten().collect()
}
