//! The result of `new`, for people.

use migrate_core::code::SUFFIX;
use migrate_core::finding::render;
use migrate_core::propose::Proposal;

use super::super::table::painted;
use super::{GOOD, indented, points, way_back};
use crate::commands::{Added, Judged};

/// The result of `new`.
pub(in crate::ui) fn added(it: &Added) -> String {
    let created = painted(&("created".to_owned(), GOOD));
    let written = painted(&(it.written.word().to_owned(), GOOD));
    let down = it.down.iter().map(|down| format!("{created} {down}\n")).collect::<String>();
    let files = format!("{created} {}\n{down}{written} {}\n\n", it.up, it.lock_file);
    match &it.judged {
        None if it.up.ends_with(SUFFIX) => format!(
            "{files}Both functions are empty yet, and the build refuses them until each does something.\n\
             Write them, then prove in a test that one undoes the other: MIGRATIONS.verify_on(...)\n"
        ),
        None if it.version.is_none() => format!(
            "{files}The script is only comments yet, and the build refuses it until it has a statement.\n\
             Write it, then prove that it can run again: cargo migrate verify\n"
        ),
        None => format!(
            "{files}Both scripts are only comments yet, and the build refuses them until each has a \
             statement.\nWrite them, then prove that one undoes the other: cargo migrate verify\n"
        ),
        Some(judged) => files + &known(it, judged),
    }
}

fn known(it: &Added, judged: &Judged) -> String {
    let mut parts: Vec<String> = judged.proposal.iter().map(proposed).collect();
    let findings = it.findings(&judged.checked);
    parts.extend(findings.map(|found| judged.checked.reading.render(found, render::Style::Color)));
    parts.extend(it.verdict(&judged.checked).map(way_back));
    if it.down.is_some() || it.version.is_none() {
        parts.push("Read it over, then prove it: cargo migrate verify".to_owned());
    }
    parts.join("\n\n")
}

/// What the down was made of.
pub(in crate::ui) fn proposed(proposal: &Proposal) -> String {
    let left = points(&proposal.left);
    let statements = proposal.statements.join("\n");
    let down = format!("The down, as it follows from the up:\n\n{}", indented(&statements));
    match (statements.is_empty(), left.is_empty()) {
        (true, true) => {
            "The up changes no schema, so what undoes it is yours to write into the down."
                .to_owned()
        }
        (true, false) => {
            format!("The down does not follow from the up, and is yours to write:\n\n{left}")
        }
        (false, true) => down,
        (false, false) => {
            format!("{down}\n\nIt lacks what does not follow, which is yours to write:\n\n{left}")
        }
    }
}
