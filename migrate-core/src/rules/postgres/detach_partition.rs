//! `DETACH PARTITION` and `NO INHERIT`: rows that are no longer where they were looked for.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

const EVENTS: &str = "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\n\
     CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');";

pub(super) static RULE: Rule = Rule {
    code: "M259",
    name: "detach-partition",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "Rows of a partition disappear from the table that programs read.",
    why: "They stay in the detached table, but no query on the parent finds them any more.",
    instead: "Make sure that nobody needs them there, and say so in an allow.",
    bad: &[Example::new(
        "postgres 14",
        "-- migrate: no-transaction\nALTER TABLE events DETACH PARTITION events_2026 CONCURRENTLY;",
        "ALTER TABLE events\n    ATTACH PARTITION events_2026\n    \
         FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
    )
    .after(EVENTS)],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: irreversible(reason = \"the partition stays\")\n\
         ALTER TABLE events\n    ATTACH PARTITION events_2026\n    \
         FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
        "",
    )
    .after(
        "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\n\
         CREATE TABLE events_2026 (\n    id bigint,\n    at date NOT NULL,\n    \
         CHECK (at >= '2026-01-01' AND at < '2027-01-01')\n);",
    )],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let (parent, child) = match (&alter.change, step.targets.as_slice()) {
        (TableChange::DetachPartition { .. }, [parent, child, ..]) => (parent, child),
        (TableChange::Inherit { inherit: false, .. }, [child, parent, ..]) => (parent, child),
        _ => return,
    };
    let belonged = context.settled.tables.get(child).is_none_or(|table| {
        let of = table.options.partition_of.as_ref().map(|(of, _)| of);
        of == Some(parent) || table.options.inherits.contains(parent)
    });
    if !belonged || context.is_new_table(parent) || context.is_new_table(child) {
        return;
    }
    let message = format!("queries on `{parent}` no longer find the rows of `{child}`");
    report.push(report.finding(context, step.command.span, message));
}
