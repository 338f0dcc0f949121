//! What subscribers see.

use crate::command::{TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectKind;

pub(super) static RULE: Rule = Rule {
    code: "M246",
    name: "replica-identity-or-publication",
    level: Level::Off,
    dialects: Dialect::ONLY_POSTGRES,
    what: "What is replicated changes.",
    why: "Subscribers and change capture find other columns in updates and deletes, or stop finding the table.",
    instead: "Tell those who read the stream first.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users REPLICA IDENTITY FULL;",
        "ALTER TABLE users REPLICA IDENTITY DEFAULT;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, email text);")],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN note text;",
        "ALTER TABLE users DROP COLUMN note;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, email text);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let changes = match &step.command.what {
        What::AlterTable(alter) => {
            matches!(&alter.change, TableChange::SetOption { name, .. } if name == "replica identity")
        }
        What::CreateObject(create) => create.kind == ObjectKind::Publication,
        What::AlterObject(alter) => alter.kind == ObjectKind::Publication,
        _ => false,
    };
    if changes && step.target().is_none_or(|table| !context.is_new_table(table)) {
        let message = "those who read the stream of changes find others from now on";
        report.push(report.finding(context, step.command.span, message));
    }
}
