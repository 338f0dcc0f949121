//! `TRUNCATE … CASCADE`.

use crate::command::{DataKind, What};
use crate::dialect::Dialect;
use crate::dialect::postgres::impact::emptied;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

const LINKED: &str = "CREATE TABLE users (id bigint PRIMARY KEY);\n\
    CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users);\n\
    CREATE INDEX orders_user_idx ON orders (user_id);";

pub(super) static RULE: Rule = Rule {
    code: "M258",
    name: "truncate-cascade",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A table is emptied, and every table that refers to it.",
    why: "TRUNCATE … CASCADE empties all tables with a foreign key to this one, whatever ON DELETE \
          says, and those that refer to them, and so on, under ACCESS EXCLUSIVE on all. The list is \
          not written anywhere. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Name every table that is to be emptied, in one TRUNCATE without CASCADE.",
    bad: &[Example::new(
        "postgres 14",
        "-- migrate: irreversible(reason = \"rows are gone\")\nTRUNCATE users CASCADE;",
        "",
    )
    .after(LINKED)],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: irreversible(reason = \"rows are gone\")\n\
         -- migrate: allow(truncate, reason = \"test data\")\nTRUNCATE users, orders;",
        "",
    )
    .after(LINKED)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Data(data) = &step.command.what else { return };
    if data.kind != DataKind::Truncate || !data.cascade {
        return;
    }
    let all = emptied(step, true);
    let more: Vec<String> = all
        .iter()
        .filter(|table| !step.targets.contains(table))
        .map(|table| format!("`{table}`"))
        .collect();
    if all.iter().all(|table| context.is_new_table(table)) || more.is_empty() {
        return;
    }
    let message = format!("this empties {}, too", more.join(", "));
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    let names: Vec<String> = all.iter().map(|table| context.path_to(table)).collect();
    report.push(finding.rewrite("where that is meant", format!("TRUNCATE {};", names.join(", "))));
}
