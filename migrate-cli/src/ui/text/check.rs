//! The result of `check`, for people.

use std::collections::BTreeSet;

use anstyle::Style;
use migrate_core::analysis::{Analysis, MigrationVerdict};
use migrate_core::check::Checked;
use migrate_core::finding::{Severity, render};
use migrate_core::proof::{Reason, RowVerdict, SchemaVerdict};
use migrate_core::text::counted;
use similar::TextDiff;

use super::super::table::{self, Cell, painted, plain};
use super::{BAD, BOLD, GOOD, WAITING, bold, point};
use crate::commands::Fixes;
use crate::project::fix::Fixed;

/// The result of `check`.
pub(in crate::ui) fn check(it: &Checked, directory: &str, fixes: Option<&Fixes>) -> String {
    let mut parts: Vec<String> = fixes.map(|fixes| mended(&fixes.fixed, it)).into_iter().collect();
    if it.findings().next().is_some() {
        parts.push(findings(it));
    }
    if let Some(table) = verdicts(&it.analysis) {
        parts.push(table);
    }
    let mut end = summary(it, directory);
    end.extend(verdict_summary(&it.analysis).map(|proof| format!("\n{proof}")));
    if it.reading.has_errors() {
        end += "\nWhat the statements do is judged when these are mended.";
    } else if it.assumed {
        end += &format!("\n{}", assumption(it));
    }
    parts.push(end);
    parts.join("\n\n")
}

/// Which server it was judged for, since nobody says.
fn assumption(it: &Checked) -> String {
    let target = it.reading.set.target;
    format!(
        "Judged for {target}, the oldest supported one, since no version is named: write \
         `target = \"{} <version>\"` under [package.metadata.migrate].",
        target.engine()
    )
}

/// All findings, drawn.
pub(in crate::ui) fn findings(it: &Checked) -> String {
    let drawn: Vec<String> =
        it.findings().map(|finding| it.reading.render(finding, render::Style::Color)).collect();
    drawn.join("\n\n")
}

/// `2 errors and 1 warning in 5 migrations`
pub(in crate::ui) fn summary(it: &Checked, directory: &str) -> String {
    let kinds = [Severity::Error, Severity::Warning, Severity::Note];
    let counts: Vec<String> = kinds
        .into_iter()
        .map(|severity| (it.count(severity), severity.word()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    let set = &it.reading.set;
    let migrations = counted(set.migrations.len(), "migration");
    let migrations = match set.repeatables.len() {
        0 => migrations,
        count => format!("{migrations} and {}", counted(count, "repeatable script")),
    };
    match counts.split_last() {
        None => format!("{directory}: {migrations} checked, nothing found."),
        Some((last, [])) => format!("{directory}: {last}."),
        Some((last, others)) => format!("{directory}: {} and {last}.", others.join(", ")),
    }
}

/// The table of what is known of each migration.
fn verdicts(analysis: &Analysis) -> Option<String> {
    let judged: Vec<&MigrationVerdict> =
        analysis.verdicts.iter().filter(|verdict| !verdict.exempt).collect();
    if judged.is_empty() {
        return None;
    }
    let heading = ["migration", "schema", "rows"].map(|text| (text.to_owned(), BOLD));
    let rows: Vec<[Cell; 3]> =
        std::iter::once(heading).chain(judged.iter().map(|verdict| row(verdict))).collect();
    let table = table::fitted(rows);
    let mut lines = table.lines();
    let mut text: String = lines.next().map(|heading| format!("{heading}\n")).unwrap_or_default();
    for (line, verdict) in lines.zip(judged) {
        text += &format!("{line}\n");
        for detail in details(verdict) {
            text += &format!("{}\n", point(&detail));
        }
    }
    Some(text.trim_end().to_owned())
}

fn row(verdict: &MigrationVerdict) -> [Cell; 3] {
    let schema = match verdict.schema {
        SchemaVerdict::Proven | SchemaVerdict::Order(_) => GOOD,
        SchemaVerdict::Differs(_) | SchemaVerdict::Fails(_) => BAD,
        SchemaVerdict::Unknown(_) | SchemaVerdict::Irreversible => WAITING,
    };
    let rows: Style = match verdict.rows {
        RowVerdict::Kept => GOOD,
        RowVerdict::Lossy(_) | RowVerdict::Unknown(_) | RowVerdict::Irreversible => WAITING,
    };
    [
        plain(verdict.name()),
        (verdict.schema_word(), if verdict.allowed { WAITING } else { schema }),
        (verdict.rows.word().to_owned(), rows),
    ]
}

/// What is known of the way back of one migration, and why no more than that.
pub(super) fn way_back(verdict: &MigrationVerdict) -> String {
    let (schema, rows) = (verdict.schema_word(), verdict.rows.word());
    let why = details(verdict).into_iter().map(|line| format!("\n{}", point(&line)));
    format!("Rollback: schema {schema}, rows {rows}.{}", why.collect::<String>())
}

/// What stands behind the two words, a line each. What makes both unknown is said once.
pub(in crate::ui) fn details(verdict: &MigrationVerdict) -> Vec<String> {
    let because = |reason: &Reason| format!("unknown, because {}", reason.text);
    let mut lines: Vec<String> = match &verdict.schema {
        SchemaVerdict::Proven | SchemaVerdict::Irreversible => Vec::new(),
        SchemaVerdict::Order(residuals) | SchemaVerdict::Differs(residuals) => {
            residuals.iter().map(|it| it.text.clone()).collect()
        }
        SchemaVerdict::Fails(refusal) => vec![refusal.message.clone()],
        SchemaVerdict::Unknown(reasons) => reasons.iter().map(because).collect(),
    };
    lines.extend(match &verdict.rows {
        RowVerdict::Kept | RowVerdict::Irreversible => Vec::new(),
        RowVerdict::Lossy(losses) => losses
            .iter()
            .map(|it| {
                let meant = if it.acknowledged { " (acknowledged)" } else { "" };
                format!("lost: {}{meant}", it.text)
            })
            .collect(),
        RowVerdict::Unknown(reasons) => reasons.iter().map(because).collect(),
    });
    let mut said = BTreeSet::new();
    lines.retain(|line| said.insert(line.clone()));
    lines
}

/// How many migrations have which verdict, and how many are exempt.
pub(in crate::ui) fn verdict_summary(analysis: &Analysis) -> Option<String> {
    let judged = || analysis.verdicts.iter().filter(|verdict| !verdict.exempt);
    let exempt = analysis.verdicts.len() - judged().count();
    let words = |word: fn(&MigrationVerdict) -> &'static str| {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for verdict in judged() {
            match counts.iter_mut().find(|(found, _)| *found == word(verdict)) {
                Some((_, count)) => *count += 1,
                None => counts.push((word(verdict), 1)),
            }
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts.iter().map(|(word, count)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
    };
    let exempt = (exempt > 0)
        .then(|| format!("{} older than `since`, and not judged", counted(exempt, "migration")));
    if judged().next().is_none() {
        return exempt.map(|exempt| format!("{exempt}."));
    }
    let schema = words(|verdict| verdict.schema.word());
    let rows = words(|verdict| verdict.rows.word());
    let exempt = exempt.map(|exempt| format!("; {exempt}")).unwrap_or_default();
    Some(format!("Rollback: schema {schema}; rows {rows}{exempt}."))
}

/// What `--fix` did.
fn mended(fixed: &Fixed, it: &Checked) -> String {
    let mut parts = Vec::new();
    for (path, (before, after)) in &fixed.files {
        let diff = TextDiff::from_lines(before, after);
        let diff = diff.unified_diff().context_radius(2).to_string();
        parts.push(format!(
            "{} {path}\n{}",
            painted(&("changed".to_owned(), GOOD)),
            diff.trim_end()
        ));
    }
    for left in &fixed.left {
        parts.push(format!("{} {left}", painted(&("left".to_owned(), WAITING))));
    }
    let by_hand = it
        .findings()
        .filter(|finding| finding.rewrite.as_ref().is_some_and(|it| it.edits.is_empty()))
        .count();
    let done = match fixed.count {
        0 => "Nothing to fix: no finding has a change that needs no decision".to_owned(),
        count => {
            format!("{} fixed in {}", counted(count, "finding"), counted(fixed.files.len(), "file"))
        }
    };
    let by_hand = match by_hand {
        0 => String::new(),
        count => format!("; {} shown below what to write instead", are_shown(count)),
    };
    parts.push(bold(&format!("{done}{by_hand}.")));
    parts.join("\n\n")
}

fn are_shown(count: usize) -> String {
    if count == 1 { "for 1 it is".to_owned() } else { format!("for {count} it is") }
}
