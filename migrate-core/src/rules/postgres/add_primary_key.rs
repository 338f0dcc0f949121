//! `ADD PRIMARY KEY` that builds its index while nobody can use the table.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::dialect::postgres::impact::not_null_is_checked;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::{Constraint, PrimaryKey, Table};

use super::recipe;

const WITHOUT_KEY: &str = "CREATE TABLE events (id bigint NOT NULL, kind text);";

pub(super) static RULE: Rule = Rule {
    code: "M207",
    name: "add-primary-key",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A primary key is added that builds its index at once.",
    why: "It takes ACCESS EXCLUSIVE on the table while the index is built, and reads all rows once \
          more where a column of the key may be null: nobody can read or write. Measured on \
          PostgreSQL 15.18 and 18.4.",
    instead: "Make the columns NOT NULL first, build a unique index concurrently, then make it the \
              key with PRIMARY KEY USING INDEX, which takes the lock for a moment.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY (id);",
        "ALTER TABLE events DROP CONSTRAINT events_pkey;",
    )
    .after(WITHOUT_KEY)],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE kinds (label text NOT NULL);\nALTER TABLE kinds ADD PRIMARY KEY (label);",
        "DROP TABLE kinds;",
    )],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddConstraint(new) = &alter.change else { return };
    let Constraint::PrimaryKey(key) = &new.constraint else { return };
    let Some(name) = step.target() else { return };
    if new.using_index.is_some() || context.is_new_table(name) {
        return;
    }
    let message = format!("nobody can use `{name}` while the index of its primary key is built");
    let mut finding =
        report.finding(context, step.command.span, message).impact(&context.impact(step));
    let (table, pkey) = (context.text(alter.table.span), recipe::constraint_name(step));
    if let Some(pkey) = pkey {
        let pkey = context.written(pkey);
        let columns = recipe::columns(context, key.columns.iter().map(|part| &*part.name));
        let (not_null, checks_gone) = not_null_first(context, step.table(), key, table);
        let title = if not_null.is_empty() { "in two migrations" } else { "in several migrations" };
        let using = format!("ADD CONSTRAINT {pkey} PRIMARY KEY USING INDEX {pkey}");
        let last = recipe::with_action(context, step, &using);
        finding = finding.rewrite(
            title,
            format!(
                "{not_null}{}CREATE UNIQUE INDEX CONCURRENTLY {pkey} ON {table} ({columns});\n\n\
                 {last};{checks_gone}",
                recipe::NO_TRANSACTION
            ),
        );
    }
    report.push_unless_down(context, finding);
}

/// What makes the columns of the key refuse NULL without a lock that lasts, and what takes that away
/// when the key does it.
fn not_null_first(
    context: &Context<'_>,
    model: Option<&Table>,
    key: &PrimaryKey,
    table: &str,
) -> (String, String) {
    let may_be_null = |name: &str| {
        model.is_none_or(|model| {
            model.column(name).is_none_or(|column| column.nullable)
                && !not_null_is_checked(model, name)
        })
    };
    let columns = key.columns.iter().filter(|part| may_be_null(&part.name));
    columns
        .map(|part| {
            let column = context.written(&part.name);
            let check = context.written(&format!("{}_not_null", part.name));
            let first = format!(
                "ALTER TABLE {table} ADD CONSTRAINT {check} CHECK ({column} IS NOT NULL) NOT VALID;\n\n\
                 ALTER TABLE {table} VALIDATE CONSTRAINT {check};\n\n"
            );
            (first, format!("\nALTER TABLE {table} DROP CONSTRAINT {check};"))
        })
        .unzip()
}
