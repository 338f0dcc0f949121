//! `ADD COLUMN` that numbers the rows there are.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::USERS;

pub(super) static RULE: Rule = Rule {
    code: "M214",
    name: "add-column-serial-or-identity",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column is added that numbers the rows there are.",
    why: "Every row gets its number, and the whole table and its indexes are written anew for it \
          under ACCESS EXCLUSIVE: nobody can read or write. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Add the column without numbers, give it a sequence as default, and number old rows in \
              batches later.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN number bigserial;",
        "ALTER TABLE users DROP COLUMN number;",
    )
    .after(USERS)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN number bigint;\n\
         CREATE SEQUENCE users_number_seq OWNED BY users.number;\n\
         ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq');",
        "ALTER TABLE users DROP COLUMN number;",
    )
    .after(USERS)],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddColumn { column: new, .. } = &alter.change else { return };
    let Some(table) = step.target() else { return };
    let numbers = new.serial || new.column.identity.is_some();
    if !numbers || context.is_new_table(table) {
        return;
    }
    let message = format!("nobody can use `{table}` while its rows are numbered");
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    let (path, column) = (context.text(alter.table.span), context.written(&new.name.name));
    let data_type = &new.column.data_type;
    let name = format!("{}_{}_seq", table.name, new.name.name);
    let sequence = context.path_to(&table.beside(name));
    let sized = if data_type == "bigint" { String::new() } else { format!(" AS {data_type}") };
    report.push(finding.rewrite(
        "with the old rows numbered in batches afterwards",
        format!(
            "ALTER TABLE {path} ADD COLUMN {column} {data_type};\n\
             CREATE SEQUENCE {sequence}{sized} OWNED BY {path}.{column};\n\
             ALTER TABLE {path} ALTER COLUMN {column} SET DEFAULT nextval('{sequence}');\n\
             -- afterwards, in batches outside of migrations:\n\
             -- UPDATE {path} SET {column} = DEFAULT WHERE {column} IS NULL AND <a range of keys>;\n\
             -- and, when every row has a number, NOT NULL: `cargo migrate explain set-not-null-scans`"
        ),
    ));
}
