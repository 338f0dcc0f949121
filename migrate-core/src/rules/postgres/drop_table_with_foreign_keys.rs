//! `DROP TABLE` that locks the tables it refers to.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::ORDERS;

const LINKED: &str = "CREATE TABLE users (id bigint PRIMARY KEY);\n\
    CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint CONSTRAINT orders_user_fk \
    REFERENCES users);\nCREATE INDEX orders_user_idx ON orders (user_id);";

pub(super) static RULE: Rule = Rule {
    code: "M222",
    name: "drop-table-with-foreign-keys",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "Dropping a table locks every table that it refers to.",
    why: "DROP TABLE takes ACCESS EXCLUSIVE on the tables its foreign keys point at, too: reads of \
          those wait behind it, and it waits behind all of them at once. Measured on PostgreSQL \
          15.18 and 18.4.",
    instead: "Drop the foreign keys first, each in a migration of its own, with a lock_timeout.",
    bad: &[Example::new(
        "postgres 14",
        "-- migrate: allow(drop-table, reason = \"empty since March\")\nDROP TABLE orders;",
        "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint CONSTRAINT orders_user_fk \
         REFERENCES users);\n\
         CREATE INDEX orders_user_idx ON orders (user_id);",
    )
    .after(LINKED)],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: allow(drop-table, reason = \"empty since March\")\nDROP TABLE orders;",
        "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, total numeric(10,2), state text);\n\
         CREATE INDEX orders_user_idx ON orders (user_id);",
    )
    .after(ORDERS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::DropTables { tables, .. } = &step.command.what else { return };
    let impact = context.impact(step);
    let parents: Vec<String> = impact
        .locks
        .iter()
        .map(|lock| &lock.on)
        .filter(|on| !step.targets.contains(on) && !context.is_new_table(on))
        .map(|on| format!("`{on}`"))
        .collect();
    let all_new = step.targets.iter().all(|table| context.is_new_table(table));
    if parents.is_empty() || all_new {
        return;
    }
    let span = tables.first().map_or(step.command.span, |path| path.span);
    let message = format!("dropping this table locks {} too", parents.join(", "));
    let finding = report.finding(context, span, message).impact(&impact);
    report.push(finding.help("drop its foreign keys first, in migrations of their own"));
}
