//! Statements that no transaction allows.

use crate::command::{SettingScope, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectKind;

use super::{USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M250",
    name: "non-transactional-statement",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A statement that no transaction allows stands in a migration that runs in one.",
    why: "PostgreSQL refuses VACUUM, CREATE and DROP DATABASE, ALTER SYSTEM, CREATE and DROP \
          TABLESPACE, CREATE SUBSCRIPTION, and REINDEX of a schema or database in a transaction: \
          they cannot be undone. The migration can never be applied. Measured on PostgreSQL 15.18 \
          and 18.4.",
    instead: "Write `-- migrate: no-transaction` at the top, and keep the statement in a migration \
              of its own; or leave it to whoever runs the server.",
    bad: &[Example::new("postgres 14", "VACUUM users;", "ANALYZE users;").after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: no-transaction\nVACUUM users;",
        "-- migrate: no-transaction\nVACUUM users;",
    )
    .after(USERS)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let span = recipe::statement(context, step);
    if !context.transaction || !is_refused(step, context.text(span)) {
        return;
    }
    let what = called(step, context.text(span));
    let message = format!("`{what}` cannot run in a transaction, and this migration runs in one");
    let finding = report.finding(context, step.command.span, message);
    let sql = format!("{}{};", recipe::NO_TRANSACTION, context.text(span));
    let mut finding = finding.rewrite("in a migration of its own", sql);
    if let Some(rewrite) = finding.rewrite.as_mut().filter(|_| recipe::is_alone(context)) {
        rewrite.edits.push(recipe::outside(context));
    }
    report.push(finding);
}

/// The statement in its own words, without what it works on.
fn called(step: &Step<'_>, text: &str) -> String {
    match &step.command.what {
        What::Maintenance(work) => work.words.clone(),
        _ => {
            let words: Vec<&str> = text.split_whitespace().take(2).collect();
            words.join(" ").to_ascii_uppercase()
        }
    }
}

fn is_refused(step: &Step<'_>, text: &str) -> bool {
    let begins = |words: &str| {
        let mut written = text.split_whitespace();
        words.split(' ').all(|word| {
            written
                .next()
                .is_some_and(|other| other.trim_end_matches(';').eq_ignore_ascii_case(word))
        })
    };
    match &step.command.what {
        What::Maintenance(work) => {
            let words = work.words.as_str();
            let wide = ["SCHEMA", "DATABASE", "SYSTEM"];
            words.starts_with("VACUUM")
                || words.starts_with("REINDEX")
                    && !work.concurrently
                    && words.split(' ').any(|word| wide.contains(&word))
                || words == "CLUSTER" && work.on.is_empty()
        }
        What::CreateObject(create) => {
            create.kind == ObjectKind::Database || create.kind == ObjectKind::Subscription
        }
        What::DropObjects(_) | What::Nothing | What::Opaque(_) => {
            ["DROP DATABASE", "CREATE DATABASE", "DROP TABLESPACE", "CREATE TABLESPACE"]
                .into_iter()
                .any(begins)
                || begins("ALTER SYSTEM")
        }
        What::Set(setting) => setting.scope == SettingScope::Global && begins("ALTER SYSTEM"),
        _ => false,
    }
}
