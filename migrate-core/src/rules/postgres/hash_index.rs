//! Hash indexes.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

pub(super) static RULE: Rule = Rule {
    code: "M267",
    name: "hash-index",
    level: Level::Off,
    dialects: Dialect::ONLY_POSTGRES,
    what: "An index uses the method hash.",
    why: "It serves nothing but equality, cannot be unique, and is rarely smaller or faster than a B-tree.",
    instead: "Leave the method out.",
    bad: &[Example::new("postgres 14", "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY users_email_idx ON users USING hash (email);", "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY users_email_idx;").after("CREATE TABLE users (id bigint PRIMARY KEY, email text);")],
    good: &[Example::new("postgres 14", "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);", "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY users_email_idx;").after("CREATE TABLE users (id bigint PRIMARY KEY, email text);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateIndex(create) = &step.command.what else { return };
    if create.index.method.as_deref() == Some("hash") {
        let message = "a hash index serves nothing but equality";
        report.push(report.finding(context, step.command.span, message));
    }
}
