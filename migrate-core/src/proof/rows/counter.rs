//! How far the numbers of sequences have come.

use super::{Rows, carried};
use crate::command::{
    ColumnChange, Command, Data, DataKind, ObjectChange, Path, TableChange, What,
};
use crate::dialect::Dialect;
use crate::dialect::rows::counts_in;
use crate::proof::hidden::has_word;
use crate::proof::{Place, Reason};
use crate::replay::Step;
use crate::schema::{Column, Name};

/// A sequence that is gone: the names by which a call of `setval` may mean it.
pub(super) struct Counter {
    names: Vec<String>,
    pub(super) reason: Reason,
}

/// Whether it writes how far numbers have come, and nothing else.
pub(super) fn is_written(data: &Data, dialect: Dialect) -> bool {
    let is_it = |path: &Path| counts_in(dialect, &path.name);
    data.kind != DataKind::Select && data.tables.iter().any(is_it)
}

impl Rows<'_> {
    /// What numbers new rows goes, and with it how far it had come.
    pub(super) fn begins_anew(&mut self, names: Vec<String>, of: &Name, place: Place) {
        let text = format!("the numbers of `{of}` begin anew unless `setval` goes on with them");
        self.counters.push(Counter { names, reason: Reason { text, place: Some(place) } });
    }

    /// The names by which `setval` may mean what numbers these columns of a table.
    pub(super) fn numbering<'c>(
        &self,
        table: &Name,
        columns: impl Iterator<Item = &'c Column>,
    ) -> Vec<String> {
        let before = &self.identity.before().sequences;
        let owned = before.iter().filter(|(_, sequence)| {
            sequence.owned_by.as_ref().is_some_and(|(owner, _)| owner == table)
        });
        let owned = owned.map(|(name, _)| name.name.clone());
        let usual = columns.map(|column| format!("{}_{}_seq", table.name, column.name));
        std::iter::once(table.name.clone()).chain(owned).chain(usual).collect()
    }

    /// A table goes whose numbers are behind the largest that it ever had, and a copy of it has those
    /// behind the largest that it has.
    pub(super) fn forgets_the_last(&mut self, table: &Name, heir: &Name, place: Place) {
        if self.carried.has(table, heir) {
            return;
        }
        let text =
            format!("numbers of rows that were deleted from `{table}` may be given out again");
        let names = vec![table.name.clone()];
        self.counters.push(Counter { names, reason: Reason { text, place: Some(place) } });
    }

    /// `setval` goes on where the rows are, or somewhere that only who wrote it knows. So does what is
    /// written into the table in which SQLite counts, where it takes that from there.
    pub(super) fn setval(&mut self, data: &Data, place: Place) {
        let is_written = is_written(data, self.dialect);
        if !is_written && !data.calls.iter().any(|call| call.ends_with("setval")) {
            return;
        }
        if is_written {
            // A table that is copied into is in there from then on.
            let carried = carried::read(&data.text, self.dialect);
            return match carried.filter(|(_, to)| self.copies.has(to)) {
                Some((from, to)) => self.carried.note(from, to),
                None => {
                    self.unknown("the numbers of rows go on from another one".to_owned(), place)
                }
            };
        }
        let text = data.text.to_ascii_lowercase();
        let goes_on = ["max (", "max(", "last_value"].iter().any(|word| text.contains(word));
        if goes_on {
            let says = |counter: &Counter| counter.names.iter().any(|it| has_word(&data.text, it));
            self.counters.retain(|counter| !says(counter));
            let stays = ["greatest", "last_value"].iter().any(|word| text.contains(word));
            let tables = self.identity.before().tables.keys();
            let mut thinned = tables.filter(|name| self.certainty.is_thinned(name));
            if let Some(table) = thinned.find(|name| has_word(&data.text, &name.name) && !stays) {
                let text = format!(
                    "numbers of rows that were deleted from `{table}` may be given out again"
                );
                self.unknown(text, place);
            }
            return;
        }
        let is_meant = |name: &Name| has_word(&data.text, &name.name);
        let mut sequences = self.identity.before().sequences.iter();
        let meant = sequences.find(|(name, sequence)| {
            is_meant(name) || sequence.owned_by.as_ref().is_some_and(|(table, _)| is_meant(table))
        });
        if let Some((name, _)) = meant {
            self.renumbered(&name.clone(), place);
        }
    }

    /// `RESTART` of a sequence that was there before.
    pub(super) fn restart(&mut self, command: &Command, step: &Step<'_>, place: Place) {
        let restarts = match &command.what {
            What::AlterSequence { change: ObjectChange::Set { name, .. }, .. } => name == "restart",
            What::AlterTable(alter) => matches!(
                &alter.change,
                TableChange::AlterColumn { change: ColumnChange::Identity { options, .. }, .. }
                    if options.iter().any(|option| option.trim_start_matches("set ").starts_with("restart"))
            ),
            _ => false,
        };
        if !restarts {
            return;
        }
        let before = self.identity.before();
        let old = step.targets.iter().find(|name| {
            before.sequences.contains_key(name) || self.identity.table(name).is_some()
        });
        if let Some(name) = old {
            self.renumbered(name, place);
        }
    }

    /// `AUTO_INCREMENT = n`: never below the rows that there are, and perhaps below those that were deleted.
    pub(super) fn renumbered_by_hand(&mut self, step: &Step<'_>, place: Place) {
        let old = step.targets.iter().find(|name| self.identity.table(name).is_some());
        if let Some(name) = old {
            self.renumbered(name, place);
        }
    }

    fn renumbered(&mut self, of: &Name, place: Place) {
        self.unknown(format!("the numbers of `{of}` go on from another one"), place);
    }
}
