//! `mysql-non-strict-mode`.

use crate::command::{Setting, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// Errors become silence.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M312",
    name: "mysql-non-strict-mode",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "`SET sql_mode` to something without `STRICT_TRANS_TABLES` or `STRICT_ALL_TABLES`.",
    why: "Outside strict mode a value that does not fit is cut off, and NULL in a NOT NULL column becomes \
          0 or an empty text, with a warning that nobody reads (measured on MariaDB 10.11).",
    instead: "Leave strict mode on, and mend the values that do not fit.",
    bad: &[Example::new("mysql 8.0", "SET sql_mode = '';", "SELECT 1;")],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE users (id bigint PRIMARY KEY);",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Set(Setting { name, value: Some(value), .. }) = &step.command.what else { return };
    let value = value.to_ascii_lowercase();
    let strips = value.contains("replace(") || value.contains("replace (");
    let is_strict = (value.contains("strict") || value.contains("traditional")) && !strips;
    let restores = value.starts_with('@') && !strips || value == "default";
    if name != "sql_mode" || is_strict || restores {
        return;
    }
    let finding = report
        .finding(
            context,
            step.command.span,
            "outside strict mode, values that do not fit are cut off",
        )
        .note("NULL in a NOT NULL column becomes 0 or an empty text")
        .help("leave strict mode on")
        .rewrite("strict", "SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES');");
    report.push(finding);
}
