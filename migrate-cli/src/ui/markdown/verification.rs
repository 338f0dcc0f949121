//! The result of `verify`, for pull requests.

use migrate_runtime::verify::{Ungiven, Verified};

use super::one_line;
use crate::proven::Proven;
use crate::ui::results::{self, Entry};
use crate::ui::text;

/// A group of lines for each migration that was run, and a table of all of them.
pub(in crate::ui) fn verification(it: &Proven) -> String {
    let verified = &it.verification.migrations;
    let entries = verified.iter().filter_map(|verified| Entry::of(verified, it));
    let mut groups: Vec<String> = entries.map(|entry| group(&entry)).collect();
    if groups.is_empty() {
        groups.push("**Status:** SUCCESS\n**Forward:** Nothing to do\n".to_owned());
    }
    let is_measured = verified.iter().any(|verified| results::locks(verified, it).next().is_some());
    let rows: String = verified.iter().map(|verified| row(verified, it, is_measured)).collect();
    let (more, line) = if is_measured { (" Locks |", "---|") } else { ("", "") };
    let table = match verified.is_empty() {
        true => String::new(),
        false => format!(
            "\n| Migration | Schema | Rows | Tables with rows | Engine |{more}\n|---|---|---|---|---|{line}\n\
             {rows}"
        ),
    };
    let unseeded = verified.last().and_then(|last| last.rows.unseeded());
    let unseeded = unseeded.map_or_else(String::new, |it| format!("\n{}.\n", one_line(&it)));
    let line = |it: &Ungiven| format!("\n{}.\n", one_line(&it.to_string()));
    let ungiven: String = it.verification.ungiven.iter().map(line).collect();
    let summary = text::verification_summary(it);
    format!("## Migration Results\n{}{table}{unseeded}{ungiven}\n{summary}.", groups.join("\n"))
}

fn group(entry: &Entry<'_>) -> String {
    let Entry { path, status, forward, rollback } = entry;
    let rollback = one_line(rollback);
    format!(
        "**Migration:** {path}\n**Status:** {status}\n**Forward:** {forward}\n**Rollback:** {rollback}\n"
    )
}

fn row(verified: &Verified, it: &Proven, is_measured: bool) -> String {
    let receipt = it.receipt(&verified.version);
    let schema = results::schema_word(verified, it);
    let cell = |text: &str| one_line(text).replace('|', "\\|");
    let rows = cell(&results::rows_words(verified, receipt));
    let seeded = receipt.map(|it| format!("{} of {}", it.seeded, it.tables)).unwrap_or_default();
    let engine = receipt.map(|it| it.engine.to_string()).unwrap_or_default();
    let name = verified.version.named(&verified.title);
    let locks = results::locks(verified, it)
        .map(|(way, lines)| format!("{way}: {}", cell(&lines.join("; "))));
    let locks = match is_measured {
        true => format!(" {} |", locks.collect::<Vec<_>>().join("<br>")),
        false => String::new(),
    };
    format!("| {name} | {schema} | {rows} | {seeded} | {engine} |{locks}\n")
}
