//! Prove: whether every migration can be undone, found out on a throwaway database.

pub(crate) mod cycle;
mod expected;
mod given;
pub(crate) mod parts;
mod rows;
mod tamer;

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use migrate_core::dialect::Target;
use migrate_core::dialect::catalog::occupant;
use migrate_core::dialect::session::HistoryTable;
use migrate_core::impact::measured::Measured;
use migrate_core::repeat::first_runs;
use migrate_core::rows::Loss;
use migrate_core::schema::Schema;
use migrate_core::set::MigrationSet;
use migrate_core::set::name::Direction;
use migrate_core::version::Version;

use crate::connect::own_settings;
use crate::driver::Driver;
use crate::error::{Error, Failure};
use crate::event::{Event, tell};
use crate::execute::Run;
use crate::inspect::Eye;
use crate::options::Options;
use crate::plan::Step;

use cycle::{Cycle, Runs};
use expected::Expected;
pub use given::Ungiven;
pub use rows::RowReport;

/// What a verification found.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// The engine it ran on and its version: `sqlite 3.50.4`.
    pub engine: String,
    /// The migrations in order, and the first run of each repeatable script behind them, up to and
    /// including the first blocker.
    pub migrations: Vec<Verified>,
    /// How many of the set were not run because of a blocker.
    pub not_run: usize,
    /// What of the author's rows no migration met.
    pub ungiven: Vec<Ungiven>,
    /// How long it took.
    pub took: Duration,
}

impl Verification {
    /// Whether a migration was seen to be undone.
    #[must_use]
    pub fn restored(&self, version: &Version) -> bool {
        let restored = |it: &Verified| matches!(it.verdict, Verdict::Restored { .. });
        self.migrations.iter().any(|it| it.version == *version && restored(it))
    }

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
    /// How long the down took; zero where there is none, or where it did not run.
    pub down: Duration,
    /// Where the static replay and the engine are not of one mind, about the schema after the up or
    /// about what statements lock: where there is something, it is a bug of the framework and says
    /// nothing about the migration.
    pub disagreement: Vec<String>,
    /// What each statement of the up cost what was there before it, as far as others would notice.
    pub up_measured: Vec<Measured>,
    /// The same of the down.
    pub down_measured: Vec<Measured>,
    /// The schema before the up.
    pub before: Schema,
    /// The schema after the first up.
    pub after: Schema,
    /// What happened to the rows that were there.
    pub rows: RowReport,
}

/// Whether a migration can be undone.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Before and after are the same schema, and so are both ups.
    Restored {
        /// What differs without meaning anything: the order of columns.
        notes: Vec<String>,
    },
    /// It is trusted ([`Options::trusted`]): its up alone ran, for those behind it.
    Trusted,
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
    /// A script works where the tables are empty, and fails where there are rows.
    FailsOnRows(Box<Failure>),
    /// Up and down lost values, and the file does not say so.
    RowsLost(Vec<Loss>),
    /// Of a repeatable script: over its own result, it failed.
    SecondRunFails(Box<Failure>),
    /// Of a repeatable script: over its own result, it made another schema, in plain words.
    SecondRunDiffers(Vec<String>),
}

impl Verdict {
    /// What is wrong, in one line; nothing where nothing is.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Blocker(blocker) => blocker.words(),
            _ => "",
        }
    }
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
            Self::FailsOnRows(failure) => match failure.direction {
                Direction::Up => "the up works on empty tables only",
                Direction::Down => "the down works on empty tables only",
            },
            Self::RowsLost(_) => "the down does not restore the rows",
            Self::SecondRunFails(_) => "run a second time, the script fails",
            Self::SecondRunDiffers(_) => "run a second time, the script makes another schema",
        }
    }

    /// The script that failed, where one did.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::DownFailed(failure)
            | Self::SecondUpFailed(failure)
            | Self::SecondRunFails(failure)
            | Self::FailsOnRows(failure) => Some(failure),
            Self::NotRestored(_)
            | Self::SecondUpDiffers(_)
            | Self::SecondRunDiffers(_)
            | Self::RowsLost(_) => None,
        }
    }

    /// What differs, in plain words, where no script failed.
    #[must_use]
    pub fn differences(&self) -> Vec<String> {
        match self {
            Self::NotRestored(lines)
            | Self::SecondUpDiffers(lines)
            | Self::SecondRunDiffers(lines) => lines.clone(),
            Self::RowsLost(losses) => losses.iter().map(ToString::to_string).collect(),
            Self::DownFailed(_)
            | Self::SecondUpFailed(_)
            | Self::SecondRunFails(_)
            | Self::FailsOnRows(_) => Vec::new(),
        }
    }
}

/// What was found of a part of a set.
pub(crate) struct Part {
    engine: String,
    /// What that is, as a target.
    server: Target,
    migrations: Vec<Verified>,
    ungiven: Vec<Ungiven>,
    /// The schema it ends with.
    end: Schema,
}

impl Part {
    fn is_blocked(&self) -> bool {
        self.migrations.last().is_some_and(|it| matches!(it.verdict, Verdict::Blocker(_)))
    }
}

/// Verifies a set on a database that has nothing in it and is there for nothing else.
pub(crate) async fn verify(
    set: &MigrationSet,
    options: &Options,
    table: &HistoryTable,
    driver: &mut dyn Driver,
) -> Result<Verification, Error> {
    let started = Instant::now();
    let all = Stretch { range: 0..set.migrations.len(), stop: Arc::default() };
    let part = part(set, options, table, driver, &all).await?;
    Ok(whole(set, vec![part], started))
}

/// Which part of a set, and whether nobody wants to hear of it any more.
#[derive(Clone)]
struct Stretch {
    range: Range<usize>,
    stop: Arc<AtomicBool>,
}

/// Verifies a part of a set on such a database, behind the ups before it.
async fn part(
    set: &MigrationSet,
    options: &Options,
    table: &HistoryTable,
    driver: &mut dyn Driver,
    Stretch { range, stop }: &Stretch,
) -> Result<Part, Error> {
    // Nobody else is there to wait for a table, or to be kept waiting.
    let options = &Options { table_lock_timeout: None, ..options.clone() };
    // They run behind all migrations.
    let runs = if range.end == set.migrations.len() { first_runs(set) } else { Vec::new() };
    let own = own_settings(driver, table.session()).await?;
    let mut eye = Eye::open(driver, table.session(), set.target).await?;
    if let Some(occupant) = occupant(&eye.schema) {
        return Err(Error::Occupied { occupant });
    }
    eye.watch(driver).await?;
    let mut run = Run::unrecorded(set, options, table, driver);
    run.setup.own = own;
    for migration in set.migrations.iter().take(range.end) {
        run.context
            .can_try(std::iter::once(&Step::up(migration)).chain(&Step::down(migration).ok()))?;
    }
    let mut cycle = Cycle::new(&mut run, &mut eye, Runs::Alone);
    let total = set.migrations.len() + set.repeatables.len();
    cycle.come_to(range.start).await?;
    let mut migrations = Vec::new();
    let all = set.migrations.iter().take(range.end).chain(&runs);
    for (index, migration) in all.enumerate().skip(range.start) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let (version, title) = (&migration.version, &*migration.title);
        let event = Event::Verifying { version, title, index, total };
        tell(options.observer.as_deref(), &event);
        let verified = match migration.version.is_run() {
            true => cycle.verify_run(migration).await?,
            false => cycle.verify(migration).await?,
        };
        let stops = matches!(verified.verdict, Verdict::Blocker(_));
        migrations.push(verified);
        if stops {
            break;
        }
        // A check of the inspection, whose cost stays linear in the set.
        if (index + 1).is_power_of_two() || index + 1 == range.end || index + 1 == total {
            cycle.eye.check(cycle.run.driver).await?;
        }
    }
    let ungiven = cycle.rows.given.ungiven();
    let (engine, server, end) = (eye.engine.clone(), eye.server, eye.schema.clone());
    Ok(Part { engine, server, migrations, ungiven, end })
}

/// What parts say together, one behind the other.
fn whole(set: &MigrationSet, parts: Vec<Part>, started: Instant) -> Verification {
    let mut verification = Verification::default();
    let server = parts.first().map_or(set.target, |part| part.server);
    let mut expected = Expected::new(set.target, server);
    for (at, part) in parts.into_iter().enumerate() {
        verification.engine = part.engine;
        // What one of them met was met; of the rest the last one knows best.
        let before = std::mem::replace(&mut verification.ungiven, part.ungiven);
        let never = |it: &Ungiven| at == 0 || before.iter().any(|other| other.line == it.line);
        verification.ungiven.retain(never);
        for mut verified in part.migrations {
            if let Some(migration) = set.get(&verified.version) {
                verified.disagreement = expected.disagreement(migration, &verified);
            }
            verification.migrations.push(verified);
        }
    }
    let total = set.migrations.len() + set.repeatables.len();
    verification.not_run = total.saturating_sub(verification.migrations.len());
    verification.took = started.elapsed();
    verification
}
