//! `add-column-not-null-no-default`.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{recipe, value};

/// A column that rows must have and nobody gives them.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M115",
    name: "add-column-not-null-no-default",
    level: Level::Deny,
    dialects: Dialect::ALL,
    what: "A column is added as NOT NULL without a default.",
    why: "PostgreSQL and SQLite refuse it as soon as the table has a row, and accept it on an empty \
          table: every test database passes and production fails (measured on PostgreSQL 15 and 18 \
          and on SQLite 3.40). MySQL and MariaDB fill in 0, an empty text or a date of zeros \
          (measured on MariaDB 10.11). Everywhere, code that is still running inserts rows without the \
          column and fails.",
    instead: "Give it a default, or add it nullable, fill it, and make it NOT NULL later.",
    bad: &[
        Example::new(
            "sqlite 3.45",
            "ALTER TABLE users ADD COLUMN age INTEGER NOT NULL;",
            "ALTER TABLE users DROP COLUMN age;",
        )
        .after("CREATE TABLE users (id INTEGER PRIMARY KEY);"),
        Example::new(
            "postgres 15",
            "ALTER TABLE users ADD COLUMN age int NOT NULL;",
            "ALTER TABLE users DROP COLUMN age;",
        )
        .after("CREATE TABLE users (id bigint PRIMARY KEY);"),
    ],
    good: &[Example::new(
        "sqlite 3.45",
        "ALTER TABLE users ADD COLUMN age INTEGER NOT NULL DEFAULT 0;",
        "ALTER TABLE users DROP COLUMN age;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY);")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddColumn { column: new, .. } = &alter.change else { return };
    let Some(table) = step.target().filter(|_| !step.changes.is_empty()) else { return };
    let column = &new.column;
    let filled = column.default.is_some()
        || column.generated.is_some()
        || column.identity.is_some()
        || new.serial;
    if column.nullable || filled || context.is_new_table(table) {
        return;
    }
    let name = &new.name.name;
    let consequence = if context.target.fills_missing_values() {
        "existing rows get 0, an empty text or a date of zeros"
    } else {
        "it fails as soon as the table has a row; an empty test database does not show it"
    };
    let refers = new.constraints.iter().any(|it| it.references.is_some());
    let value = if refers { value::ANY } else { value::first(&column.data_type) };
    let action = format!("ADD COLUMN {} DEFAULT {value}", context.text(new.span));
    let finding = report
        .finding(
            context,
            new.name.span,
            format!("rows that are there have no value for `{table}.{name}`"),
        )
        .note(consequence)
        .note("code that is still running inserts rows without it, and fails")
        .help("give it a default, or add it nullable and make it NOT NULL later")
        .rewrite(
            "with a default of your choice",
            format!("{};", recipe::with_action(context, step, &action)),
        );
    report.push(finding);
}
