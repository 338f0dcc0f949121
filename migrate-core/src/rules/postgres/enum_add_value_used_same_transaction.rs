//! A new value of an enumerated type, used before it is committed.

use crate::command::{Command, EnumChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Name;
use crate::sql::lexer::{self, TokenKind};
use crate::sql::quote;

use super::recipe;

const MOODS: &str = "CREATE TYPE mood AS ENUM ('sad', 'ok');\n\
                     CREATE TABLE users (id bigint PRIMARY KEY, mood mood);";

pub(super) static RULE: Rule = Rule {
    code: "M251",
    name: "enum-add-value-used-same-transaction",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A value is added to an enumerated type and used in the same transaction.",
    why: "PostgreSQL refuses it (“unsafe use of new value”), unless the type itself came with the \
          transaction: the migration can never be applied. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Add the value in one migration and use it in a later one.",
    bad: &[Example::new(
        "postgres 14",
        "-- migrate: irreversible(reason = \"values cannot be dropped\")\n\
         ALTER TYPE mood ADD VALUE 'happy';\n\
         INSERT INTO users (id, mood) VALUES (1, 'happy');",
        "",
    )
    .after(MOODS)],
    good: &[Example::new(
        "postgres 14",
        "CREATE TYPE size AS ENUM ('small');\nALTER TYPE size ADD VALUE 'large';\n\
         CREATE TABLE boxes (id bigint PRIMARY KEY, size size DEFAULT 'large');",
        "DROP TABLE boxes;\n\
         DROP TYPE size;",
    )],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if !context.transaction {
        return;
    }
    for (at, step) in context.steps.iter().enumerate() {
        let Some(value) = added(step.command) else { continue };
        let Some(name) = step.target() else { continue };
        if !context.before.enums.contains_key(name) {
            continue;
        }
        let used = context.steps[at + 1..]
            .iter()
            .find(|later| later.statement > step.statement && uses(context, later, name, value));
        if let Some(used) = used {
            let message =
                format!("`{value}` cannot be used before the transaction that adds it ends");
            let finding = report
                .finding(context, used.command.span, message)
                .also_at(context.path, step.command.span, "it is added here")
                .rewrite(
                    "in two migrations",
                    format!(
                        "{};\n\n{};",
                        context.text(recipe::statement(context, step)),
                        context.text(recipe::statement(context, used))
                    ),
                );
            report.push(finding);
        }
    }
}

fn added(command: &Command) -> Option<&str> {
    match &command.what {
        What::AlterEnum { change: EnumChange::AddValue { value, .. }, .. } => Some(value),
        _ => None,
    }
}

/// Whether a step writes the value down where the type can be meant.
fn uses(context: &Context<'_>, step: &Step<'_>, name: &Name, value: &str) -> bool {
    if matches!(step.command.what, What::AlterEnum { .. }) {
        return false;
    }
    let text = context.text(step.command.span);
    let literal = quote::literal(value);
    let tokens = lexer::significant(text, context.target.dialect);
    let written =
        tokens.iter().any(|token| token.kind == TokenKind::String && token.text(text) == literal);
    let spelled = name.to_string();
    let named = tokens.iter().any(|token| token.is_word(text, &name.name));
    let typed = step.targets.iter().any(|table| {
        step.before.tables.get(table).is_some_and(|table| {
            table.columns.iter().any(|column| column.data_type.trim_end_matches("[]") == spelled)
        })
    });
    written && (named || typed)
}
