//! Ordinary statements beside one that must run outside a transaction.

use crate::dialect::Dialect;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::USERS;
use super::concurrently_in_transaction::is_concurrent;

pub(super) static RULE: Rule = Rule {
    code: "M270",
    name: "mixed-with-concurrently",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A statement that could run in a transaction stands beside one that works CONCURRENTLY.",
    why: "A file with `no-transaction` runs statement by statement. CONCURRENTLY is what fails in \
          production, by a duplicate, a deadlock or a timeout; what ran before it stays, and what \
          stands behind it waits for somebody to look.",
    instead: "Give the statement that works CONCURRENTLY a migration of its own.",
    bad: &[Example::new(
        "postgres 14",
        "-- migrate: no-transaction\n\
         ALTER TABLE users ADD COLUMN note text;\n\
         CREATE INDEX CONCURRENTLY users_email_idx ON users (email);",
        "-- migrate: no-transaction\n\
         DROP INDEX CONCURRENTLY users_email_idx;\n\
         -- migrate: allow(mixed-with-concurrently, reason = \"it can be run again\")\n\
         ALTER TABLE users DROP COLUMN note;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: no-transaction\n\
         CREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n\
         CREATE INDEX CONCURRENTLY users_age_idx ON users (age);",
        "-- migrate: no-transaction\n\
         DROP INDEX CONCURRENTLY users_age_idx;\n\
         DROP INDEX CONCURRENTLY users_email_idx;",
    )
    .after(USERS)],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let begins = |word: &str| {
        let of =
            |text: &str| text.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
        context.statements.iter().any(|statement| of(context.text(statement.span)))
    };
    // What has transactions of its own has thought of it.
    if context.transaction || begins("BEGIN") || begins("START") {
        return;
    }
    let Some(concurrent) = context.steps.iter().find(|step| is_concurrent(step)) else { return };
    let ordinary = context.steps.iter().find(|step| {
        !step.changes.is_empty() && !is_concurrent(step) && step.statement != concurrent.statement
    });
    let Some(ordinary) = ordinary else { return };
    let message = "this could run in a transaction, and does not since CONCURRENTLY cannot";
    let finding = report
        .finding(context, ordinary.command.span, message)
        .also_at(context.path, concurrent.command.span, "it is for this that the file has none")
        .note("when one of them fails, what ran before it stays")
        .help("move one of the two to a migration of its own");
    report.push(finding);
}
