//! The result of `verify`, for pull requests.

use migrate_runtime::verify::{Ungiven, Verdict, Verified};

use super::one_line;
use crate::outcome::details;
use crate::proven::{Known, Proven};
use crate::ui::text::{self, milliseconds};

/// A group of lines for each migration that was run, and a table of all of them.
pub(in crate::ui) fn verification(it: &Proven) -> String {
    let verified = &it.verification.migrations;
    let mut groups: Vec<String> =
        verified.iter().filter_map(|verified| group(verified, it)).collect();
    if groups.is_empty() {
        groups.push("**Status:** SUCCESS\n**Forward:** Nothing to do\n".to_owned());
    }
    let rows: String = verified.iter().map(|verified| row(verified, it)).collect();
    let table = match verified.is_empty() {
        true => String::new(),
        false => {
            format!(
                "\n| Migration | Schema | Rows | Tables with rows | Engine |\n|---|---|---|---|---|\n{rows}"
            )
        }
    };
    let unseeded = verified.last().and_then(|last| last.rows.unseeded());
    let unseeded = unseeded.map_or_else(String::new, |it| format!("\n{}.\n", one_line(&it)));
    let line = |it: &Ungiven| format!("\n{}.\n", one_line(&it.to_string()));
    let ungiven: String = it.verification.ungiven.iter().map(line).collect();
    let summary = text::verification_summary(it);
    format!("## Migration Results\n{}{table}{unseeded}{ungiven}\n{summary}.", groups.join("\n"))
}

fn group(verified: &Verified, it: &Proven) -> Option<String> {
    if it.known.contains_key(&verified.version) {
        return None;
    }
    let engine = &it.verification.engine;
    let (status, rollback) = match &verified.verdict {
        Verdict::Restored { notes } => {
            let notes = notes.iter().cloned().chain(verified.rows.remarks());
            let notes: String = notes.map(|note| format!("; {}", one_line(&note))).collect();
            let rows = verified.rows.word().map(|word| format!(", rows {word}"));
            let rows = rows.unwrap_or_default();
            ("SUCCESS", format!("Reversible (verified on {engine}: schema restored{rows}{notes})"))
        }
        Verdict::Trusted => return None,
        Verdict::Irreversible { reason } => ("SUCCESS", format!("Irreversible: {reason}")),
        Verdict::Blocker(blocker) => {
            let details = one_line(&details(blocker).join("; "));
            ("FAILED", format!("BLOCKER: {}: {details}", blocker.words()))
        }
    };
    let (path, took) = (&verified.path, milliseconds(verified.up));
    Some(format!(
        "**Migration:** {path}\n**Status:** {status}\n**Forward:** Applied successfully on a throwaway \
         database ({took})\n**Rollback:** {rollback}\n"
    ))
}

fn row(verified: &Verified, it: &Proven) -> String {
    let receipt = it.receipt(&verified.version);
    let schema = match &verified.verdict {
        Verdict::Restored { .. } => "restored",
        Verdict::Irreversible { .. } => "irreversible",
        Verdict::Blocker(_) => "BLOCKER",
        Verdict::Trusted => match it.known.get(&verified.version) {
            Some(Known::Fresh(_)) => "unchanged since it was verified",
            Some(Known::Old) | None => "older than `since`",
        },
    };
    let is_compared = !matches!(verified.verdict, Verdict::Irreversible { .. });
    let rows = receipt.filter(|_| is_compared).map(text::rows).unwrap_or_default();
    let rows = rows.replace('|', "\\|");
    let seeded = receipt.map(|it| format!("{} of {}", it.seeded, it.tables)).unwrap_or_default();
    let engine = receipt.map(|it| it.engine.to_string()).unwrap_or_default();
    let (version, title) = (&verified.version, &verified.title);
    format!("| {version}_{title} | {schema} | {} | {seeded} | {engine} |\n", one_line(&rows))
}
