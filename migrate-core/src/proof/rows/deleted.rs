//! What becomes of rows that are deleted.

use super::{Added, Rows};
use crate::command::Data;
use crate::proof::{Place, undo};
use crate::replay::Step;
use crate::schema::Name;
use crate::set::name::Direction;

impl<'s> Rows<'s> {
    /// In the up rows are lost; in the down they may be those that the up added.
    pub(super) fn delete(
        &mut self,
        data: &'s Data,
        targets: &[Name],
        step: &Step<'_>,
        place: Place,
    ) {
        for table in targets {
            let Some(origin) = self.identity.table(table) else {
                self.copies.forget(table);
                continue;
            };
            if place.direction == Direction::Up {
                self.rows_lost(Some(table), place);
                continue;
            }
            let known = step.before.tables.get(table);
            let of_it = |added: &Added<'_>| added.table == *table;
            let undone = self.added.iter().position(|added| {
                of_it(added)
                    && known
                        .is_some_and(|known| undo::undoes(data, added.data, &added.columns, known))
            });
            if let Some(at) = undone {
                self.added.remove(at);
            } else if self.added.iter().any(of_it) {
                let text = format!("it may take other rows of table `{origin}` than the up added");
                self.doubtful(text, &origin, &[], place);
                // Whatever of them it leaves, the reason is the same.
                self.added.retain(|added| !of_it(added));
            } else {
                self.rows_lost(Some(table), place);
            }
        }
    }
}
