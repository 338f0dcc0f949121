//! Programs that know fewer values than the type has.

use crate::command::{EnumChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

pub(super) static RULE: Rule = Rule {
    code: "M242",
    name: "enum-add-value-breaks-readers",
    level: Level::Off,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A value is added to an enumerated type that programs may not know.",
    why: "A program that decodes the type into an enumeration of its own fails on the first row with the new value.",
    instead: "Release a program that knows the value first.",
    bad: &[Example::new("postgres 14", "-- migrate: irreversible(reason = \"values stay\")\nALTER TYPE mood ADD VALUE 'fine' AFTER 'ok';", "").after("CREATE TYPE mood AS ENUM ('sad', 'ok');")],
    good: &[Example::new("postgres 14", "CREATE TYPE size AS ENUM ('small');", "DROP TYPE size;").after("CREATE TYPE mood AS ENUM ('sad', 'ok');")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::AlterEnum { name, change: EnumChange::AddValue { value, .. } } = &step.command.what
    else {
        return;
    };
    if step.target().is_some_and(|name| context.settled.enums.contains_key(name)) {
        let message = format!("programs that do not know `{value}` of `{name}` cannot read it");
        report.push(report.finding(context, step.command.span, message));
    }
}
