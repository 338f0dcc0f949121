//! `LOCK TABLE`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::USERS;

pub(super) static RULE: Rule = Rule {
    code: "M226",
    name: "lock-table",
    level: Level::Warn,
    dialects: Dialect::SERVERS,
    what: "A table in use is locked explicitly.",
    why: "In PostgreSQL, LOCK TABLE without a mode takes ACCESS EXCLUSIVE until the transaction \
          ends: reads wait, too. In MySQL, LOCK TABLES commits what came before and stays until \
          UNLOCK TABLES.",
    instead: "Leave locking to the statements; where a lock is needed, take the weakest mode that \
              does, at the end of a short migration.",
    bad: &[Example::new(
        "postgres 14",
        "LOCK TABLE users;\nALTER TABLE users ADD COLUMN note text;",
        "ALTER TABLE users DROP COLUMN note;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN note text;",
        "ALTER TABLE users DROP COLUMN note;",
    )
    .after(USERS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Lock { .. } = &step.command.what else { return };
    let Some(table) = step.targets.iter().find(|table| !context.is_new_table(table)) else {
        return;
    };
    let message = format!("`{table}` is locked until the transaction ends");
    report.push(report.finding(context, step.command.span, message).impact(&context.impact(step)));
}
