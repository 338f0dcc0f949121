//! `DROP INDEX` that waits for, and then stops, every statement on the table.

use crate::change::Change;
use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::{USERS, recipe};

const INDEXED: &str = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n\
                       CREATE INDEX users_email_idx ON users (email);";

pub(super) static RULE: Rule = Rule {
    code: "M202",
    name: "drop-index-not-concurrent",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "An index is dropped under a lock that stops every statement on its table.",
    why: "DROP INDEX takes ACCESS EXCLUSIVE on the table. The drop itself is quick, but it waits \
          behind the longest running query, and every later statement on the table waits behind \
          it. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Write DROP INDEX CONCURRENTLY in a migration of its own that says \
              `-- migrate: no-transaction`.",
    bad: &[Example::new(
        "postgres 14",
        "DROP INDEX users_email_idx;",
        "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);",
    )
    .after(INDEXED)],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);",
        "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY users_email_idx;",
    )
    .after(USERS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::DropIndexes(drop) = &step.command.what else { return };
    if drop.concurrently || drop.cascade {
        return;
    }
    let tables = step.changes.iter().filter_map(|change| match change {
        Change::DropIndex { table, .. } => Some(table),
        _ => None,
    });
    let Some(table) = tables.into_iter().find(|table| !context.is_new_table(table)) else { return };
    let partitioned =
        step.before.tables.get(table).is_some_and(|table| table.options.partition_by.is_some());
    let message = format!("every statement on `{table}` waits while this index is dropped");
    let mut finding =
        report.finding(context, step.command.span, message).impact(&context.impact(step));
    let span = recipe::statement(context, step);
    let edit = recipe::insert(context, span, "INDEX", "CONCURRENTLY");
    if let Some(edit) = edit.filter(|_| drop.names.len() == 1 && !partitioned) {
        let sql = format!("{}{};", recipe::NO_TRANSACTION, recipe::edited(context, span, &edit));
        finding = finding.rewrite("in a migration of its own", sql);
        if let Some(rewrite) = finding.rewrite.as_mut().filter(|_| recipe::is_alone(context)) {
            rewrite.edits.push(edit);
            if context.transaction {
                rewrite.edits.insert(0, recipe::outside(context));
            }
        }
    } else if drop.names.len() > 1 {
        finding = finding.help("drop each index by itself: CONCURRENTLY takes one at a time");
    }
    report.push(finding);
}
