//! `mysql-optimize-or-rebuild`.

use crate::command::{TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// A table is written anew and stays what it is.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M321",
    name: "mysql-optimize-or-rebuild",
    level: Level::Warn,
    dialects: Dialect::ONLY_MYSQL,
    what: "`OPTIMIZE TABLE`, `ALTER TABLE … FORCE`, or the engine that the table has already.",
    why: "The whole table and its indexes are written anew. Replicas do the same afterwards, one statement \
          after the other, and lag behind meanwhile.",
    instead: "Leave it to maintenance: a migration runs on every database, whether it is worth it there \
              or not.",
    bad: &[Example::new("mysql 8.0", "OPTIMIZE TABLE users;", "SELECT 1;")
        .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    good: &[Example::new("mysql 8.0", "ANALYZE TABLE users;", "SELECT 1;")
        .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let rebuilds = match &step.command.what {
        What::Maintenance(work) => work.words.starts_with("OPTIMIZE"),
        What::AlterTable(alter) => matches!(alter.change, TableChange::Rebuild),
        _ => false,
    };
    let Some(table) = step.target().filter(|table| rebuilds && !context.is_new_table(table)) else {
        return;
    };
    let finding = report
        .finding(context, step.command.span, format!("all of `{table}` is written anew"))
        .impact(&context.impact(step))
        .note("replicas repeat it, one after the other, and lag behind meanwhile")
        .help("leave it to maintenance");
    report.push(finding);
}
