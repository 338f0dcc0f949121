//! A new table that refers to one in use.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::USERS;

pub(super) static RULE: Rule = Rule {
    code: "M221",
    name: "create-table-references-existing",
    level: Level::Off,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A new table refers to one in use, whose writes wait for it.",
    why: "A foreign key in CREATE TABLE takes SHARE ROW EXCLUSIVE on the table it refers to, until \
          the transaction ends: writes wait behind it, and it waits behind them. Measured on \
          PostgreSQL 15.18 and 18.4.",
    instead: "Keep such a migration short and run it with a lock_timeout; or add the foreign key in a \
              migration of its own.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users);",
        "DROP TABLE posts;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint);",
        "DROP TABLE posts;",
    )
    .after(USERS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateTable(create) = &step.command.what else { return };
    if create.partition_of.is_some() {
        return;
    }
    let impact = context.impact(step);
    let old = impact.locks.iter().map(|lock| &lock.on).find(|on| !context.is_new_table(on));
    if let Some(old) = old {
        let message = format!("nothing can be written to `{old}` until this migration ends");
        report.push(report.finding(context, create.name.span, message).impact(&impact));
    }
}
