//! Rows changed while nobody can use their table.

use crate::dialect::Dialect;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::statement_after_access_exclusive::is_change_of_rows;
use super::{USERS, recipe, window};

pub(super) static RULE: Rule = Rule {
    code: "M231",
    name: "backfill-in-ddl-transaction",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "Rows of a table are changed in the transaction that changed the table.",
    why: "The ACCESS EXCLUSIVE of the change is held until the transaction ends, so nobody can read \
          or write the table until every row is changed.",
    instead: "Change the table in one migration, and its rows in a later one, in batches.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN handle text;\n\
         UPDATE users SET handle = lower(email) WHERE handle IS NULL;",
        "ALTER TABLE users DROP COLUMN handle;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN handle text;",
        "ALTER TABLE users DROP COLUMN handle;",
    )
    .after(USERS)],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    window::walk(context, |step, _, held| {
        let Some(table) = step.target().filter(|_| is_change_of_rows(step)) else { return };
        let Some(first) = held.iter().find(|held| held.table == *table) else { return };
        let message = format!("nobody can use `{table}` until all these rows are changed");
        let statement = context.text(recipe::statement(context, step));
        let finding = report
            .finding(context, step.command.span, message)
            .also_at(context.path, first.span, "ACCESS EXCLUSIVE is held from here on")
            .rewrite("in a later migration", format!("{statement};"));
        report.push(finding);
    });
}
