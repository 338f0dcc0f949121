//! A serial column that loses its default and keeps its sequence.

use crate::command::{AlterTable, ColumnChange, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

pub(super) static RULE: Rule = Rule {
    code: "M245",
    name: "drop-sequence-default-orphan",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column loses the default that numbers it, and the sequence stays.",
    why: "The sequence belongs to the column still, is counted by nobody, and goes with the column \
          one day; a later ADD GENERATED makes a second one that begins at 1. Measured on PostgreSQL \
          15.18 and 18.4.",
    instead: "Drop the sequence in the same migration, or hand it on with ALTER SEQUENCE … OWNED BY.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ALTER COLUMN number DROP DEFAULT;",
        "ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq');",
    )
    .after(
        "CREATE SEQUENCE users_number_seq;\n\
         CREATE TABLE users (id bigint PRIMARY KEY, number bigint DEFAULT nextval('users_number_seq'));\n\
         ALTER SEQUENCE users_number_seq OWNED BY users.number;",
    )],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ALTER COLUMN number SET DEFAULT 1;",
        "ALTER TABLE users ALTER COLUMN number SET DEFAULT 0;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, number bigint DEFAULT 0);")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AlterColumn { column, change: ColumnChange::Default(None), .. } =
        &alter.change
    else {
        return;
    };
    let Some(table) = step.target() else { return };
    if context.is_new_table(table) {
        return;
    }
    let owned = |sequence: &crate::schema::Sequence| {
        sequence.owned_by.as_ref().is_some_and(|(of, name)| of == table && *name == column.name)
    };
    let sequence = step.before.sequences.iter().find(|(_, sequence)| owned(sequence));
    let Some((name, _)) = sequence else { return };
    let stays = context.steps.last().is_none_or(|last| last.before.sequences.contains_key(name));
    if stays {
        let message = format!("`{name}` stays and numbers nothing");
        let written = context.path_to(name);
        let finding = report.finding(context, step.command.span, message);
        report.push(finding.help(format!("drop it, too: `DROP SEQUENCE {written};`")));
    }
}
