//! Asks a database what it looks like. What to ask and what the answers mean is pure and lives in
//! [`migrate_core`].

use migrate_core::code::is_code;
use migrate_core::dialect::Target;
use migrate_core::dialect::catalog::{Catalog, Scope};
use migrate_core::dialect::session::Session;
use migrate_core::diff::diff;
use migrate_core::schema::Schema;

use crate::driver::Driver;
use crate::error::Error;

/// What is known of the schema of a database.
pub(crate) struct Eye {
    catalog: Box<dyn Catalog>,
    /// The engine and its version.
    pub(crate) engine: String,
    /// The same as a target, or the one that the scripts are written for where it is none.
    pub(crate) server: Target,
    /// Whether the database tells what scripts touch.
    pub(crate) watched: bool,
    /// The schema, as whoever looks last left it here.
    pub(crate) schema: Schema,
}

impl Eye {
    /// Looks at all of a database that `target` is written for.
    pub(crate) async fn open(
        driver: &mut dyn Driver,
        session: &dyn Session,
        target: Target,
    ) -> Result<Self, Error> {
        let answer = driver.fetch(session.version()).await;
        let answer = answer.map_err(|error| Error::driver("connecting", error))?;
        let engine = session.engine(&answer.into_iter().flatten().flatten().collect::<String>());
        // What asks must suit the server that is there, not the one the scripts are written for.
        let server = engine.parse().unwrap_or(target);
        let catalog = session.catalog(server);
        let mut eye = Self { catalog, engine, server, watched: false, schema: Schema::default() };
        eye.schema = eye.look(driver, Scope::Everything).await?;
        Ok(eye)
    }

    /// Reads as much of the schema as may have changed.
    pub(crate) async fn look(
        &mut self,
        driver: &mut dyn Driver,
        scope: Scope<'_>,
    ) -> Result<Schema, Error> {
        // What is written in Rust may have changed anything.
        self.catalog.refresh(match scope {
            Scope::Script(script) if is_code(script) => Scope::Everything,
            scope => scope,
        });
        while let Some(query) = self.catalog.query() {
            let rows = driver.fetch(&query).await;
            let rows = rows.map_err(|error| Error::driver("reading the schema", error))?;
            self.catalog.feed(rows).map_err(Error::Catalog)?;
        }
        Ok(self.catalog.schema().clone())
    }

    /// Makes a throwaway database tell what scripts touch, where it can.
    pub(crate) async fn watch(&mut self, driver: &mut dyn Driver) -> Result<(), Error> {
        let sql = self.catalog.watch();
        if !sql.is_empty() {
            let rows = driver.fetch(sql).await;
            let rows = rows.map_err(|error| Error::driver("watching the schema", error))?;
            self.catalog.watched(&rows);
            self.watched = !rows.is_empty();
        }
        Ok(())
    }

    /// Looks at everything, which must be what the changes added up to.
    pub(crate) async fn check(&mut self, driver: &mut dyn Driver) -> Result<(), Error> {
        let whole = self.look(driver, Scope::Everything).await?;
        let added_up = std::mem::replace(&mut self.schema, whole);
        match diff(&added_up, &self.schema).first() {
            None => Ok(()),
            Some(change) => Err(Error::Inspection { change: format!("{change:?}") }),
        }
    }
}
