//! Up, down and up again, with a look at the schema after each.

use std::collections::BTreeSet;
use std::time::Duration;

use migrate_core::change::words::{Expected, Residue, residues};
use migrate_core::checksum::Checksum;
use migrate_core::dialect::catalog::Scope;
use migrate_core::dialect::meter::Ground;
use migrate_core::impact::measured::Measured;
use migrate_core::replay::spelled_as;
use migrate_core::rows::touched;
use migrate_core::schema::{Name, Schema};
use migrate_core::set::Migration;

use super::rows::{Pair, RowReport, Rows};
use super::tamer::Tamed;
use super::{Blocker, Verdict, Verified};
use crate::error::Error;
use crate::execute::Run;
use crate::execute::measure::Gauge;
use crate::inspect::Eye;
use crate::plan::Step;

/// A database on its way through the set, and what its schema is now.
pub(crate) struct Cycle<'r, 'a, 'd> {
    pub(crate) run: &'r mut Run<'a, 'd>,
    pub(crate) eye: &'r mut Eye,
    runs: Runs,
    pub(super) rows: Rows,
    /// What the values of generated rows come from.
    pub(super) number: u64,
    /// Where in the set the migration stands whose turn it is.
    pub(super) place: usize,
}

/// The tables that a migration can reach by what its words say, and those that are read around it.
pub(super) struct Sight {
    pub(super) reached: BTreeSet<Name>,
    pub(super) read: BTreeSet<Name>,
}

/// Where scripts run.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Runs {
    /// On a throwaway database, each committed by itself.
    Alone,
    /// In the transaction that is open.
    Within,
}

impl<'r, 'a, 'd> Cycle<'r, 'a, 'd> {
    pub(crate) fn new(run: &'r mut Run<'a, 'd>, eye: &'r mut Eye, runs: Runs) -> Self {
        let seed = match runs {
            Runs::Alone => run.context.options.seed.clone(),
            Runs::Within => None,
        };
        Self { run, eye, runs, rows: Rows::new(seed), number: 0, place: 0 }
    }

    /// Whether the database is there for nothing else, so that rows may be made up and taken away.
    pub(super) const fn is_alone(&self) -> bool {
        matches!(self.runs, Runs::Alone)
    }

    pub(super) async fn inspect(&mut self, scope: Scope<'_>) -> Result<Schema, Error> {
        self.eye.look(self.run.driver, scope).await
    }

    /// Runs one script and looks at what it may have changed.
    pub(super) async fn step(&mut self, step: &Step<'_>) -> Result<(Duration, Schema), Error> {
        let took = match self.runs {
            Runs::Alone => self.run.alone(step).await?,
            Runs::Within => self.run.within(step).await?,
        };
        let schema = self.inspect(Scope::Script(&step.script.sql)).await?;
        Ok((took, schema))
    }

    pub(crate) async fn verify(&mut self, migration: &Migration) -> Result<Verified, Error> {
        let (up, down) = (Step::up(migration), Step::down(migration));
        let before = self.eye.schema.clone();
        let down_sql = migration.down.script().map(|script| &*script.sql);
        let scripts: Vec<&str> = std::iter::once(&*migration.up.sql).chain(down_sql).collect();
        let reached = touched(&before, &scripts);
        let sight = Sight { read: self.read(&before, &reached), reached };
        let trusted = self.run.context.options.trusted.contains(&migration.version)
            || !self.run.context.has(&up);
        self.number = number(&migration.up.checksum);
        // A run of a repeatable script comes behind all of them.
        let set = self.run.context.set;
        self.place = set.position(&migration.version).unwrap_or(set.migrations.len());
        let seeds = !trusted && self.is_alone();
        let sowing = self.sowing(&before);
        if seeds {
            self.seed(&sowing).await?;
            self.measure(&before, &sight.reached);
        } else {
            // Whatever is tried of a set, later migrations meet the same rows of the author.
            self.rows.give(self.run.driver, &sowing).await?;
        }
        let Tamed { took, after, rows, note, blocker } =
            self.up_on_rows(&up, &before, &sight).await?;
        let up_measured = self.measured();
        let mut report =
            if seeds { self.rows.report(&before, &sight.reached) } else { RowReport::default() };
        report.notes.extend(note);
        self.eye.schema = after.clone();
        let mut verified = Verified {
            version: migration.version.clone(),
            title: migration.title.to_string(),
            path: self.run.context.set.path(&migration.up),
            verdict: Verdict::Trusted,
            up: took,
            down: Duration::ZERO,
            disagreement: Vec::new(),
            up_measured,
            down_measured: Vec::new(),
            before,
            after,
            rows: report,
        };
        verified.verdict = match (blocker, down) {
            (Some(failure), _) if !trusted => Verdict::Blocker(Blocker::FailsOnRows(failure)),
            _ if trusted => Verdict::Trusted,
            (_, Ok(down)) => {
                let reached = touched(&verified.after, &scripts);
                let (rows, sight) = (&rows, &sight);
                let pair = Pair { migration, up: &up, down: &down, rows, sight, reached };
                self.back_and_forth(&pair, &mut verified).await?
            }
            (_, Err(reason)) => Verdict::Irreversible { reason: reason.to_owned() },
        };
        self.rows.forget(&sight.reached);
        self.rows.forget(&touched(&verified.after, &scripts));
        Ok(verified)
    }

    /// Why a repeatable script cannot run once more, where all of them have run.
    pub(crate) async fn again(&mut self, run: &Migration) -> Result<Option<Blocker>, Error> {
        let before = self.eye.schema.clone();
        match self.step(&Step::up(run)).await {
            Ok((_, schema)) => {
                let (differences, _) = compared(&schema, &before, Expected::AfterFirstUp);
                self.eye.schema = schema;
                Ok((!differences.is_empty()).then_some(Blocker::SecondRunDiffers(differences)))
            }
            Err(Error::Failed(failure)) => Ok(Some(Blocker::SecondRunFails(failure))),
            Err(error) => Err(error),
        }
    }

    /// Runs the ups before that place of the set, on empty tables.
    pub(super) async fn come_to(&mut self, place: usize) -> Result<(), Error> {
        let set = self.run.context.set;
        for migration in set.migrations.iter().take(place) {
            self.run.alone(&Step::up(migration)).await?;
        }
        if place > 0 {
            self.eye.schema = self.inspect(Scope::Everything).await?;
        }
        Ok(())
    }

    /// Whose rows are read: those of all tables after the 1st, 2nd, 4th, 8th … migration and the last,
    /// so that what words miss is noticed and the cost stays linear in the set.
    fn read(&self, before: &Schema, reached: &BTreeSet<Name>) -> BTreeSet<Name> {
        let (number, total) = (self.place + 1, self.run.context.set.migrations.len());
        if self.is_alone() && (number.is_power_of_two() || number == total) {
            before.tables.keys().chain(before.sequences.keys()).cloned().collect()
        } else {
            reached.clone()
        }
    }

    /// From now on, the statements of scripts are looked at.
    fn measure(&mut self, schema: &Schema, reached: &BTreeSet<Name>) {
        let ground = Ground { server: self.eye.server, watched: self.eye.watched, schema, reached };
        let meter = self.run.context.table.session().meter(&ground);
        self.run.gauge = meter.map(Gauge::new);
    }

    /// What was seen of the last script; nobody looks any more.
    fn measured(&mut self) -> Vec<Measured> {
        self.run.gauge.take().map(|gauge| gauge.seen).unwrap_or_default()
    }

    async fn back_and_forth(
        &mut self,
        pair: &Pair<'_, '_>,
        verified: &mut Verified,
    ) -> Result<Verdict, Error> {
        let blocker = |blocker| Ok(Verdict::Blocker(blocker));
        if self.is_alone() {
            self.measure(&verified.after, &pair.reached);
        }
        let down = self.step(pair.down).await;
        verified.down_measured = self.measured();
        let restored = match down {
            Ok((took, schema)) => {
                verified.down = took;
                schema
            }
            Err(Error::Failed(failure)) => return self.failed_down(pair, failure, verified).await,
            Err(error) => return Err(error),
        };
        let target = self.run.context.set.target;
        let (restored, spelled) = match spelled_as(&restored, &verified.before, target) {
            Some((restored, notes)) => (restored, notes),
            None => (restored, Vec::new()),
        };
        let (differences, mut notes) = compared(&restored, &verified.before, Expected::BeforeUp);
        notes.extend(spelled.into_iter().map(|residue| residue.text));
        if !differences.is_empty() {
            return blocker(Blocker::NotRestored(differences));
        }
        let open =
            self.compare_rows(pair, (&verified.before, &restored), &mut verified.rows).await?;
        if !open.is_empty() {
            return blocker(Blocker::RowsLost(open));
        }
        let again = match self.step(pair.up).await {
            Ok((_, schema)) => schema,
            Err(Error::Failed(failure)) => return blocker(Blocker::SecondUpFailed(failure)),
            Err(error) => return Err(error),
        };
        let (differences, more) = compared(&again, &verified.after, Expected::AfterFirstUp);
        if !differences.is_empty() {
            return blocker(Blocker::SecondUpDiffers(differences));
        }
        notes.extend(more);
        self.eye.schema = again;
        Ok(Verdict::Restored { notes })
    }
}

/// Differences that count, and those that are only worth a note.
fn compared(found: &Schema, expected: &Schema, which: Expected) -> (Vec<String>, Vec<String>) {
    let residues = residues(found, expected, which).into_iter();
    let (notes, differences): (Vec<Residue>, Vec<Residue>) =
        residues.partition(|residue| residue.note);
    let texts = |list: Vec<Residue>| list.into_iter().map(|residue| residue.text).collect();
    (texts(differences), texts(notes))
}

/// A number that is another one for another script.
fn number(checksum: &Checksum) -> u64 {
    let bytes = checksum.as_str().bytes();
    bytes.fold(0, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)))
}
