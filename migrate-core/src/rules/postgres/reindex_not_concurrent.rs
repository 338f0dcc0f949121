//! `REINDEX` that stops writes, and reads that would use the index.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::{USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M203",
    name: "reindex-not-concurrent",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "Indexes are built anew while no row of their table can be written.",
    why: "REINDEX takes SHARE on the table and ACCESS EXCLUSIVE on its indexes: writes wait, and so \
          does every query that looks at the indexes, which planning does. Measured on PostgreSQL \
          15.18 and 18.4.",
    instead: "Write CONCURRENTLY behind INDEX, TABLE or SCHEMA, in a migration of its own that says \
              `-- migrate: no-transaction`. REINDEX SYSTEM has no such form: leave it to maintenance.",
    bad: &[Example::new("postgres 14", "REINDEX TABLE users;", "REINDEX TABLE users;").after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: no-transaction\nREINDEX TABLE CONCURRENTLY users;",
        "-- migrate: no-transaction\nREINDEX TABLE CONCURRENTLY users;",
    )
    .after(USERS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Maintenance(work) = &step.command.what else { return };
    let Some(kind) = work.words.strip_prefix("REINDEX") else { return };
    let all_new =
        !step.targets.is_empty() && step.targets.iter().all(|on| context.is_new_table(on));
    if work.concurrently || all_new {
        return;
    }
    let message = "nothing can be written to the table while its indexes are built anew";
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    let span = recipe::statement(context, step);
    let word = kind.trim().split(' ').next().unwrap_or_default();
    let edit = recipe::insert(context, span, word, "CONCURRENTLY").filter(|_| word != "SYSTEM");
    report.push(match edit {
        None => finding.help("leave it to maintenance: REINDEX SYSTEM has no concurrent form"),
        Some(edit) => {
            let text = recipe::edited(context, span, &edit);
            let sql = format!("{}{text};", recipe::NO_TRANSACTION);
            finding.rewrite("in a migration of its own", sql)
        }
    });
}
