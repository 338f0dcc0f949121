//! `ALTER TYPE … RENAME VALUE`.

use crate::command::{EnumChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

const MOODS: &str = "CREATE TYPE mood AS ENUM ('sad', 'ok');";

pub(super) static RULE: Rule = Rule {
    code: "M235",
    name: "rename-enum-value",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A value of an enumerated type gets another name.",
    why: "Programs that are running know the old name only: what they write fails, and what they \
          read they cannot decode. It happens the moment the migration commits.",
    instead: "Add the new value, teach the programs both, change the rows in batches, and stop \
              using the old one.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';",
        "ALTER TYPE mood RENAME VALUE 'fine' TO 'ok';",
    )
    .after(MOODS)],
    good: &[Example::new(
        "postgres 14",
        "CREATE TYPE size AS ENUM ('small');\nALTER TYPE size RENAME VALUE 'small' TO 'tiny';",
        "DROP TYPE size;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::AlterEnum { name, change: EnumChange::RenameValue { from, to } } = &step.command.what
    else {
        return;
    };
    let known = step.target().and_then(|name| context.settled.enums.get(name));
    let in_use = match known {
        Some(known) => known.values.contains(from),
        // A type that the model has never seen is not new.
        None => step.target().is_none_or(|name| !step.before.enums.contains_key(name)),
    };
    if !in_use {
        return;
    }
    let message = format!("programs that know `{from}` of `{name}` fail the moment this commits");
    let written = context.text(name.span);
    let literal = crate::sql::quote::literal;
    report.push(report.finding(context, step.command.span, message).rewrite(
        "beside the old value",
        format!(
            "ALTER TYPE {written} ADD VALUE {} AFTER {};\n\
             -- the programs learn both; then, in batches, the rows change from one to the other",
            literal(to),
            literal(from)
        ),
    ));
}
