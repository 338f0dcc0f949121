//! The result of `show`, for people.

use migrate_core::finding::render;
use migrate_core::set::receipt::Receipt;
use migrate_core::set::{Down, Script};

use super::{bold, indented, points, way_back};
use crate::commands::Shown;

/// The result of `show`.
pub(in crate::ui) fn shown(it: &Shown<'_>) -> String {
    let reading = &it.checked.reading;
    let script = |script: &Script| {
        format!(
            "{}
{}",
            bold(&reading.path(script)),
            indented(script.text().trim())
        )
    };
    let mut parts = vec![script(&it.migration.up)];
    parts.extend(effect(it));
    parts.push(match &it.migration.down {
        Down::Script(down) => script(down),
        Down::Irreversible { reason } => format!("There is no down: {reason}"),
    });
    parts.extend(measured(it));
    parts.extend(rollback(it));
    parts.extend(receipts(it));
    parts.extend(it.findings().map(|finding| reading.render(finding, render::Style::Color)));
    parts.join("\n\n")
}

/// What the up does.
pub(in crate::ui) fn effect(it: &Shown<'_>) -> Vec<String> {
    let effect = &it.effect;
    let list = |heading: &str, lines: &[String]| {
        (!lines.is_empty()).then(|| format!("{heading}\n{}", points(lines)))
    };
    let is_nothing = effect.changes.is_empty() && effect.unknown.is_empty();
    let nothing = is_nothing.then(|| "It changes no schema.".to_owned());
    [
        list("It changes the schema:", &effect.changes),
        nothing,
        list("It locks:", &effect.locks),
        list("That may not be all:", &effect.unknown),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What engines were seen to lock.
pub(in crate::ui) fn measured(it: &Shown<'_>) -> Vec<String> {
    let one = |receipt: &Receipt| {
        let both = [("up", &receipt.up_locks), ("down", &receipt.down_locks)];
        let lines = both
            .into_iter()
            .flat_map(|(way, lines)| lines.iter().map(move |line| format!("{way}: {line}")));
        let lines = points(lines);
        (!lines.is_empty()).then(|| format!("Seen on {}:\n{lines}", receipt.engine))
    };
    it.receipts().iter().filter_map(one).collect()
}

/// Whether it can be undone.
pub(in crate::ui) fn rollback(it: &Shown<'_>) -> Option<String> {
    let verdict = it.verdict()?;
    if verdict.exempt {
        return Some("Rollback: not judged, since it is older than `since`.".to_owned());
    }
    Some(way_back(verdict))
}

/// What engines showed of it.
pub(in crate::ui) fn receipts(it: &Shown<'_>) -> Option<String> {
    let (evidence, is_current) = it.evidence().filter(|it| !it.0.receipts.is_empty())?;
    if !is_current {
        return Some(
            "Its receipts are about other scripts than these: run `cargo migrate verify`."
                .to_owned(),
        );
    }
    let lines = evidence.receipts.iter().map(|receipt| {
        let Receipt { engine, seeded, tables, .. } = receipt;
        let mut line = format!("verified on {engine}, with rows in {seeded} of {tables} tables");
        for (what, names) in [("lost", &receipt.lost), ("not proven", &receipt.unproven)] {
            if !names.is_empty() {
                line += &format!("; {what}: {}", names.join(", "));
            }
        }
        line
    });
    Some(format!("Receipts:\n{}", points(lines)))
}
