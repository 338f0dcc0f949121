//! `ADD UNIQUE` that builds its index while nobody can use the table.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::{Constraint, Deferrable};

use super::{USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M206",
    name: "add-unique-constraint",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A unique constraint is added that builds its index at once.",
    why: "It takes ACCESS EXCLUSIVE on the table while the index is built: nobody can read or write. \
          It cannot be NOT VALID. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Build a unique index concurrently, then make it the constraint with UNIQUE USING INDEX, \
              which takes the lock for a moment.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);",
        "ALTER TABLE users DROP CONSTRAINT users_email_key;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: irreversible(reason = \"the index would have to be built again\")\n\
         ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;",
        "",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n\
            CREATE UNIQUE INDEX users_email_key ON users (email);",
    )],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddConstraint(new) = &alter.change else { return };
    let Constraint::Unique(unique) = &new.constraint else { return };
    let Some(table) = step.target() else { return };
    if new.using_index.is_some() || context.is_new_table(table) {
        return;
    }
    let message = format!("nobody can use `{table}` while the index of this constraint is built");
    let mut finding =
        report.finding(context, step.command.span, message).impact(&context.impact(step));
    if let Some(name) = recipe::constraint_name(step) {
        let (table, name) = (context.text(alter.table.span), context.written(name));
        let columns = recipe::columns(context, unique.columns.iter().map(|part| &*part.name));
        let include = match &*unique.include {
            [] => String::new(),
            names => {
                format!(" INCLUDE ({})", recipe::columns(context, names.iter().map(String::as_str)))
            }
        };
        let nulls = if unique.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
        let when = match unique.deferrable {
            Deferrable::No => "",
            Deferrable::InitiallyImmediate => " DEFERRABLE",
            Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
        };
        let using = format!("ADD CONSTRAINT {name} UNIQUE USING INDEX {name}{when}");
        let last = recipe::with_action(context, step, &using);
        finding = finding.rewrite(
            "in two migrations",
            format!(
                "{}CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({columns}){include}{nulls};\n\n\
                 {last};",
                recipe::NO_TRANSACTION
            ),
        );
    }
    report.push_unless_down(context, finding);
}
