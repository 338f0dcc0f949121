//! `SET NOT NULL` that reads the table while nobody can use it.

use crate::command::{AlterTable, ColumnChange, TableChange};
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::{USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M210",
    name: "set-not-null-scans",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column is made NOT NULL, and all rows are read to prove it.",
    why: "It takes ACCESS EXCLUSIVE and reads the table: nobody can read or write until it is done. \
          Where a valid check says IS NOT NULL already, PostgreSQL 12 and later believe it and read \
          nothing. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Add a check NOT VALID, validate it in a later migration, then SET NOT NULL and drop the \
              check. From PostgreSQL 18 on, add the NOT NULL itself NOT VALID.",
    bad: &[Example::new(
        "postgres 14",
        "UPDATE users SET email = '' WHERE email IS NULL;\n\
         ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
        "ALTER TABLE users ALTER COLUMN email DROP NOT NULL;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
        "ALTER TABLE users ALTER COLUMN email DROP NOT NULL;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, email text CHECK (email IS NOT NULL));")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AlterColumn { column, change: ColumnChange::Nullable(false), .. } =
        &alter.change
    else {
        return;
    };
    let Some(table) = step.target() else { return };
    let impact = context.impact(step);
    let filled = step.table().and_then(|table| table.column(&column.name)?.default.as_ref());
    let is_filled = filled.is_some() && context.is_new_column(table, &column.name);
    if !impact.is_long(table) || is_filled || context.is_new_table(table) {
        return;
    }
    let message = format!("nobody can use `{table}` while all rows are read for a NULL");
    let finding = report.finding(context, step.command.span, message).impact(&impact);
    report.push_unless_down(context, rewritten(context, step, alter, &column.name, finding));
}

fn rewritten(
    context: &Context<'_>,
    step: &Step<'_>,
    alter: &AlterTable,
    column: &str,
    finding: Finding,
) -> Finding {
    let table = context.text(alter.table.span);
    let constraint = context.written(&format!("{column}_not_null"));
    let column = context.written(column);
    let with = |action: &str| recipe::with_action(context, step, action);
    if context.target.is_at_least(18, 0) {
        return finding.rewrite(
            "in two migrations",
            format!(
                "{};\n\n\
                 ALTER TABLE {table} VALIDATE CONSTRAINT {constraint};",
                with(&format!("ADD CONSTRAINT {constraint} NOT NULL {column} NOT VALID"))
            ),
        );
    }
    let finding = finding.rewrite(
        "in three migrations",
        format!(
            "{};\n\n\
             ALTER TABLE {table} VALIDATE CONSTRAINT {constraint};\n\n\
             ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL;\n\
             ALTER TABLE {table} DROP CONSTRAINT {constraint};",
            with(&format!("ADD CONSTRAINT {constraint} CHECK ({column} IS NOT NULL) NOT VALID"))
        ),
    );
    finding.assumption(context)
}
