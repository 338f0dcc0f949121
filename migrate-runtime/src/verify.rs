//! Prove: whether every migration can be undone, found out on a throwaway database.

use std::time::{Duration, Instant};

use migrate_core::change::words::{Expected, Residue, residues};
use migrate_core::dialect::session::HistoryTable;
use migrate_core::dialect::sqlite::catalog::{Catalog, Scope};
use migrate_core::dialect::sqlite::session;
use migrate_core::diff::diff;
use migrate_core::schema::Schema;
use migrate_core::set::{Migration, MigrationSet};
use migrate_core::version::Version;

use crate::driver::{Driver, throwaway};
use crate::error::{Error, Failure};
use crate::event::{Event, tell};
use crate::execute::Run;
use crate::inspect::inspect;
use crate::options::Options;
use crate::plan::Step;

/// What a verification found.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// The engine it ran on and its version: `sqlite 3.50.4`.
    pub engine: String,
    /// The migrations in order, up to and including the first blocker.
    pub migrations: Vec<Verified>,
    /// How many of the set were not run because of a blocker.
    pub not_run: usize,
    /// How long it took.
    pub took: Duration,
}

impl Verification {
    /// The migration that stopped the verification.
    #[must_use]
    pub fn blocker(&self) -> Option<(&Verified, &Blocker)> {
        self.migrations.iter().find_map(|verified| match &verified.verdict {
            Verdict::Blocker(blocker) => Some((verified, blocker)),
            _ => None,
        })
    }
}

/// One migration and whether it can be undone.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The version.
    pub version: Version,
    /// The title.
    pub title: String,
    /// The up as shown to people.
    pub path: String,
    /// What was found.
    pub verdict: Verdict,
    /// How long the up took.
    pub up: Duration,
    /// How long the down took; zero where there is none.
    pub down: Duration,
}

/// Whether a migration can be undone.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Before and after are the same schema, and so are both ups.
    Restored {
        /// What differs without meaning anything: the order of columns.
        notes: Vec<String>,
    },
    /// The author says there is no way back.
    Irreversible {
        /// Why.
        reason: String,
    },
    /// It cannot be undone, and does not say so.
    Blocker(Blocker),
}

/// Why a migration cannot be undone.
#[derive(Clone, Debug)]
pub enum Blocker {
    /// The down failed.
    DownFailed(Box<Failure>),
    /// The down left differences, in plain words.
    NotRestored(Vec<String>),
    /// After the down, the up failed.
    SecondUpFailed(Box<Failure>),
    /// After the down, the up made another schema, in plain words.
    SecondUpDiffers(Vec<String>),
}

impl Blocker {
    /// What happened, in one line.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::DownFailed(_) => "the down fails",
            Self::NotRestored(_) => "the down does not restore the schema",
            Self::SecondUpFailed(_) => "after the down, the up fails",
            Self::SecondUpDiffers(_) => "after the down, the up makes another schema",
        }
    }
}

/// Verifies a set on a throwaway database of its engine.
pub(crate) async fn verify(
    set: &MigrationSet,
    options: &Options,
    table: &HistoryTable,
) -> Result<Verification, Error> {
    let started = Instant::now();
    let mut driver = throwaway().await.map_err(|error| Error::driver("connecting", error))?;
    let version = driver.fetch(session::VERSION).await;
    let version = version.map_err(|error| Error::driver("connecting", error))?;
    let mut verification = Verification {
        engine: format!(
            "{} {}",
            set.target.dialect,
            version.into_iter().flatten().flatten().collect::<String>()
        ),
        ..Verification::default()
    };
    let mut cycle = Cycle::begin(set, options, table, &mut *driver).await?;
    let total = set.migrations.len();
    for (index, migration) in set.migrations.iter().enumerate() {
        let (version, title) = (&migration.version, &*migration.title);
        let event = Event::Verifying { version, title, index, total };
        tell(options.observer.as_deref(), &event);
        let verified = cycle.verify(migration).await?;
        let stops = matches!(verified.verdict, Verdict::Blocker(_));
        verification.migrations.push(verified);
        if stops {
            verification.not_run = total - index - 1;
            break;
        }
        cycle.check_now_and_then(index).await?;
    }
    driver.release().await;
    verification.took = started.elapsed();
    Ok(verification)
}

/// A throwaway database on its way through the set, and what its schema is now.
struct Cycle<'a, 'd> {
    set: &'a MigrationSet,
    run: Run<'a, 'd>,
    catalog: Catalog,
    schema: Schema,
}

impl<'a, 'd> Cycle<'a, 'd> {
    async fn begin(
        set: &'a MigrationSet,
        options: &'a Options,
        table: &'a HistoryTable,
        driver: &'d mut dyn Driver,
    ) -> Result<Self, Error> {
        let run = Run::unrecorded(set, options, table, driver);
        let mut cycle = Self { set, run, catalog: Catalog::new(&[]), schema: Schema::default() };
        cycle.schema = cycle.inspect(Scope::Everything).await?;
        Ok(cycle)
    }

    async fn inspect(&mut self, scope: Scope<'_>) -> Result<Schema, Error> {
        inspect(self.run.driver, &mut self.catalog, scope).await
    }

    /// Runs one script and looks at what it may have changed.
    async fn step(&mut self, step: &Step<'_>) -> Result<(Duration, Schema), Error> {
        let took = self.run.alone(step).await?;
        let schema = self.inspect(Scope::Script(&step.script.sql)).await?;
        Ok((took, schema))
    }

    async fn verify(&mut self, migration: &'a Migration) -> Result<Verified, Error> {
        let up = Step::up(migration);
        let before = self.schema.clone();
        let (up_took, after) = self.step(&up).await?;
        let mut verified = Verified {
            version: migration.version.clone(),
            title: migration.title.to_string(),
            path: self.set.path(&migration.up),
            verdict: Verdict::Restored { notes: Vec::new() },
            up: up_took,
            down: Duration::ZERO,
        };
        self.schema = after.clone();
        verified.verdict = match Step::down(migration) {
            Ok(down) => self.back_and_forth(&up, &down, &before, &after, &mut verified).await?,
            Err(reason) => Verdict::Irreversible { reason: reason.to_owned() },
        };
        Ok(verified)
    }

    async fn back_and_forth(
        &mut self,
        up: &Step<'_>,
        down: &Step<'_>,
        before: &Schema,
        after: &Schema,
        verified: &mut Verified,
    ) -> Result<Verdict, Error> {
        let blocker = |blocker| Ok(Verdict::Blocker(blocker));
        let restored = match self.step(down).await {
            Ok((took, schema)) => {
                verified.down = took;
                schema
            }
            Err(Error::Failed(failure)) => return blocker(Blocker::DownFailed(failure)),
            Err(error) => return Err(error),
        };
        let (differences, mut notes) = sort(residues(&restored, before, Expected::BeforeUp));
        if !differences.is_empty() {
            return blocker(Blocker::NotRestored(differences));
        }
        let again = match self.step(up).await {
            Ok((_, schema)) => schema,
            Err(Error::Failed(failure)) => return blocker(Blocker::SecondUpFailed(failure)),
            Err(error) => return Err(error),
        };
        let (differences, more) = sort(residues(&again, after, Expected::AfterFirstUp));
        if !differences.is_empty() {
            return blocker(Blocker::SecondUpDiffers(differences));
        }
        notes.extend(more);
        self.schema = again;
        Ok(Verdict::Restored { notes })
    }

    /// Looks at the whole schema after the 1st, 2nd, 4th, 8th … migration and compares it with what
    /// the changes added up to: a check of the inspection whose cost stays linear in the set.
    async fn check_now_and_then(&mut self, index: usize) -> Result<(), Error> {
        let count = index + 1;
        if !count.is_power_of_two() && count != self.set.migrations.len() {
            return Ok(());
        }
        let added_up = self.schema.clone();
        self.schema = self.inspect(Scope::Everything).await?;
        match diff(&added_up, &self.schema).first() {
            None => Ok(()),
            Some(change) => Err(Error::Inspection { change: format!("{change:?}") }),
        }
    }
}

/// Differences that count, and those that are only worth a note.
fn sort(residues: Vec<Residue>) -> (Vec<String>, Vec<String>) {
    let (notes, differences): (Vec<Residue>, Vec<Residue>) =
        residues.into_iter().partition(|residue| residue.note);
    let texts = |list: Vec<Residue>| list.into_iter().map(|residue| residue.text).collect();
    (texts(differences), texts(notes))
}
