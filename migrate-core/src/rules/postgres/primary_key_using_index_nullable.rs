//! `PRIMARY KEY USING INDEX` over a column that may be null.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Constraint;

pub(super) static RULE: Rule = Rule {
    code: "M208",
    name: "primary-key-using-index-nullable",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "An index becomes the primary key, and a column of it may be null.",
    why: "The column becomes NOT NULL with it, so all rows are read while ACCESS EXCLUSIVE is held: \
          nobody can use the table. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Make the column NOT NULL first: add a check NOT VALID, validate it in a later \
              migration, and let SET NOT NULL rely on it.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY USING INDEX events_id_idx;",
        "ALTER TABLE events DROP CONSTRAINT events_pkey;\n\
         ALTER TABLE events ALTER COLUMN id DROP NOT NULL;\n\
         -- migrate: allow(create-index-not-concurrent, reason = \"a rollback may wait\")\n\
         CREATE UNIQUE INDEX events_id_idx ON events (id);",
    )
    .after(
        "CREATE TABLE events (id bigint, kind text);\n\
         CREATE UNIQUE INDEX events_id_idx ON events (id);",
    )],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: irreversible(reason = \"the index would have to be built again\")\n\
         ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY USING INDEX events_pkey;",
        "",
    )
    .after(
        "CREATE TABLE events (id bigint NOT NULL, kind text);\n\
         CREATE UNIQUE INDEX events_pkey ON events (id);",
    )],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddConstraint(new) = &alter.change else { return };
    let Some(table) = step.target() else { return };
    let is_key = matches!(new.constraint, Constraint::PrimaryKey(_)) && new.using_index.is_some();
    if !is_key || context.is_new_table(table) {
        return;
    }
    let impact = context.impact(step);
    if impact.is_long(table) {
        let message = format!("all rows of `{table}` are read: a column of this key may be null");
        let finding = report.finding(context, step.command.span, message).impact(&impact);
        report.push(finding.help("make its columns NOT NULL in an earlier migration"));
    }
}
