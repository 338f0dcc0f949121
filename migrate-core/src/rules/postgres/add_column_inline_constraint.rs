//! `ADD COLUMN` with a constraint that reads the table or builds an index.

use crate::command::{AlterTable, NewColumn, NewConstraint, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Constraint;

use super::{ORDERS, USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M216",
    name: "add-column-inline-constraint",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A column is added together with a constraint that works through the table.",
    why: "Under the ACCESS EXCLUSIVE that ADD COLUMN takes, UNIQUE builds an index and CHECK reads \
          all rows, though every value is NULL; REFERENCES reads both tables where the column has a \
          default. Nobody can read or write meanwhile. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Add the bare column, then the constraint in the way that does not block.",
    bad: &[
        Example::new(
            "postgres 14",
            "ALTER TABLE users ADD COLUMN handle text UNIQUE;",
            "ALTER TABLE users DROP COLUMN handle;",
        )
        .after(USERS),
        Example::new(
            "postgres 14",
            "ALTER TABLE users ADD COLUMN score integer CHECK (score > 0);",
            "ALTER TABLE users DROP COLUMN score;",
        )
        .after(USERS),
    ],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE orders ADD COLUMN note text;",
        "ALTER TABLE orders DROP COLUMN note;",
    )
    .after(ORDERS)],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddColumn { column: new, .. } = &alter.change else { return };
    let Some(table) = step.target() else { return };
    // A column that writes every row anew is reported for that.
    let impact = context.impact(step);
    if context.is_new_table(table) || impact.rewrites(table) {
        return;
    }
    for constraint in &new.constraints {
        let (what, level) = match &constraint.constraint {
            Constraint::Check(check) if check.not_valid || check.not_enforced => continue,
            Constraint::ForeignKey(key) if key.not_valid || key.not_enforced => continue,
            Constraint::ForeignKey(_) if new.column.default.is_none() => {
                ("the table it refers to is locked", Level::Warn)
            }
            Constraint::ForeignKey(_) => ("all rows of both tables are read", Level::Deny),
            Constraint::Check(_) => ("this check is tested on all rows", Level::Deny),
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_) => {
                ("the index of this constraint is built", Level::Deny)
            }
        };
        let message = if level == Level::Warn {
            format!("adding this reference locks `{table}`, and {what}")
        } else {
            format!("nobody can use `{table}` while {what}")
        };
        let finding = report.finding(context, constraint.span, message).impact(&impact);
        let sql = in_steps(context, alter, new, constraint, &table.name);
        let finding = report.weighing(level, finding.rewrite("in several migrations", sql));
        report.push_unless_down(context, finding);
    }
}

/// The bare column, and the constraint after it.
fn in_steps(
    context: &Context<'_>,
    alter: &AlterTable,
    new: &NewColumn,
    constraint: &NewConstraint,
    table_name: &str,
) -> String {
    let table = context.text(alter.table.span);
    let column = context.written(&new.name.name);
    let mut bare =
        format!("ALTER TABLE {table} ADD COLUMN {column} {}", context.text(new.type_span));
    if let Some(default) = &new.column.default {
        bare.push_str(&format!(" DEFAULT {}", recipe::expression(context, default)));
    }
    if !new.column.nullable {
        bare.push_str(" NOT NULL");
    }
    let is_key = matches!(constraint.constraint, Constraint::PrimaryKey(_));
    let suffix = match &constraint.constraint {
        Constraint::PrimaryKey(_) => "pkey",
        Constraint::ForeignKey(_) => "fkey",
        Constraint::Check(_) => "check",
        _ => "key",
    };
    let given = constraint.constraint.name();
    let implicit = || match is_key {
        true => format!("{table_name}_pkey"),
        false => format!("{table_name}_{}_{suffix}", new.name.name),
    };
    let name = given.map_or_else(implicit, str::to_owned);
    let name = context.written(&name);
    let rest = match &constraint.constraint {
        Constraint::ForeignKey(_) | Constraint::Check(_) => {
            let written = recipe::unnamed(context, constraint.span);
            let head =
                if suffix == "fkey" { format!("FOREIGN KEY ({column}) ") } else { String::new() };
            format!(
                "ALTER TABLE {table} ADD CONSTRAINT {name} {head}{written} NOT VALID;\n\n\
                 ALTER TABLE {table} VALIDATE CONSTRAINT {name};"
            )
        }
        _ => format!(
            "{}CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({column});\n\n\
             ALTER TABLE {table} ADD CONSTRAINT {name} {} USING INDEX {name};",
            recipe::NO_TRANSACTION,
            if is_key { "PRIMARY KEY" } else { "UNIQUE" }
        ),
    };
    format!("{bare};\n\n{rest}")
}
