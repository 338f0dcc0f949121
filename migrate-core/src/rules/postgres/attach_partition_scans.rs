//! `ATTACH PARTITION` that reads the table while it is locked.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

const EVENTS: &str = "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\n\
                      CREATE TABLE events_2026 (id bigint, at date NOT NULL);";

pub(super) static RULE: Rule = Rule {
    code: "M219",
    name: "attach-partition-scans",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A table becomes a partition, and all its rows are read to prove that they belong there.",
    why: "They are read under ACCESS EXCLUSIVE on that table, and so is the default partition, if \
          there is one. A valid check that says the same as the bound spares the reading. Measured \
          on PostgreSQL 15.18 and 18.4.",
    instead: "Add a check with the bound NOT VALID, validate it in a later migration, attach, and \
              drop the check.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE events\n    ATTACH PARTITION events_2026\n    \
         FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
        "-- migrate: no-transaction\n\
         ALTER TABLE events DETACH PARTITION events_2026 CONCURRENTLY;",
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
    let TableChange::AttachPartition { partition: path, bound } = &alter.change else { return };
    let Some(partition) = step.targets.get(1) else { return };
    // Whether a check implies the bound is not decided here: one over the key is trusted to.
    let checked = step.before.tables.get(partition).is_some_and(|table| {
        table.checks.iter().any(|check| !check.not_valid && !check.not_enforced)
    });
    if checked || context.is_new_table(partition) || bound.eq_ignore_ascii_case("default") {
        return;
    }
    let message = format!("all rows of `{partition}` are read while nobody can use it");
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    let name = context.written(&format!("{}_bound", partition.name));
    let written = context.text(path.span);
    report.push(finding.rewrite(
        "in three migrations",
        format!(
            "ALTER TABLE {written} ADD CONSTRAINT {name} CHECK (<{bound}, as a condition>) NOT \
             VALID;\n\n\
             ALTER TABLE {written} VALIDATE CONSTRAINT {name};\n\n\
             {};\n\
             ALTER TABLE {written} DROP CONSTRAINT {name};",
            context.text(super::recipe::statement(context, step))
        ),
    ));
}
