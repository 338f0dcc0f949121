//! The result of `verify` as a page: one file, of which nothing has to be fetched or run.

mod migration;
mod picture;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use migrate_core::check::Checked;
use migrate_core::replay::Replay;
use migrate_core::schema::Schema;
use migrate_core::set::repeatable::Repeatable;
use migrate_core::set::{Migration, MigrationSet};
use migrate_core::sql;
use migrate_runtime::verify::Verified;

use self::migration::Shown;
use super::results::{self, Entry};
use super::text;
use crate::proven::Proven;

/// Nothing a user writes gets in here, so that it stands as it is.
const STYLE: PreEscaped<&str> = PreEscaped(include_str!("html/page.css"));

/// What is known of the rollback of each migration of the directory that is shown as `directory`.
pub(super) fn verification(it: &Proven, checked: &Checked, directory: &str) -> String {
    let set = &checked.reading.set;
    let verified = &it.verification.migrations;
    let schemas = schemas(it, set);
    let title = format!("Migration Results: {directory}");
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (STYLE) }
            }
            body {
                header {
                    h1 { "Migration Results" }
                    p.where { code { (directory) } " on " (engine(it)) }
                    p { (text::verification_summary(it)) "." }
                    (tiles(it))
                }
                main {
                    (results(it))
                    h2 { "Migrations" }
                    @for (verified, (before, after)) in verified.iter().zip(&schemas) {
                        (migration::section(&Shown { verified, it, checked, before, after }))
                    }
                    (left(it, set))
                }
            }
        }
    };
    page.into_string()
}

fn engine(it: &Proven) -> &str {
    match &*it.verification.engine {
        "" => "no engine",
        engine => engine,
    }
}

/// The schemas before and after each migration, of the engine where it ran, and otherwise as they are
/// read from the scripts.
fn schemas(it: &Proven, set: &MigrationSet) -> Vec<(Schema, Schema)> {
    let verified = &it.verification.migrations;
    let ran = !it.receipts.is_empty() || it.blocker().is_some();
    if ran {
        return verified.iter().map(|it| (it.before.clone(), it.after.clone())).collect();
    }
    let mut replay = Replay::new(set.target);
    let one = |verified: &Verified| {
        let before = replay.schema().clone();
        if let Some(migration) = set.get(&verified.version) {
            replay.run(&sql::read(&migration.up.sql, set.target).statements);
        }
        (before, replay.schema().clone())
    };
    verified.iter().map(one).collect()
}

/// How many of each kind.
fn tiles(it: &Proven) -> Markup {
    let count = |class| {
        let all = it.verification.migrations.iter();
        all.filter(|verified| migration::badge(verified, it).0 == class).count()
    };
    let tiles = [
        ("good", "reversible", count("good")),
        ("fair", "irreversible or old", count("fair")),
        ("bad", "BLOCKER", count("bad")),
        ("fair", "not run", it.verification.not_run),
    ];
    html! {
        ul.tiles {
            @for (class, word, count) in tiles.into_iter().filter(|(.., count)| *count > 0) {
                li class=(class) { b { (count) } " " (word) }
            }
        }
    }
}

/// The block that people know from pull requests.
fn results(it: &Proven) -> Markup {
    let verified = it.verification.migrations.iter();
    let entries: Vec<(&Verified, Entry<'_>)> =
        verified.filter_map(|verified| Some((verified, Entry::of(verified, it)?))).collect();
    let unseeded = it.verification.migrations.last().and_then(|last| last.rows.unseeded());
    html! {
        @if entries.is_empty() {
            p { b { "Status:" } " SUCCESS. " b { "Forward:" } " nothing to do." }
        } @else {
            table.results {
                thead { tr { th { "Migration" } th { "Status" } th { "Forward" } th { "Rollback" } } }
                tbody { @for (verified, entry) in &entries { (row(verified, entry)) } }
            }
        }
        @if let Some(unseeded) = unseeded { p.note { (unseeded) "." } }
    }
}

fn row(verified: &Verified, entry: &Entry<'_>) -> Markup {
    let class = if entry.status == "SUCCESS" { "good" } else { "bad" };
    html! {
        tr {
            td data-label="Migration" {
                a href={ "#" (migration::anchor(verified)) } { (entry.path) }
            }
            td data-label="Status" { span class={ "badge " (class) } { (entry.status) } }
            td data-label="Forward" { (entry.forward) }
            td data-label="Rollback" { (prose(&entry.rollback)) }
        }
    }
}

/// Those behind a blocker.
fn left(it: &Proven, set: &MigrationSet) -> Markup {
    let all = set.migrations.iter().map(Migration::name);
    let all = all.chain(set.repeatables.iter().map(Repeatable::file_stem));
    let left: Vec<String> = all.skip(it.verification.migrations.len()).collect();
    html! {
        @if !left.is_empty() {
            h2 { "Not run" }
            p { "They come behind the BLOCKER." }
            ul { @for name in left { li { (name) } } }
        }
    }
}

/// Text in which names and SQL stand in backticks.
fn prose(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// What its scripts were seen to lock, as a receipt has it.
fn receipt_locks(verified: &Verified, it: &Proven) -> Markup {
    html! {
        @for (way, lines) in results::locks(verified, it) {
            @for line in lines { li { b { (way) } ": " (line) } }
        }
    }
}
