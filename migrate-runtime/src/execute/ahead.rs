//! The journal of several statements at once: each intent by itself costs a way to the server, and a
//! wait for its disk.
//!
//! Statements that each make one thing of another name say after a crash whether they took effect:
//! what they make is there or not, once it is known that none of it was there before. So the intents
//! of all that follow one another are written before the first, with the rows of their migrations;
//! statements about rows may stand between them, as those are committed with their record. They run
//! in their order, and so what took effect is a beginning of the list, or nothing is taken for done.

use std::cmp::Ordering;
use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use migrate_core::dialect::session::{Made, existing};
use migrate_core::sql::split::{self, Statement};

use super::lease::{Lease, TAKING};
use super::{Run, is_up};
use crate::driver::DriverError;
use crate::error::Error;
use crate::history::{self, State};
use crate::plan::{Goal, Plan, Step};
use crate::units::{Unit, units};

/// The first word of what is under way, where that is a list.
const AHEAD: &str = "ahead";
/// Of so many statements at most, so that whoever looks at the history sees the work go on.
const STATEMENTS: usize = 32;
/// Of scripts of so many bytes, with their downs: all of them go in one packet.
const BYTES: usize = 256 * 1024;

const WRITING: &str = "writing the history";
const LOOKING: &str = "looking at what an earlier run left";

/// Where a statement stands: the row of its migration in the history, and how many parts are before it.
pub(super) type Place = (i64, usize);

/// What was written of statements and migrations that had not begun.
#[derive(Default)]
pub(super) struct Ahead {
    statements: VecDeque<Place>,
    /// The rows of migrations that have not begun.
    rows: VecDeque<i64>,
}

impl Ahead {
    pub(super) fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.rows.is_empty()
    }

    /// What is under way, as the lease keeps it.
    pub(super) fn text(&self) -> Option<String> {
        let place = |(sequence, part): &Place| format!(" {sequence}:{part}");
        let places: String = self.statements.iter().map(place).collect();
        (!places.is_empty()).then(|| format!("{AHEAD}{places}"))
    }

    /// Whether the statement there is the next of those that were written.
    pub(super) fn is_next(&self, place: Place) -> bool {
        self.statements.front() == Some(&place)
    }

    /// Its end is written with what comes next, and it is none of those any more.
    pub(super) fn is_done(&mut self, place: Place) {
        if self.is_next(place) {
            self.statements.pop_front();
        }
    }

    /// Whether a migration begins whose row was written before.
    pub(super) fn begins(&mut self, sequence: i64) -> bool {
        let is_first = self.rows.front() == Some(&sequence);
        if is_first {
            self.rows.pop_front();
        }
        is_first
    }
}

/// The places that a text names which [`Ahead::text`] made.
pub(super) fn places(doing: &str) -> Option<Vec<Place>> {
    let places = doing.strip_prefix(AHEAD)?.split_whitespace();
    let place = |text: &str| {
        let (sequence, part) = text.split_once(':')?;
        Some((sequence.parse().ok()?, part.parse().ok()?))
    };
    places.map(place).collect()
}

/// A statement that makes something, in one of the steps to come.
struct Maker {
    step: usize,
    part: usize,
    made: Made,
}

impl<'a> Run<'a, '_> {
    /// Writes the intents of what the steps make one after the other, where that is more than one thing.
    pub(super) async fn foresee(
        &mut self,
        steps: &[Step<'a>],
        lease: &mut Lease,
    ) -> Result<(), Error> {
        let options = self.context.options;
        let is_idle = lease.ahead.is_empty() && lease.doubt.is_none();
        // What a hook does takes effect, and is in no list.
        if !is_idle || options.record_only || !options.hooks.is_empty() {
            return Ok(());
        }
        let mut makers = self.makers(steps, lease);
        if makers.len() > 1 {
            let absent = self.absent(&makers).await.map_err(|it| Error::driver(TAKING, it))?;
            makers.truncate(absent);
        }
        let Some(last) = makers.last().filter(|_| makers.len() > 1) else { return Ok(()) };
        let mut sequences = Vec::new();
        for step in &steps[..=last.step] {
            if !self.begun(step, lease) {
                return Err(Error::Interfered);
            }
            sequences.push(self.sequence(step)?);
        }
        let place = |maker: &Maker| (sequences[maker.step], maker.part);
        lease.ahead.statements = makers.iter().map(place).collect();
        lease.ahead.rows = sequences.into();
        loop {
            match lease.write(self.driver, None).await {
                Ok(true) => return Ok(()),
                Ok(false) => return Err(Error::Interfered),
                Err(error) => {
                    self.rollback().await;
                    if !self.again(&error).await? {
                        return Err(Error::driver(WRITING, error));
                    }
                }
            }
        }
    }

    /// The statements that the steps begin with, as far as each makes something of its own or changes
    /// rows.
    fn makers(&self, steps: &[Step<'a>], lease: &Lease) -> Vec<Maker> {
        let (session, mut makers, mut bytes) = (self.context.session(), Vec::<Maker>::new(), 0);
        for (step, Step { script, .. }) in steps.iter().enumerate() {
            let down = steps[step].migration.and_then(|migration| migration.down.kept());
            bytes += script.sql.len() + down.map_or(0, |down| down.sql.len());
            let is_new = is_up(&steps[step]) && !steps[step].recorded;
            if !is_new || script.is_code() || steps[step].version.is_run() || bytes > BYTES {
                break;
            }
            let statements = self.context.statements(&steps[step]);
            for (part, unit) in units(session, &script.sql, &statements).iter().enumerate() {
                let statement = match unit {
                    Unit::Atomic(_) => continue,
                    Unit::Bare(statement) if makers.len() < STATEMENTS => statement,
                    Unit::Bare(_) | Unit::Block(_) | Unit::Session(_) => return makers,
                };
                let made = lease.text.makes(&script.sql, statement);
                let is_apart = |made: &Made| makers.iter().all(|it| made.is_apart_from(&it.made));
                let Some(made) = made.filter(is_apart) else { return makers };
                makers.push(Maker { step, part, made });
            }
            // Otherwise rows could be looked through again for each of their migrations.
            if makers.is_empty() {
                break;
            }
        }
        makers
    }

    /// How many of the first of them make what does not exist.
    async fn absent(&mut self, makers: &[Maker]) -> Result<usize, DriverError> {
        let is_open = |at: &usize| {
            let whole = |it: &Maker| makers[*at].made.is_part_of(&it.made);
            !makers[..*at].iter().any(whole)
        };
        // Where a table is not there, neither is what is to be a part of it.
        let asked: Vec<usize> = (0..makers.len()).filter(is_open).collect();
        let existing = self.existing(asked.iter().map(|at| &makers[*at].made)).await?;
        Ok(existing.first().map_or(makers.len(), |first| asked[*first]))
    }

    /// The places in the list of what exists.
    async fn existing<'m>(
        &mut self,
        things: impl IntoIterator<Item = &'m Made>,
    ) -> Result<BTreeSet<usize>, DriverError> {
        let rows = self.driver.fetch(&existing(things)).await?;
        let cells = rows.into_iter().filter_map(|row| row.into_iter().next().flatten());
        Ok(cells.filter_map(|cell| cell.parse().ok()).collect())
    }

    /// Takes back what was said of migrations and statements that had no turn.
    pub(super) async fn retreat(&mut self, lease: &mut Lease) {
        if lease.ahead.is_empty() {
            return;
        }
        let Ahead { rows, .. } = std::mem::take(&mut lease.ahead);
        for sequence in rows.into_iter().rev() {
            lease.owe_removal(sequence);
            self.history.rows.retain(|row| row.sequence != sequence);
            self.history.last -= i64::from(self.history.last == sequence);
        }
        // Whoever has lost the lease notices that where it matters.
        if let Err(error) = lease.write_anyway(self.driver, None).await {
            tracing::debug!(%error, "taking back what was said ahead");
        }
    }

    /// Records how far an earlier run came that was cut off among statements whose intents it had written
    /// at once, and plans anew: of its migrations at most one is under way then, and no statement in doubt.
    pub(super) async fn reconcile(
        &mut self,
        places: &[Place],
        plan: &mut Plan<'a>,
        lease: &mut Lease,
    ) -> Result<(), Error> {
        self.history = history::read_whole(self.driver, self.context.table).await?;
        self.decided_elsewhere(lease).await?;
        let mut rows = self.under_way(places);
        let things = self.things(&rows, places, lease);
        let existing = match things.is_empty() {
            true => BTreeSet::new(),
            false => {
                let existing = self.existing(things.iter().map(|(_, made)| made)).await;
                existing.map_err(|error| Error::driver(LOOKING, error))?
            }
        };
        let things = things.iter().enumerate();
        came_to(&mut rows, things.map(|(at, (place, _))| (*place, existing.contains(&at))));
        let under_way = rows.iter().position(|row| !row.is_complete()).unwrap_or(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let (sequence, state) = (row.sequence, State::Applying(row.done));
            match at.cmp(&under_way) {
                Ordering::Less => drop(lease.owe_end(sequence, Duration::ZERO)),
                Ordering::Equal => lease.owe_state(sequence, &state.text()),
                Ordering::Greater => drop(lease.owe_removal(sequence)),
            }
        }
        let is_held = lease.write_anyway(self.driver, None).await;
        if !is_held.map_err(|error| Error::driver(WRITING, error))? {
            return Err(Error::Interfered);
        }
        lease.doubt = None;
        let first = |plan: &Plan<'_>| plan.steps.first().map(|step| step.version.clone());
        let before = std::mem::replace(plan, self.planned_anew().await?);
        // Something else would be rolled back than somebody agreed to.
        let rolls_back = matches!(self.context.goal, Goal::Redo(_) | Goal::Rollback(_));
        if rolls_back && first(plan) != first(&before) { Err(Error::Interfered) } else { Ok(()) }
    }

    /// The migrations that the places are in, those behind them, and those before them of which only the
    /// end was not recorded, in the order of their rows.
    fn under_way(&self, places: &[Place]) -> Vec<UnderWay> {
        let context = self.context;
        let first = places.first().map_or(0, |(sequence, _)| *sequence);
        let rows = self.history.rows.iter().filter_map(|row| {
            let State::Applying(done) = row.state else { return None };
            let (sequence, sql) = (row.sequence, row.details.up_sql.clone());
            let statements = split::statements(&sql, context.set.target.dialect);
            let parts = units(context.session(), &sql, &statements).len();
            Some(UnderWay { sequence, sql, statements, parts, done })
        });
        rows.filter(|row| row.sequence >= first || row.is_complete()).collect()
    }

    /// What the statements at those places make. A row that somebody took out of the history says nothing.
    fn things(&self, rows: &[UnderWay], places: &[Place], lease: &Lease) -> Vec<(Place, Made)> {
        let context = self.context;
        let row = |place: &Place| Some((*place, rows.iter().find(|row| row.sequence == place.0)?));
        let made = |(place, row): (Place, &UnderWay)| match units(
            context.session(),
            &row.sql,
            &row.statements,
        )
        .get(place.1)
        {
            Some(Unit::Bare(statement)) => Some((place, lease.text.makes(&row.sql, statement)?)),
            _ => None,
        };
        places.iter().filter_map(row).map_while(made).collect()
    }
}

/// A migration whose up has begun, or was to begin.
struct UnderWay {
    sequence: i64,
    sql: String,
    statements: Vec<Statement>,
    parts: usize,
    done: usize,
}

impl UnderWay {
    const fn is_complete(&self) -> bool {
        self.done >= self.parts
    }
}

/// Carries each migration as far as it came. A statement ran where what it makes is there and everything
/// before it ran: otherwise somebody else made that, and it is for the engine to say so.
fn came_to(rows: &mut [UnderWay], made: impl Iterator<Item = (Place, bool)>) {
    for ((sequence, part), exists) in made {
        let Some(at) = rows.iter().position(|row| row.sequence == sequence) else { return };
        let before = rows[..at].iter().all(UnderWay::is_complete);
        if part < rows[at].done {
            continue;
        }
        if !exists || !before || rows[at].done != part {
            return;
        }
        rows[at].done = part + 1;
    }
}
