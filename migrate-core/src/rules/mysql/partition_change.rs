//! `mysql-partition-change`.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::tool::gh_ost;

/// Rows are spread in another way.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M310",
    name: "mysql-partition-change",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "`PARTITION BY`, `REMOVE PARTITIONING`, `REORGANIZE`, `REBUILD` or `COALESCE PARTITION`.",
    why: "The rows are copied from one place to another while every write on the table waits \
          (<https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-partitioning.html>).",
    instead: "Create the table in its new form beside the old one and move the rows with gh-ost or \
              pt-online-schema-change.",
    bad: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE log PARTITION BY HASH (id) PARTITIONS 4;",
        "-- migrate: allow(mysql-partition-change, reason = \"small table\")\n\
         ALTER TABLE log REMOVE PARTITIONING;",
    )
    .after("CREATE TABLE log (id bigint PRIMARY KEY);")],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE log (id bigint PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4;",
        "DROP TABLE log;",
    )],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::Partition { action, loses_rows: false, .. } = &alter.change else { return };
    let Some(table) = step.target().filter(|table| !context.is_new_table(table)) else { return };
    let copies = ["PARTITION BY", "REMOVE", "REORGANIZE", "REBUILD", "COALESCE"];
    if !copies.iter().any(|word| action.starts_with(word)) {
        return;
    }
    let finding = report
        .finding(context, step.command.span, format!("{action} copies rows of `{table}`"))
        .impact(&context.impact(step))
        .help("move the rows beside the table's use")
        .rewrite("with a tool", gh_ost(&table.name, context.text(step.command.span)));
    report.push(finding);
}
