//! `ADD COLUMN` of a domain that checks its values.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::add_column_volatile_default;

pub(super) static RULE: Rule = Rule {
    code: "M215",
    name: "add-column-constrained-domain",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column is added whose type is a domain that checks values.",
    why: "PostgreSQL tests the value of each row, NULL included, and writes the whole table anew for \
          it under ACCESS EXCLUSIVE: nobody can read or write. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Give the column the type the domain is made of, and add the domain's check to it NOT \
              VALID.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN score positive;",
        "ALTER TABLE users DROP COLUMN score;",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n\
         CREATE DOMAIN positive AS integer CHECK (VALUE > 0);",
    )],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN score integer;",
        "ALTER TABLE users DROP COLUMN score;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, email text);")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddColumn { column: new, .. } = &alter.change else { return };
    let Some(table) = step.target() else { return };
    let has_other_reason = new.serial
        || new.column.identity.is_some()
        || new.column.generated.is_some()
        || add_column_volatile_default::is_volatile_default(step, new);
    if has_other_reason || context.is_new_table(table) {
        return;
    }
    let impact = context.impact(step);
    if impact.rewrites(table) {
        let message = format!("nobody can use `{table}` while the domain tests each of its rows");
        let finding = report.finding(context, step.command.span, message).impact(&impact);
        report.push(finding.help(
            "give the column the type that the domain is made of, and add a check NOT VALID",
        ));
    }
}
