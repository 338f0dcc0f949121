//! Results for pull requests.

mod verification;

pub(super) use verification::verification;

use migrate_core::check::Checked;
use migrate_core::dialect::{Dialect, Target};
use migrate_core::finding::Finding;
use migrate_core::finding::render::Style;
use migrate_core::rule::Rule;
use migrate_core::set::name::Direction;
use migrate_core::set::{Down, Script};
use migrate_runtime::drift::Drift;
use migrate_runtime::report::{MigrationStatus, Status};

use super::place;
use super::text::{self, milliseconds};
use crate::commands::{
    Added, Awaited, Dumped, Fixes, Inventory, Makers, Merged, Prepared, Rebased, Shown, Squeezed,
};
use crate::outcome::{Now, Outcome, Rollback, Step, Stop, details, message};

/// The report of `up`, `down` and `redo`: a group of lines for each migration.
pub(super) fn outcome(outcome: &Outcome<'_>) -> String {
    let mut groups: Vec<String> =
        outcome.steps.iter().map(|it| step(it, outcome.is_record)).collect();
    groups.extend(outcome.stop.as_ref().map(stop));
    if groups.is_empty() {
        groups.push("**Status:** SUCCESS\n**Forward:** Nothing to do\n".to_owned());
    }
    let current = outcome.now.as_ref().map(current).unwrap_or_default();
    // One migration makes one paragraph, as people know it.
    let gap = if groups.len() > 1 && !current.is_empty() { "\n" } else { "" };
    format!("## Migration Results\n{}{gap}{current}{}", groups.join("\n"), appendix(outcome))
}

fn step(step: &Step, is_record: bool) -> String {
    let took = milliseconds(step.took);
    let what = match step.direction {
        Direction::Up if is_record => "**Forward:** Recorded, not run".to_owned(),
        Direction::Down if is_record => {
            "**Rollback:** Taken out of the history, not run".to_owned()
        }
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

/// The result of `check`.
pub(super) fn check(it: &Checked, directory: &str, fixes: Option<&Fixes>) -> String {
    let mut text = format!("## Migration Check\n{}\n", text::check_summary(it, directory));
    if let Some(fixes) = fixes {
        let changed = fixes.fixed.files.keys().map(|path| format!("\n- changed `{path}`"));
        let left = fixes.fixed.left.iter().map(|left| format!("\n- left {}", one_line(left)));
        text += &changed.chain(left).collect::<String>();
        text += "\n";
    }
    it.findings().for_each(|finding| text += &found(it, finding));
    text + &verdicts(it)
}

fn found(it: &Checked, finding: &Finding) -> String {
    let (path, region) = place::main(&it.reading, finding);
    let at = region.map(|region| format!(":{}", region.start)).unwrap_or_default();
    let mut text = format!(
        "\n- **{}** `{path}{at}`: {} (`{}`, {})",
        finding.severity.word(),
        one_line(&finding.message),
        finding.rule.name,
        finding.rule.code
    );
    let more = finding.notes.iter().chain(&finding.help);
    text.extend(more.map(|line| format!("\n  - {}", one_line(line))));
    if let Some(rewrite) = &finding.rewrite {
        let sql = rewrite.sql.trim_end().replace('\n', "\n    ");
        let title = one_line(&rewrite.title);
        text += &format!("\n  - {title}:\n\n    ```sql\n    {sql}\n    ```\n");
    }
    text
}

fn verdicts(it: &Checked) -> String {
    let judged: Vec<_> = it.analysis.verdicts.iter().filter(|verdict| !verdict.exempt).collect();
    if judged.is_empty() {
        return String::new();
    }
    let mut text = "\n\n| Migration | Schema | Rows | |\n|---|---|---|---|\n".to_owned();
    for verdict in judged {
        let (schema, rows) = (verdict.schema_word(), verdict.rows.word());
        let details = one_line(&text::details(verdict).join("; ")).replace('|', "\\|");
        text += &format!("| {} | {schema} | {rows} | {details} |\n", verdict.name());
    }
    let summary = text::verdict_summary(&it.analysis);
    text + &summary.map(|summary| format!("\n{summary}\n")).unwrap_or_default()
}

/// What a rule is about.
pub(super) fn rule(it: &Rule, dialect: Option<Dialect>) -> String {
    format!("## {}\n\n```text\n{}\n```\n", it.name, text::rule(it, dialect).trim_end())
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
    for it in &status.repeatables {
        let (standing, applied) = (it.standing.word(), it.applied.as_ref());
        let at = applied.map(|row| text::when(&row.details.applied_at)).unwrap_or_default();
        text += &format!("| R | {} | {standing} | {at} |\n", it.name);
    }
    format!("## Migration Status\n\n{text}\n{}", text::status_summary(status))
}

/// The result of `pending`.
pub(super) fn pending(pending: &Awaited<'_>) -> String {
    let list = pending.names().map(|name| format!("- {name}\n")).collect::<String>();
    format!("## Pending Migrations\n\n{}", if list.is_empty() { "None.\n" } else { &list })
}

/// The result of `history`.
pub(super) fn history(applied: &[&MigrationStatus]) -> String {
    let heading = "| Migration | Applied at (UTC) | Took | By | On |\n|---|---|---|---|---|\n";
    let rows = applied.iter().filter_map(|it| it.applied.as_ref()).map(|row| {
        let (details, name) = (&row.details, row.version.named(&row.title));
        let (at, took) = (text::when(&details.applied_at), details.duration_ms);
        format!("| {name} | {at} | {took} ms | {} | {} |\n", details.crate_name, details.host)
    });
    format!("## Migration History\n\n{heading}{}", rows.collect::<String>())
}

/// The result of `show`.
pub(super) fn shown(it: &Shown<'_>) -> String {
    let reading = &it.checked.reading;
    let script = |script: &Script| {
        let language = if script.is_code() { "rust" } else { "sql" };
        let text = script.text();
        let text = text.trim();
        format!("\n`{}`\n\n```{language}\n{text}\n```\n", reading.path(script))
    };
    let mut text = format!("## {}\n{}", it.migration.name(), script(&it.migration.up));
    for part in text::effect(it) {
        text += &format!("\n{}\n", part.replace("\n    ", "\n- "));
    }
    text += &match &it.migration.down {
        Down::Script(down) => script(down),
        Down::Irreversible { reason } => format!("\nThere is no down: {reason}\n"),
    };
    let parts = text::measured(it).into_iter().chain(text::rollback(it));
    for part in parts.chain(text::receipts(it)) {
        text += &format!("\n{}\n", part.replace("\n    ", "\n- "));
    }
    it.findings().for_each(|finding| text += &found(it.checked, finding));
    text
}

/// The result of `schema dump`.
pub(super) fn dumped(it: &Dumped) -> String {
    match it {
        Dumped::Printed { text } => format!("```sql\n{text}```\n"),
        Dumped::Compared { diff, .. } if !diff.is_empty() => format!("```diff\n{diff}```\n"),
        _ => text::dumped(it),
    }
}

/// The result of `drift`.
pub(super) fn drift(it: &Drift, makers: Makers, target: Target) -> String {
    let items = it.differences().into_iter().map(|it| format!("- {}\n", it.text));
    let sql = |heading: &str, sql: String| {
        if sql.is_empty() { sql } else { format!("\n{heading}\n\n```sql\n{sql}\n```\n") }
    };
    let undo = sql("This undoes it:", it.undo(target).statements.join("\n"));
    let adopt = sql("This is what a migration would say:", it.adopt(target).statements.join("\n"));
    let list = items.collect::<String>();
    format!("## Schema Drift\n\n{}\n\n{list}{undo}{adopt}", text::drift_summary(it, makers))
}

/// The result of `merge`.
pub(super) fn merged(it: &Merged) -> String {
    format!("## Two Branches\n\n{}\n", text::merged(it).replace("\n    ", "\n- "))
}

/// The result of `rebase`.
pub(super) fn rebased(it: &Rebased) -> String {
    format!("## New Versions\n\n{}\n", text::rebased(it).replace("\n    ", "\n- "))
}

/// The result of `squash`.
pub(super) fn squashed(it: &Squeezed) -> String {
    format!("## Squashed Migrations\n\n{}\n", text::squashed(it).replace("\n    ", "\n- "))
}

/// The result of `shadow list`.
pub(super) fn inventory(it: &Inventory) -> String {
    let mut text = "| | Server | Directory |\n|---|---|---|\n".to_owned();
    for server in &it.servers {
        let (release, directory) = (&server.found.release, server.found.directory.display());
        text += &format!("| {} | {release} | `{directory}` |\n", text::server_word(server));
    }
    for (engine, directory) in &it.kept {
        text += &format!("| cached | data of {engine} | `{}` |\n", directory.display());
    }
    text
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
    let down = it.down.iter().map(|down| format!("- created `{down}`\n")).collect::<String>();
    let (up, written, lock_file) = (&it.up, it.written.word(), &it.lock_file);
    let mut text = format!("- created `{up}`\n{down}- {written} `{lock_file}`\n");
    let Some(judged) = &it.judged else { return text };
    if let Some(proposal) = &judged.proposal {
        text += &format!("\n```text\n{}\n```\n", text::proposed(proposal));
    }
    it.findings(&judged.checked).for_each(|finding| text += &found(&judged.checked, finding));
    if let Some(verdict) = it.verdict(&judged.checked) {
        let (schema, rows) = (verdict.schema_word(), verdict.rows.word());
        text += &format!("\n**Rollback:** schema {schema}, rows {rows}\n");
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
