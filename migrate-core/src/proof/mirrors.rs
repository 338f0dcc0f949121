//! `UPDATE t SET title = name`: a new column that holds the values of another, and has them still when that
//! one goes.

use std::collections::BTreeMap;

use super::swapped;
use crate::change::Change;
use crate::command::{Data, DataKind};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::schema::{Column, Name};
use crate::sql::words::has_letters;

/// The columns that hold the values of another one of the same table, by its name of today.
#[derive(Default)]
pub(super) struct Mirrors(BTreeMap<(Name, String), String>);

impl Mirrors {
    /// Takes in a statement that writes rows of a table.
    pub(super) fn note(&mut self, data: &Data, table: &Name, step: &Step<'_>, dialect: Dialect) {
        let writes = |name: &String| {
            let is_it = |it: &crate::command::Ident| it.name.eq_ignore_ascii_case(name);
            data.columns.is_empty() || data.columns.iter().any(is_it)
        };
        self.0.retain(|(of, column), from| of != table || !(writes(column) || writes(from)));
        if data.kind != DataKind::Update || data.filtered {
            return;
        }
        let Some(of) = step.before.tables.get(table) else { return };
        // `ONLY` leaves out the rows of those that inherit from the table.
        if has_letters(&data.text, " only ") {
            return;
        }
        let pairs = swapped::assignments(&data.text, dialect).unwrap_or_default();
        let known = |name: &str| of.columns.iter().find(|it| it.name.eq_ignore_ascii_case(name));
        for (to, from) in &pairs {
            // What the statement itself writes is read before it or behind it.
            let is_written = pairs.iter().any(|(other, _)| other.eq_ignore_ascii_case(from));
            let (Some(to), Some(from), false) = (known(to), known(from), is_written) else {
                continue;
            };
            if is_alike(to, from) {
                self.0.insert((table.clone(), to.name.clone()), from.name.clone());
            }
        }
    }

    /// A column that has the values of one that goes.
    pub(super) fn heir(&self, table: &Name, column: &str) -> Option<&str> {
        let mut all = self.0.iter();
        let found = all.find(|((of, _), from)| of == table && *from == column);
        found.map(|((_, heir), _)| heir.as_str())
    }

    pub(super) fn absorb(&mut self, change: &Change, step: &Step<'_>) {
        match change {
            Change::AlterColumn(table, column) => {
                let old = step.before.tables.get(table).and_then(|of| of.column(&column.name));
                if !old.is_some_and(|old| is_alike(old, column)) {
                    self.forget(table, &column.name);
                }
            }
            Change::DropColumn(table, column)
            | Change::RenameColumn { table, from: column, .. } => self.forget(table, column),
            Change::RenameTable { from: table, .. } | Change::DropTable(table) => {
                self.0.retain(|(of, _), _| of != table);
            }
            _ => {}
        }
    }

    fn forget(&mut self, table: &Name, column: &str) {
        self.0.retain(|(of, to), from| of != table || !(to == column || from == column));
    }
}

/// Whether the one holds whatever the other does, to the letter.
fn is_alike(one: &Column, other: &Column) -> bool {
    one.data_type == other.data_type
        && one.charset == other.charset
        && one.generated.is_none()
        && other.generated.is_none()
}
