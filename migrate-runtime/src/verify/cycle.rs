//! Up, down and up again, with a look at the schema after each.

use std::collections::BTreeMap;
use std::time::Duration;

use migrate_core::change::words::{Expected, Residue, Subject, residues};
use migrate_core::checksum::Checksum;
use migrate_core::dialect::catalog::{Catalog, Scope, occupant};
use migrate_core::dialect::session::HistoryTable;
use migrate_core::diff::diff;
use migrate_core::rows::touched;
use migrate_core::schema::{ObjectKind, Schema};
use migrate_core::set::{Migration, MigrationSet};
use migrate_core::sql::space::same_but_for_space;

use super::rows::{Pair, RowReport, Rows};
use super::tamer::Tamed;
use super::{Blocker, Verdict, Verified};
use crate::driver::Driver;
use crate::error::Error;
use crate::execute::Run;
use crate::inspect::{inspect, reader};
use crate::migrator::own_settings;
use crate::options::Options;
use crate::plan::Step;

/// A throwaway database on its way through the set, and what its schema is now.
pub(super) struct Cycle<'a, 'd> {
    pub(super) set: &'a MigrationSet,
    pub(super) run: Run<'a, 'd>,
    catalog: Box<dyn Catalog>,
    schema: Schema,
    pub(super) rows: Rows,
    /// What the values of generated rows come from.
    pub(super) number: u64,
    /// The engine and its version.
    pub(super) engine: String,
}

impl<'a, 'd> Cycle<'a, 'd> {
    pub(super) async fn begin(
        set: &'a MigrationSet,
        options: &'a Options,
        table: &'a HistoryTable,
        driver: &'d mut dyn Driver,
    ) -> Result<Self, Error> {
        let session = table.session();
        let own = own_settings(driver, session).await?;
        let (catalog, engine) = reader(driver, session, set.target).await?;
        let mut run = Run::unrecorded(set, options, table, driver);
        run.setup.own = own;
        let (schema, rows) = (Schema::default(), Rows::default());
        let mut cycle = Self { set, run, catalog, schema, rows, number: 0, engine };
        cycle.schema = cycle.inspect(Scope::Everything).await?;
        match occupant(&cycle.schema) {
            Some(occupant) => Err(Error::Occupied { occupant }),
            None => Ok(cycle),
        }
    }

    pub(super) async fn inspect(&mut self, scope: Scope<'_>) -> Result<Schema, Error> {
        inspect(self.run.driver, &mut *self.catalog, scope).await
    }

    /// Runs one script and looks at what it may have changed.
    pub(super) async fn step(&mut self, step: &Step<'_>) -> Result<(Duration, Schema), Error> {
        let took = self.run.alone(step).await?;
        let schema = self.inspect(Scope::Script(&step.script.sql)).await?;
        Ok((took, schema))
    }

    pub(super) async fn verify(&mut self, migration: &'a Migration) -> Result<Verified, Error> {
        let (up, down) = (Step::up(migration), Step::down(migration));
        let before = self.schema.clone();
        let down_sql = migration.down.script().map(|script| &*script.sql);
        let scripts: Vec<&str> = std::iter::once(&*migration.up.sql).chain(down_sql).collect();
        let reached = touched(&before, &scripts);
        let trusted = self.run.context.options.trusted.contains(&migration.version);
        self.number = number(&migration.up.checksum);
        if !trusted {
            self.seed(&before, BTreeMap::new()).await?;
        }
        let Tamed { took, after, rows, note, blocker } =
            self.up_on_rows(&up, &before, &reached).await?;
        let mut report =
            if trusted { RowReport::default() } else { self.rows.report(&before, &reached) };
        report.notes.extend(note);
        self.schema = after.clone();
        let mut verified = Verified {
            version: migration.version.clone(),
            title: migration.title.to_string(),
            path: self.set.path(&migration.up),
            verdict: Verdict::Trusted,
            up: took,
            down: Duration::ZERO,
            before,
            after,
            rows: report,
        };
        verified.verdict = match (blocker, down) {
            (Some(failure), _) => Verdict::Blocker(Blocker::FailsOnRows(failure)),
            (None, _) if trusted => Verdict::Trusted,
            (None, Ok(down)) => {
                let pair = Pair { migration, up: &up, down: &down, rows: &rows };
                self.back_and_forth(&pair, &mut verified).await?
            }
            (None, Err(reason)) => Verdict::Irreversible { reason: reason.to_owned() },
        };
        self.rows.forget(&reached);
        self.rows.forget(&touched(&verified.after, &scripts));
        Ok(verified)
    }

    async fn back_and_forth(
        &mut self,
        pair: &Pair<'_, '_>,
        verified: &mut Verified,
    ) -> Result<Verdict, Error> {
        let blocker = |blocker| Ok(Verdict::Blocker(blocker));
        let restored = match self.step(pair.down).await {
            Ok((took, schema)) => {
                verified.down = took;
                schema
            }
            Err(Error::Failed(failure)) => return self.failed_down(pair, failure, verified).await,
            Err(error) => return Err(error),
        };
        let (differences, mut notes) =
            self.compared(&restored, &verified.before, Expected::BeforeUp);
        if !differences.is_empty() {
            return blocker(Blocker::NotRestored(differences));
        }
        let open = self.compare_rows(pair, &restored, &mut verified.rows).await?;
        if !open.is_empty() {
            return blocker(Blocker::RowsLost(open));
        }
        let again = match self.step(pair.up).await {
            Ok((_, schema)) => schema,
            Err(Error::Failed(failure)) => return blocker(Blocker::SecondUpFailed(failure)),
            Err(error) => return Err(error),
        };
        let (differences, more) = self.compared(&again, &verified.after, Expected::AfterFirstUp);
        if !differences.is_empty() {
            return blocker(Blocker::SecondUpDiffers(differences));
        }
        notes.extend(more);
        self.schema = again;
        Ok(Verdict::Restored { notes })
    }

    /// Differences that count, and those that are only worth a note.
    fn compared(
        &self,
        found: &Schema,
        expected: &Schema,
        which: Expected,
    ) -> (Vec<String>, Vec<String>) {
        let (mut differences, mut notes) = (Vec::new(), Vec::new());
        for residue in residues(found, expected, which) {
            if residue.note {
                notes.push(residue.text);
            } else if self.is_only_spaced(&residue, found, expected) {
                notes.push(format!("{}, by white space alone", residue.text));
            } else {
                differences.push(residue.text);
            }
        }
        (differences, notes)
    }

    /// Whether what the engine keeps as it was written is written the same but for white space.
    fn is_only_spaced(&self, residue: &Residue, found: &Schema, expected: &Schema) -> bool {
        const KEPT: [ObjectKind; 3] = [ObjectKind::Routine, ObjectKind::Trigger, ObjectKind::Event];
        let Subject::Object(name) = &residue.subject else { return false };
        match (found.objects.get(name), expected.objects.get(name)) {
            (Some(found), Some(expected)) if KEPT.contains(&name.kind) => {
                found.table == expected.table
                    && same_but_for_space(&found.text, &expected.text, self.set.target.dialect)
            }
            _ => false,
        }
    }

    /// Looks at the whole schema after the 1st, 2nd, 4th, 8th … migration and compares it with what
    /// the changes added up to: a check of the inspection whose cost stays linear in the set.
    pub(super) async fn check_now_and_then(&mut self, index: usize) -> Result<(), Error> {
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

/// A number that is another one for another script.
fn number(checksum: &Checksum) -> u64 {
    let bytes = checksum.as_str().bytes();
    bytes.fold(0, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)))
}
