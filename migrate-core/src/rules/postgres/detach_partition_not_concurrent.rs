//! `DETACH PARTITION` that stops every statement on the whole table.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::recipe;

const EVENTS: &str = "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\n\
     CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');";

pub(super) static RULE: Rule = Rule {
    code: "M218",
    name: "detach-partition-not-concurrent",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A partition is detached under a lock that stops every statement on the whole table.",
    why: "DETACH PARTITION takes ACCESS EXCLUSIVE on the parent and waits for every query on any \
          partition; everything that comes later waits behind it. Measured on PostgreSQL 15.18 and \
          18.4.",
    instead: "Write DETACH PARTITION … CONCURRENTLY (PostgreSQL 14 and later) in a migration of its \
              own that says `-- migrate: no-transaction`. It does not work beside a default \
              partition.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE events DETACH PARTITION events_2026;",
        "ALTER TABLE events\n    ATTACH PARTITION events_2026\n    \
         FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
    )
    .after(EVENTS)],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE logs (at date PRIMARY KEY) PARTITION BY RANGE (at);\n\
         CREATE TABLE logs_2026 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');\n\
         ALTER TABLE logs DETACH PARTITION logs_2026;",
        "DROP TABLE logs_2026;\nDROP TABLE logs;",
    )],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::DetachPartition { partition, concurrently: false } = &alter.change else {
        return;
    };
    let Some(parent) = step.target() else { return };
    if context.is_new_table(parent) {
        return;
    }
    let has_default = step.before.tables.iter().any(|(_, table)| {
        table
            .options
            .partition_of
            .as_ref()
            .is_some_and(|(of, bound)| of == parent && bound.eq_ignore_ascii_case("default"))
    });
    let message = format!("every statement on `{parent}` waits while this partition is detached");
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    if has_default {
        report.push(finding.help(
            "CONCURRENTLY does not work beside a default partition: allow this statement with a \
             reason, and run it with a short lock_timeout",
        ));
        return;
    }
    let (table, partition) = (context.text(alter.table.span), context.text(partition.span));
    let sql = format!(
        "{}ALTER TABLE {table} DETACH PARTITION {partition} CONCURRENTLY;",
        recipe::NO_TRANSACTION
    );
    report.push(finding.rewrite("in a migration of its own", sql));
}
