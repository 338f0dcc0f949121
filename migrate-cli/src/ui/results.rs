//! What a verification says of each migration: the same in every form that is for reading.

use migrate_core::set::receipt::Receipt;
use migrate_runtime::verify::{Verdict, Verified};

use super::text::{self, milliseconds};
use crate::outcome::details;
use crate::proven::{Known, Proven};

/// What happened to one migration that was run.
pub(super) struct Entry<'a> {
    /// The up as shown.
    pub(super) path: &'a str,
    /// `SUCCESS` or `FAILED`.
    pub(super) status: &'static str,
    /// Of the up.
    pub(super) forward: String,
    /// Of the way back.
    pub(super) rollback: String,
}

impl<'a> Entry<'a> {
    /// What happened now; none where it is known from before.
    pub(super) fn of(verified: &'a Verified, it: &Proven) -> Option<Self> {
        if it.known.contains_key(&verified.version) {
            return None;
        }
        let engine = &it.verification.engine;
        let (status, rollback) = match &verified.verdict {
            Verdict::Restored { notes } => {
                let notes = notes.iter().cloned().chain(verified.rows.remarks());
                let notes: String = notes.map(|note| format!("; {note}")).collect();
                let rows = verified.rows.word().map(|word| format!(", rows {word}"));
                let rows = rows.unwrap_or_default();
                let text =
                    format!("Reversible (verified on {engine}: schema restored{rows}{notes})");
                ("SUCCESS", text)
            }
            Verdict::Trusted => return None,
            Verdict::Irreversible { reason } => ("SUCCESS", format!("Irreversible: {reason}")),
            Verdict::Blocker(blocker) => {
                let details = details(blocker).join("; ");
                ("FAILED", format!("BLOCKER: {}: {details}", blocker.words()))
            }
        };
        let took = milliseconds(verified.up);
        let forward = format!("Applied successfully on a throwaway database ({took})");
        Some(Self { path: &verified.path, status, forward, rollback })
    }
}

/// Whether its schema comes back, in a word.
pub(super) fn schema_word(verified: &Verified, it: &Proven) -> &'static str {
    match &verified.verdict {
        Verdict::Restored { .. } => "restored",
        Verdict::Irreversible { .. } => "irreversible",
        Verdict::Blocker(_) => "BLOCKER",
        Verdict::Trusted => match it.known.get(&verified.version) {
            Some(Known::Fresh(_)) => "unchanged since it was verified",
            Some(Known::Code) => "written in Rust",
            Some(Known::Old) | None => "older than `since`",
        },
    }
}

/// What became of its rows, in a few words; nothing where there was nothing to lose or to compare.
pub(super) fn rows_words(verified: &Verified, receipt: Option<&Receipt>) -> String {
    let is_compared = !matches!(verified.verdict, Verdict::Irreversible { .. });
    receipt.filter(|_| is_compared).map(text::rows).unwrap_or_default()
}

/// What its scripts were seen to lock of what was there before, now or earlier: for each that locks
/// anything, which way it goes, and its lines.
pub(super) fn locks<'a>(
    verified: &Verified,
    it: &'a Proven,
) -> impl Iterator<Item = (&'static str, &'a [String])> {
    let receipt = it.receipt(&verified.version);
    let both = receipt.map(|it| [("up", &*it.up_locks), ("down", &*it.down_locks)]);
    both.into_iter().flatten().filter(|(_, lines)| !lines.is_empty())
}
