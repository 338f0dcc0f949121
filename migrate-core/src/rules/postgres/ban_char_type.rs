//! Columns padded with blanks.

use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::column::{base, typed};

pub(super) static RULE: Rule = Rule {
    code: "M262",
    name: "ban-char-type",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column has the type char(n).",
    why: "Values are padded with blanks, which count in LIKE and when cast to text and not in comparisons; nothing is gained by it. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Use text, with a check where the length matters.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE TABLE items (id bigint PRIMARY KEY, value char(10));",
        "DROP TABLE items;",
    )],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE items (id bigint PRIMARY KEY, value text);",
        "DROP TABLE items;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for column in typed(step).into_iter().filter(|column| {
        matches!(base(column.data_type), "character" | "char" | "bpchar")
            && !column.data_type.contains("varying")
    }) {
        let message = format!("the values of `{}` are padded with blanks", column.name);
        report.push(
            report
                .finding(context, column.span, message)
                .help("write `text`, with a check where the length matters"),
        );
    }
}
