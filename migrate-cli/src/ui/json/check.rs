//! The result of `check`, for programs.

use std::collections::BTreeMap;

use migrate_core::analysis::MigrationVerdict;
use migrate_core::check::Checked;
use migrate_core::finding::{Edit, Finding, Label, Rewrite, Severity};
use migrate_core::set::read::Reading;
use serde::Serialize;
use similar::TextDiff;

use super::super::place::{of_label, region};
use super::super::text::details;
use super::document;
use crate::commands::Fixes;

#[derive(Serialize)]
struct CheckJson<'a> {
    /// What it was judged for, and whether nobody said which server that is.
    target: String,
    target_assumed: bool,
    errors: usize,
    warnings: usize,
    findings: Vec<FoundJson<'a>>,
    migrations: Vec<VerdictJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<FixedJson<'a>>,
}

#[derive(Serialize)]
pub(super) struct FoundJson<'a> {
    rule: &'static str,
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Option<PlaceJson<'a>>,
    related: Vec<PlaceJson<'a>>,
    notes: &'a [String],
    help: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    rewrite: Option<RewriteJson<'a>>,
}

/// Lines and columns count from one, columns in characters; bytes count from zero, in the text
/// without a byte order mark and with lines ended by LF. Ends are behind the last character.
#[derive(Serialize)]
struct PlaceJson<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    start_byte: Option<usize>,
    end_byte: Option<usize>,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
}

#[derive(Serialize)]
struct RewriteJson<'a> {
    title: &'a str,
    sql: &'a str,
    /// What `--fix` would do; empty where a person must choose.
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    #[serde(flatten)]
    place: PlaceJson<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct VerdictJson<'a> {
    version: &'a str,
    title: &'a str,
    schema: &'static str,
    /// Whether somebody wrote down that the schema need not come back.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    allowed: bool,
    rows: &'static str,
    /// Why, where the words alone do not say it.
    details: Vec<String>,
    exempt: bool,
}

#[derive(Serialize)]
struct FixedJson<'a> {
    findings: usize,
    /// The changes by file, as unified diffs.
    files: BTreeMap<&'a str, String>,
    left: Vec<&'a str>,
}

/// The result of `check`.
pub(in crate::ui) fn check(it: &Checked, fixes: Option<&Fixes>) -> String {
    document(&CheckJson {
        target: it.reading.set.target.to_string(),
        target_assumed: it.assumed,
        errors: it.count(Severity::Error),
        warnings: it.count(Severity::Warning),
        findings: it.findings().map(|finding| found(&it.reading, finding)).collect(),
        migrations: it.analysis.verdicts.iter().map(verdict).collect(),
        fixed: fixes.map(fixed),
    })
}

pub(super) fn found<'a>(reading: &'a Reading, finding: &'a Finding) -> FoundJson<'a> {
    let mut places = finding.labels.iter().map(|label| place(reading, label));
    FoundJson {
        rule: finding.rule.name,
        code: finding.rule.code,
        severity: finding.severity.word(),
        message: &finding.message,
        place: places.next(),
        related: places.collect(),
        notes: &finding.notes,
        help: &finding.help,
        rewrite: finding.rewrite.as_ref().map(|it| rewrite(reading, it)),
    }
}

fn place<'a>(reading: &Reading, label: &'a Label) -> PlaceJson<'a> {
    let region = of_label(reading, label);
    PlaceJson {
        file: &label.path,
        line: region.map(|it| it.start.line),
        column: region.map(|it| it.start.column),
        end_line: region.map(|it| it.end.line),
        end_column: region.map(|it| it.end.column),
        start_byte: region.map(|it| it.span.start),
        end_byte: region.map(|it| it.span.end),
        label: &label.text,
    }
}

fn rewrite<'a>(reading: &Reading, it: &'a Rewrite) -> RewriteJson<'a> {
    let edits = it.edits.iter().map(|it| edit(reading, it)).collect();
    RewriteJson { title: &it.title, sql: &it.sql, edits }
}

fn edit<'a>(reading: &Reading, it: &'a Edit) -> EditJson<'a> {
    let region = region(reading.text(&it.path).unwrap_or_default(), it.span);
    let place = PlaceJson {
        file: &it.path,
        line: Some(region.start.line),
        column: Some(region.start.column),
        end_line: Some(region.end.line),
        end_column: Some(region.end.column),
        start_byte: Some(it.span.start),
        end_byte: Some(it.span.end),
        label: "",
    };
    EditJson { place, text: &it.text }
}

fn verdict(it: &MigrationVerdict) -> VerdictJson<'_> {
    VerdictJson {
        version: it.version.as_str(),
        title: &it.title,
        schema: it.schema.word(),
        allowed: it.allowed,
        rows: it.rows.word(),
        details: details(it),
        exempt: it.exempt,
    }
}

fn fixed(it: &Fixes) -> FixedJson<'_> {
    let diff = |before: &str, after: &str| {
        TextDiff::from_lines(before, after).unified_diff().context_radius(2).to_string()
    };
    let files = it.fixed.files.iter();
    FixedJson {
        findings: it.fixed.count,
        files: files.map(|(path, (before, after))| (&**path, diff(before, after))).collect(),
        left: it.fixed.left.iter().map(String::as_str).collect(),
    }
}
