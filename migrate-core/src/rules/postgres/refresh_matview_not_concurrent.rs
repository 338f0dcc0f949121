//! `REFRESH MATERIALIZED VIEW` that stops every query on it.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::recipe;

const TOTALS: &str = "CREATE TABLE orders (id bigint PRIMARY KEY, total integer);\n\
                      CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders;\n\
                      CREATE UNIQUE INDEX totals_id ON totals (id);";

pub(super) static RULE: Rule = Rule {
    code: "M223",
    name: "refresh-matview-not-concurrent",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A materialised view is refreshed while nobody can read it.",
    why: "REFRESH takes ACCESS EXCLUSIVE on the view until its query is done. REFRESH … CONCURRENTLY \
          lets reads through; it needs a unique index on the view. Measured on PostgreSQL 15.18 and \
          18.4.",
    instead: "Write CONCURRENTLY, with a unique index on plain columns of the view.",
    bad: &[Example::new(
        "postgres 14",
        "REFRESH MATERIALIZED VIEW totals;",
        "REFRESH MATERIALIZED VIEW totals;",
    )
    .after(TOTALS)],
    good: &[Example::new(
        "postgres 14",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY totals;",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY totals;",
    )
    .after(TOTALS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Maintenance(work) = &step.command.what else { return };
    let Some(view) = work.on.first() else { return };
    let is_old = step.target().is_none_or(|view| context.settled.views.contains_key(view));
    if work.concurrently || !work.words.starts_with("REFRESH") || !is_old {
        return;
    }
    let message = format!("nobody can read `{view}` while it is refreshed");
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    let span = recipe::statement(context, step);
    report.push(match recipe::insert(context, span, "VIEW", "CONCURRENTLY") {
        None => finding,
        Some(edit) => finding.rewrite(
            "where the view has a unique index",
            format!("{};", recipe::edited(context, span, &edit)),
        ),
    });
}
