//! `CONCURRENTLY` where there is a transaction.

use crate::command::{TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::{USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M248",
    name: "concurrently-in-transaction",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A statement that says CONCURRENTLY stands in a migration that runs in a transaction.",
    why: "PostgreSQL refuses it: such a statement commits in between, so that it can wait without \
          holding locks. The migration can never be applied. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Write `-- migrate: no-transaction` at the top, and keep the statement in a migration \
              of its own.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE INDEX CONCURRENTLY users_email_idx ON users (email);",
        "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY users_email_idx;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);",
        "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY users_email_idx;",
    )
    .after(USERS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    if !context.transaction || !is_concurrent(step) {
        return;
    }
    let span = recipe::statement(context, step);
    let finding = report.finding(
        context,
        step.command.span,
        "CONCURRENTLY cannot run in a transaction, and this migration runs in one",
    );
    let sql = format!("{}{};", recipe::NO_TRANSACTION, context.text(span));
    let mut finding = finding.rewrite("in a migration of its own", sql);
    if let Some(rewrite) = finding.rewrite.as_mut().filter(|_| recipe::is_alone(context)) {
        rewrite.edits.push(recipe::outside(context));
    }
    report.push(finding);
}

/// Whether the command commits in between. A materialised view is refreshed in a transaction.
pub(super) fn is_concurrent(step: &Step<'_>) -> bool {
    match &step.command.what {
        What::CreateIndex(create) => create.concurrently,
        What::DropIndexes(drop) => drop.concurrently,
        What::Maintenance(work) => work.concurrently && work.words.starts_with("REINDEX"),
        What::AlterTable(alter) => {
            matches!(alter.change, TableChange::DetachPartition { concurrently: true, .. })
        }
        _ => false,
    }
}
