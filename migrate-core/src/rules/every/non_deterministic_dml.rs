//! `non-deterministic-dml`.

use crate::command::{DataKind, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// Other rows on every server.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M126",
    name: "non-deterministic-dml",
    level: Level::Warn,
    dialects: Dialect::ONLY_MYSQL,
    what: "Rows are written with `UUID()`, `RAND()`, `SYSDATE()` and their kin, or a `LIMIT` without an \
           order.",
    why: "With statement-based replication each replica computes values of its own, and nobody notices until \
          one of them takes over (<https://dev.mysql.com/doc/refman/8.4/en/replication-rbr-safe-unsafe.html>).",
    instead: "Write values that the statement says, or see that replication is row-based.",
    bad: &[Example::new(
        "mysql 8.0",
        "UPDATE users SET token = uuid() WHERE token IS NULL;",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, token varchar(36));")],
    good: &[Example::new(
        "mysql 8.0",
        "UPDATE users SET token = 'none' WHERE token IS NULL;",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, token varchar(36));")],
    check: Check::Step(check),
};

const CALLS: [&str; 9] = [
    "uuid",
    "uuid_short",
    "rand",
    "sysdate",
    "random_bytes",
    "connection_id",
    "load_file",
    "sleep",
    "version",
];

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Data(data) = &step.command.what else { return };
    if matches!(data.kind, DataKind::Select | DataKind::Truncate) {
        return;
    }
    let call = data.calls.iter().find(|call| CALLS.contains(&&***call));
    let unordered = data.limited && !data.text.to_ascii_lowercase().contains("order by");
    let what = match call {
        Some(call) => format!("{call}() gives another value on every replica"),
        None if unordered => {
            "which rows this LIMIT takes is another matter on every replica".to_owned()
        }
        None => return,
    };
    let finding = report
        .finding(context, step.command.span, what)
        .help("write values that the statement says, or see that replication is row-based");
    report.push(finding);
}
