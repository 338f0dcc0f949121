//! SQL that is put together while it runs.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::USERS;

pub(super) static RULE: Rule = Rule {
    code: "M256",
    name: "dynamic-sql",
    level: Level::Warn,
    dialects: Dialect::SERVERS,
    what: "A migration runs SQL that it puts together while it runs.",
    why: "What it does cannot be known before: no rule checks it, no rollback is proven, and what it \
          may touch counts as unknown from there on.",
    instead: "Write the statements out. Where their number depends on the data, do it in a program, \
              or allow it with a reason.",
    bad: &[Example::new(
        "postgres 14",
        "DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN note text', 'users'); END $$;",
        "ALTER TABLE users DROP COLUMN IF EXISTS note;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "DO $$ BEGIN ALTER TABLE users ADD COLUMN note text; END $$;",
        "ALTER TABLE users DROP COLUMN note;",
    )
    .after(USERS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Opaque(opaque) = &step.command.what else { return };
    if !opaque.dynamic {
        return;
    }
    let message = "what this does is not known before it runs";
    let finding = report.finding(context, step.command.span, message);
    report.push(finding.note("nothing is checked or proven of what it may touch"));
}
