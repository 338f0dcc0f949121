//! The locks that a transaction holds by the time it comes to a statement.

use crate::command::{DataKind, What};
use crate::impact::{Blocks, Impact};
use crate::replay::Step;
use crate::rule::Context;
use crate::schema::Name;
use crate::text::Span;

/// A lock on a table in use that nobody gets past before the transaction ends.
#[derive(Debug)]
pub(super) struct Held {
    /// The table.
    pub(super) table: Name,
    /// The statement that took it.
    pub(super) statement: usize,
    /// The words that took it.
    pub(super) span: Span,
}

/// Each step of a script that runs in a transaction, with what it costs and the locks that the
/// statements before it left. None for a script that runs its statements one by one, and none for one
/// that has no statement behind another.
pub(super) fn walk(context: &Context<'_>, mut visit: impl FnMut(&Step<'_>, &Impact, &[Held])) {
    if !context.transaction || context.statements.len() < 2 {
        return;
    }
    let mut held: Vec<Held> = Vec::new();
    let steps = context.steps.iter().filter(|step| step.failure.is_none());
    for step in steps.filter(|step| matters(context, step)) {
        let impact = context.impact(step);
        let earlier = held.partition_point(|held| held.statement < step.statement);
        visit(step, &impact, &held[..earlier]);
        for lock in impact.locks.iter().filter(|lock| lock.blocks == Blocks::Everything) {
            let known = held.iter().any(|held| held.table == lock.on);
            if !known && context.settled.tables.contains_key(&lock.on) {
                held.push(Held {
                    table: lock.on.clone(),
                    statement: step.statement,
                    span: step.command.span,
                });
            }
        }
    }
}

/// Whether a step can take ACCESS EXCLUSIVE on a table in use, or work long behind one: what it costs
/// is asked for those alone.
fn matters(context: &Context<'_>, step: &Step<'_>) -> bool {
    match &step.command.what {
        What::AlterTable(_) => step.target().is_some_and(|table| !context.is_new_table(table)),
        What::CreateTable(create) => create.partition_of.is_some(),
        What::Data(data) => !matches!(data.kind, DataKind::Select | DataKind::Insert),
        What::DropTables { .. }
        | What::DropIndexes(_)
        | What::CreateObject(_)
        | What::DropObjects(_)
        | What::AlterObject(_)
        | What::Maintenance(_)
        | What::Lock { .. } => true,
        _ => false,
    }
}
