//! Several tables kept from everybody at once.

use crate::dialect::Dialect;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::{ORDERS, window};

pub(super) static RULE: Rule = Rule {
    code: "M229",
    name: "wide-lock-window",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "One transaction keeps several tables in use from everybody.",
    why: "Each ACCESS EXCLUSIVE waits for the queries of its table while the others are held \
          already, so the slowest query of any of them stops all; and a program that takes the \
          tables in another order meets the migration in a deadlock.",
    instead: "Write a migration for each table.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN note text;\nALTER TABLE orders ADD COLUMN note text;",
        "ALTER TABLE orders DROP COLUMN note;\n\
         -- migrate: allow(wide-lock-window, reason = \"a rollback takes both\")\n\
         ALTER TABLE users DROP COLUMN note;",
    )
    .after(ORDERS)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN note text;\nALTER TABLE users ADD COLUMN title text;",
        "ALTER TABLE users DROP COLUMN title;\nALTER TABLE users DROP COLUMN note;",
    )
    .after(ORDERS)],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut found = false;
    window::walk(context, |step, impact, held| {
        let Some(first) = held.first().filter(|_| !found) else { return };
        let second = impact.locks.iter().find(|lock| {
            lock.blocks == crate::impact::Blocks::Everything
                && held.iter().all(|held| held.table != lock.on)
                && context.settled.tables.contains_key(&lock.on)
        });
        let Some(second) = second else { return };
        found = true;
        let message =
            format!("`{}` waits for its turn while `{}` is locked already", second.on, first.table);
        let finding = report.finding(context, step.command.span, message).also_at(
            context.path,
            first.span,
            "ACCESS EXCLUSIVE is held from here on",
        );
        report.push(finding.help("write a migration for each table"));
    });
}
