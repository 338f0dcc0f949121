//! `ADD CHECK` that reads the table while nobody can use it.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Constraint;

use super::{USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M205",
    name: "add-check-validates",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A check is added that is tested on all rows at once.",
    why: "It takes ACCESS EXCLUSIVE on the table and reads it: nobody can read or write until every \
          row is tested. Added NOT VALID it takes the lock for a moment; VALIDATE CONSTRAINT then \
          reads while others read and write. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Add it NOT VALID, and validate it in a later migration: in the same transaction the \
              first lock would still be held.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0);",
        "ALTER TABLE users DROP CONSTRAINT users_age_check;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;",
        "ALTER TABLE users DROP CONSTRAINT users_age_check;",
    )
    .after(USERS)],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddConstraint(new) = &alter.change else { return };
    let Constraint::Check(check) = &new.constraint else { return };
    let Some(table) = step.target() else { return };
    if check.not_valid || check.not_enforced || context.is_new_table(table) {
        return;
    }
    let message = format!("nobody can use `{table}` while this check is tested on all rows");
    let mut finding =
        report.finding(context, step.command.span, message).impact(&context.impact(step));
    if let (Some(added), Some(name)) = (recipe::added(context, step), recipe::constraint_name(step))
    {
        let (table, name) = (context.text(alter.table.span), context.written(name));
        let first = recipe::with_action(context, step, &format!("{added} NOT VALID"));
        finding = finding.rewrite(
            "in two migrations",
            format!("{first};\n\nALTER TABLE {table} VALIDATE CONSTRAINT {name};"),
        );
    }
    report.push_unless_down(context, finding);
}
