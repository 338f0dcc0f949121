//! `VACUUM FULL` and `CLUSTER`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::{USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M224",
    name: "vacuum-full-or-cluster",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A table is written anew to win back space or to sort it.",
    why: "VACUUM FULL and CLUSTER take ACCESS EXCLUSIVE while every row and every index is written \
          anew: nobody can read or write, and twice the space is needed. Measured on PostgreSQL \
          15.18 and 18.4.",
    instead: "Leave it to maintenance, with pg_repack or pg_squeeze, which work beside reads and \
              writes.",
    bad: &[Example::new(
        "postgres 14",
        "-- migrate: no-transaction\nVACUUM FULL users;",
        "-- migrate: no-transaction\nVACUUM (ANALYZE) users;",
    )
    .after(USERS)],
    good: &[Example::new("postgres 14", "ANALYZE users;", "ANALYZE users;").after(USERS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Maintenance(work) = &step.command.what else { return };
    let mut words = work.words.split([' ', ',', '(', ')']);
    let rewrites = words.clone().any(|word| word == "CLUSTER")
        || work.words.starts_with("VACUUM") && words.any(|word| word == "FULL");
    let all_new =
        !step.targets.is_empty() && step.targets.iter().all(|on| context.is_new_table(on));
    if !rewrites || all_new {
        return;
    }
    let message = match work.on.first() {
        Some(table) => format!("nobody can use `{table}` while it is written anew"),
        None => "nobody can use a table while it is written anew, one after the other".to_owned(),
    };
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    let finding =
        finding.help("leave it to maintenance: pg_repack does it beside reads and writes");
    report.push(match (work.on.first(), work.words.starts_with("VACUUM")) {
        (Some(table), true) => finding.rewrite(
            "so that new rows use the space of dead ones, beside reads and writes",
            format!("{}VACUUM (ANALYZE) {};", recipe::NO_TRANSACTION, context.text(table.span)),
        ),
        _ => finding,
    });
}
