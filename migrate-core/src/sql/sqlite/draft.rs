//! The elements of a table while they are read, and the table they make.

use super::resolve;
use crate::command::{NewColumn, NewConstraint, TableElement};
use crate::dialect::sqlite::normalize;
use crate::schema::{
    Constraint, Deferrable, ForeignKey, Identity, KeyColumn, PrimaryKey, Table, TableOptions,
};

/// A table while it is read.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) elements: Vec<TableElement>,
    pub(super) options: TableOptions,
}

impl Draft {
    /// The column read last, which constraints that follow belong to.
    pub(super) fn column(&mut self) -> Option<&mut NewColumn> {
        match self.elements.last_mut() {
            Some(TableElement::Column(column)) => Some(column),
            _ => None,
        }
    }

    pub(super) fn add(&mut self, constraint: NewConstraint) {
        self.elements.push(TableElement::Constraint(Box::new(constraint)));
    }

    pub(super) fn has_primary_key(&self) -> bool {
        let is_key =
            |constraint: &NewConstraint| matches!(constraint.constraint, Constraint::PrimaryKey(_));
        self.elements.iter().any(|element| match element {
            TableElement::Column(column) => column.constraints.iter().any(is_key),
            TableElement::Constraint(constraint) => is_key(constraint),
            TableElement::Index(_) | TableElement::Like { .. } => false,
        })
    }

    /// Has the engine number the column of that name; nothing if there is none.
    pub(super) fn number(&mut self, name: &str) -> Option<()> {
        let mut columns = self.elements.iter_mut().filter_map(|element| match element {
            TableElement::Column(column) => Some(column),
            _ => None,
        });
        let column = columns.find(|column| column.name.name.eq_ignore_ascii_case(name))?;
        column.column.identity = Some(Identity::AutoIncrement);
        Some(())
    }

    /// Says when the reference read last is checked, whichever column it stands at: to the engine
    /// `DEFERRABLE` is a constraint of its own.
    pub(super) fn defer(&mut self, when: Deferrable) {
        let reference = self.elements.iter_mut().rev().find_map(|element| match element {
            TableElement::Column(column) => column.constraints.iter_mut().rev().find_map(reference),
            TableElement::Constraint(constraint) => reference(constraint),
            TableElement::Index(_) | TableElement::Like { .. } => None,
        });
        reference.into_iter().for_each(|key| key.deferrable = when);
    }
}

fn reference(constraint: &mut NewConstraint) -> Option<&mut ForeignKey> {
    match &mut constraint.constraint {
        Constraint::ForeignKey(key) => Some(key),
        _ => None,
    }
}

/// The table that `elements` make, in normal form.
pub(crate) fn table(elements: &[TableElement], options: &TableOptions) -> Table {
    let mut table = Table { options: options.clone(), ..Table::default() };
    let mut key_of_table = false;
    for element in elements {
        match element {
            TableElement::Column(column) => {
                table.columns.push(column.column.clone());
                let constraints = column.constraints.iter();
                constraints.for_each(|constraint| add(&mut table, &constraint.constraint));
            }
            TableElement::Constraint(constraint) => {
                key_of_table |= matches!(constraint.constraint, Constraint::PrimaryKey(_));
                add(&mut table, &constraint.constraint);
            }
            TableElement::Index(_) | TableElement::Like { .. } => {}
        }
    }
    if key_of_table {
        undirected(&mut table);
    }
    normalize::table(&mut table);
    resolve::table(&mut table);
    table
}

fn add(table: &mut Table, constraint: &Constraint) {
    match constraint {
        Constraint::PrimaryKey(key) => table.primary_key = Some(key.clone()),
        Constraint::Unique(key) => table.uniques.push(key.clone()),
        Constraint::Check(check) => table.checks.push(check.clone()),
        Constraint::ForeignKey(key) => table.foreign_keys.push(key.clone()),
        Constraint::Exclusion(_) => {}
    }
}

/// Only where the column itself says `PRIMARY KEY DESC` is the key not the rowid
/// (<https://www.sqlite.org/lang_createtable.html#rowid>, the backwards compatible bug); said by the
/// table, the direction of a rowid means nothing.
fn undirected(table: &mut Table) {
    let Some(key) = &table.primary_key else { return };
    let columns: Vec<KeyColumn> = key
        .columns
        .iter()
        .map(|column| KeyColumn { descending: false, ..column.clone() })
        .collect();
    let key = PrimaryKey { columns, ..key.clone() };
    let before = table.primary_key.replace(key);
    if normalize::rowid_column(table).is_none() {
        table.primary_key = before;
    }
}
