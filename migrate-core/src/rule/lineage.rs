//! What a migration made itself, whatever name it has by now.

use std::collections::BTreeSet;

use crate::change::Change;
use crate::replay::Step;
use crate::schema::Name;

/// The tables and columns that came with a migration.
///
/// A name that is new is not enough: `RENAME` gives new names to what everybody uses, and a table
/// that an unreadable statement made is not new because the model has never seen it.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    tables: BTreeSet<Name>,
    renamed: BTreeSet<Name>,
    columns: BTreeSet<(Name, String)>,
    renamed_columns: BTreeSet<(Name, String)>,
}

impl Lineage {
    /// What these steps made, in order.
    #[must_use]
    pub fn of<'s>(steps: impl IntoIterator<Item = &'s Step<'s>>) -> Self {
        let mut lineage = Self::default();
        for change in steps.into_iter().flat_map(|step| &step.changes) {
            lineage.follow(change);
        }
        lineage
    }

    fn follow(&mut self, change: &Change) {
        match change {
            Change::CreateTable(name, _) => {
                self.tables.insert(name.clone());
            }
            // Its rows come with it, and nobody reads them before it is committed.
            Change::PutView(name, view) if view.materialized => {
                self.tables.insert(name.clone());
            }
            Change::RenameTable { from, to } => {
                let names =
                    if self.made_table(from) { &mut self.tables } else { &mut self.renamed };
                names.insert(to.clone());
            }
            Change::AddColumn(table, column) => {
                self.columns.insert((table.clone(), column.name.clone()));
            }
            Change::RenameColumn { table, from, to } => {
                let names = if self.made_column(table, from) {
                    &mut self.columns
                } else {
                    &mut self.renamed_columns
                };
                names.insert((table.clone(), to.clone()));
            }
            _ => {}
        }
    }

    pub(super) fn made_table(&self, name: &Name) -> bool {
        self.tables.contains(name) && !self.renamed.contains(name)
    }

    pub(super) fn made_column(&self, table: &Name, column: &str) -> bool {
        let key = (table.clone(), column.to_owned());
        self.columns.contains(&key) && !self.renamed_columns.contains(&key)
    }
}
