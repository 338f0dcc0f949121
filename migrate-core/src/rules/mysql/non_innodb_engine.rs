//! `mysql-non-innodb-engine`.

use crate::command::{TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// A table without transactions.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M313",
    name: "mysql-non-innodb-engine",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "A table is kept by an engine without transactions: MyISAM, Aria, MEMORY, CSV and their kin.",
    why: "A failure halfway leaves half of the rows; foreign keys are accepted and ignored (measured on \
          MariaDB 10.11); MEMORY is empty after a restart.",
    instead: "Use InnoDB: leave `ENGINE` out.",
    bad: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE users (id bigint PRIMARY KEY) ENGINE = MyISAM;",
        "DROP TABLE users;",
    )],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE users (id bigint PRIMARY KEY) ENGINE = InnoDB;",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

const WITHOUT_TRANSACTIONS: [&str; 10] = [
    "myisam",
    "aria",
    "memory",
    "heap",
    "csv",
    "archive",
    "merge",
    "mrg_myisam",
    "blackhole",
    "federated",
];

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let engine = match &step.command.what {
        What::CreateTable(create) if !create.temporary => create.options.engine.as_deref(),
        What::AlterTable(alter) => match &alter.change {
            TableChange::SetOption { name, value } if name == "engine" => value.as_deref(),
            _ => None,
        },
        _ => None,
    };
    let Some(engine) = engine else { return };
    if !WITHOUT_TRANSACTIONS.iter().any(|it| it.eq_ignore_ascii_case(engine)) {
        return;
    }
    let table = step.target().map_or_else(String::new, |name| format!("`{name}`"));
    let mut finding = report
        .finding(context, step.command.span, format!("{engine} keeps {table} without transactions"))
        .note("a failure halfway leaves half of the rows, and foreign keys are ignored");
    if matches!(engine.to_ascii_lowercase().as_str(), "memory" | "heap") {
        finding = finding.note("after a restart of the server the table is empty");
    }
    report.push(finding.help("use InnoDB").rewrite("instead", "ENGINE = InnoDB"));
}
