//! Options of a table that write it anew.

use crate::command::{AlterTable, ColumnChange, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::{USERS, set_unlogged};

pub(super) static RULE: Rule = Rule {
    code: "M225",
    name: "table-rewrite-option",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "An option of a table or column is set for which all rows are written anew.",
    why: "SET LOGGED, SET TABLESPACE, SET ACCESS METHOD and, of a stored column, SET EXPRESSION take \
          ACCESS EXCLUSIVE while every row and index is written to a new place: nobody can read or \
          write. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Set it when the table is created; move a table in use by copying its rows in batches, \
              or with pg_repack.",
    bad: &[Example::new(
        "postgres 14",
        "-- migrate: irreversible(reason = \"the slow disk is gone\")\n\
         ALTER TABLE users SET TABLESPACE fast;",
        "",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users SET (fillfactor = 80);",
        "ALTER TABLE users RESET (fillfactor);",
    )
    .after(USERS)],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let what = match &alter.change {
        TableChange::SetOption { .. } if set_unlogged::is_unlogged(&alter.change) => return,
        // `SET LOGGED` of a table that is logged does nothing.
        TableChange::SetOption { .. } if step.changes.is_empty() => return,
        TableChange::SetOption { .. } => "in its new place",
        TableChange::AlterColumn { change: ColumnChange::Generated(Some(_)), .. } => {
            "with the new value"
        }
        _ => return,
    };
    let Some(table) = step.target() else { return };
    let impact = context.impact(step);
    if context.is_new_table(table) || !impact.rewrites(table) {
        return;
    }
    let message = format!("nobody can use `{table}` while all its rows are written {what}");
    let finding = report.finding(context, step.command.span, message).impact(&impact);
    report.push(finding.help(
        "copy the rows in batches into a table that is made that way, or leave it to maintenance",
    ));
}
