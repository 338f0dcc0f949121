//! Domains that check.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectKind;

pub(super) static RULE: Rule = Rule {
    code: "M268",
    name: "constraint-with-domain",
    level: Level::Off,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A domain is created with a check.",
    why: "Changing the check later reads every table that uses the domain while nothing can be written to any of them. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Put the check on the columns.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE DOMAIN positive AS integer CHECK (VALUE > 0);",
        "DROP DOMAIN positive;",
    )
    .after("")],
    good: &[Example::new("postgres 14", "CREATE DOMAIN amount AS integer;", "DROP DOMAIN amount;")
        .after("")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateObject(create) = &step.command.what else { return };
    let checks = create.text.split_whitespace().any(|word| word.starts_with("check"));
    if create.kind == ObjectKind::Domain && checks {
        let message =
            format!("changing the check of `{}` later reads all tables that use it", create.name);
        report.push(report.finding(context, step.command.span, message));
    }
}
