//! `convert-charset`.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// All texts of a table get another encoding.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M306",
    name: "convert-charset",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "`CONVERT TO CHARACTER SET` of a table that was there before this migration.",
    why: "It copies the table under a shared lock, so every write waits; characters that the new set does \
          not have become `?`; and a TEXT column becomes MEDIUMTEXT on the way to a wider set (both \
          measured on MariaDB 10.11).",
    instead: "Change the default for new columns (`DEFAULT CHARACTER SET`, which is instant), and the \
              columns one by one with a tool that copies beside the table's use.",
    bad: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4;",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50)) CHARACTER SET latin1;")],
    good: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users DEFAULT CHARACTER SET utf8mb4;",
        "ALTER TABLE users DEFAULT CHARACTER SET latin1;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY) CHARACTER SET latin1;")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::ConvertCharset { charset, .. } = &alter.change else { return };
    let Some(table) = step.target().filter(|table| !context.is_new_table(table)) else { return };
    let path = context.path_to(table);
    let mut finding = report
        .finding(
            context,
            step.command.span,
            format!("this writes every text of `{table}` anew, in {charset}"),
        )
        .impact(&context.impact(step));
    if !matches!(charset.as_str(), "utf8mb4" | "utf16" | "utf32") {
        finding = finding.note(format!("characters that {charset} does not have become `?`"));
    }
    let finding =
        finding.help("change the default, and the columns beside the table's use").rewrite(
            "for columns to come; this is instant",
            format!("ALTER TABLE {path} DEFAULT CHARACTER SET {charset};"),
        );
    report.push(finding);
}
