//! Rows changed under a deferred foreign key, then the table altered.

use crate::command::What;
use crate::dialect::Dialect;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Deferrable;

use super::statement_after_access_exclusive::is_change_of_rows;

const DEFERRED: &str = "CREATE TABLE users (id bigint PRIMARY KEY);\n\
    CREATE TABLE orders (\n    id bigint PRIMARY KEY,\n    user_id bigint REFERENCES users \
    DEFERRABLE INITIALLY DEFERRED\n);\n\
    CREATE INDEX orders_user_idx ON orders (user_id);";

pub(super) static RULE: Rule = Rule {
    code: "M253",
    name: "pending-trigger-events",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A table is altered after rows of it were changed under a deferred foreign key.",
    why: "The check of those rows waits for the end of the transaction, and ALTER TABLE refuses a \
          table for which checks wait (“pending trigger events”): the migration fails wherever the \
          table has rows to change.",
    instead: "Put the two in separate migrations, or write SET CONSTRAINTS ALL IMMEDIATE between \
              them.",
    bad: &[Example::new(
        "postgres 14",
        "UPDATE orders SET user_id = NULL WHERE user_id = 0;\n\
         ALTER TABLE orders ADD COLUMN note text;",
        "ALTER TABLE orders DROP COLUMN note;",
    )
    .after(DEFERRED)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE orders ADD COLUMN note text;",
        "ALTER TABLE orders DROP COLUMN note;",
    )
    .after(DEFERRED)],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if !context.transaction {
        return;
    }
    let mut pending = None;
    for step in context.steps {
        let deferred = || {
            step.table().is_some_and(|table| {
                let mut keys = table.foreign_keys.iter();
                keys.any(|key| key.deferrable == Deferrable::InitiallyDeferred)
            })
        };
        match &step.command.what {
            What::Data(_) if is_change_of_rows(step) && deferred() => pending = Some(step),
            What::Set(_) | What::Nothing => {
                let text = context.text(step.command.span).to_ascii_lowercase();
                if text.starts_with("set constraints") {
                    pending = None;
                }
            }
            What::AlterTable(_) => {
                let Some(changed) = pending.filter(|changed| changed.target() == step.target())
                else {
                    continue;
                };
                let message =
                    "this fails where the statement above changes rows: their checks wait";
                let finding = report
                    .finding(context, step.command.span, message)
                    .also_at(context.path, changed.command.span, "rows are changed here")
                    .help("write `SET CONSTRAINTS ALL IMMEDIATE;` between the two");
                report.push(finding);
                return;
            }
            _ => {}
        }
    }
}
