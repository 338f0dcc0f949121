//! `ALTER COLUMN … TYPE` that writes the whole table anew.

use crate::command::{AlterTable, ColumnChange, Ident, TableChange};
use crate::dialect::Dialect;
use crate::dialect::postgres::impact::{Retype, retype};
use crate::finding::Finding;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{attached, recipe};
use crate::schema::Name;
use crate::set::directive::dotted;

const ORDERS: &str = "CREATE TABLE orders (id integer PRIMARY KEY, note varchar(50), \
                      total numeric(10,2));";

pub(super) static RULE: Rule = Rule {
    code: "M211",
    name: "alter-column-type-rewrite",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column gets a type for which all rows are written anew.",
    why: "It takes ACCESS EXCLUSIVE while every row and every index of the table is written anew: \
          nobody can read or write, and twice the space is needed. Free, because only the catalog \
          changes: a longer varchar, varchar to text, text to varchar without a limit, numeric of a \
          greater precision and the same scale; timestamp to timestamptz and back where the \
          session's time zone is UTC. Everything else is not. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Add a column of the new type, write both, fill the old rows in batches, then read the \
              new one and drop the old one: each in a release of its own.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE orders ALTER COLUMN id TYPE bigint;",
        "-- migrate: allow(alter-column-type-rewrite, reason = \"a rollback may wait\")\n\
         -- migrate: allow(lossy-type-change, reason = \"no number is that large yet\")\n\
         ALTER TABLE orders ALTER COLUMN id TYPE integer;",
    )
    .after(ORDERS)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE orders ALTER COLUMN note TYPE text;",
        "-- migrate: allow(alter-column-type-rewrite, reason = \"a rollback may wait\")\n\
         -- migrate: allow(lossy-type-change, reason = \"no note is that long yet\")\n\
         ALTER TABLE orders ALTER COLUMN note TYPE varchar(50);",
    )
    .after(ORDERS)],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AlterColumn { column, change, .. } = &alter.change else { return };
    let ColumnChange::Type { data_type, using, .. } = change else { return };
    let Some(table) = step.target() else { return };
    if context.is_new_table(table) {
        return;
    }
    let kind = retype(step, change);
    let name = &column.name;
    let message = match kind {
        Retype::Free => return,
        Retype::Indexes => {
            format!("nobody can use `{table}` while the indexes of `{name}` are built anew")
        }
        Retype::Unknown => format!("it cannot be proven that `{table}` is not written anew"),
        Retype::FreeInUtc | Retype::Rewrite => {
            format!("nobody can use `{table}` while all its rows are written anew")
        }
    };
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    let finding = match kind {
        Retype::FreeInUtc => {
            let note = "nothing is written where the session's time zone is UTC: allow it with that \
                        as the reason, if your migrations run so";
            report.weighing(Level::Warn, finding.note(note))
        }
        Retype::Unknown => finding.note(format!("the type that `{name}` has before is not known")),
        _ => finding,
    };
    let finding = attached::noted(step, table, name, finding);
    report.push_unless_down(
        context,
        rewritten(context, alter, table, column, (data_type, using.as_deref()), finding),
    );
}

fn rewritten(
    context: &Context<'_>,
    alter: &AlterTable,
    name: &Name,
    column: &Ident,
    (data_type, using): (&str, Option<&str>),
    finding: Finding,
) -> Finding {
    let table = context.text(alter.table.span);
    let renamed = format!("{}_new", column.name);
    let new = context.written(&renamed);
    let old = context.written(&column.name);
    let value = using.map_or_else(|| old.clone(), |it| recipe::expression(context, it));
    finding.rewrite(
        "in steps, with a release between them",
        format!(
            "ALTER TABLE {table} ADD COLUMN {new} {data_type};\n\
             -- the program writes both columns, and old rows are filled in batches:\n\
             -- UPDATE {table} SET {new} = {value} WHERE {new} IS NULL AND <a range of keys>;\n\n\
             -- the program reads {new} only:\n\
             -- migrate: lossy({}, reason = \"copied to {renamed}\")\n\
             ALTER TABLE {table} DROP COLUMN {old};",
            dotted(&[&name.name, &column.name])
        ),
    )
}
