//! `ATTACH PARTITION` that reads the table while it is locked.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::sql::lexer;
use crate::text::Span;

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
    let condition = condition(context, step, alter).unwrap_or_else(|| format!("<{bound}>"));
    report.push(finding.rewrite(
        "in three migrations",
        format!(
            "ALTER TABLE {written} ADD CONSTRAINT {name} CHECK ({condition}) NOT VALID;\n\n\
             ALTER TABLE {written} VALIDATE CONSTRAINT {name};\n\n\
             {};\n\
             ALTER TABLE {written} DROP CONSTRAINT {name};",
            context.text(super::recipe::statement(context, step))
        ),
    ));
}

/// The bound as a condition, where one column decides and both ends are values.
fn condition(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable) -> Option<String> {
    let parent = step.before.tables.get(step.target()?)?.options.partition_by.as_deref()?;
    let key = parent.split_once('(')?.1.trim_end().strip_suffix(')')?.trim();
    let column = step.table()?.column(key)?;
    let column = context.written(&column.name);
    let TableChange::AttachPartition { partition, .. } = &alter.change else { return None };
    let bound = Span::new(partition.span.end, step.command.span.end);
    let text = context.text(bound);
    let tokens = lexer::significant(text, context.target.dialect);
    let values = |word: &str| {
        let at = tokens.iter().position(|token| token.is_word(text, word))?;
        let close = tokens[at..].iter().position(|token| token.is_symbol(text, ")"))? + at;
        let (open, close) = (tokens.get(at + 1)?.span.end, tokens[close].span.start);
        let value = text.get(open..close)?.trim();
        let open = ["minvalue", "maxvalue", "("].iter().any(|it| value.to_lowercase().contains(it));
        (!open).then_some(value)
    };
    let range =
        || Some(format!("{column} >= {} AND {column} < {}", values("FROM")?, values("TO")?));
    let list = || Some(format!("{column} IN ({})", values("IN")?));
    Some(format!("{column} IS NOT NULL AND {}", range().or_else(list)?))
}
