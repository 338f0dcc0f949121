//! `down-drops-preexisting`.

use crate::change::Change;
use crate::command::{DropIndexes, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::set::name::Direction;

/// A down takes more than its up brought.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M131",
    name: "down-drops-preexisting",
    level: Level::Deny,
    dialects: Dialect::ALL,
    what: "A down drops an index with `IF EXISTS` that was there before the up.",
    why: "The up did not make it, perhaps because it says `IF NOT EXISTS`; the down takes it away all the \
          same, and a rollback leaves less than there was.",
    instead: "Drop only what the up made; leave `IF EXISTS` out, so that a mistake shows.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE INDEX IF NOT EXISTS users_name ON users (name);\n\
         CREATE INDEX users_city ON users (city);",
        "DROP INDEX users_city;\n\
         -- migrate: allow(drop-index, reason = \"an example\")\n\
         DROP INDEX IF EXISTS users_name;",
    )
    .after(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, city TEXT);\n\
         CREATE INDEX users_name ON users (name);",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE INDEX users_name ON users (name);",
        "DROP INDEX users_name;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::DropIndexes(DropIndexes { if_exists: true, .. }) = &step.command.what else { return };
    if context.direction != Direction::Down {
        return;
    }
    for change in &step.changes {
        let Change::DropIndex { table, name } = change else { continue };
        let settled = context.settled.tables.get(table);
        let was_there = settled.is_some_and(|table| table.indexes.contains_key(name));
        // What the up replaced, the down replaces back.
        let remade =
            context.steps.iter().flat_map(|step| &step.changes).any(
                |change| matches!(change, Change::CreateIndex { name: made, .. } if made == name),
            );
        if was_there && !remade {
            let finding = report
                .finding(
                    context,
                    step.command.span,
                    format!("index `{name}` was there before the up"),
                )
                .note("a rollback leaves less than there was")
                .help("drop only what the up made");
            report.push(finding);
        }
    }
}
