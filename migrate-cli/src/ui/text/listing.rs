//! Where a database is and how it came there, for people.

use migrate_core::text::counted;
use migrate_runtime::history::Applied;
use migrate_runtime::report::{MigrationStatus, Status};

use super::super::table::{self, Cell, plain};
use super::{BOLD, bold, when};
use crate::commands::Awaited;
use crate::outcome::Now;

/// The result of `current`.
pub(in crate::ui) fn current(status: &Status, now: &Now) -> String {
    let title = |it: &&MigrationStatus| now.current.as_ref() == Some(&it.version);
    let migration = status.migrations.iter().find(title);
    let name = migration.map_or("nothing".to_owned(), name);
    format!("{name} ({})", now.distance())
}

/// The result of `pending`.
pub(in crate::ui) fn pending(pending: &Awaited<'_>) -> String {
    if pending.is_empty() {
        return "Nothing is pending.".to_owned();
    }
    pending.names().map(|name| name + "\n").collect()
}

/// The result of `history`.
pub(in crate::ui) fn history(applied: &[&MigrationStatus], whole: bool) -> String {
    let rows = applied.iter().filter_map(|it| it.applied.as_ref());
    if whole {
        let entries: Vec<String> = rows.map(entry).collect();
        return format!("{}\n{}", entries.join("\n"), count(applied.len()));
    }
    let heading =
        ["migration", "applied at (UTC)", "by", "took"].map(|text| (text.to_owned(), BOLD));
    let rows = rows.map(row);
    let table: Vec<[Cell; 4]> = std::iter::once(heading).chain(rows).collect();
    if applied.is_empty() {
        count(0)
    } else {
        format!("{}\n{}", table::fitted(table), count(applied.len()))
    }
}

fn count(applied: usize) -> String {
    match applied {
        0 => "Nothing is applied.".to_owned(),
        _ => format!("{} applied.", counted(applied, "migration")),
    }
}

fn row(applied: &Applied) -> [Cell; 4] {
    let details = &applied.details;
    [
        plain(applied.version.named(&applied.title)),
        plain(when(&details.applied_at)),
        plain(details.crate_name.as_str()),
        plain(format!("{} ms", details.duration_ms)),
    ]
}

/// All that the history has on a migration, but for its scripts.
fn entry(applied: &Applied) -> String {
    let details = &applied.details;
    let took = format!("{} ms", details.duration_ms);
    let host = format!("{}, process {}", details.host, details.process);
    let back = match (&details.down_sql, &details.irreversible) {
        (Some(_), _) => "a down is kept".to_owned(),
        (None, Some(reason)) => format!("irreversible: {reason}"),
        (None, None) => "none".to_owned(),
    };
    let lines = [
        ("applied", when(&details.applied_at) + " UTC"),
        ("took", took),
        ("by", details.crate_name.clone()),
        ("on", host),
        ("up", applied.up_checksum.to_string()),
        ("way back", back),
    ];
    let rows = lines.map(|(label, text)| [plain(format!("    {label}")), plain(text)]);
    let heading = bold(&applied.version.named(&applied.title));
    format!("{heading}\n{}", table::spoken(&rows))
}

fn name(migration: &MigrationStatus) -> String {
    migration.version.named(&migration.title)
}
