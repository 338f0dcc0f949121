//! Sequences that count in another way.

use crate::command::{ObjectChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

pub(super) static RULE: Rule = Rule {
    code: "M244",
    name: "sequence-change",
    level: Level::Off,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A sequence in use counts in another way.",
    why: "Numbers that programs took may come again (RESTART), or stop coming (MAXVALUE).",
    instead: "Check what was handed out before, and say so in an allow.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER SEQUENCE counter INCREMENT BY 10;",
        "ALTER SEQUENCE counter INCREMENT BY 1;",
    )
    .after("CREATE SEQUENCE counter;")],
    good: &[Example::new(
        "postgres 14",
        "CREATE SEQUENCE other;\nALTER SEQUENCE other INCREMENT BY 10;",
        "DROP SEQUENCE other;",
    )
    .after("CREATE SEQUENCE counter;")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::AlterSequence { name, change, .. } = &step.command.what else { return };
    let counts = match change {
        ObjectChange::Set { name, .. } => name != "owned by",
        ObjectChange::Other { .. } => true,
        _ => false,
    };
    let settled = step.target().is_none_or(|name| context.settled.sequences.contains_key(name));
    if counts && settled {
        let message = format!("`{name}` counts in another way from now on");
        report.push(report.finding(context, step.command.span, message));
    }
}
