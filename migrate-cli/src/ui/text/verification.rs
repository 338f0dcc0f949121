//! The result of `verify`, for people.

use migrate_core::impact::measured;
use migrate_core::set::MigrationSet;
use migrate_core::set::receipt::Receipt;
use migrate_core::text::counted;
use migrate_runtime::verify::{Verdict, Verified};

use super::super::table::{self, Cell, plain};
use super::run::{drawn, milliseconds};
use super::{BAD, GOOD, WAITING, bold};
use crate::proven::{Known, Proven};

/// What is known of the rollback of each migration.
pub(in crate::ui) fn verification(it: &Proven, set: &MigrationSet) -> String {
    let verified = &it.verification.migrations;
    let rows: Vec<[Cell; 3]> = verified.iter().map(|verified| row(verified, it)).collect();
    let mut text = table::fitted(rows);
    for (verified, note) in notes(verified) {
        text += &format!("{}: {}: {note}\n", bold("note"), name(verified));
    }
    for verified in verified {
        for line in &verified.disagreement {
            let name = name(verified);
            text += &format!("{}: {name}: {line}; {WRONG_MODEL}\n", bold("note"));
        }
    }
    for ungiven in &it.verification.ungiven {
        text += &format!("{}: {ungiven}\n", bold("note"));
    }
    if let Some(unseeded) = verified.last().and_then(|last| last.rows.unseeded()) {
        text += &format!("{}: {unseeded}\n", bold("note"));
    }
    text += &locks(verified);
    if let Some((verified, blocker)) = it.blocker() {
        text += &format!("\n{}\n", drawn(verified, blocker, set));
    }
    format!("{text}\n{}.", summary(it))
}

fn name(verified: &Verified) -> String {
    verified.version.named(&verified.title)
}

/// What the scripts that ran were seen to lock of what was there before them.
fn locks(verified: &[Verified]) -> String {
    let both = |verified: &Verified| {
        let name = name(verified);
        [("up", &verified.up_measured), ("down", &verified.down_measured)].map(|(way, measured)| {
            let lines = measured::of_script(measured).join("; ");
            (!lines.is_empty()).then(|| [plain(name.clone()), plain(way), plain(lines)])
        })
    };
    let rows: Vec<[Cell; 3]> = verified.iter().flat_map(both).flatten().collect();
    match rows.is_empty() {
        true => String::new(),
        false => format!("\n{}\n{}", bold("Locks on what was there before"), table::spoken(&rows)),
    }
}

/// What is said where the static replay and the engine are not of one mind.
const WRONG_MODEL: &str = "this is a bug of the framework, not of the migration: please report it";

/// Remarks on migrations that can be undone, and on the rows.
fn notes(verified: &[Verified]) -> impl Iterator<Item = (&Verified, String)> {
    verified.iter().flat_map(|verified| {
        let notes: &[String] = match &verified.verdict {
            Verdict::Restored { notes } => notes,
            _ => &[],
        };
        let notes = notes.iter().cloned().chain(verified.rows.remarks());
        notes.map(move |note| (verified, note))
    })
}

fn row(verified: &Verified, it: &Proven) -> [Cell; 3] {
    let name = plain(name(verified));
    match &verified.verdict {
        Verdict::Restored { .. } => {
            let (up, down) = (milliseconds(verified.up), milliseconds(verified.down));
            let rows = verified.rows.word().map(|word| format!(", rows {word}"));
            let rows = rows.unwrap_or_default();
            [("ok".to_owned(), GOOD), name, plain(format!("up {up}, down {down}{rows}"))]
        }
        Verdict::Trusted => match it.known.get(&verified.version) {
            Some(Known::Fresh(receipt)) => {
                let when = format!("unchanged since it was verified on {}", receipt.engine);
                [("ok".to_owned(), GOOD), name, plain(when)]
            }
            Some(Known::Code) => {
                [("Rust".to_owned(), WAITING), name, plain("for its own program to try")]
            }
            Some(Known::Old) | None => {
                [("old".to_owned(), WAITING), name, plain("older than `since`, and not tried")]
            }
        },
        Verdict::Irreversible { reason } => {
            [("irreversible".to_owned(), WAITING), name, plain(reason.as_str())]
        }
        Verdict::Blocker(blocker) => [("BLOCKER".to_owned(), BAD), name, plain(blocker.words())],
    }
}

/// One sentence on what is known.
pub(in crate::ui) fn summary(it: &Proven) -> String {
    let count = |wanted: fn(&Verdict, Option<&Known>) -> bool| {
        let migrations = it.verification.migrations.iter();
        let are = |verified: &&Verified| wanted(&verified.verdict, it.known.get(&verified.version));
        migrations.filter(are).count()
    };
    let restored = count(|verdict, _| matches!(verdict, Verdict::Restored { .. }));
    let unchanged = count(|verdict, known| {
        matches!((verdict, known), (Verdict::Trusted, Some(Known::Fresh(_))))
    });
    let code = count(|_, known| matches!(known, Some(Known::Code)));
    let old = count(|_, known| matches!(known, Some(Known::Old)));
    let irreversible = count(|verdict, _| matches!(verdict, Verdict::Irreversible { .. }));
    let (engine, took) = (&it.verification.engine, milliseconds(it.verification.took));
    let ran = match it.receipts.is_empty() && it.blocker().is_none() {
        true => "Nothing to verify".to_owned(),
        false => format!("{} verified on {engine} in {took}", counted(restored, "migration")),
    };
    let parts = [
        (unchanged, "unchanged since verified"),
        (old, "older than `since`"),
        (code, "in Rust"),
        (irreversible, "irreversible"),
        (usize::from(it.blocker().is_some()), "BLOCKER"),
        (it.verification.not_run, "not run"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if parts.is_empty() { ran } else { format!("{ran}; {}", parts.join(", ")) }
}

/// What a receipt says of the rows, in a few words; none where there was nothing to lose.
pub(in crate::ui) fn rows(receipt: &Receipt) -> String {
    let Receipt { tables, lost, unproven, .. } = receipt;
    let named = |word: &str, names: &[String]| {
        (!names.is_empty()).then(|| format!("{word}: {}", names.join(", ")))
    };
    let parts: Vec<String> =
        [named("lost", lost), named("unproven", unproven)].into_iter().flatten().collect();
    match (parts.is_empty(), tables) {
        (true, 0) => String::new(),
        (true, _) => "preserved".to_owned(),
        _ => parts.join("; "),
    }
}
