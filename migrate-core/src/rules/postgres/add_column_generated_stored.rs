//! `ADD COLUMN … GENERATED … STORED`.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::{USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M213",
    name: "add-column-generated-stored",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column is added whose computed value is stored in each row.",
    why: "Every row and every index of the table is written anew under ACCESS EXCLUSIVE: nobody can \
          read or write. A VIRTUAL column, PostgreSQL 18's, costs nothing. Measured on PostgreSQL \
          15.18 and 18.4.",
    instead: "From PostgreSQL 18 on, make it VIRTUAL. Before, add a plain column, keep it up to date \
              by a trigger, and fill old rows in batches; or compute it in a view.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users\n    ADD COLUMN handle text GENERATED ALWAYS AS (lower(email)) STORED;",
        "ALTER TABLE users DROP COLUMN handle;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 18",
        "ALTER TABLE users\n    ADD COLUMN handle text GENERATED ALWAYS AS (lower(email)) VIRTUAL;",
        "ALTER TABLE users DROP COLUMN handle;",
    )
    .after(USERS)],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddColumn { column: new, .. } = &alter.change else { return };
    let Some(generated) = new.column.generated.as_ref().filter(|generated| generated.stored) else {
        return;
    };
    let Some(table) = step.target() else { return };
    if context.is_new_table(table) {
        return;
    }
    let message = format!("nobody can use `{table}` while the value of each row is stored");
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    let (path, column) = (context.text(alter.table.span), context.written(&new.name.name));
    let data_type = context.text(new.type_span);
    let expression = recipe::expression(context, &generated.expression);
    if context.target.is_at_least(18, 0) {
        let sql = format!(
            "ALTER TABLE {path} ADD COLUMN {column} {data_type} GENERATED ALWAYS AS ({expression}) \
             VIRTUAL;"
        );
        report.push(finding.rewrite("computed when it is read", sql));
        return;
    }
    let finding = finding.rewrite(
        "with the old rows filled in batches afterwards",
        format!(
            "ALTER TABLE {path} ADD COLUMN {column} {data_type};\n\
             -- a trigger BEFORE INSERT OR UPDATE sets it to ({expression}); afterwards, in batches:\n\
             -- UPDATE {path} SET {column} = {expression} WHERE {column} IS NULL AND <a range of keys>;"
        ),
    );
    report.push(finding.assumption(context));
}
