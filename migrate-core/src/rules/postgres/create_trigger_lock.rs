//! Triggers on tables in use.

use crate::command::{DroppedKind, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectKind;

pub(super) static RULE: Rule = Rule {
    code: "M233",
    name: "create-trigger-lock",
    level: Level::Off,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A trigger is made or dropped on a table in use.",
    why: "CREATE TRIGGER takes SHARE ROW EXCLUSIVE: writes wait until the transaction ends; DROP TRIGGER takes ACCESS EXCLUSIVE: reads, too. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Do it in a short migration of its own, with a lock_timeout.",
    bad: &[Example::new("postgres 14", "CREATE TRIGGER audit AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION log();", "DROP TRIGGER audit ON users;").after("CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;")],
    good: &[Example::new("postgres 14", "ALTER TABLE users ADD COLUMN note text;", "ALTER TABLE users DROP COLUMN note;").after("CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let is_trigger = match &step.command.what {
        What::CreateObject(create) => create.kind == ObjectKind::Trigger,
        What::DropObjects(drop) => drop.kinds.contains(&DroppedKind::Object(ObjectKind::Trigger)),
        _ => false,
    };
    let impact = context.impact(step);
    let Some(table) = impact.locks.first().map(|lock| &lock.on).filter(|_| is_trigger) else {
        return;
    };
    if !context.is_new_table(table) {
        let message = format!("statements on `{table}` wait until this migration ends");
        report.push(report.finding(context, step.command.span, message).impact(&impact));
    }
}
