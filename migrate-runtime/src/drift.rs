//! Whether a live database is what its applied migrations make.
//!
//! An engine spells what it was told in its own way, so both schemas are read of an engine: the live
//! one, and one to which the same migrations were applied on a database that has nothing else.

use migrate_core::change::words::{Expected, Residue, residues};
use migrate_core::dialect::Target;
use migrate_core::dialect::catalog::{Scope, occupant};
use migrate_core::dialect::session::{HistoryTable, Session};
use migrate_core::render::{self, Rendered};
use migrate_core::schema::{Name, ObjectName, Schema};
use migrate_core::set::MigrationSet;
use migrate_core::set::name::Direction;

use crate::connect::own_settings;
use crate::driver::Driver;
use crate::error::Error;
use crate::execute::Run;
use crate::history::{Applied, History, State};
use crate::inspect::Eye;
use crate::options::Options;
use crate::plan::{Plan, PlanError, Step};

/// A live schema, and the one that migrations make.
#[derive(Clone, Debug, Default)]
pub struct Drift {
    /// The engine of the live database and its version: `sqlite 3.50.4`.
    pub engine: String,
    /// What the database has, without the runner's own tables.
    pub live: Schema,
    /// What the migrations make.
    pub expected: Schema,
}

impl Drift {
    /// What is different in the database, in words; nothing when it is as it should be.
    #[must_use]
    pub fn differences(&self) -> Vec<Residue> {
        residues(&self.live, &self.expected, Expected::Migrations)
    }

    /// Whether anything is different that a named column or a key can see.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.differences().iter().all(|difference| difference.note)
    }

    /// What makes the database what it should be.
    #[must_use]
    pub fn undo(&self, target: Target) -> Rendered {
        render::inspected(&self.live, &self.expected, target)
    }

    /// What a migration would have to say to make what the database has.
    #[must_use]
    pub fn adopt(&self, target: Target) -> Rendered {
        render::inspected(&self.expected, &self.live, target)
    }

    /// Leaves out what has such a name, on both sides.
    pub fn ignore(&mut self, is_ignored: &dyn Fn(&Name) -> bool) {
        without(&mut self.live, is_ignored);
        without(&mut self.expected, is_ignored);
    }
}

/// Takes out of a schema what has such a name, and what belongs to it.
fn without(schema: &mut Schema, is_it: &dyn Fn(&Name) -> bool) {
    let named = |names: Vec<Name>| names.into_iter().filter(|name| is_it(name)).collect::<Vec<_>>();
    for name in named(schema.tables.keys().cloned().collect()) {
        schema.tables.remove(&name);
    }
    for name in named(schema.views.keys().cloned().collect()) {
        schema.views.remove(&name);
    }
    for name in named(schema.enums.keys().cloned().collect()) {
        schema.enums.remove(&name);
    }
    for name in named(schema.sequences.keys().cloned().collect()) {
        schema.sequences.remove(&name);
    }
    let objects: Vec<ObjectName> = schema
        .objects
        .iter()
        .filter(|(name, object)| is_it(&name.name) || object.table.as_ref().is_some_and(is_it))
        .map(|(name, _)| name.clone())
        .collect();
    for name in objects {
        schema.objects.remove(&name);
    }
}

/// The schema of a live database without the runner's own tables, and its engine.
pub(crate) async fn live(
    driver: &mut dyn Driver,
    table: &HistoryTable,
    target: Target,
) -> Result<(Schema, String), Error> {
    let Eye { mut schema, engine, .. } = Eye::open(driver, table.session(), target).await?;
    let own = table.tables();
    without(&mut schema, &|name| own.contains(&name.name));
    // A schema that was made for the history alone is the runner's own as well.
    if let Some(namespace) = table.schema()
        && !schema.tables.keys().any(|name| name.namespace == namespace)
    {
        schema.namespaces.remove(namespace);
        without(&mut schema, &|name| name.namespace == namespace || name.name == namespace);
    }
    Ok((schema, engine))
}

/// What makes another database give new tables what this one gives them: a table that does not name its
/// character set is no drift for having that of a database which somebody else created.
pub(crate) async fn likeness(
    driver: &mut dyn Driver,
    session: &'static dyn Session,
) -> Result<Vec<String>, Error> {
    let Some(query) = session.databases().and_then(|it| it.likeness()) else {
        return Ok(Vec::new());
    };
    let rows = driver.fetch(query).await;
    let rows = rows.map_err(|error| Error::driver("reading what new tables are given", error))?;
    Ok(rows.into_iter().flatten().flatten().collect())
}

/// Tells that to a database that has nothing in it.
pub(crate) async fn liken(driver: &mut dyn Driver, statements: Vec<String>) -> Result<(), Error> {
    for statement in statements {
        let done = driver.execute(&statement).await;
        done.map_err(|error| Error::driver("making the empty database like the live one", error))?;
    }
    Ok(())
}

/// The ups that lead to where a plan leads from a history.
pub(crate) fn way<'a>(
    set: &'a MigrationSet,
    history: &History,
    plan: &Plan<'a>,
) -> Result<Vec<Step<'a>>, PlanError> {
    let mut steps = Vec::new();
    let goes = |direction| {
        move |row: &Applied| {
            plan.steps.iter().any(|step| step.direction == direction && step.version == row.version)
        }
    };
    for row in &history.rows {
        if goes(Direction::Down)(row) {
            continue;
        }
        if row.state != State::Applied {
            return Err(PlanError::interrupted(row));
        }
        steps.push(Step::applied(set, row));
    }
    steps.extend(plan.steps.iter().filter(|step| step.direction == Direction::Up).cloned());
    Ok(steps)
}

/// What those ups make on a database that has nothing in it.
pub(crate) async fn expected(
    set: &MigrationSet,
    options: &Options,
    table: &HistoryTable,
    driver: &mut dyn Driver,
    ups: &[Step<'_>],
) -> Result<Schema, Error> {
    made(set, options, table, driver, ups).await.map(|(schema, _)| schema)
}

/// The same, with the engine.
pub(crate) async fn made(
    set: &MigrationSet,
    options: &Options,
    table: &HistoryTable,
    driver: &mut dyn Driver,
    ups: &[Step<'_>],
) -> Result<(Schema, String), Error> {
    let own = own_settings(driver, table.session()).await?;
    let mut eye = Eye::open(driver, table.session(), set.target).await?;
    if let Some(occupant) = occupant(&eye.schema) {
        return Err(Error::Occupied { occupant });
    }
    // Nobody else is there to wait for a table, and what runs there is no run of the migrations.
    let options =
        Options { table_lock_timeout: None, record_only: false, observer: None, ..options.clone() };
    let mut run = Run::unrecorded(set, &options, table, &mut *driver);
    run.setup.own = own;
    run.context.can_try(ups)?;
    for up in ups {
        run.alone(up).await?;
    }
    let schema = eye.look(driver, Scope::Everything).await?;
    Ok((schema, eye.engine))
}
