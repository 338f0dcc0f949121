//! Rows of a throwaway database: made before a migration, compared after its down.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use migrate_core::analysis::losses::answered;
use migrate_core::dialect::Dialect;
use migrate_core::rows::{self, Content, Loss, Reading};
use migrate_core::schema::{Name, Schema};
use migrate_core::seed::{Fill, Request, Seeder, Unseeded};
use migrate_core::set::Migration;
use migrate_core::set::seed_file::SeedFile;
use migrate_core::text::counted;

use super::cycle::{Cycle, Sight};
use super::given::Given;
use super::{Blocker, Verdict, Verified};
use crate::driver::{Driver, DriverError};
use crate::error::{Error, Failure};
use crate::plan::Step;

/// What is known of the rows.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// How many there are of the tables that were counted.
    counts: BTreeMap<Name, usize>,
    /// The tables that stayed empty, with what the engine says of a row.
    unseeded: BTreeMap<Name, Unseeded>,
    /// The author's.
    pub(super) given: Given,
}

/// What happened to the rows that were there before a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowReport {
    /// How many tables there were.
    pub tables: usize,
    /// How many of them had rows.
    pub seeded: usize,
    /// How many columns came back as they were, of the tables that the migration can have reached.
    pub preserved: usize,
    /// What did not, and is meant not to.
    pub lost: Vec<Loss>,
    /// The tables that had no rows, of which nothing is known.
    pub unseeded: Vec<Unseeded>,
    /// Those of them that the migration can have reached.
    pub unproven: Vec<Name>,
    /// What else is to be said.
    pub notes: Vec<String>,
}

impl RowReport {
    /// The verdict in one word; none where there was nothing to lose.
    #[must_use]
    pub const fn word(&self) -> Option<&'static str> {
        match (self.lost.is_empty(), self.unproven.is_empty(), self.preserved) {
            (false, ..) => Some("lost"),
            (_, false, _) => Some("unproven"),
            (_, _, 0) => None,
            _ => Some("preserved"),
        }
    }

    /// Remarks, in plain words.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let lost = self.lost.iter().map(|loss| format!("as the file says, rows are lost: {loss}"));
        lost.chain(self.notes.iter().cloned()).collect()
    }

    /// `2 of 14 tables unseeded: …`; none where every table had rows.
    #[must_use]
    pub fn unseeded(&self) -> Option<String> {
        let one = |it: &Unseeded| format!("{} ({})", it.table, it.error);
        let names: Vec<String> = self.unseeded.iter().map(one).collect();
        let (count, tables) = (names.len(), counted(self.tables, "table"));
        (count > 0).then(|| format!("{count} of {tables} unseeded: {}", names.join(", ")))
    }
}

const SEEDING: &str = "making rows on the throwaway database";
const READING: &str = "reading the rows of the throwaway database";

/// What an engine says when it refuses rows.
pub(super) fn message(error: &DriverError) -> String {
    error.detail().map_or_else(
        || error.message().to_owned(),
        |detail| format!("{}: {detail}", error.message()),
    )
}

/// What is to be put into a database.
pub(super) struct Sowing<'a> {
    pub(super) schema: &'a Schema,
    pub(super) dialect: Dialect,
    /// What the values of made-up rows come from.
    pub(super) number: u64,
    /// The migration that meets the rows, by its place in the set.
    pub(super) place: usize,
    /// Tables with other rows than usual, as many as they are.
    pub(super) fills: BTreeMap<Name, Fill>,
    /// Tables that get none of the author's rows.
    pub(super) without: BTreeSet<Name>,
}

impl Rows {
    pub(super) fn new(seed: Option<Arc<SeedFile>>) -> Self {
        Self { given: Given::new(seed), ..Self::default() }
    }

    /// Puts in the author's rows, and makes rows for the tables that have none.
    pub(super) async fn seed(
        &mut self,
        driver: &mut dyn Driver,
        sowing: &Sowing<'_>,
    ) -> Result<(), Error> {
        self.give(driver, sowing).await?;
        // What the author's rows refer to may have to be made up first.
        let waiting = self.given.waiting(sowing.schema, sowing.place);
        if !waiting.is_empty() {
            let mut fills = sowing.fills.clone();
            fills.extend(waiting.into_iter().map(|name| (name, Fill::None)));
            self.make_up(driver, sowing, fills).await?;
            self.give(driver, sowing).await?;
        }
        self.make_up(driver, sowing, sowing.fills.clone()).await
    }

    /// Puts in the author's rows.
    pub(super) async fn give(
        &mut self,
        driver: &mut dyn Driver,
        sowing: &Sowing<'_>,
    ) -> Result<(), Error> {
        let Sowing { schema, dialect, place, without, .. } = sowing;
        if !self.given.is_any() {
            return Ok(());
        }
        self.know(driver, schema, *dialect).await?;
        let written = self.given.give(driver, schema, *place, &self.counts, without).await;
        self.count(driver, &written.iter().collect::<Vec<_>>(), *dialect).await
    }

    /// Counts what is not known.
    async fn know(
        &mut self,
        driver: &mut dyn Driver,
        schema: &Schema,
        dialect: Dialect,
    ) -> Result<(), Error> {
        self.counts.retain(|name, _| schema.tables.contains_key(name));
        self.unseeded.retain(|name, _| schema.tables.contains_key(name));
        let unknown: Vec<&Name> =
            schema.tables.keys().filter(|name| !self.counts.contains_key(*name)).collect();
        self.count(driver, &unknown, dialect).await
    }

    /// Makes rows for the tables that have none.
    async fn make_up(
        &mut self,
        driver: &mut dyn Driver,
        sowing: &Sowing<'_>,
        fills: BTreeMap<Name, Fill>,
    ) -> Result<(), Error> {
        let Sowing { schema, dialect, number, .. } = *sowing;
        self.know(driver, schema, dialect).await?;
        let mut there = self.counts.clone();
        // What was refused before is refused again, until something changes about the table.
        there.extend(self.unseeded.keys().map(|name| (name.clone(), 1)));
        there.retain(|_, rows| *rows > 0);
        let empty: BTreeSet<Name> = self.unseeded.keys().cloned().collect();
        let mut seeder = Seeder::new(Request { schema, dialect, number, there, fills });
        while let Some(statement) = seeder.statement() {
            let answer = driver.execute(&statement).await.map_err(|error| message(&error));
            seeder.told(answer.as_ref().map(|_| ()).map_err(String::as_str));
        }
        let seeded = seeder.rows().iter().filter(|(name, _)| !empty.contains(*name));
        self.counts.extend(seeded.map(|(name, rows)| (name.clone(), *rows)));
        let refused: Vec<Unseeded> = seeder.unseeded().to_vec();
        // What refuses a row may have one already, of a trigger on another table.
        let names: Vec<&Name> = refused.iter().map(|it| &it.table).collect();
        self.count(driver, &names, dialect).await?;
        let counts = &self.counts;
        let is_empty = |it: &Unseeded| counts.get(&it.table).is_none_or(|rows| *rows == 0);
        let empty = refused.into_iter().filter(is_empty).map(|it| (it.table.clone(), it));
        self.unseeded.extend(empty.collect::<Vec<_>>());
        Ok(())
    }

    async fn count(
        &mut self,
        driver: &mut dyn Driver,
        names: &[&Name],
        dialect: Dialect,
    ) -> Result<(), Error> {
        if names.is_empty() {
            return Ok(());
        }
        let answers = driver.fetch(&rows::counts(names, dialect)).await;
        for row in answers.map_err(|error| Error::driver(READING, error))? {
            let mut cells = row.into_iter().map(|cell| cell.and_then(|cell| cell.parse().ok()));
            let (at, count) = (cells.next().flatten(), cells.next().flatten());
            let name = at.and_then(|at: usize| names.get(at).copied());
            self.counts.extend(name.cloned().zip(count));
        }
        self.unseeded.retain(|name, _| self.counts.get(name).is_none_or(|rows| *rows == 0));
        Ok(())
    }

    /// Empties those tables, and what refers to them.
    pub(super) async fn empty(
        &mut self,
        driver: &mut dyn Driver,
        schema: &Schema,
        dialect: Dialect,
        names: &BTreeSet<Name>,
    ) -> Result<(), Error> {
        let (statements, names) = rows::emptied(schema, dialect, names);
        for statement in statements {
            let done = driver.execute(&statement).await;
            done.map_err(|error| Error::driver(SEEDING, error))?;
        }
        self.forget(&names);
        Ok(())
    }

    /// What scripts may have changed the number of is counted again before it is seeded.
    pub(super) fn forget(&mut self, reached: &BTreeSet<Name>) {
        self.counts.retain(|name, _| !reached.contains(name));
        self.unseeded.retain(|name, _| !reached.contains(name));
    }

    /// Whether any of the tables has rows.
    pub(super) fn has_any(&self, names: &BTreeSet<Name>) -> bool {
        names.iter().any(|name| self.counts.get(name).is_some_and(|rows| *rows > 0))
    }

    /// What is known before the migration runs that can have reached those tables.
    pub(super) fn report(&self, schema: &Schema, reached: &BTreeSet<Name>) -> RowReport {
        let is_empty = |name: &&Name| self.counts.get(*name).is_none_or(|rows| *rows == 0);
        let unproven = reached.iter().filter(|name| schema.tables.contains_key(*name));
        RowReport {
            tables: schema.tables.len(),
            seeded: schema.tables.keys().filter(|name| !is_empty(name)).count(),
            unseeded: self.unseeded.values().cloned().collect(),
            unproven: unproven.filter(is_empty).cloned().collect(),
            ..RowReport::default()
        }
    }
}

/// What is not as it was, and how many columns are, of the tables in `reached`.
pub(super) fn compared(
    before: &BTreeMap<Name, Content>,
    after: &BTreeMap<Name, Content>,
    reached: &BTreeSet<Name>,
) -> (Vec<Loss>, usize) {
    let mut losses = Vec::new();
    let mut preserved = 0;
    // A sequence has no columns, and may have gone on all the same.
    let is_known = |old: &Content| !old.rows.is_empty() || old.columns.is_empty();
    for (name, old) in before.iter().filter(|(_, old)| is_known(old)) {
        let Some(new) = after.get(name) else { continue };
        let lost = rows::compare(name, old, new);
        let whole = lost.iter().any(|loss| loss.column.is_none());
        let counts = !whole && reached.contains(name);
        preserved += if counts { old.columns.len() - lost.len().min(old.columns.len()) } else { 0 };
        losses.extend(lost);
    }
    (losses, preserved)
}

/// A migration on its way back, and the rows that were there before it.
pub(super) struct Pair<'a, 'm> {
    pub(super) migration: &'a Migration,
    pub(super) up: &'a Step<'m>,
    pub(super) down: &'a Step<'m>,
    pub(super) rows: &'a BTreeMap<Name, Content>,
    pub(super) sight: &'a Sight,
    /// The tables that the two can reach when the up has run.
    pub(super) reached: BTreeSet<Name>,
}

impl Pair<'_, '_> {
    fn scripts(&self) -> [&str; 2] {
        [&self.up.script.sql, &self.down.script.sql]
    }
}

impl Cycle<'_, '_, '_> {
    /// What is put in before the migration whose turn it is.
    pub(super) fn sowing<'s>(&self, schema: &'s Schema) -> Sowing<'s> {
        let (dialect, number) = (self.run.context.set.target.dialect, self.number);
        let (fills, without) = (BTreeMap::new(), BTreeSet::new());
        Sowing { schema, dialect, number, place: self.place, fills, without }
    }

    /// Puts rows into the tables that have none.
    pub(super) async fn seed(&mut self, sowing: &Sowing<'_>) -> Result<(), Error> {
        self.rows.seed(self.run.driver, sowing).await
    }

    /// The rows of some tables as they are now.
    pub(super) async fn content<'n>(
        &mut self,
        schema: &Schema,
        names: impl IntoIterator<Item = &'n Name>,
    ) -> Result<BTreeMap<Name, Content>, Error> {
        let reading = Reading::new(schema, self.run.context.set.target.dialect, names.into_iter());
        if reading.sql.is_empty() {
            return Ok(BTreeMap::new());
        }
        let answers = self.run.driver.fetch(&reading.sql).await;
        Ok(reading.contents(answers.map_err(|error| Error::driver(READING, error))?))
    }

    /// Compares the rows with those of before; what is lost and nobody wrote down.
    pub(super) async fn compare_rows(
        &mut self,
        pair: &Pair<'_, '_>,
        (before, restored): (&Schema, &Schema),
        report: &mut RowReport,
    ) -> Result<Vec<Loss>, Error> {
        let now = self.content(restored, pair.rows.keys()).await?;
        let (losses, preserved) = compared(pair.rows, &now, &pair.sight.reached);
        report.preserved = preserved;
        let target = self.run.context.set.target;
        let (noted, losses) = rows::noted_by_engine(losses, before, &pair.scripts(), target);
        report.notes.extend(noted.iter().map(|it| {
            format!("`{}` holds the time of the last `UPDATE`, as the engine writes it", it.name())
        }));
        let answered = answered(pair.migration, target, losses);
        report.lost = answered.acknowledged;
        // Of a table without rows nothing can be said, nor of what is lost where nothing comes back.
        if report.unproven.is_empty() {
            let idle = answered.idle.iter();
            let note =
                |what: &String| format!("the file says that `{what}` is lost, and it came back");
            report.notes.extend(idle.map(note));
        }
        Ok(answered.open)
    }

    /// Whether a down that failed would have done so without rows.
    pub(super) async fn failed_down(
        &mut self,
        pair: &Pair<'_, '_>,
        failure: Box<Failure>,
        verified: &Verified,
    ) -> Result<Verdict, Error> {
        let has_rows = pair.rows.values().any(|content| !content.rows.is_empty());
        let works =
            has_rows && self.is_alone() && self.put_back(&verified.after, pair.down).await? && {
                let dialect = self.run.context.set.target.dialect;
                let all = verified.after.tables.keys().cloned().collect();
                self.rows.empty(self.run.driver, &verified.after, dialect, &all).await?;
                self.step(pair.down).await.is_ok()
            };
        let blocker =
            if works { Blocker::FailsOnRows(failure) } else { Blocker::DownFailed(failure) };
        Ok(Verdict::Blocker(blocker))
    }
}
