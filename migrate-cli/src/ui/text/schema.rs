//! The results of `schema dump`, `drift` and `adopt --export`, for people.

use migrate_core::change::Change;
use migrate_core::dialect::Target;
use migrate_core::render::Rendered;
use migrate_core::schema::ObjectKind;
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
        let Rendered { mut statements, left } = rendered;
        statements.extend(without_statement(&left));
        if !statements.is_empty() {
            text += &format!("\n{}\n\n{}\n", bold(heading), indented(&statements.join("\n")));
        }
    }
    text
}

/// What no statement does, as comments: `-- 2 differences without a statement:`, and behind it those that have a
/// name of their own, with what to do instead.
fn without_statement(left: &[Change]) -> Vec<String> {
    if left.is_empty() {
        return Vec::new();
    }
    let named = left.iter().filter_map(|change| {
        let name = match change {
            Change::PutObject(it, _) | Change::DropObject(it) => it.to_string(),
            Change::PutEnum(it, _) => format!("type `{it}`"),
            Change::PutSequence(it, _) => format!("sequence `{it}`"),
            Change::PutView(it, _) => format!("view `{it}`"),
            Change::SetOptions(it, _) | Change::ReorderColumns(it, _) => format!("table `{it}`"),
            Change::AlterColumn(it, column) => format!("column `{it}.{}`", column.name),
            _ => return None,
        };
        Some(match instead(change) {
            Some(instead) => format!("-- {name}: {instead}"),
            None => format!("-- {name}"),
        })
    });
    let count = format!("-- {} without a statement:", counted(left.len(), "difference"));
    [count].into_iter().chain(named).collect()
}

/// What to do where no statement does it.
fn instead(change: &Change) -> Option<&'static str> {
    match change {
        Change::PutEnum(..) => Some(
            "no value leaves such a type or moves in it; make another type, and retype the columns",
        ),
        Change::ReorderColumns(..) => Some("columns have another order in a new table only"),
        Change::PutObject(it, _) | Change::DropObject(it) => match it.kind {
            ObjectKind::Domain | ObjectKind::Type | ObjectKind::Collation => {
                Some("it cannot become another; make one beside it, and retype what is made of it")
            }
            ObjectKind::Extension => Some("`ALTER EXTENSION` has what it can become"),
            ObjectKind::Foreign => Some("it has a secret, which is not shown; write it by hand"),
            ObjectKind::Subscription => {
                Some("its connection may have a password, which is not shown; write it by hand")
            }
            _ => None,
        },
        _ => None,
    }
}
