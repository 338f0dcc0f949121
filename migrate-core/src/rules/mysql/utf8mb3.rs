//! `mysql-utf8mb3`.

use crate::command::{TableChange, TableElement, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// A character set that is not all of Unicode.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M319",
    name: "mysql-utf8mb3",
    level: Level::Warn,
    dialects: Dialect::ONLY_MYSQL,
    what: "The character set `utf8` or `utf8mb3`.",
    why: "It has no characters of four bytes, emoji among them: they are refused, or cut off together with \
          all that follows. `utf8` means `utf8mb3` (measured on MariaDB 10.11).",
    instead: "Use `utf8mb4`.",
    bad: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50)) CHARACTER SET utf8mb3;",
        "DROP TABLE users;",
    )],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50)) CHARACTER SET utf8mb4;",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let is_short = |charset: Option<&str>| matches!(charset, Some("utf8" | "utf8mb3"));
    let found = match &step.command.what {
        What::CreateTable(create) => {
            is_short(create.options.charset.as_deref())
                || create.elements.iter().any(|element| match element {
                    TableElement::Column(new) => is_short(new.column.charset.as_deref()),
                    _ => false,
                })
        }
        What::AlterTable(alter) => match &alter.change {
            TableChange::AddColumn { column, .. } | TableChange::ReplaceColumn { column, .. } => {
                is_short(column.column.charset.as_deref())
            }
            TableChange::ConvertCharset { charset, .. } => is_short(Some(charset)),
            TableChange::SetOption { name, value } => {
                name == "charset" && is_short(value.as_deref())
            }
            _ => false,
        },
        _ => false,
    };
    if found {
        let finding = report
            .finding(
                context,
                step.command.span,
                "utf8mb3 has no characters of four bytes, such as emoji",
            )
            .help("use utf8mb4")
            .rewrite("instead", "CHARACTER SET utf8mb4");
        report.push(finding);
    }
}
