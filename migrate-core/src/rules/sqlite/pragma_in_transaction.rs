//! `sqlite-pragma-in-transaction`.

use crate::command::{Setting, Transaction, What};
use crate::dialect::Dialect;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// A pragma where it does nothing, or fails.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M409",
    name: "sqlite-pragma-in-transaction",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "A script that says `no-transaction` sets `foreign_keys` between its own `BEGIN` and \
           `COMMIT`.",
    why: "In a transaction `PRAGMA foreign_keys` does nothing, without an error (measured on 3.40 and \
          3.54). A script that runs in a transaction need \
          not care about `foreign_keys`: this framework reads the pragma and sets it before the \
          transaction begins.",
    instead: "Put the pragma before `BEGIN`.",
    bad: &[Example::new(
        "sqlite 3.45",
        "-- migrate: no-transaction\nBEGIN;\nPRAGMA foreign_keys = ON;\n\
         CREATE TABLE users (id INTEGER PRIMARY KEY);\nCOMMIT;",
        "DROP TABLE users;",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "-- migrate: no-transaction\nPRAGMA foreign_keys = ON;\nBEGIN;\n\
         CREATE TABLE users (id INTEGER PRIMARY KEY);\nCOMMIT;",
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
            What::Set(Setting { name, value: Some(_), .. }) => {
                let Some(begin) = open else { continue };
                // Pragmas that fail there are `transaction-control`'s.
                if name != "foreign_keys" {
                    continue;
                }
                let pragma = context.text(step.command.span).trim_end_matches(';');
                let finding = report
                    .finding(
                        context,
                        step.command.span,
                        "PRAGMA foreign_keys does nothing inside a transaction",
                    )
                    .also_at(context.path, begin, "the transaction begins here")
                    .help("put it before BEGIN")
                    .rewrite("before the transaction", format!("{pragma};\nBEGIN;"));
                report.push(finding);
            }
            _ => {}
        }
    }
}
