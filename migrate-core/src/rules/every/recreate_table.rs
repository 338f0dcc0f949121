//! `recreate-table`.

use crate::change::Change;
use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::rebuild;
use crate::schema::Name;

/// A table is dropped and made again, empty.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M111",
    name: "recreate-table",
    level: Level::Deny,
    dialects: Dialect::ALL,
    what: "A table that was there before this migration is dropped and created again.",
    why: "The new table has the name and none of the rows. On an empty database nobody notices; in \
          production everything is gone.",
    instead: "Change the table with `ALTER TABLE`, or create the new one under another name, copy the \
              rows, drop the old one and give the new one its name.",
    bad: &[Example::new(
        "sqlite 3.45",
        "DROP TABLE IF EXISTS users; CREATE TABLE users (id INTEGER PRIMARY KEY);",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY);")],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateTable(create) = &step.command.what else { return };
    let Some(name) = step.target() else { return };
    if !context.settled.tables.contains_key(name) || create.temporary {
        return;
    }
    let replaces = create.or_replace && step.before.tables.contains_key(name);
    let dropped = context.steps.iter().find(|earlier| {
        rebuild::precedes(earlier, step)
            && earlier
                .changes
                .iter()
                .any(|it| matches!(it, Change::DropTable(gone) if gone == name))
    });
    if !replaces && dropped.is_none() {
        return;
    }
    let mut finding = report
        .finding(context, create.name.span, format!("`{name}` is made again without its rows"))
        .note("an empty database does not show it; in production every row is lost");
    if let Some(dropped) = dropped {
        finding = finding.also_at(context.path, dropped.command.span, "its rows go here");
    }
    let finding = finding.help("change it with ALTER TABLE, or copy the rows");
    let before = context.settled.tables.get(name);
    let recipe = before.and_then(|before| rebuild::recipe(context, name, before, step, None));
    report.push(match recipe {
        Some(sql) => finding.rewrite("with the rows", sql),
        None => finding,
    });
}

/// Whether this rule reports what becomes of the table, so that its drop needs no finding of its own.
pub(super) fn is_recreated(context: &Context<'_>, name: &Name) -> bool {
    let mut dropped = false;
    for change in context.steps.iter().flat_map(|step| &step.changes) {
        match change {
            Change::DropTable(gone) if gone == name => dropped = true,
            Change::CreateTable(made, _) if made == name && dropped => return true,
            _ => {}
        }
    }
    false
}
