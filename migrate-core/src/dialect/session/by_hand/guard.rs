//! The lease in a script: around what no transaction holds, nobody else migrates.

use crate::checksum::Checksum;
use crate::dialect::session::{BY_HAND, HistoryTable, LeaseText};

/// How much of a checksum tells scripts apart.
const DIGITS: usize = 12;

/// The lease, as far as a script needs it, and whether it has it where the text is now.
pub(super) struct Guard {
    lease: Option<(Box<dyn LeaseText>, String)>,
    is_held: bool,
}

impl Guard {
    /// For a script that is made of these; `is_needed` where any of it is outside a transaction.
    pub(super) fn of(table: &HistoryTable, parts: &[&str], is_needed: bool) -> Self {
        let lease = table.session().lease(table).filter(|_| is_needed);
        let checksum = Checksum::of_parts(parts);
        let digits = checksum.as_str().rsplit(':').next().unwrap_or_default();
        let digits = digits.get(..DIGITS).unwrap_or(digits);
        Self { lease: lease.map(|text| (text, format!("{BY_HAND}, {digits}"))), is_held: false }
    }

    /// What the heading says of it.
    pub(super) fn heading(&self) -> String {
        let Some((text, owner)) = &self.lease else { return String::new() };
        format!(
            "-- It takes the lease of the history, so that nobody else migrates meanwhile, and fails where somebody\n\
             -- does. Where it stops in the middle, it has that for a day, unless this gives it back:\n\
             --     {};\n",
            text.release_by_hand(Some(owner))
        )
    }

    /// What gives it back in front of a part that is committed together with its row, and at the end.
    pub(super) fn release(&mut self) -> Vec<String> {
        let held = std::mem::take(&mut self.is_held);
        let lease = self.lease.as_ref().filter(|_| held);
        lease.map(|(text, owner)| text.release_by_hand(Some(owner))).into_iter().collect()
    }

    /// What creates its table, in front of the first part that it is taken for.
    pub(super) fn create(&self) -> Vec<String> {
        let lease = self.lease.as_ref().filter(|_| !self.is_held);
        lease.map(|(text, _)| text.create()).unwrap_or_default()
    }

    /// What takes it, or fails where it was lost since: what the transactions begin with that write to the
    /// history of such a part. None where there is no lease.
    pub(super) fn hold(&mut self) -> Option<Vec<String>> {
        let (text, owner) = self.lease.as_ref()?;
        Some(match std::mem::replace(&mut self.is_held, true) {
            false => text.take_by_hand(owner),
            true => text.hold_by_hand(owner),
        })
    }
}
