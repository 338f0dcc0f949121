//! `CREATE TABLE … PARTITION OF` a table in use.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

const EVENTS: &str =
    "CREATE TABLE events (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);";

pub(super) static RULE: Rule = Rule {
    code: "M220",
    name: "create-partition-of",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A partition is created in a way that stops every statement on the whole table.",
    why: "CREATE TABLE … PARTITION OF takes ACCESS EXCLUSIVE on the parent. Creating the table by \
          itself and attaching it takes SHARE UPDATE EXCLUSIVE there, which lets reads and writes \
          through. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Create the table LIKE the parent, then ATTACH PARTITION.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE TABLE events_2026\n    PARTITION OF events FOR VALUES FROM ('2026-01-01') TO \
         ('2027-01-01');",
        "DROP TABLE events_2026;",
    )
    .after(EVENTS)],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE events_2026 (LIKE events INCLUDING ALL);\n\
         ALTER TABLE events\n    ATTACH PARTITION events_2026\n    \
         FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
        "DROP TABLE events_2026;",
    )
    .after(EVENTS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateTable(create) = &step.command.what else { return };
    let Some((written, bound)) = &create.partition_of else { return };
    let impact = context.impact(step);
    let parent = impact.locks.iter().map(|lock| &lock.on).find(|on| on.name == written.name);
    let Some(parent) = parent.filter(|parent| !context.is_new_table(parent)) else { return };
    let message = format!("every statement on `{parent}` waits for this partition");
    let finding = report.finding(context, step.command.span, message).impact(&impact);
    let (table, parent) = (context.text(create.name.span), context.text(written.span));
    report.push(finding.rewrite(
        "created by itself, then attached",
        format!(
            "CREATE TABLE {table} (LIKE {parent} INCLUDING ALL);\n\
             ALTER TABLE {parent} ATTACH PARTITION {table} {bound};"
        ),
    ));
}
