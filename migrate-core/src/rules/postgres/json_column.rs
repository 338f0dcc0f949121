//! `json` columns.

use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::column::{base, typed};

pub(super) static RULE: Rule = Rule {
    code: "M243",
    name: "json-column",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column has the type json.",
    why: "json keeps the text as it was written, and has no equality: SELECT DISTINCT, GROUP BY and UNION over it fail, and it is parsed anew for each access. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Use jsonb, unless blanks and the order of keys must be kept.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE TABLE items (id bigint PRIMARY KEY, value json);",
        "DROP TABLE items;",
    )],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE items (id bigint PRIMARY KEY, value jsonb);",
        "DROP TABLE items;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for column in typed(step).into_iter().filter(|column| base(column.data_type) == "json") {
        let message = format!("`{}` cannot be compared: json has no equality", column.name);
        report.push(report.finding(context, column.span, message).help("write `jsonb`"));
    }
}
