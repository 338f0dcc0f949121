//! `ADD EXCLUDE`, which has no online way.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Constraint;

const BOOKINGS: &str = "CREATE TABLE bookings (id bigint PRIMARY KEY, during tstzrange);";

pub(super) static RULE: Rule = Rule {
    code: "M209",
    name: "add-exclusion-constraint",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "An exclusion constraint is added to a table in use.",
    why: "It takes ACCESS EXCLUSIVE while it reads the table twice and builds an index: nobody can \
          read or write. It can neither be NOT VALID nor take over an index. Measured on PostgreSQL \
          15.18 and 18.4.",
    instead: "There is no online way. Create it with the table; or copy the rows into a table that \
              has it; or allow this statement and plan the time it takes.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&);",
        "ALTER TABLE bookings DROP CONSTRAINT no_overlap;",
    )
    .after(BOOKINGS)],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE bookings (\n    id bigint PRIMARY KEY,\n    during tstzrange,\n    \
         CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&)\n);",
        "DROP TABLE bookings;",
    )],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddConstraint(new) = &alter.change else { return };
    let Some(table) = step.target() else { return };
    if !matches!(new.constraint, Constraint::Exclusion(_)) || context.is_new_table(table) {
        return;
    }
    let message = format!("nobody can use `{table}` while the index of this constraint is built");
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    report.push(finding.help(
        "there is no online way: copy the rows into a table that has the constraint, or allow this \
         statement with a reason and run it when nobody needs the table",
    ));
}
