//! The result of `new`, for programs.

use serde::Serialize;

use super::check::{FoundJson, found};
use super::document;
use crate::commands::{Added, Judged};

#[derive(Serialize)]
struct AddedJson<'a> {
    /// None of a repeatable script.
    version: Option<&'a str>,
    title: &'a str,
    up: &'a str,
    /// None where the up says that there is no way back.
    down: Option<&'a str>,
    lock_file: &'a str,
    #[serde(flatten)]
    judged: Option<JudgedJson<'a>>,
}

#[derive(Serialize)]
struct JudgedJson<'a> {
    /// The statements of the down that follow from the up, and what does not.
    proposal: Option<ProposalJson<'a>>,
    schema: Option<&'static str>,
    rows: Option<&'static str>,
    findings: Vec<FoundJson<'a>>,
}

#[derive(Serialize)]
struct ProposalJson<'a> {
    statements: &'a [String],
    left: &'a [String],
}

/// The result of `new`.
pub(in crate::ui) fn added(it: &Added) -> String {
    document(&AddedJson {
        version: it.version.as_deref(),
        title: &it.title,
        up: &it.up,
        down: it.down.as_deref(),
        lock_file: &it.lock_file,
        judged: it.judged.as_ref().map(|judged| known(it, judged)),
    })
}

fn known<'a>(it: &'a Added, judged: &'a Judged) -> JudgedJson<'a> {
    let verdict = it.verdict(&judged.checked);
    let proposal = judged.proposal.as_ref();
    JudgedJson {
        proposal: proposal.map(|it| ProposalJson { statements: &it.statements, left: &it.left }),
        schema: verdict.map(|it| it.schema.word()),
        rows: verdict.map(|it| it.rows.word()),
        findings: it
            .findings(&judged.checked)
            .map(|finding| found(&judged.checked.reading, finding))
            .collect(),
    }
}
