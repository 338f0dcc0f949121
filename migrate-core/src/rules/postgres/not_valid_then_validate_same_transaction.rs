//! `NOT VALID` and `VALIDATE` in one transaction.

use crate::command::{Command, TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Constraint;

use super::{USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M230",
    name: "not-valid-then-validate-same-transaction",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A constraint is added NOT VALID and validated in the same transaction.",
    why: "NOT VALID is there so that the strong lock is gone before the rows are read. In one \
          transaction it is still held: nobody can use the table while all rows are read, as if \
          NOT VALID were not there.",
    instead: "Validate it in a later migration.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;\n\
         ALTER TABLE users VALIDATE CONSTRAINT users_age_check;",
        "ALTER TABLE users DROP CONSTRAINT users_age_check;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users VALIDATE CONSTRAINT users_age_check;",
        "ALTER TABLE users DROP CONSTRAINT users_age_check;\n\
         ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY, age integer);\n\
         ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;",
    )],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if !context.transaction {
        return;
    }
    for (at, step) in context.steps.iter().enumerate() {
        let Some(name) = validated(step.command) else { continue };
        let added = context.steps[..at].iter().find(|earlier| {
            earlier.targets.first() == step.targets.first()
                && adds_not_valid(earlier.command)
                && recipe::constraint_name(earlier) == Some(name)
        });
        let Some((added, table)) = added.zip(step.target()) else { continue };
        if context.is_new_table(table) {
            continue;
        }
        let message = format!("the lock that added `{name}` is still held while it is validated");
        report.push(validated_too_early(context, report, (step, added), message));
    }
}

fn validated_too_early(
    context: &Context<'_>,
    report: &Report<'_>,
    (step, added): (&Step<'_>, &Step<'_>),
    message: String,
) -> crate::finding::Finding {
    let statement = context.text(recipe::statement(context, step));
    report
        .finding(context, step.command.span, message)
        .also_at(context.path, added.command.span, "the lock is taken here")
        .rewrite("in a later migration", format!("{statement};"))
}

fn validated(command: &Command) -> Option<&str> {
    let What::AlterTable(alter) = &command.what else { return None };
    match &alter.change {
        TableChange::ValidateConstraint(name) => Some(&name.name),
        _ => None,
    }
}

fn adds_not_valid(command: &Command) -> bool {
    let What::AlterTable(alter) = &command.what else { return false };
    let TableChange::AddConstraint(new) = &alter.change else { return false };
    match &new.constraint {
        Constraint::Check(check) => check.not_valid,
        Constraint::ForeignKey(key) => key.not_valid,
        _ => false,
    }
}
