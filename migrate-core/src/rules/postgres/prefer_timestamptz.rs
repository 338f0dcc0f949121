//! Times without a time zone.

use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::column::{base, typed};

pub(super) static RULE: Rule = Rule {
    code: "M261",
    name: "prefer-timestamptz",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column holds times without a time zone.",
    why: "timestamp drops the offset it is given, so what a value means depends on who wrote it. Changing the type later writes all rows anew, unless the session's time zone is UTC. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Use timestamptz: it takes the same space.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE TABLE items (id bigint PRIMARY KEY, value timestamp);",
        "DROP TABLE items;",
    )],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE items (id bigint PRIMARY KEY, value timestamptz);",
        "DROP TABLE items;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for column in typed(step).into_iter().filter(|column| {
        base(column.data_type) == "timestamp" && !column.data_type.ends_with("with time zone")
            || column.data_type.ends_with("without time zone")
                && column.data_type.starts_with("timestamp")
    }) {
        let message = format!("`{}` forgets the offset it is given", column.name);
        report.push(report.finding(context, column.span, message).help("write `timestamptz`"));
    }
}
