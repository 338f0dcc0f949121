//! The results of `schema dump`, `drift` and `adopt --export`, for people.

use migrate_core::change::Change;
use migrate_core::dialect::Target;
use migrate_core::text::counted;
use migrate_runtime::drift::Drift;

use super::super::fold;
use super::{bold, indented, point};
use crate::commands::{Dumped, Exported, Makers};

/// The result of `schema dump`.
pub(in crate::ui) fn dumped(it: &Dumped) -> String {
    match it {
        Dumped::Printed { text } => text.clone(),
        Dumped::Written { file, changed: true } => format!("written {file}"),
        Dumped::Written { file, changed: false } => format!("unchanged {file}"),
        Dumped::Compared { file, diff } if diff.is_empty() => {
            format!("{file} is what the migrations make.")
        }
        Dumped::Compared { file, diff } => {
            let end = format!(
                "{file} is not what the migrations make: write it anew with \
                 `cargo migrate schema dump -o {file}`."
            );
            format!("{diff}\n{}", fold::item(&end, 0))
        }
    }
}

/// The result of `adopt --export`.
pub(in crate::ui) fn exported(it: &Exported) -> String {
    let Exported { tool, files, recorded } = it;
    let verb = if recorded.is_some() { "created" } else { "would create" };
    let mut text: String = files.iter().map(|file| format!("{verb} {file}\n")).collect();
    text += &match recorded {
        Some(count) => {
            let count = counted(*count, "migration");
            format!("\n{count} in the history of {tool}, as in this one, which stays as it is.")
        }
        None => format!("\nNothing was written, and the history of {tool} is as it was."),
    };
    text
}

/// One sentence on what was found.
pub(in crate::ui) fn drift_summary(it: &Drift, makers: Makers) -> String {
    let differences = it.differences();
    let count = differences.iter().filter(|it| !it.note).count();
    let makes = match makers {
        Makers::Applied => "what the applied migrations make",
        Makers::Recorded => "what those migrations make that would be recorded then",
    };
    match (count, differences.len()) {
        (0, 0) => format!("The database has {makes} ({}).", it.engine),
        (0, _) => {
            format!("The database has {makes}, but for the order of columns ({}).", it.engine)
        }
        _ => {
            let differences = counted(count, "difference");
            format!("{differences} between the database and {makes} ({}).", it.engine)
        }
    }
}

/// The result of `drift`.
pub(in crate::ui) fn drift(it: &Drift, makers: Makers, target: Target) -> String {
    let mut text = drift_summary(it, makers) + "\n";
    let differences = it.differences();
    if differences.is_empty() {
        return text;
    }
    let lines = differences.iter().map(|it| {
        let note = if it.note { "note: " } else { "" };
        point(&format!("{note}{}", it.text)) + "\n"
    });
    text += &format!("\n{}", lines.collect::<String>());
    for (heading, rendered) in [
        ("This undoes it, with the data in it:", it.undo(target)),
        ("This is what a migration would say that adopts it:", it.adopt(target)),
    ] {
        let sql = indented(&rendered.statements.join("\n"));
        let left = without_statement(&rendered.left);
        text += &match (sql.is_empty(), rendered.left.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!("\n{heading} no statement does.\n"),
            (false, true) => format!("\n{}\n\n{sql}\n", bold(heading)),
            (false, false) => {
                format!("\n{}\n\n{sql}\n    -- {left}\n", bold(heading))
            }
        };
    }
    text
}

/// `2 differences without a statement: policy `own on users`, domain `email``, those first that have a name
/// of their own.
fn without_statement(left: &[Change]) -> String {
    let named = left.iter().filter_map(|change| match change {
        Change::PutObject(it, _) | Change::DropObject(it) => Some(it.to_string()),
        Change::PutEnum(it, _) => Some(format!("type `{it}`")),
        Change::PutSequence(it, _) => Some(format!("sequence `{it}`")),
        Change::PutView(it, _) => Some(format!("view `{it}`")),
        Change::SetOptions(it, _) | Change::ReorderColumns(it, _) => Some(format!("table `{it}`")),
        Change::AlterColumn(it, column) => Some(format!("column `{it}.{}`", column.name)),
        _ => None,
    });
    let named: Vec<String> = named.collect();
    let names = if named.is_empty() { String::new() } else { format!(": {}", named.join(", ")) };
    format!("{} without a statement{names}", counted(left.len(), "difference"))
}
