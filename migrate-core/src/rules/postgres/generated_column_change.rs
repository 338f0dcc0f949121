//! Another expression for a computed column, or none.

use crate::command::{AlterTable, ColumnChange, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

pub(super) static RULE: Rule = Rule {
    code: "M240",
    name: "generated-column-change",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A computed column in use gets another expression, or is computed no longer.",
    why: "Its values mean something else from one moment to the next; without an expression, new \
          rows get none unless programs write it, which they could not before.",
    instead: "Add a column with the new expression beside it, move the readers, then drop the old \
              one.",
    bad: &[Example::new(
        "postgres 14",
        "-- migrate: irreversible(reason = \"the values are programs' business now\")\n\
         ALTER TABLE users ALTER COLUMN handle DROP EXPRESSION;",
        "",
    )
    .after(
        "CREATE TABLE users (\n    id bigint PRIMARY KEY,\n    email text,\n    \
         handle text GENERATED ALWAYS AS (lower(email)) STORED\n);",
    )],
    good: &[Example::new(
        "postgres 18",
        "ALTER TABLE users ADD COLUMN handle text GENERATED ALWAYS AS (lower(email)) VIRTUAL;",
        "ALTER TABLE users DROP COLUMN handle;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, email text);")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AlterColumn { column, change: ColumnChange::Generated(to), .. } =
        &alter.change
    else {
        return;
    };
    let Some(table) = step.target() else { return };
    if context.is_new_column(table, &column.name) {
        return;
    }
    let message = match to {
        Some(_) => format!("the values of `{}` mean something else from now on", column.name),
        None => format!("`{}` is computed no longer, and programs do not write it", column.name),
    };
    report.push(report.finding(context, step.command.span, message));
}
