//! `SET UNLOGGED`.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::USERS;

pub(super) static RULE: Rule = Rule {
    code: "M257",
    name: "set-unlogged",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A table with rows becomes one that a crash empties.",
    why: "An unlogged table is truncated when the server recovers from a crash, and replicas never \
          have its rows. Besides, all rows are written anew under ACCESS EXCLUSIVE. Measured on \
          PostgreSQL 15.18 and 18.4.",
    instead: "Keep the table logged; create unlogged tables for what may be lost.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users SET UNLOGGED;",
        "-- migrate: allow(table-rewrite-option, reason = \"a rollback may wait\")\n\
         ALTER TABLE users SET LOGGED;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "CREATE UNLOGGED TABLE cache (key text PRIMARY KEY, value text);",
        "DROP TABLE cache;",
    )],
    check: Check::AlterTable(check),
};

/// Whether it makes a table one that a crash empties.
pub(super) fn is_unlogged(change: &TableChange) -> bool {
    matches!(change, TableChange::SetOption { name, value: Some(value) }
        if name == "persistence" && value.eq_ignore_ascii_case("unlogged"))
}

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let Some(table) = step.target() else { return };
    if !is_unlogged(&alter.change) || context.is_new_table(table) {
        return;
    }
    let message = format!("a crash of the server empties `{table}` from now on");
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    report.push(
        finding
            .note("replicas never have the rows of an unlogged table")
            .help("leave it logged; keep rows that may be lost in a new table that is UNLOGGED"),
    );
}
