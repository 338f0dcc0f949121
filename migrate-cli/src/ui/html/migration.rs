//! One migration on the page.

use maud::{Markup, html};
use migrate_core::change::picture::pictures;
use migrate_core::change::words::{Expected, residues};
use migrate_core::check::Checked;
use migrate_core::finding::Finding;
use migrate_core::impact::measured::{Measured, UNSEEN};
use migrate_core::schema::Schema;
use migrate_core::set::{Down, Script};
use migrate_core::text::{counted, place};
use migrate_runtime::verify::{Verdict, Verified};

use super::picture;
use super::{prose, receipt_locks};
use crate::outcome::details;
use crate::proven::{Known, Proven};
use crate::ui::place as places;
use crate::ui::results::{self, Entry};

/// A migration, and what is known of it.
pub(super) struct Shown<'a> {
    pub(super) verified: &'a Verified,
    pub(super) it: &'a Proven,
    pub(super) checked: &'a Checked,
    pub(super) before: &'a Schema,
    pub(super) after: &'a Schema,
}

/// More than so many migrations are folded, but for a blocker.
const FEW: usize = 3;

impl Shown<'_> {
    fn is_open(&self) -> bool {
        let is_blocker = matches!(self.verified.verdict, Verdict::Blocker(_));
        is_blocker || self.it.verification.migrations.len() <= FEW
    }
}

/// What links lead to: a version is made of digits and dots.
pub(super) fn anchor(verified: &Verified) -> String {
    format!("m{}", verified.version)
}

/// The colour and the word for what is known of a migration.
pub(super) fn badge(verified: &Verified, it: &Proven) -> (&'static str, &'static str) {
    match (&verified.verdict, it.known.get(&verified.version)) {
        (Verdict::Restored { .. }, _) | (Verdict::Trusted, Some(Known::Fresh(_))) => ("good", "ok"),
        (Verdict::Trusted, Some(Known::Code)) => ("fair", "Rust"),
        (Verdict::Trusted, _) => ("fair", "old"),
        (Verdict::Irreversible { .. }, _) => ("fair", "irreversible"),
        (Verdict::Blocker(_), _) => ("bad", "BLOCKER"),
    }
}

/// All of it, folded behind its name.
pub(super) fn section(shown: &Shown<'_>) -> Markup {
    let Shown { verified, it, .. } = shown;
    let (class, word) = badge(verified, it);
    html! {
        details.migration #(anchor(verified)) open[shown.is_open()] {
            summary {
                span class={ "badge " (class) } { (word) }
                " " span.version { (verified.version) } " " span.title { (verified.title) }
            }
            (verdict(shown))
            (schema(shown))
            (scripts(shown))
            (locks(shown))
            (rows(shown))
            (findings(shown))
        }
    }
}

/// Whether there is a way back.
fn verdict(shown: &Shown<'_>) -> Markup {
    let Shown { verified, it, .. } = shown;
    let entry = Entry::of(verified, it);
    let blocker = match &verified.verdict {
        Verdict::Blocker(blocker) => details(blocker),
        _ => Vec::new(),
    };
    let proof = shown.checked.analysis.verdicts.iter().find(|it| it.version == verified.version);
    html! {
        dl.verdict {
            @if let Some(entry) = &entry {
                dt { "Forward" } dd { (entry.forward) }
                dt { "Rollback" } dd { (prose(&entry.rollback)) }
            } @else {
                dt { "Rollback" } dd { (results::schema_word(verified, it)) }
            }
            @if let Some(proof) = proof.filter(|proof| !proof.exempt) {
                dt { "From the text alone" }
                dd { "schema " (proof.schema_word()) ", rows " (proof.rows.word()) }
            }
        }
        @if blocker.len() > 1 {
            ul.bad { @for line in &blocker { li { (prose(line)) } } }
        }
        @if !verified.disagreement.is_empty() {
            p.note { "The model of the framework is wrong here, not the migration; please report it:" }
            ul { @for line in &verified.disagreement { li { (prose(line)) } } }
        }
    }
}

/// What becomes of the schema, in words and drawn.
fn schema(shown: &Shown<'_>) -> Markup {
    let Shown { before, after, .. } = shown;
    let changes = residues(after, before, Expected::Earlier);
    html! {
        h3 { "Schema" }
        @if changes.is_empty() {
            p { "It changes no schema." }
        } @else {
            ul { @for change in &changes { li { (prose(&change.text)) } } }
        }
        @for one in pictures(before, after) { (picture::picture(&one)) }
    }
}

fn scripts(shown: &Shown<'_>) -> Markup {
    let reading = &shown.checked.reading;
    let Some(migration) = reading.set.get(&shown.verified.version) else { return html! {} };
    let script = |word: &str, script: &Script| {
        html! {
            figure {
                figcaption { (word) " " code { (reading.path(script)) } }
                pre { code { (script.text().trim_end()) } }
            }
        }
    };
    html! {
        h3 { "SQL" }
        div.sides {
            (script("up", &migration.up))
            @match &migration.down {
                Down::Script(down) => { (script("down", down)) }
                Down::Irreversible { reason } => { p { "There is no down: " (reason) } }
            }
        }
    }
}

/// What each statement was seen to lock; of what did not run now, what the receipt says.
fn locks(shown: &Shown<'_>) -> Markup {
    let Shown { verified, it, checked, .. } = shown;
    let migration = checked.reading.set.get(&verified.version);
    let up = migration.map(|migration| &migration.up);
    let down = migration.and_then(|migration| migration.down.script());
    let both = [("up", up, &verified.up_measured), ("down", down, &verified.down_measured)];
    let is_measured = both.iter().any(|(.., measured)| !measured.is_empty());
    html! {
        @if is_measured {
            h3 { "Locks on what was there before" }
            table.locks {
                thead { tr { th { "Statement" } th { "Table" } th { "Lock" } th { "Rows" } } }
                tbody {
                    @for (way, script, measured) in both {
                        @for one in measured { (statement(way, script, one)) }
                    }
                }
            }
        } @else if results::locks(verified, it).next().is_some() {
            h3 { "Locks on what was there before" }
            ul { (receipt_locks(verified, it)) }
        }
    }
}

fn statement(way: &str, script: Option<&Script>, measured: &Measured) -> Markup {
    let sql = script.map_or("", |script| &script.sql);
    let line = place(sql, measured.span.start).line;
    let text = sql.get(measured.span.range()).unwrap_or_default();
    let first: Vec<&str> = text.split_whitespace().take(9).collect();
    let tables: Vec<_> = measured.impact.iter().flat_map(|impact| impact.tables()).collect();
    let name = html! { (way) ":" (line) " " code { (first.join(" ")) } };
    html! {
        @if tables.is_empty() {
            tr { td data-label="Statement" { (name) } td colspan="3" { (UNSEEN) } }
        }
        @for (at, (table, costs)) in tables.iter().enumerate() {
            tr {
                td data-label="Statement" { @if at == 0 { (name) } }
                td data-label="Table" { code { (table) } }
                td data-label="Lock" {
                    (costs.lock.as_ref().map_or("held already", |lock| lock.mode))
                    @if let Some(algorithm) = costs.algorithm { " (" (algorithm) ")" }
                }
                td data-label="Rows" { (costs.work().join(", ")) }
            }
        }
    }
}

/// What became of the rows.
fn rows(shown: &Shown<'_>) -> Markup {
    let Shown { verified, it, .. } = shown;
    let (report, receipt) = (&verified.rows, it.receipt(&verified.version));
    let words = match report.word() {
        Some("preserved") => {
            format!("preserved: {}", counted(report.preserved, "column"))
        }
        Some(word) => format!("{word}; {} came back", counted(report.preserved, "column")),
        None => results::rows_words(verified, receipt),
    };
    let lost = report.lost.iter().map(|loss| format!("lost, as the file says: {loss}"));
    let unproven = report.unproven.iter().map(|it| format!("unproven, since it had none: `{it}`"));
    let notes = report.notes.iter().cloned();
    let lines: Vec<String> = lost.chain(unproven).chain(notes).collect();
    let seeded = receipt.filter(|it| it.tables > 0);
    html! {
        @if !words.is_empty() || !lines.is_empty() {
            h3 { "Rows" }
            p {
                (words)
                @if let Some(it) = seeded { " (" (it.seeded) " of " (it.tables) " tables had rows)" }
            }
            @if !lines.is_empty() { ul { @for line in &lines { li { (prose(line)) } } } }
        }
    }
}

/// What the rules say of its scripts.
fn findings(shown: &Shown<'_>) -> Markup {
    let checked = shown.checked;
    let Some(migration) = checked.reading.set.get(&shown.verified.version) else { return html! {} };
    let scripts = [Some(&migration.up), migration.down.script()];
    let paths: Vec<String> =
        scripts.into_iter().flatten().map(|script| checked.reading.path(script)).collect();
    let is_its = |finding: &&Finding| finding.labels.iter().any(|it| paths.contains(&it.path));
    let findings: Vec<&Finding> = checked.findings().filter(is_its).collect();
    html! {
        @if !findings.is_empty() {
            h3 { "Findings" }
            ul.findings { @for it in findings { (finding(checked, it)) } }
        }
    }
}

fn finding(checked: &Checked, it: &Finding) -> Markup {
    let (path, region) = places::main(&checked.reading, it);
    let class = if it.is_error() { "bad" } else { "fair" };
    html! {
        li {
            span class={ "badge " (class) } { (it.severity.word()) }
            " " code { (path) @if let Some(region) = region { ":" (region.start) } }
            p { (prose(&it.message)) " (" code { (it.rule.name) } ", " (it.rule.code) ")" }
            @for line in it.notes.iter().chain(&it.help) { p.more { (prose(line)) } }
            @if let Some(rewrite) = &it.rewrite {
                p.more { (prose(&rewrite.title)) ":" }
                pre { code { (rewrite.sql.trim_end()) } }
            }
        }
    }
}
