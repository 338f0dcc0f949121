//! A server on which databases are made one by one, each for somebody else, beside those it has.

use migrate_core::dialect::session::Databases;
use migrate_core::dialect::{Dialect, Target};

use super::beside::{self, Record};
use super::clerk::Clerk;
use super::error::ShadowError;
use super::server::{Server, cells};
use super::{Kind, Provider, url};
use crate::driver::{Database, Driver, DriverError};

/// What names the server, the one for throwaway databases first.
const VARIABLES: [&str; 2] = ["SHADOW_DATABASE_URL", "DATABASE_URL"];

/// The server.
#[derive(Debug)]
pub(crate) struct Host {
    address: String,
    dialect: Dialect,
    databases: &'static dyn Databases,
    clerk: Clerk,
    /// It ends with this where it is ours.
    _own: Option<Server>,
}

/// One of its databases, dropped with this.
#[derive(Debug)]
pub(crate) struct Guest {
    /// Where it is.
    pub(crate) url: String,
    record: Record,
}

impl Host {
    /// The server that the environment names, for the engine that is wanted; else one of our own. None
    /// where a database is a file.
    pub(crate) async fn find(target: Target) -> Result<Option<Self>, ShadowError> {
        let Some(kind) = Kind::of(target.dialect) else { return Ok(None) };
        let (dialect, databases) = (target.dialect, kind.databases);
        let fits = |url: &String| url.split(':').next().unwrap_or_default().parse() == Ok(dialect);
        let named = VARIABLES.into_iter().filter_map(|name| std::env::var(name).ok()).find(fits);
        let (address, own) = match named {
            Some(address) => (address, None),
            None => {
                let server = Server::own(&Provider::Auto, target, kind).await?;
                (server.address.clone(), Some(server))
            }
        };
        let clerk = Clerk::of(&address, dialect).map_err(ShadowError::io("starting a thread"))?;
        let host = Self { address, dialect, databases, clerk, _own: own };
        let mut driver = host.connect().await?;
        beside::clean(&mut *driver, databases).await;
        driver.release().await;
        Ok(Some(host))
    }

    /// An empty database, or a copy of the one called `template`, where the engine copies databases.
    pub(crate) async fn create(&self, template: Option<&str>) -> Result<Guest, ShadowError> {
        let name = beside::name();
        let no_url = || self.failed(DriverError::url("it is none".to_owned()));
        let url = url::beside(&self.address, &name).ok_or_else(no_url)?;
        // It is written down before it is there, so that whatever happens it is known as ours.
        let record = Record::write(&name, &self.address, self.dialect, self.databases)?;
        let record = record.through(self.clerk.clone());
        let copy = template.and_then(|template| self.databases.copy(&name, template));
        self.execute(copy.unwrap_or_else(|| self.databases.create(&name))).await?;
        Ok(Guest { url, record })
    }

    /// Whether the engine copies databases.
    pub(crate) fn copies(&self) -> bool {
        self.databases.copy("a", "b").is_some()
    }

    /// Whether there is a database of that name, and which others begin with `prefix`.
    pub(crate) async fn templates(&self, prefix: &str) -> Result<Vec<String>, ShadowError> {
        let listed = self.clerk.ask(self.databases.list(prefix)).await;
        Ok(cells(listed.map_err(|error| self.failed(error))?))
    }

    /// Keeps a database under a name of its own, as a template.
    pub(crate) async fn keep(&self, guest: Guest, name: &str) -> Result<(), ShadowError> {
        if let Some(rename) = self.databases.rename(guest.record.name(), name) {
            self.execute(rename).await?;
        }
        guest.record.forget();
        Ok(())
    }

    /// Drops what is no longer a template of anything.
    pub(crate) async fn drop_template(&self, name: &str) -> Result<(), ShadowError> {
        self.execute(self.databases.remove(name)).await
    }

    /// What tells the templates of this machine and user from others on the server.
    #[expect(clippy::unused_self, reason = "it is about the server's databases")]
    pub(crate) fn mark(&self) -> String {
        beside::mark()
    }

    async fn execute(&self, sql: String) -> Result<(), ShadowError> {
        self.clerk.ask(sql).await.map(drop).map_err(|error| {
            let server = url::server(&self.address);
            match error.code().is_some_and(|code| self.databases.is_forbidden(code)) {
                true => ShadowError::Forbidden { server, error },
                false => ShadowError::Server { server, error },
            }
        })
    }

    async fn connect(&self) -> Result<Box<dyn Driver>, ShadowError> {
        let connected = Database::from(&self.address).connect(self.dialect).await;
        connected.map_err(|error| self.failed(error))
    }

    fn failed(&self, error: DriverError) -> ShadowError {
        ShadowError::Server { server: url::server(&self.address), error }
    }
}
