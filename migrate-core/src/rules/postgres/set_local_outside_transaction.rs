//! `SET LOCAL` where there is no transaction.

use crate::command::{SettingScope, Transaction, What};
use crate::dialect::Dialect;
use crate::finding::Edit;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::sql::lexer;

use super::USERS;

pub(super) static RULE: Rule = Rule {
    code: "M252",
    name: "set-local-outside-transaction",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "SET LOCAL stands in a migration whose statements run one by one.",
    why: "It lasts to the end of the transaction, and there is none: PostgreSQL warns and changes \
          nothing, so a timeout that was meant to protect the server does not exist. Measured on \
          PostgreSQL 15.18 and 18.4.",
    instead: "Write SET, and RESET at the end; or `-- migrate: timeout(lock = \"2s\")`.",
    bad: &[Example::new(
        "postgres 14",
        "-- migrate: no-transaction\nSET LOCAL lock_timeout = '2s';\n\
         CREATE INDEX CONCURRENTLY users_email_idx ON users (email);",
        "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY users_email_idx;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "SET LOCAL lock_timeout = '2s';\nALTER TABLE users ADD COLUMN note text;",
        "ALTER TABLE users DROP COLUMN note;",
    )
    .after(USERS)],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut inside = context.transaction;
    for step in context.steps {
        match &step.command.what {
            What::Transaction(Transaction::Begin) => inside = true,
            What::Transaction(Transaction::Commit | Transaction::Rollback) => inside = false,
            What::Set(setting) if setting.scope == SettingScope::Transaction && !inside => {
                let message = format!("`{}` is not changed: there is no transaction", setting.name);
                let span = step.command.span;
                let mut finding = report.finding(context, span, message).help(format!(
                    "write `SET {0} = …;` and, at the end, `RESET {0};`",
                    setting.name
                ));
                let text = context.text(span);
                let local = lexer::significant(text, context.target.dialect)
                    .into_iter()
                    .find(|token| token.is_word(text, "LOCAL"));
                if let Some(local) = local {
                    let without = Edit {
                        path: context.path.to_owned(),
                        span: local.span.shifted(span.start),
                        text: "SESSION".to_owned(),
                    };
                    let sql = super::recipe::edited(context, span, &without);
                    let reset =
                        format!("{sql};\n-- and, as the last statement:\nRESET {};", setting.name);
                    finding = finding.rewrite("for the session, and back at the end", reset);
                }
                report.push(finding);
            }
            _ => {}
        }
    }
}
