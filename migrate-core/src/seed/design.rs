//! The rows of one table: which value each column has in each of them, and how to insert them.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::{self, Dialect};
use crate::schema::{ForeignKey, Identity, Name, Schema};
use crate::sql::quote::{identifier, path};

use super::attempt::{self, Attempt, Suspect};
use super::draft;
use super::kind::Values;
use super::{Fill, mixed, reference, salted};

/// What a plan is made from.
pub(super) struct Setting<'a> {
    pub(super) schema: &'a Schema,
    pub(super) dialect: Dialect,
    pub(super) number: u64,
    pub(super) rows: &'a BTreeMap<Name, usize>,
    pub(super) pending: &'a BTreeSet<Name>,
}

/// The rows of one table.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) table: Name,
    /// How many rows there are to be.
    pub(super) rows: usize,
    /// Statements for what can only be said when other rows are there.
    pub(super) late: Vec<String>,
    fill: Fill,
    dialect: Dialect,
    salt: u64,
    slots: Vec<Slot>,
    suspects: Vec<Suspect>,
    /// The values that are read from other tables, by row and column.
    read: Vec<BTreeMap<String, String>>,
    overrides: bool,
}

/// One column.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) name: String,
    pub(super) source: Source,
    /// Whether NULL may be tried.
    pub(super) nullable: bool,
    /// Whether it must be NULL.
    pub(super) null: bool,
    /// Its default as a value.
    pub(super) default: Option<String>,
    pub(super) values: Values,
    /// Values that the definitions around it name.
    pub(super) hints: Vec<String>,
    pub(super) shift: usize,
    pub(super) salt: u64,
}

/// Where values of a column come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// From the lists.
    Own,
    /// From another table that has rows.
    Read,
    /// NULL for now: from a table that has none yet.
    Late,
    /// From another column of the same row, which refers to itself.
    Same(String),
    /// The engine numbers rows, and takes other numbers too.
    Numbered,
}

/// What kind of row it is.
#[derive(Clone, Copy)]
enum Style {
    Usual,
    Null,
    Edge(usize),
    Least,
    Any(usize),
}

impl Plan {
    pub(super) fn new(
        name: &Name,
        fill: Fill,
        setting: &Setting<'_>,
        together: bool,
    ) -> Option<Self> {
        let table = setting.schema.tables.get(name)?;
        let dialect = setting.dialect;
        // Tables that are seeded together have the same numbers, which they refer to each other by.
        let own = salted(setting.number, &[&name.namespace, &name.name]);
        let salt = if together { 0 } else { own };
        let slots = draft::slots(name, table, setting, salt, together);
        let keys = table
            .foreign_keys
            .iter()
            .filter(|key| key.references != *name && !setting.pending.contains(&key.references));
        let keys: Vec<(&ForeignKey, usize)> = keys
            .map(|key| (key, setting.rows.get(&key.references).copied().unwrap_or_default()))
            .collect();
        let read = (0..fill.rows() + 3)
            .map(|row| reference::expressions(setting.schema, dialect, &keys, row))
            .collect();
        let late = table
            .foreign_keys
            .iter()
            .filter(|key| key.references == *name || setting.pending.contains(&key.references))
            .filter_map(|key| reference::update(setting.schema, dialect, name, table, key))
            .collect();
        Some(Self {
            table: name.clone(),
            rows: fill.rows(),
            late,
            fill,
            dialect,
            salt,
            slots,
            suspects: attempt::suspects(table, dialect),
            read,
            overrides: table.columns.iter().any(|it| it.identity == Some(Identity::Always)),
        })
    }

    /// All rows in one statement.
    pub(super) fn all(&self) -> String {
        let rows = (0..self.rows).map(|row| Attempt { row, ..Attempt::default() });
        self.insert(&rows.collect::<Vec<_>>())
    }

    /// One row, in that way.
    pub(super) fn one(&self, attempt: &Attempt) -> String {
        self.insert(std::slice::from_ref(attempt))
    }

    /// What of the row is to be changed after that message.
    pub(super) fn blamed(&self, message: &str) -> Option<usize> {
        attempt::blamed(&self.suspects, message)
    }

    fn insert(&self, rows: &[Attempt]) -> String {
        let columns: Vec<String> =
            self.slots.iter().map(|slot| identifier(&slot.name, self.dialect)).collect();
        let overriding = if self.overrides { " OVERRIDING SYSTEM VALUE" } else { "" };
        let row = |attempt: &Attempt| {
            let cells: Vec<String> =
                self.slots.iter().map(|slot| self.changed(slot, attempt)).collect();
            format!("({})", cells.join(", "))
        };
        let values: Vec<String> = rows.iter().map(row).collect();
        format!(
            "INSERT INTO {} ({}){overriding} VALUES {}",
            path(&self.table, self.dialect),
            columns.join(", "),
            values.join(", ")
        )
    }

    fn style(&self, row: usize, variant: usize) -> Style {
        match (self.fill, row, variant) {
            (_, _, 1) => Style::Usual,
            (_, _, 2) => Style::Least,
            (_, _, 3..) => Style::Any(variant),
            (Fill::Full, 1, 0) => Style::Null,
            (Fill::Full, 2.., 0) => Style::Edge(row - 2),
            _ => Style::Usual,
        }
    }

    /// The value of a column, another one where the engine complained of it.
    fn changed(&self, slot: &Slot, attempt: &Attempt) -> String {
        for (suspect, times) in &attempt.changes {
            let Some(suspect) = self.suspects.get(*suspect).filter(|_| !slot.null) else {
                continue;
            };
            // Each combination of the values of its columns once.
            let mut turn = *times - 1;
            for column in &suspect.columns {
                let other = self.slots.iter().find(|it| it.name.eq_ignore_ascii_case(column));
                let all = other.map(|other| self.choices(other, attempt)).unwrap_or_default();
                let mine = other.is_some_and(|other| other.name == slot.name);
                if let (true, Some(value)) = (mine, all.get(turn % all.len().max(1))) {
                    return value.clone();
                }
                turn /= all.len().max(1);
            }
        }
        let style = self.style(attempt.row, attempt.variant);
        self.cell(slot, attempt.row, attempt.variant, style)
    }

    /// All values that a column can have in a row; none where it is not for chance to say.
    fn choices(&self, slot: &Slot, attempt: &Attempt) -> Vec<String> {
        match slot.source {
            Source::Own => slot.all().into_iter().map(str::to_owned).collect(),
            Source::Read => {
                let read = |row| self.cell(slot, attempt.row + row, attempt.variant, Style::Usual);
                let null = slot.nullable.then(|| "NULL".to_owned());
                null.into_iter().chain((0..3).map(read)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn cell(&self, slot: &Slot, row: usize, variant: usize, style: Style) -> String {
        let null = || "NULL".to_owned();
        let usual = || {
            let count = slot.values.usual.len().max(1);
            let found = slot.values.usual.get((slot.shift + row) % count).cloned();
            found.or_else(|| slot.default.clone()).unwrap_or_else(null)
        };
        if slot.null {
            return null();
        }
        match &slot.source {
            Source::Late => return null(),
            Source::Numbered => return self.number(slot, row),
            Source::Same(other) => {
                let other = self.slots.iter().find(|slot| slot.name.eq_ignore_ascii_case(other));
                let direct = other.filter(|it| !matches!(it.source, Source::Same(_)));
                return direct.map_or_else(null, |other| match other.source {
                    Source::Numbered => self.numbered(other, row),
                    _ => self.cell(other, row, variant, style),
                });
            }
            Source::Read => {
                if slot.nullable && matches!(style, Style::Null | Style::Least) {
                    return null();
                }
                let at = (row + variant) % self.read.len().max(1);
                let found = self.read.get(at).and_then(|it| it.get(&slot.name)).cloned();
                return found.unwrap_or_else(null);
            }
            Source::Own => {}
        }
        match style {
            Style::Usual => usual(),
            Style::Null if slot.nullable => null(),
            Style::Null => usual(),
            Style::Edge(at) => slot.values.edges.get(at).cloned().unwrap_or_else(usual),
            Style::Least if slot.nullable => null(),
            Style::Least => slot.default.clone().unwrap_or_else(usual),
            Style::Any(variant) => slot.any(row, variant).unwrap_or_else(usual),
        }
    }

    /// The first row is numbered by the engine, so that its counter moves, unless the number may be in
    /// somebody's way.
    fn number(&self, slot: &Slot, row: usize) -> String {
        let is_referred = self.slots.iter().any(
            |it| matches!(&it.source, Source::Same(of) if of.eq_ignore_ascii_case(&slot.name)),
        );
        if row == 0 && self.fill == Fill::Full && !is_referred {
            return dialect::rows::left_to_engine(self.dialect).to_owned();
        }
        self.numbered(slot, row)
    }

    /// Numbers that fall from row to row and have gaps: whoever numbers anew comes to others.
    fn numbered(&self, slot: &Slot, row: usize) -> String {
        let largest = slot.values.edges.iter().filter_map(|it| it.parse::<u64>().ok()).max();
        let start = match largest {
            Some(..=1000) => 60,
            Some(..=9000) => 1000,
            _ => 2000 + self.salt % 5000,
        };
        (start + 3 * (9_u64.saturating_sub(row as u64))).to_string()
    }
}

impl Slot {
    /// Whatever there is.
    fn all(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.nullable.then_some("NULL").into_iter().collect();
        all.extend(self.hints.iter().map(String::as_str));
        all.extend(self.values.usual.iter().map(String::as_str));
        all.extend(self.values.edges.iter().map(String::as_str));
        all.extend(self.default.as_deref());
        all
    }

    /// One of them by chance.
    fn any(&self, row: usize, variant: usize) -> Option<String> {
        let all = self.all();
        let chance = mixed(self.salt ^ ((row as u64) << 8) ^ ((variant as u64) << 20));
        let at = chance.checked_rem(u64::try_from(all.len()).ok()?)?;
        all.get(usize::try_from(at).ok()?).map(|it| (*it).to_owned())
    }
}
