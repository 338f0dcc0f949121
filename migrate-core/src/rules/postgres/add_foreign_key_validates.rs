//! `ADD FOREIGN KEY` that reads both tables while neither can be written.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Constraint;

use super::{ORDERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M204",
    name: "add-foreign-key-validates",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A foreign key is added that checks all rows at once.",
    why: "It takes SHARE ROW EXCLUSIVE on both tables and reads them: nothing can be written to \
          either until every row is checked. Added NOT VALID it takes the same locks for a moment; \
          VALIDATE CONSTRAINT then reads under locks that let writes through. Measured on PostgreSQL \
          15.18 and 18.4.",
    instead: "Add it NOT VALID, and validate it in a later migration: in the same transaction the \
              first lock would still be held.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE orders\n    ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users;",
        "ALTER TABLE orders DROP CONSTRAINT orders_user_fk;",
    )
    .after(ORDERS)],
    good: &[
        Example::new(
            "postgres 14",
            "ALTER TABLE orders\n    ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES \
             users NOT VALID;",
            "ALTER TABLE orders DROP CONSTRAINT orders_user_fk;",
        )
        .after(ORDERS),
    ],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddConstraint(new) = &alter.change else { return };
    let Constraint::ForeignKey(key) = &new.constraint else { return };
    let Some(table) = step.target() else { return };
    if key.not_valid || key.not_enforced || context.is_new_table(table) {
        return;
    }
    let parent = new.references.as_ref().map_or_else(String::new, |path| format!(" and `{path}`"));
    let message = format!("nothing can be written to `{table}`{parent} while all rows are checked");
    let mut finding =
        report.finding(context, step.command.span, message).impact(&context.impact(step));
    let partitioned = step.table().is_some_and(|table| table.options.partition_by.is_some());
    if partitioned && !context.target.is_at_least(18, 0) {
        let note = "NOT VALID exists for partitioned tables since PostgreSQL 18 only: add the key to \
                    each partition that way, validate those, then add it to the parent";
        report.push_unless_down(context, finding.note(note).assumption(context));
        return;
    }
    if let (Some(added), Some(name)) = (recipe::added(context, step), recipe::constraint_name(step))
    {
        let (table, name) = (context.text(alter.table.span), context.written(name));
        let first = recipe::with_action(context, step, &format!("{added} NOT VALID"));
        finding = finding.rewrite(
            "in two migrations",
            format!("{first};\n\nALTER TABLE {table} VALIDATE CONSTRAINT {name};"),
        );
    }
    report.push_unless_down(context, finding);
}
