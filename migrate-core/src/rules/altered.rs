//! Columns that a step gives other attributes.

use crate::change::Change;
use crate::command::{TableChange, What};
use crate::replay::Step;
use crate::rule::Context;
use crate::schema::{Column, Name};
use crate::text::Span;

/// A column before and after a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Altered<'s> {
    /// The table.
    pub(super) table: &'s Name,
    /// The column before.
    pub(super) before: &'s Column,
    /// The column after; its name may be another one.
    pub(super) after: &'s Column,
    /// Where it is named.
    pub(super) span: Span,
}

impl Altered<'_> {
    /// Whether the column came with this migration, so that nobody relies on it.
    pub(super) fn is_new(&self, context: &Context<'_>) -> bool {
        context.is_new_column(self.table, &self.before.name)
    }

    /// Whether this puts back what was there before the up: what a down is for.
    pub(super) fn restores(
        &self,
        context: &Context<'_>,
        same: fn(&Column, &Column) -> bool,
    ) -> bool {
        let settled = context.settled.tables.get(self.table);
        let settled = settled.and_then(|table| {
            table.column(&self.after.name).or_else(|| table.column(&self.before.name))
        });
        settled.is_some_and(|settled| same(settled, self.after))
    }

    /// `t.a`.
    pub(super) fn words(&self) -> String {
        format!("{}.{}", self.table, self.before.name)
    }
}

/// Whether a check that holds for all rows says already that the column is never NULL.
pub(super) fn is_checked(step: &Step<'_>, it: &Altered<'_>) -> bool {
    step.before.tables.get(it.table).is_some_and(|table| {
        let wanted = format!("{} is not null", it.before.name.to_ascii_lowercase());
        let mut checks =
            table.checks.iter().filter(|check| !check.not_valid && !check.not_enforced);
        checks.any(|check| check.expression.to_ascii_lowercase().contains(&wanted))
    })
}

/// The columns that a step gives other attributes.
pub(super) fn columns<'s>(step: &'s Step<'_>) -> Vec<Altered<'s>> {
    let mut found: Vec<Altered<'s>> = Vec::new();
    for change in &step.changes {
        let Change::AlterColumn(table, after) = change else { continue };
        let old = old_name(step, table, &after.name);
        let before = step.before.tables.get(table).and_then(|table| table.column(old));
        if let Some(before) = before {
            found.push(Altered { table, before, after, span: span(step) });
        }
    }
    found
}

fn old_name<'s>(step: &'s Step<'_>, of: &Name, name: &'s str) -> &'s str {
    let renamed = step.changes.iter().find_map(|change| match change {
        Change::RenameColumn { table, from, to } if table == of && to == name => Some(&**from),
        _ => None,
    });
    renamed.unwrap_or(name)
}

fn span(step: &Step<'_>) -> Span {
    let What::AlterTable(alter) = &step.command.what else { return step.command.span };
    match &alter.change {
        TableChange::AlterColumn { column, .. } => column.span,
        TableChange::ReplaceColumn { column, .. } => column.name.span,
        _ => step.command.span,
    }
}
