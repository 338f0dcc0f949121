//! `disable-constraints-for-load`.

use crate::command::{Setting, TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// What keeps rows right is switched off.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M128",
    name: "disable-constraints-for-load",
    level: Level::Deny,
    dialects: Dialect::SERVERS,
    what: "`session_replication_role = replica`, `DISABLE TRIGGER ALL` or `unique_checks = 0`.",
    why: "Foreign keys are triggers to PostgreSQL: with either of the first two, rows that refer to nothing \
          get in and are never found. With the last one, MySQL may take duplicates into a unique index.",
    instead: "Load rows in an order that the constraints allow, or make them `DEFERRABLE`.",
    bad: &[Example::new(
        "postgres 15",
        "SET LOCAL session_replication_role = replica;",
        "SELECT 1;",
    )],
    good: &[Example::new(
        "mysql 8.0",
        "SET unique_checks = 1;\nCREATE TABLE users (id bigint PRIMARY KEY);",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let what = match &step.command.what {
        What::Set(Setting { name, value: Some(value), .. }) => match (&**name, &**value) {
            ("session_replication_role", value) if value != "origin" && value != "default" => {
                "no trigger and no foreign key"
            }
            ("unique_checks", "0" | "off" | "false") => "no unique key",
            _ => return,
        },
        What::AlterTable(alter) => match &alter.change {
            TableChange::SetOption { name, .. }
                if name.eq_ignore_ascii_case("trigger all") && disables(context, step) =>
            {
                "no trigger and no foreign key"
            }
            _ => return,
        },
        _ => return,
    };
    let finding = report
        .finding(context, step.command.span, format!("{what} looks at rows from here on"))
        .note("rows that break them stay, and nobody finds them")
        .help("load rows in an order that the constraints allow, or make them DEFERRABLE");
    report.push(finding);
}

fn disables(context: &Context<'_>, step: &Step<'_>) -> bool {
    context.text(step.command.span).to_ascii_lowercase().contains("disable")
}
