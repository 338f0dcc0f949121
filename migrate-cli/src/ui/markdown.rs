//! Results for pull requests.

use migrate_core::finding::render::Style;
use migrate_core::set::name::Direction;
use migrate_core::set::read::Reading;
use migrate_core::text::place;
use migrate_runtime::report::Status;
use migrate_runtime::verify::{Verdict, Verification};

use super::text::{self, milliseconds};
use crate::commands::{Added, Prepared};
use crate::outcome::{Now, Outcome, Rollback, Step, Stop, details, message};

/// The report of `up`, `down` and `redo`: a group of lines for each migration.
pub(super) fn outcome(outcome: &Outcome<'_>) -> String {
    let mut groups: Vec<String> = outcome.steps.iter().map(step).collect();
    groups.extend(outcome.stop.as_ref().map(stop));
    if groups.is_empty() {
        groups.push("**Status:** SUCCESS\n**Forward:** Nothing to do\n".to_owned());
    }
    let current = outcome.now.as_ref().map(current).unwrap_or_default();
    // One migration makes one paragraph, as people know it.
    let gap = if groups.len() > 1 && !current.is_empty() { "\n" } else { "" };
    format!("## Migration Results\n{}{gap}{current}{}", groups.join("\n"), appendix(outcome))
}

fn step(step: &Step) -> String {
    let took = milliseconds(step.took);
    let what = match step.direction {
        Direction::Up => {
            format!(
                "**Forward:** Applied successfully ({took})\n**Rollback:** {}",
                back(&step.rollback)
            )
        }
        Direction::Down => format!("**Rollback:** Rolled back successfully ({took})"),
    };
    format!("**Migration:** {}\n**Status:** SUCCESS\n{what}\n", step.path)
}

fn back(rollback: &Rollback) -> String {
    match rollback {
        Rollback::Verified { engine } => {
            format!("Reversible (verified on {engine}: schema restored)")
        }
        Rollback::Irreversible { reason } => format!("Irreversible: {reason}"),
        Rollback::NotVerified => "Not verified".to_owned(),
    }
}

fn stop(stop: &Stop<'_>) -> String {
    match stop {
        Stop::Failed { path, error } => {
            let path = path.as_ref().map(|path| format!("**Migration:** {path}\n"));
            let error = one_line(&message(error));
            format!("{}**Status:** FAILED\n**Error:** {error}\n", path.unwrap_or_default())
        }
        Stop::Blocked { verified, blocker } => format!(
            "**Migration:** {}\n**Status:** FAILED\n**Forward:** Not applied\n\
             **Rollback:** BLOCKER: {}: {}\n",
            verified.path,
            blocker.words(),
            one_line(&details(blocker).join("; "))
        ),
    }
}

fn current(now: &Now) -> String {
    let pending = now.distance();
    let version = now.current.as_ref().map_or("none", |version| version.as_str());
    format!("**Current:** {version} ({pending})\n")
}

/// The statement that failed, in its source.
fn appendix(outcome: &Outcome<'_>) -> String {
    match &outcome.stop {
        Some(Stop::Failed { error, .. }) => {
            format!("\n```text\n{}\n```\n", error.render(Style::Plain))
        }
        _ => String::new(),
    }
}

/// The result of `verify`.
pub(super) fn verification(it: &Verification) -> String {
    let mut lines = vec!["## Migration Verification".to_owned()];
    let groups: Vec<String> = it
        .migrations
        .iter()
        .map(|verified| {
            let (status, rollback) = match &verified.verdict {
                Verdict::Restored { notes } => {
                    let notes: String = notes.iter().map(|note| format!("; {note}")).collect();
                    let engine = &it.engine;
                    (
                        "SUCCESS",
                        format!("Reversible (verified on {engine}: schema restored{notes})"),
                    )
                }
                Verdict::Irreversible { reason } => ("SUCCESS", format!("Irreversible: {reason}")),
                Verdict::Blocker(blocker) => {
                    let details = one_line(&details(blocker).join("; "));
                    ("FAILED", format!("BLOCKER: {}: {details}", blocker.words()))
                }
            };
            format!(
                "**Migration:** {}\n**Status:** {status}\n**Rollback:** {rollback}\n",
                verified.path
            )
        })
        .collect();
    lines.push(groups.join("\n"));
    lines.push(format!("{}.", text::verification_summary(it)));
    lines.join("\n")
}

/// The result of `check`.
pub(super) fn check(reading: &Reading, directory: &str) -> String {
    let mut text = format!("## Migration Check\n{}\n", text::check_summary(reading, directory));
    for finding in &reading.findings {
        let label = finding.labels.first();
        let path = label.map(|label| label.path.as_str()).unwrap_or_default();
        let at = label
            .and_then(|label| Some((reading.text(&label.path)?, label.span?)))
            .map(|(text, span)| format!(":{}", place(text, span.start)))
            .unwrap_or_default();
        text += &format!(
            "\n- **{}** `{path}{at}`: {} (`{}`, {})",
            finding.severity.word(),
            one_line(&finding.message),
            finding.rule.name,
            finding.rule.code
        );
        let more = finding.notes.iter().chain(&finding.help);
        text.extend(more.map(|line| format!("\n  - {}", one_line(line))));
    }
    text
}

/// The result of `status`.
pub(super) fn status(status: &Status) -> String {
    let mut text =
        "| Version | Title | Status | Applied at (UTC) |\n|---|---|---|---|\n".to_owned();
    for migration in &status.migrations {
        let details = migration.applied.as_ref().map(|applied| &applied.details);
        text += &format!(
            "| {} | {} | {} | {} |\n",
            migration.version,
            migration.title,
            migration.standing.word(),
            details.map(|it| text::when(&it.applied_at)).unwrap_or_default()
        );
    }
    format!("## Migration Status\n\n{text}\n{}", text::status_summary(status))
}

/// The result of `init`.
pub(super) fn prepared(it: &Prepared) -> String {
    let list = |what, paths: &[String]| -> String {
        paths.iter().map(|path| format!("- {what} `{path}`\n")).collect()
    };
    format!(
        "## Migrations of {}\n\n{}{}\n{}",
        it.package,
        list("created", &it.created),
        list("changed", &it.changed),
        text::next_steps(it)
    )
}

/// The result of `new`.
pub(super) fn added(it: &Added) -> String {
    format!(
        "- created `{}`\n- created `{}`\n- {} `{}`\n",
        it.up,
        it.down,
        it.written.word(),
        it.lock_file
    )
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
