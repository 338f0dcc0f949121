//! Tables that hold the rows of another, and may come to stand in its place.

use std::collections::{BTreeMap, BTreeSet};

use super::copy::{Source, copied};
use super::identity::Identity;
use super::width::{self, Width};
use crate::change::Change;
use crate::command::{CreateTable, Data, DataKind};
use crate::replay::Step;
use crate::schema::{Column, Conflict, Name, Schema, Table};

/// Where each column of a copy has its values from, by the name that had before the up.
type Columns = BTreeMap<String, Option<String>>;

/// Tables that hold all rows of another: the table they were copied from, as it was called before the
/// up, and its columns.
#[derive(Default)]
pub(super) struct Copies {
    tables: BTreeMap<Name, (Name, Columns)>,
}

impl Copies {
    pub(super) fn has(&self, table: &Name) -> bool {
        self.tables.contains_key(table)
    }

    /// It holds all those rows no more.
    pub(super) fn forget(&mut self, table: &Name) {
        self.tables.remove(table);
    }

    /// A new table takes over the rows of an old one.
    pub(super) fn note(
        &mut self,
        data: &Data,
        table: &Name,
        step: &Step<'_>,
        identity: &Identity<'_>,
    ) {
        let (Some(copy), Some(from)) = (copied(data), step.targets.get(1)) else { return };
        let (Some(target), Some(source)) =
            (step.before.tables.get(table), step.before.tables.get(from))
        else {
            return;
        };
        let Some(origin) = identity.table(from).filter(|_| !leaves_out(target)) else { return };
        let written: Vec<String> = if copy.columns.is_empty() {
            target.columns.iter().map(|column| column.name.clone()).collect()
        } else {
            copy.columns
        };
        let all = || source.columns.iter().map(|column| Source::Column(column.name.clone()));
        let sources = copy.sources.unwrap_or_else(|| all().collect());
        let same_letters = |table: &Table, name: &str| {
            let found = table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name));
            found.map(|column| column.name.clone())
        };
        let mut columns: Columns =
            target.columns.iter().map(|column| (column.name.clone(), None)).collect();
        // Of a column that is listed twice the first value counts.
        let mut seen = BTreeSet::new();
        for (column, value) in written.iter().zip(&sources) {
            let is_first = seen.insert(column.to_ascii_lowercase());
            let Some(Source::Column(value)) = is_first.then_some(value) else { continue };
            let (Some(column), Some(value)) =
                (same_letters(target, column), same_letters(source, value))
            else {
                continue;
            };
            let kept = width_of(source, &value, target, &column) == Width::Kept;
            let from = identity.column(from, &value).filter(|_| kept);
            columns.insert(column, from.map(|(_, name)| name));
        }
        self.tables.insert(table.clone(), (origin, columns));
    }

    /// `CREATE TABLE copy AS SELECT … FROM table`: the values keep their types.
    pub(super) fn created(
        &mut self,
        create: &CreateTable,
        name: &Name,
        step: &Step<'_>,
        identity: &Identity<'_>,
    ) {
        let Some(query) = &create.query else { return };
        let (true, [read]) = (create.elements.is_empty(), create.reads.as_slice()) else { return };
        let insert = Data {
            kind: DataKind::Insert,
            tables: vec![create.name.clone()],
            reads: vec![read.clone()],
            text: format!("INSERT INTO copy {query}"),
            ..Data::default()
        };
        let Some(from) = step.targets.last() else { return };
        let (Some(copy), Some(origin), Some(source)) =
            (copied(&insert), identity.table(from), step.before.tables.get(from))
        else {
            return;
        };
        let all = || source.columns.iter().map(|column| Source::Column(column.name.clone()));
        let mut columns = Columns::new();
        for taken in copy.sources.unwrap_or_else(|| all().collect()) {
            let Source::Column(taken) = taken else { continue };
            let of = |column: &&Column| column.name.eq_ignore_ascii_case(&taken);
            let Some(column) = source.columns.iter().find(of) else { continue };
            let from = identity.column(from, &column.name).map(|(_, name)| name);
            columns.insert(column.name.clone(), from);
        }
        self.tables.insert(name.clone(), (origin, columns));
    }

    /// Where a column of a copy of `origin` has its values from.
    pub(super) fn origin_of(&self, copy: &Name, origin: &Name, column: &str) -> Option<String> {
        let (from, columns) = self.tables.get(copy)?;
        let mut columns = columns.iter().filter(|_| from == origin);
        let (_, from) = columns.find(|(name, _)| name.eq_ignore_ascii_case(column))?;
        from.clone()
    }

    /// A copy that has the values of a column.
    pub(super) fn holding(&self, origin: &Name, column: &str) -> Option<&Name> {
        let holds = |columns: &Columns| columns.values().flatten().any(|name| name == column);
        let mut copies = self.tables.iter();
        let found = copies.find(|(_, (from, columns))| from == origin && holds(columns));
        found.map(|(name, _)| name)
    }

    /// Why a copy is none any more once `data` has changed its rows.
    pub(super) fn overwritten(&self, table: &Name, data: &Data) -> Option<String> {
        let (_, columns) = self.tables.get(table)?;
        let copied = data.columns.iter().find(|column| {
            let mut taken = columns.iter().filter(|(_, origin)| origin.is_some());
            taken.any(|(name, _)| name.eq_ignore_ascii_case(&column.name))
        });
        match copied {
            Some(column) => {
                Some(format!("values of column `{table}.{}` are overwritten", column.name))
            }
            None if data.columns.is_empty() => Some(format!("rows of table `{table}` are changed")),
            None => None,
        }
    }

    pub(super) fn absorb(&mut self, change: &Change) {
        match change {
            Change::RenameTable { from, to } => {
                if let Some(copy) = self.tables.remove(from) {
                    self.tables.insert(to.clone(), copy);
                }
            }
            Change::RenameColumn { table, from, to } => {
                let Some((_, columns)) = self.tables.get_mut(table) else { return };
                if let Some(origin) = columns.remove(from) {
                    columns.insert(to.clone(), origin);
                }
            }
            Change::DropColumn(table, column) => {
                let Some((_, columns)) = self.tables.get_mut(table) else { return };
                columns.remove(column);
            }
            _ => {}
        }
    }

    /// The copy of `origin` that is still there, which stands in its place from now on.
    pub(super) fn take(&mut self, origin: &Name, before: &Schema) -> Option<(Name, Columns)> {
        let mut copies = self.tables.iter();
        let found =
            copies.find(|(name, (from, _))| from == origin && before.tables.contains_key(*name));
        let heir = found.map(|(name, _)| name.clone())?;
        let (_, columns) = self.tables.remove(&heir)?;
        Some((heir, columns))
    }
}

/// Whether rows may be left out, or overwrite others, because a constraint says so.
fn leaves_out(target: &Table) -> bool {
    let columns = target.columns.iter().map(|column| column.not_null_conflict);
    let key = target.primary_key.iter().map(|key| key.conflict);
    let uniques = target.uniques.iter().map(|key| key.conflict);
    let checks = target.checks.iter().map(|check| check.conflict);
    let mut all = columns.chain(key).chain(uniques).chain(checks).flatten();
    all.any(|conflict| matches!(conflict, Conflict::Ignore | Conflict::Replace))
}

/// In a copy, any other spelling of a type may change values: `'007'` becomes 7.
fn width_of(source: &Table, from: &str, target: &Table, to: &str) -> Width {
    match (source.column(from), target.column(to)) {
        (Some(from), Some(to)) => width::change(&from.data_type, &to.data_type),
        _ => Width::Unknown,
    }
}
