//! Results for pull requests.

mod verification;

pub(super) use verification::verification;

use migrate_core::check::Checked;
use migrate_core::dialect::Dialect;
use migrate_core::finding::Finding;
use migrate_core::finding::render::Style;
use migrate_core::rule::Rule;
use migrate_core::set::name::Direction;
use migrate_runtime::report::Status;

use super::place;
use super::text::{self, milliseconds};
use crate::commands::{Added, Fixes, Inventory, Prepared};
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
        let line =
            format!("| {}_{} | {schema} | {rows} | {details} |\n", verdict.version, verdict.title);
        text += &line;
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
    format!("## Migration Status\n\n{text}\n{}", text::status_summary(status))
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
