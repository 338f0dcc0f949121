//! Columns whose type has a length.

use super::column::{base, typed};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

pub(super) static RULE: Rule = Rule {
    code: "M264",
    name: "prefer-text",
    level: Level::Off,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column has the type varchar(n).",
    why: "Another length later takes a lock; a check says the same and can be changed without reading the table. A longer one is free (measured on PostgreSQL 15.18 and 18.4), which is why this is off by default.",
    instead: "Use text, with a check where the length matters.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN note varchar(20);",
        "ALTER TABLE users DROP COLUMN note;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, email text);")],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN note text;",
        "ALTER TABLE users DROP COLUMN note;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, email text);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for column in typed(step) {
        if matches!(base(column.data_type), "character varying" | "varchar")
            && column.data_type.contains('(')
        {
            let message = format!("the length of `{}` is part of its type", column.name);
            report.push(report.finding(context, column.span, message).help("write `text`"));
        }
    }
}
