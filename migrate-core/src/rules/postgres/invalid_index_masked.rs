//! `CREATE INDEX CONCURRENTLY IF NOT EXISTS`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::USERS;

pub(super) static RULE: Rule = Rule {
    code: "M255",
    name: "invalid-index-masked",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "An index is built concurrently unless one of its name exists.",
    why: "When CREATE INDEX CONCURRENTLY fails it leaves an invalid index behind, which no query uses \
          and which does not keep keys unique. The next try finds the name taken and reports \
          success. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Drop what a failed try may have left, then build the index without IF NOT EXISTS.",
    bad: &[Example::new(
        "postgres 14",
        "-- migrate: no-transaction\n\
         CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email_idx ON users (email);",
        "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY users_email_idx;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);",
        "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY users_email_idx;",
    )
    .after(USERS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateIndex(create) = &step.command.what else { return };
    if !create.concurrently || !create.if_not_exists {
        return;
    }
    let Some(name) = &create.name else { return };
    let message =
        format!("an invalid `{name}` that a failed try left behind would pass for this one");
    let written = context.text(name.span);
    let text = context.text(step.command.span);
    let plain = without_if_not_exists(text);
    report.push(report.finding(context, step.command.span, message).rewrite(
        "so that a second try starts afresh",
        format!(
            "{}DROP INDEX CONCURRENTLY IF EXISTS {written};\n{plain};",
            super::recipe::NO_TRANSACTION
        ),
    ));
}

fn without_if_not_exists(text: &str) -> String {
    let upper = text.to_ascii_uppercase();
    match upper.find("IF NOT EXISTS") {
        Some(at) => {
            let rest = text[at + "IF NOT EXISTS".len()..].trim_start();
            format!("{}{rest}", &text[..at])
        }
        None => text.to_owned(),
    }
}
