//! What is written to the history later than it is known: each time costs a way to the server and back, and a
//! wait for its disk.

use std::time::{Duration, Instant};

use migrate_core::dialect::session::{HistoryTable, NewRow, Write};

use super::lease::Lease;

impl Lease {
    /// Records how far a migration has come with whatever is written next: each time costs a way to the
    /// server and back, and a wait for its disk. Until then the intent of the part that it is about
    /// stands, so that whoever comes behind a crash looks at the schema.
    pub(super) fn owe_state(&mut self, sequence: i64, state: &str) {
        self.owe(Write::State { sequence, state: state.to_owned() });
    }

    /// Adds a row to the history in the same way; whether one text can.
    pub(super) fn owe_row(&mut self, history: &HistoryTable, row: &NewRow<'_>) -> bool {
        self.owe_more(|| Write::Row(history.values(row)))
    }

    /// Records in the same way that a migration is applied; whether one text can.
    pub(super) fn owe_end(&mut self, sequence: i64, took: Duration) -> bool {
        self.owe_more(|| Write::Applied { sequence, duration_ms: took.as_millis() })
    }

    /// Takes a row out of the history in the same way; whether one text can.
    pub(super) fn owe_removal(&mut self, sequence: i64) -> bool {
        self.owe_more(|| Write::Removal { sequence })
    }

    fn owe_more(&mut self, write: impl FnOnce() -> Write) -> bool {
        let is_owed = self.text.writes_all();
        if is_owed {
            self.owe(write());
        }
        is_owed
    }

    /// What was owed of a row before is out of date.
    fn owe(&mut self, write: Write) {
        self.owed.retain(|owed| write.row().is_none() || owed.row() != write.row());
        self.owed.push(write);
    }

    /// Writes what is owed in a transaction that is open, with a row when the lease is held; nothing
    /// where nothing is owed.
    pub(super) fn owed(&self) -> Option<String> {
        (!self.owed.is_empty()).then(|| self.finish())
    }

    /// From now on nothing is owed: that transaction is committed.
    pub(super) fn paid(&mut self) {
        self.owed.clear();
        self.held = Instant::now();
    }
}
