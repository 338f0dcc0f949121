//! Whether a live database is what its applied migrations make.
//!
//! An engine spells what it was told in its own way, so both schemas are read of an engine: the live
//! one, and one to which the same migrations were applied on a database that has nothing else.

use std::collections::BTreeMap;

use migrate_core::change::words::{Expected, Residue, residues};
use migrate_core::dialect::Target;
use migrate_core::dialect::catalog::{Scope, occupant};
use migrate_core::dialect::session::{HistoryTable, Session};
use migrate_core::render::{self, Rendered};
use migrate_core::schema::{Difference, Name, Object, ObjectKind, ObjectName, Schema};
use migrate_core::set::MigrationSet;
use migrate_core::set::name::Direction;

use crate::connect::own_settings;
use crate::driver::{Driver, Row};
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
    /// What makes those things of each that its schema knows by what there is to compare.
    live_created: Created,
    expected_created: Created,
}

/// What such a statement begins with.
const MAKING: [&str; 5] = ["CREATE ", "ALTER ", "COMMENT ON ", "GRANT ", "REVOKE "];

/// Statements that make things.
type Created = BTreeMap<ObjectName, String>;

/// A schema of an engine, and those statements.
pub(crate) struct Side {
    schema: Schema,
    created: Created,
}

/// What a live database has.
pub(crate) struct Found {
    pub(crate) live: Side,
    pub(crate) engine: String,
    /// What makes another database give new tables what this one gives them.
    pub(crate) likeness: Vec<String>,
}

impl Side {
    /// Those who may not see the statements are told of such things that they have none.
    /// The numbers that a file keeps for applications are theirs, whatever migrations made of them.
    async fn of(
        mut schema: Schema,
        driver: &mut dyn Driver,
        session: &'static dyn Session,
    ) -> Self {
        let settings = schema.objects.keys().filter(|it| it.kind == ObjectKind::Setting);
        for setting in settings.cloned().collect::<Vec<_>>() {
            schema.objects.remove(&setting);
        }
        let mut side = Self { schema, created: Created::new() };
        let Some((names, query)) = session.created(&side.schema) else { return side };
        let rows = driver.fetch(&query).await.unwrap_or_default();
        let is_statement = |cell: &String| MAKING.iter().any(|verb| cell.starts_with(verb));
        let statement = |row: Row| row.into_iter().flatten().find(is_statement);
        if rows.len() == names.len() {
            let statements = rows.into_iter().map(statement);
            let made = names.into_iter().zip(statements);
            side.created = made.filter_map(|(name, text)| Some((name, text?))).collect();
        }
        side
    }

    /// Takes out the tables in which things keep their rows that the other side does not have: they come and
    /// go with those.
    pub(crate) fn without_kept(&mut self, other: &Self, session: &'static dyn Session) {
        let Self { schema, .. } = self;
        let alone = schema.objects.keys().filter(|it| !other.schema.objects.contains_key(it));
        let kept: Vec<Name> = alone.flat_map(|owner| session.kept_in(schema, owner)).collect();
        for name in kept {
            schema.tables.remove(&name);
        }
    }
}

impl Drift {
    pub(crate) fn between(engine: String, live: Side, expected: Side) -> Self {
        Self {
            engine,
            live: live.schema,
            expected: expected.schema,
            live_created: live.created,
            expected_created: expected.created,
        }
    }

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
        let [live, expected] = self.sides();
        rendered(live, expected, target)
    }

    /// What a migration would have to say to make what the database has.
    #[must_use]
    pub fn adopt(&self, target: Target) -> Rendered {
        let [live, expected] = self.sides();
        rendered(expected, live, target)
    }

    fn sides(&self) -> [(&Schema, &Created); 2] {
        [(&self.live, &self.live_created), (&self.expected, &self.expected_created)]
    }

    /// Leaves out what has such a name, on both sides.
    pub fn ignore(&mut self, is_ignored: &dyn Fn(&Name) -> bool) {
        without(&mut self.live, is_ignored);
        without(&mut self.expected, is_ignored);
    }
}

/// What makes one of the other, in which what is new or different is as the engine would create it.
fn rendered(
    (from, was_created): (&Schema, &Created),
    (to, is_created): (&Schema, &Created),
    target: Target,
) -> Rendered {
    let (mut old, mut new) = (from.clone(), to.clone());
    // What is made anew gets those again.
    let same = from.objects.iter().filter(|(name, object)| to.objects.get(name) == Some(*object));
    for (name, _) in same.filter(|(name, _)| render::ATTRIBUTES.contains(&name.kind)) {
        say(&mut old, name, is_created.get(name));
        say(&mut new, name, is_created.get(name));
    }
    for difference in from.objects.diff(&to.objects) {
        match difference {
            Difference::Added(name, _) => say(&mut new, name, is_created.get(name)),
            // Two statements that are the same say nothing of what is different.
            Difference::Changed { key: name, .. }
                if was_created.get(name) != is_created.get(name) =>
            {
                say(&mut old, name, was_created.get(name));
                say(&mut new, name, is_created.get(name));
            }
            Difference::Removed(name, _) => say(&mut old, name, was_created.get(name)),
            Difference::Changed { .. } => {}
        }
    }
    render::inspected(&old, &new, target)
}

/// Puts the statement that makes a thing in the place of its text.
fn say(schema: &mut Schema, name: &ObjectName, statement: Option<&String>) {
    if let (Some(object), Some(text)) = (schema.objects.get(name), statement) {
        let object = Object { text: text.clone(), ..object.clone() };
        schema.objects.insert(name.clone(), object);
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

/// What a live database has that is compared.
pub(crate) async fn found(
    driver: &mut dyn Driver,
    table: &HistoryTable,
    target: Target,
) -> Result<Found, Error> {
    let (schema, engine) = live(driver, table, target).await?;
    let likeness = likeness(driver, table.session()).await?;
    Ok(Found { live: Side::of(schema, driver, table.session()).await, engine, likeness })
}

/// What makes another database give new tables what this one gives them: a table that does not name its
/// character set is no drift for having that of a database which somebody else created.
async fn likeness(
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
async fn liken(driver: &mut dyn Driver, statements: Vec<String>) -> Result<(), Error> {
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

/// What those ups make on a database that has nothing in it, and is like the live one.
pub(crate) async fn expected(
    set: &MigrationSet,
    options: &Options,
    table: &HistoryTable,
    driver: &mut dyn Driver,
    (likeness, ups): (Vec<String>, &[Step<'_>]),
) -> Result<Side, Error> {
    liken(driver, likeness).await?;
    let (schema, _) = made(set, options, table, driver, ups).await?;
    Ok(Side::of(schema, driver, table.session()).await)
}

/// What they make, and the engine.
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
