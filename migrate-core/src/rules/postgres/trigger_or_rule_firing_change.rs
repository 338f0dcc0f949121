//! Triggers and rules switched off or on.

use crate::command::{AlterTable, TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::rebuild::precedes;

use super::USERS;

pub(super) static RULE: Rule = Rule {
    code: "M247",
    name: "trigger-or-rule-firing-change",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A trigger or rule is switched off or on, or made to fire elsewhere.",
    why: "While it is off, programs write rows that it never sees; it does not catch up later. The \
          switch takes SHARE ROW EXCLUSIVE: writes wait. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Leave it on; where a migration changes many rows, change them in batches.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users DISABLE TRIGGER audit;",
        "ALTER TABLE users ENABLE TRIGGER audit;",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY);\n\
         CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;\n\
         CREATE TRIGGER audit AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION log();",
    )],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN note text;",
        "ALTER TABLE users DROP COLUMN note;",
    )
    .after(USERS)],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::SetOption { name, value } = &alter.change else { return };
    let Some((kind, which)) = name.split_once(' ') else { return };
    let Some(table) = step.target() else { return };
    if !matches!(kind, "trigger" | "rule") || context.is_new_table(table) {
        return;
    }
    if value.is_none() && was_disabled(context, step, name) {
        return;
    }
    let what = match which {
        "all" | "user" => format!("every {kind} of `{table}`"),
        which => format!("the {kind} `{which}` of `{table}`"),
    };
    let message = match value.as_deref() {
        Some("disabled") => format!("{what} is switched off from here on"),
        _ => format!("{what} fires for other rows from now on"),
    };
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    report.push(finding);
}

/// Whether the script itself switched it off before.
fn was_disabled(context: &Context<'_>, step: &Step<'_>, option: &str) -> bool {
    context.steps.iter().any(|other| {
        precedes(other, step)
            && other.target() == step.target()
            && matches!(&other.command.what, What::AlterTable(alter)
                if matches!(&alter.change, TableChange::SetOption { name, value: Some(value) }
                    if name == option && value == "disabled"))
    })
}
