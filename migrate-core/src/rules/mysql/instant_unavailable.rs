//! `mysql-instant-unavailable`.

use crate::command::AlterTable;
use crate::dialect::mysql::impact::{Algorithm, cost};
use crate::dialect::{Dialect, EngineVersion, Target};
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// A way is asked for that the action does not have.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M308",
    name: "mysql-instant-unavailable",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "`ALGORITHM = INSTANT` (or `NOCOPY`, `INPLACE`) for an action that no version carries out so.",
    why: "The server refuses the whole statement. It does so before it does anything, which is what the \
          clause is for; but it will refuse in production just as surely.",
    instead: "Give the action a statement of its own, with the algorithm that it has.",
    bad: &[Example::new(
        "mysql 8.0",
        "-- migrate: allow(mysql-copy-algorithm, reason = \"small table\")\n\
         ALTER TABLE users MODIFY age bigint, ALGORITHM = INSTANT;",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, age int);")],
    good: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users ADD COLUMN age int, ALGORITHM = INSTANT;",
        "ALTER TABLE users DROP COLUMN age;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let Some(asked) = &alter.algorithm else { return };
    let most = match &*asked.name {
        "INSTANT" => Algorithm::Instant,
        "NOCOPY" => Algorithm::Inplace,
        "INPLACE" => Algorithm::Rebuild,
        _ => return,
    };
    // The newest server knows most ways; what it refuses, all refuse.
    let newest = match context.target.is_mariadb {
        true => Target::mariadb(EngineVersion { major: 11, minor: 8 }),
        false => Target::new(context.target.dialect, EngineVersion { major: 9, minor: 1 }),
    };
    let cost = cost(step, alter, newest);
    let Some(table) = step.target().filter(|_| cost.algorithm > most) else { return };
    let word = cost.algorithm.word(newest);
    let why = if cost.because.is_empty() { String::new() } else { format!(": {}", cost.because) };
    let finding = report
        .finding(
            context,
            asked.span,
            format!("the server refuses: this action on `{table}` has no {}{why}", asked.name),
        )
        .also_at(context.path, step.command.span, "the action")
        .help(format!("give it a statement of its own; {word} is the best there is"));
    report.push(finding);
}
