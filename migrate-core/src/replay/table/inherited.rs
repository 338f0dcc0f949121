//! What a table has from another one, and cannot drop by itself.

use crate::command::{ColumnChange, Ident, TableChange};
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{Name, Table, TableOptions};

/// Refuses what can only be done to the table that it is inherited from.
pub(super) fn check(work: &Work<'_>, table: &Name, change: &TableChange) -> Outcome {
    if !work.replay.engine.binds {
        return Ok(());
    }
    match change {
        TableChange::DropColumn { column, .. }
        | TableChange::RenameColumn { from: column, .. }
        | TableChange::AlterColumn { column, change: ColumnChange::Type { .. }, .. } => {
            check_column(work, table, column)
        }
        TableChange::DropConstraint { name, .. } => check_constraint(work, table, name.as_ref()),
        _ => Ok(()),
    }
}

/// Refuses to drop or change a column that a table from which it inherits has.
fn check_column(work: &Work<'_>, table: &Name, column: &Ident) -> Outcome {
    let parent = parents(work, table).find(|(_, of)| of.column(&column.name).is_some());
    let Some((parent, _)) = parent else { return Ok(()) };
    let message =
        format!("column `{}` of table `{table}` is that of table `{parent}`", column.name);
    Err(Refusal::refused(message, column.span).about(table).about(parent))
}

/// Refuses to drop a check that a table from which it inherits has.
fn check_constraint(work: &Work<'_>, table: &Name, name: Option<&Ident>) -> Outcome {
    let Some(name) = name else { return Ok(()) };
    let has = |of: &Table| {
        let mut checks = of.checks.iter().filter(|check| !check.no_inherit);
        checks.any(|check| check.name.as_ref() == Some(&name.name))
    };
    let Some((parent, _)) = parents(work, table).find(|(_, of)| has(of)) else { return Ok(()) };
    let message = format!("check `{}` of table `{table}` is that of table `{parent}`", name.name);
    Err(Refusal::refused(message, name.span).about(table).about(parent))
}

fn parents<'w>(work: &'w Work<'_>, table: &Name) -> impl Iterator<Item = (&'w Name, &'w Table)> {
    let tables = &work.schema().tables;
    let options = tables.get(table).map(|of| &of.options);
    let parents = options.into_iter().flat_map(TableOptions::parents);
    parents.filter_map(|parent| Some((parent, &**tables.get(parent)?)))
}
