//! `sqlite-vacuum-in-transaction`.

use crate::command::{Transaction, What};
use crate::dialect::Dialect;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// `VACUUM` where it fails.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M412",
    name: "sqlite-vacuum-in-transaction",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "A script that says `no-transaction` runs `VACUUM` between its own `BEGIN` and `COMMIT`.",
    why: "`VACUUM` fails in a transaction (measured on 3.40 and 3.54).",
    instead: "Put it behind `COMMIT`.",
    bad: &[Example::new(
        "sqlite 3.45",
        "-- migrate: no-transaction\nBEGIN;\nCREATE TABLE users (id INTEGER PRIMARY KEY);\n\
         VACUUM;\nCOMMIT;",
        "DROP TABLE users;",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "-- migrate: no-transaction\nBEGIN;\nCREATE TABLE users (id INTEGER PRIMARY KEY);\n\
         COMMIT;\nVACUUM;",
        "DROP TABLE users;",
    )],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if context.transaction {
        return;
    }
    let mut open = None;
    for step in context.steps {
        match &step.command.what {
            What::Transaction(Transaction::Begin) => open = Some(step.command.span),
            What::Transaction(Transaction::Commit | Transaction::Rollback) => open = None,
            What::Maintenance(work) if work.words.starts_with("VACUUM") => {
                let Some(begin) = open else { continue };
                let finding = report
                    .finding(context, step.command.span, "VACUUM fails inside a transaction")
                    .also_at(context.path, begin, "the transaction begins here")
                    .help("put it behind COMMIT")
                    .rewrite("behind the transaction", "COMMIT;\nVACUUM;");
                report.push(finding);
            }
            _ => {}
        }
    }
}
