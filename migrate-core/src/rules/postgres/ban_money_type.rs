//! Money in the type `money`.

use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::column::{base, typed};

pub(super) static RULE: Rule = Rule {
    code: "M263",
    name: "ban-money-type",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column has the type money.",
    why: "How it is read and written, and how many decimals it has, depends on the setting lc_monetary of the server.",
    instead: "Use numeric with the decimals that the currency has, and keep the currency beside it.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE TABLE items (id bigint PRIMARY KEY, value money);",
        "DROP TABLE items;",
    )],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE items (id bigint PRIMARY KEY, value numeric(12,2));",
        "DROP TABLE items;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for column in typed(step).into_iter().filter(|column| base(column.data_type) == "money") {
        let message =
            format!("the decimals of `{}` depend on a setting of the server", column.name);
        report.push(report.finding(context, column.span, message).help("write `numeric(12, 2)`"));
    }
}
