//! Which table and which column of before the up is which now.

use std::collections::BTreeMap;

use crate::change::Change;
use crate::schema::{Name, Schema, Table};

/// Follows tables and columns from before the up through renames and copies.
pub(super) struct Identity<'a> {
    before: &'a Schema,
    /// What stands under a name now, where it is not what stood there before: a table from before,
    /// or none of them.
    tables: BTreeMap<Name, Option<Name>>,
    columns: BTreeMap<(Name, String), Option<String>>,
}

impl<'a> Identity<'a> {
    pub(super) const fn new(before: &'a Schema) -> Self {
        Self { before, tables: BTreeMap::new(), columns: BTreeMap::new() }
    }

    /// The schema before the up.
    pub(super) const fn before(&self) -> &'a Schema {
        self.before
    }

    /// A column has the values again that were in `origin`.
    pub(super) fn refilled(&mut self, table: &Name, column: String, origin: String) {
        self.columns.insert((table.clone(), column), Some(origin));
    }

    /// The name before the up of the table that is called `name` now, if its rows are from then.
    pub(super) fn table(&self, name: &Name) -> Option<Name> {
        match self.tables.get(name) {
            Some(origin) => origin.clone(),
            None => self.before.tables.contains_key(name).then(|| name.clone()),
        }
    }

    /// The name before the up of a column of today, with its table's.
    pub(super) fn column(&self, table: &Name, column: &str) -> Option<(Name, String)> {
        let origin = self.table(table)?;
        let name = match self.columns.get(&(table.clone(), column.to_owned())) {
            Some(name) => name.clone()?,
            None => column.to_owned(),
        };
        let known = self.original(&origin).is_some_and(|found| found.column(&name).is_some());
        known.then_some((origin, name))
    }

    /// A table as it was before the up.
    pub(super) fn original(&self, origin: &Name) -> Option<&'a Table> {
        self.before.tables.get(origin).map(|table| &**table)
    }

    /// A table or a column that has the name of another from before the up and holds what that held.
    pub(super) fn displaced(&self) -> Option<String> {
        let table = self.tables.iter().find_map(|(name, origin)| {
            let origin = origin.as_ref().filter(|origin| *origin != name)?;
            let text = format!("table `{name}` holds the rows that were in table `{origin}`");
            self.before.tables.contains_key(name).then_some(text)
        });
        table.or_else(|| {
            self.columns.iter().find_map(|((table, column), origin)| {
                let origin = origin.as_ref().filter(|origin| *origin != column)?;
                self.original(table)?.column(column)?;
                Some(format!(
                    "column `{table}.{column}` holds the values that were in column `{origin}`"
                ))
            })
        })
    }

    /// The table named `to` now holds the rows of `origin`.
    pub(super) fn moved(
        &mut self,
        to: &Name,
        origin: Name,
        columns: BTreeMap<String, Option<String>>,
    ) {
        self.tables.insert(to.clone(), Some(origin));
        self.forget_columns(to);
        for (column, from) in columns {
            self.columns.insert((to.clone(), column), from);
        }
    }

    pub(super) fn absorb(&mut self, change: &Change) {
        match change {
            Change::CreateTable(name, _) | Change::DropTable(name) => {
                self.tables.insert(name.clone(), None);
                self.forget_columns(name);
            }
            Change::RenameTable { from, to } => self.rename(from, to),
            Change::AddColumn(table, column) => {
                self.columns.insert((table.clone(), column.name.clone()), None);
            }
            Change::DropColumn(table, column) => {
                self.columns.insert((table.clone(), column.clone()), None);
            }
            Change::RenameColumn { table, from, to } => {
                let origin = self.column(table, from).map(|(_, column)| column);
                self.columns.insert((table.clone(), from.clone()), None);
                self.columns.insert((table.clone(), to.clone()), origin);
            }
            _ => {}
        }
    }

    fn rename(&mut self, from: &Name, to: &Name) {
        let origin = self.table(from);
        let moved = self.columns_of(from);
        self.tables.insert(from.clone(), None);
        self.tables.insert(to.clone(), origin);
        self.forget_columns(from);
        self.forget_columns(to);
        for (column, origin) in moved {
            self.columns.insert((to.clone(), column), origin);
        }
    }

    fn columns_of(&self, table: &Name) -> Vec<(String, Option<String>)> {
        let from = (table.clone(), String::new());
        let of_it = self.columns.range(from..).take_while(|((owner, _), _)| owner == table);
        of_it.map(|((_, column), origin)| (column.clone(), origin.clone())).collect()
    }

    fn forget_columns(&mut self, table: &Name) {
        for (column, _) in self.columns_of(table) {
            self.columns.remove(&(table.clone(), column));
        }
    }
}
