//! Where a new value of an enumerated type goes.

use crate::command::{EnumChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

pub(super) static RULE: Rule = Rule {
    code: "M241",
    name: "enum-add-value-position",
    level: Level::Off,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A value is added to an enumerated type without a place.",
    why: "It goes to the end, and the order, which comparisons and ORDER BY follow, cannot be changed later.",
    instead: "Write BEFORE or AFTER and the value it stands beside.",
    bad: &[Example::new("postgres 14", "-- migrate: irreversible(reason = \"values stay\")\nALTER TYPE mood ADD VALUE 'fine';", "").after("CREATE TYPE mood AS ENUM ('sad', 'ok');")],
    good: &[Example::new("postgres 14", "-- migrate: irreversible(reason = \"values stay\")\nALTER TYPE mood ADD VALUE 'fine' AFTER 'ok';", "").after("CREATE TYPE mood AS ENUM ('sad', 'ok');")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::AlterEnum { change: EnumChange::AddValue { value, neighbour: None, .. }, .. } =
        &step.command.what
    else {
        return;
    };
    let message = format!("`{value}` sorts behind all others, for good");
    report.push(report.finding(context, step.command.span, message));
}
