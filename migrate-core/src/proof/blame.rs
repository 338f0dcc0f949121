//! Which statement a difference comes from.

use super::{Pair, Residual, Run};
use crate::change::Change;
use crate::change::words::{Residue, Subject};
use crate::dialect::remedy::Restored;
use crate::replay::Step;
use crate::schema::Name;
use crate::text::Span;

/// A difference with the statements that have part in it.
pub(super) fn residual(residue: Residue, pair: &Pair<'_>, down: &Run<'_>) -> Residual {
    let schemas = Restored { found: down.after, expected: pair.before };
    let remedy = pair.target.remedy(&residue, schemas);
    let place = |steps: &[Step<'_>]| {
        last(steps, |change| is_about(change, &residue.subject))
            .or_else(|| last(steps, |change| moves(change, &residue.subject)))
    };
    let (up, down) = (place(pair.up.steps), place(down.steps));
    Residual { text: residue.text, note: residue.note, kind: residue.kind, up, down, remedy }
}

fn last(steps: &[Step<'_>], wanted: impl Fn(&Change) -> bool) -> Option<Span> {
    let is_wanted = |step: &&Step<'_>| step.changes.iter().any(&wanted);
    steps.iter().rev().find(is_wanted).map(|step| step.command.span)
}

/// Whether the change is what made the difference, or what would have to undo it.
fn is_about(change: &Change, subject: &Subject) -> bool {
    match (subject, change) {
        (
            Subject::Namespace(name),
            Change::CreateNamespace(other) | Change::DropNamespace(other),
        ) => name == other,
        (Subject::Table(name), change) => of_table(change) == Some(name),
        (Subject::Column(table, name), change) if of_table(change) == Some(table) => match change {
            Change::AddColumn(_, column) | Change::AlterColumn(_, column) => column.name == *name,
            Change::DropColumn(_, column) => column == name,
            Change::RenameColumn { from, to, .. } => from == name || to == name,
            _ => is_whole(change),
        },
        (Subject::Constraint(table, constraint), change) if of_table(change) == Some(table) => {
            match change {
                Change::AddConstraint(_, other) | Change::DropConstraint(_, other) => {
                    other == &**constraint
                        || other.name().is_some() && other.name() == constraint.name()
                }
                _ => is_whole(change),
            }
        }
        (Subject::Index(table, name), change) if of_table(change) == Some(table) => match change {
            Change::CreateIndex { name: other, .. } | Change::DropIndex { name: other, .. } => {
                other == name
            }
            _ => is_whole(change),
        },
        (Subject::View(name), Change::PutView(other, _) | Change::DropView(other))
        | (Subject::Enum(name), Change::PutEnum(other, _) | Change::DropEnum(other))
        | (Subject::Sequence(name), Change::PutSequence(other, _) | Change::DropSequence(other)) => {
            name == other
        }
        (Subject::Object(name), Change::PutObject(other, _) | Change::DropObject(other)) => {
            name == other
        }
        _ => false,
    }
}

const fn is_whole(change: &Change) -> bool {
    matches!(change, Change::CreateTable(..) | Change::DropTable(_))
}

/// Whether the table of a difference got or lost its name here, so that the change may stand under
/// another one.
fn moves(change: &Change, subject: &Subject) -> bool {
    let (Subject::Table(table)
    | Subject::Column(table, _)
    | Subject::Constraint(table, _)
    | Subject::Index(table, _)) = subject
    else {
        return false;
    };
    matches!(change, Change::RenameTable { from, to } if from == table || to == table)
}

fn of_table(change: &Change) -> Option<&Name> {
    match change {
        Change::CreateTable(name, _) | Change::DropTable(name) => Some(name),
        _ => change.inside(),
    }
}
