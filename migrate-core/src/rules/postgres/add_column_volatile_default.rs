//! `ADD COLUMN` with a default that differs from row to row.

use crate::command::{AlterTable, NewColumn, TableChange};
use crate::dialect::Dialect;
use crate::dialect::postgres::impact::is_volatile;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::{USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M212",
    name: "add-column-volatile-default",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column is added whose default gives each row another value.",
    why: "A default that is the same for all rows is kept once, beside the table. One that is not \
          (clock_timestamp(), random(), gen_random_uuid(), nextval()) makes PostgreSQL write every \
          row and every index anew under ACCESS EXCLUSIVE: nobody can read or write. now() is the \
          same for the whole statement and costs nothing. A function nobody knows counts as \
          volatile. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Add the column without a default, set the default in a second statement, and fill old \
              rows in batches later.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();",
        "ALTER TABLE users DROP COLUMN token;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN joined timestamptz DEFAULT now();",
        "ALTER TABLE users DROP COLUMN joined;",
    )
    .after(USERS)],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddColumn { column: new, .. } = &alter.change else { return };
    let Some(default) = new.column.default.as_deref() else { return };
    let Some(table) = step.target() else { return };
    if new.serial || context.is_new_table(table) || !is_volatile_default(step, new) {
        return;
    }
    let message = format!("nobody can use `{table}` while each row gets a value of its own");
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    let (path, column) = (context.text(alter.table.span), context.written(&new.name.name));
    let data_type = context.text(new.type_span);
    let default = recipe::expression(context, default);
    let not_null = match new.column.nullable {
        true => "",
        false => {
            "\n-- and, when every row has a value, NOT NULL: `cargo migrate explain set-not-null-scans`"
        }
    };
    report.push(finding.rewrite(
        "with the old rows filled in batches afterwards",
        format!(
            "ALTER TABLE {path} ADD COLUMN {column} {data_type};\n\
             ALTER TABLE {path} ALTER COLUMN {column} SET DEFAULT {default};\n\
             -- afterwards, in batches outside of migrations:\n\
             -- UPDATE {path} SET {column} = DEFAULT WHERE {column} IS NULL AND <a range of keys>;{not_null}"
        ),
    ));
}

/// Whether the column's own default differs from row to row.
pub(super) fn is_volatile_default(step: &Step<'_>, new: &NewColumn) -> bool {
    new.column.default.as_deref().is_some_and(|default| is_volatile(default, &step.before))
}
