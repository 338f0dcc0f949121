//! Generated rows: what to insert so that a verification sees what happens to rows, not only to
//! schemas.
//!
//! A state machine without IO: [`Seeder::statement`] says what to try, [`Seeder::told`] takes the
//! engine's word. The engine is the judge: checks are read as far as they are simple (`fact`), and
//! where a row is refused others are tried. Rows are the same for the same schema and number.
//! Generated columns are left out, triggers fire, and a table for which nothing is accepted is
//! *unseeded*: what happens to its rows is not known then.

mod attempt;
mod design;
mod draft;
mod fact;
mod kind;
mod order;
mod pattern;
mod reference;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dialect::Dialect;
use crate::schema::{Name, Schema, Table};

pub(crate) use kind::{JSON, LAID_OUT};
pub use kind::{Kind, Values};

use attempt::Attempt;
use design::Plan;
use fact::{Facts, Known};

/// What a column can hold, and what its type says besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The values.
    pub kind: Kind,
    /// A condition on them in which they are called `value`: the checks of a domain.
    pub condition: Option<String>,
    /// Whether the type itself refuses NULL.
    pub not_null: bool,
}

impl Held {
    /// All values of that kind.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        Self { kind, condition: None, not_null: false }
    }

    /// Values to try of it alone.
    #[must_use]
    pub fn listed(&self, dialect: Dialect) -> Values {
        let mut known = Known::new();
        if let Some(condition) = &self.condition {
            fact::learn(condition, dialect, &mut known);
        }
        let facts: Facts = known.remove("value").unwrap_or_default();
        self.kind.values(&facts, 0, crate::dialect::session::session(dialect))
    }
}

/// Which rows a table gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fill {
    /// A handful, with NULLs, and values at the limits of their types.
    #[default]
    Full,
    /// A handful of the most ordinary ones: no NULL where a value can be, nothing at a limit.
    Tame,
    /// One ordinary row.
    One,
    /// None at all.
    None,
}

impl Fill {
    const fn rows(self) -> usize {
        match self {
            Self::Full => 6,
            Self::Tame => 4,
            Self::One => 1,
            Self::None => 0,
        }
    }
}

/// A table without rows, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseeded {
    /// The table.
    pub table: Name,
    /// What the engine says of an ordinary row.
    pub error: String,
}

/// What is to be seeded.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// What the engine has, as its catalog tells.
    pub schema: &'a Schema,
    /// The engine's dialect.
    pub dialect: Dialect,
    /// Decides what the values are.
    pub number: u64,
    /// How many rows tables have already; those get none.
    pub there: BTreeMap<Name, usize>,
    /// Tables with other rows than [`Fill::Full`].
    pub fills: BTreeMap<Name, Fill>,
}

/// Seeds the tables of a schema, one statement after the other.
#[derive(Debug)]
pub struct Seeder {
    schema: Schema,
    dialect: Dialect,
    number: u64,
    fills: BTreeMap<Name, Fill>,
    /// How many rows each table has.
    rows: BTreeMap<Name, usize>,
    unseeded: Vec<Unseeded>,
    /// The tables to come, the next one at the end; those of one entry only together.
    waiting: Vec<Vec<Name>>,
    /// Those of them that have no rows yet.
    pending: BTreeSet<Name>,
    /// References to tables that came later.
    late: Vec<String>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// The next table is due.
    Idle,
    /// All rows of a table at once.
    All(Box<Plan>),
    /// One row, in one of several ways.
    Row { plan: Box<Plan>, attempt: Attempt, taken: usize, error: Option<String> },
    /// Tables that refer to each other, at once.
    Together(Vec<Name>),
    /// Rows are made to refer to each other; where that is refused they do not.
    Late,
}

/// How many ways are tried for the first row of a table, and for another one.
const FIRST: usize = 80;
const OTHER: usize = 4;

impl Seeder {
    /// Begins.
    #[must_use]
    pub fn new(request: Request<'_>) -> Self {
        let Request { schema, dialect, number, there, fills } = request;
        let is_due = |name: &Name, table: &Arc<Table>| {
            there.get(name).is_none_or(|rows| *rows == 0)
                && fills.get(name) != Some(&Fill::None)
                && takes_rows(schema, name, table)
        };
        let due = schema.tables.iter().filter(|(name, table)| is_due(name, table));
        let pending: BTreeSet<Name> = due.map(|(name, _)| name.clone()).collect();
        let mut waiting = order::groups(schema, &pending);
        waiting.reverse();
        Self {
            schema: schema.clone(),
            dialect,
            number,
            fills,
            rows: there,
            unseeded: Vec::new(),
            waiting,
            pending,
            late: Vec::new(),
            stage: Stage::Idle,
        }
    }

    /// What to try next, a statement or several that belong together; none when all is done.
    ///
    /// Where it is refused nothing of it may stay.
    pub fn statement(&mut self) -> Option<String> {
        loop {
            match &self.stage {
                Stage::All(plan) => return Some(plan.all()),
                Stage::Row { plan, attempt, .. } => return Some(plan.one(attempt)),
                Stage::Together(names) => {
                    let names = names.clone();
                    return Some(self.together(&names));
                }
                Stage::Late => match self.late.last() {
                    Some(update) => return Some(update.clone()),
                    None => return None,
                },
                Stage::Idle => self.go_on(),
            }
        }
    }

    /// Whether the engine took it, and what it said if not.
    pub fn told(&mut self, answer: Result<(), &str>) {
        self.stage = match (std::mem::replace(&mut self.stage, Stage::Idle), answer) {
            (Stage::All(plan), Ok(())) => {
                let rows = plan.rows;
                self.seeded(*plan, rows);
                Stage::Idle
            }
            (Stage::All(plan), Err(_)) => {
                Stage::Row { plan, attempt: Attempt::default(), taken: 0, error: None }
            }
            (Stage::Row { plan, attempt, taken, error }, Ok(())) => {
                self.next_row(plan, attempt, taken + 1, error)
            }
            (Stage::Row { plan, attempt, taken, error }, Err(said)) => {
                self.other_way(plan, attempt, taken, error, said)
            }
            (Stage::Together(names), answer) => {
                for name in names {
                    self.pending.remove(&name);
                    match answer {
                        Ok(()) => drop(self.rows.insert(name, Fill::Tame.rows())),
                        Err(error) => self.refused(name, error.to_owned()),
                    }
                }
                Stage::Idle
            }
            (Stage::Late, _) => {
                self.late.pop();
                Stage::Late
            }
            (Stage::Idle, _) => Stage::Idle,
        };
    }

    /// How many rows each table has, of those that have any.
    #[must_use]
    pub const fn rows(&self) -> &BTreeMap<Name, usize> {
        &self.rows
    }

    /// The tables that stayed empty although rows were tried.
    #[must_use]
    pub fn unseeded(&self) -> &[Unseeded] {
        &self.unseeded
    }

    fn go_on(&mut self) {
        let Some(names) = self.waiting.pop() else {
            self.late.reverse();
            self.stage = Stage::Late;
            return;
        };
        self.stage = match names.as_slice() {
            [name] => match self.plan(name, false) {
                Some(plan) => Stage::All(Box::new(plan)),
                None => Stage::Idle,
            },
            _ => Stage::Together(names),
        };
    }

    fn plan(&self, name: &Name, together: bool) -> Option<Plan> {
        let fill = self.fills.get(name).copied().unwrap_or_default();
        let fill = if together { Fill::Tame } else { fill };
        let setting = design::Setting {
            schema: &self.schema,
            dialect: self.dialect,
            number: self.number,
            rows: &self.rows,
            pending: &self.pending,
        };
        Plan::new(name, fill, &setting, together)
    }

    /// The same row in another way: what the engine complains of is changed, and the rest is left.
    fn other_way(
        &mut self,
        plan: Box<Plan>,
        mut attempt: Attempt,
        taken: usize,
        error: Option<String>,
        said: &str,
    ) -> Stage {
        // The second way is the most ordinary one, so that its error says most.
        let error = error.filter(|_| attempt.variant != 1).or_else(|| Some(said.to_owned()));
        attempt.tried += 1;
        if attempt.tried >= if taken == 0 { FIRST } else { OTHER } {
            return self.next_row(plan, attempt, taken, error);
        }
        let blamed = if attempt.variant > 0 { plan.blamed(said) } else { None };
        if let Some(at) = blamed {
            let times = attempt.changes.entry(at).or_default();
            *times += 1;
            // A trigger may make of other columns what the engine complains of.
            let patience = FIRST / 2;
            attempt.variant += usize::from(*times > patience);
        } else {
            attempt.variant += 1;
        }
        Stage::Row { plan, attempt, taken, error }
    }

    /// After the last way of a row, or after its success.
    fn next_row(
        &mut self,
        plan: Box<Plan>,
        attempt: Attempt,
        taken: usize,
        error: Option<String>,
    ) -> Stage {
        let row = attempt.row + 1;
        if row < plan.rows && taken > 0 {
            // What was found out for one row is likely to help the others.
            let attempt = Attempt { row, variant: 0, tried: 0, changes: attempt.changes };
            return Stage::Row { plan, attempt, taken, error };
        }
        if taken > 0 {
            self.seeded(*plan, taken);
        } else {
            self.pending.remove(&plan.table);
            self.refused(plan.table.clone(), error.unwrap_or_default());
        }
        Stage::Idle
    }

    fn seeded(&mut self, plan: Plan, rows: usize) {
        self.pending.remove(&plan.table);
        self.rows.insert(plan.table, rows);
        self.late.extend(plan.late);
    }

    fn refused(&mut self, table: Name, error: String) {
        self.unseeded.push(Unseeded { table, error });
    }

    /// One text for tables of which none can be first.
    fn together(&self, names: &[Name]) -> String {
        let inserts = names.iter().filter_map(|name| self.plan(name, true)).map(|plan| plan.all());
        let inserts: Vec<String> = inserts.collect();
        let (before, after) = crate::dialect::rows::unchecked(self.dialect);
        format!("{before}{}; {after}", inserts.join("; "))
    }
}

/// Whether rows are inserted into the table itself: a partition gets those of the whole, and what
/// a virtual table keeps its rows in is the module's own.
fn takes_rows(schema: &Schema, name: &Name, table: &Table) -> bool {
    let is_kept_by = |other: &crate::schema::ObjectName| {
        other.kind == crate::schema::ObjectKind::VirtualTable
            && name.name.len() > other.name.name.len()
            && name.name.starts_with(&format!("{}_", other.name.name))
    };
    table.options.partition_of.is_none()
        && !table.columns.is_empty()
        && !schema.objects.keys().any(is_kept_by)
}

/// Scatters a number, so that close ones come out far from each other.
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A number of texts.
fn salted(number: u64, texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
    bytes.fold(mixed(number), |sum, byte| mixed(sum ^ u64::from(byte)))
}

#[cfg(test)]
mod tests;
