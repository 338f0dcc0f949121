//! `mysql-add-column-expression-default`.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::dialect::mysql::{impact, render};
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// A default that is computed for every row.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M311",
    name: "mysql-add-column-expression-default",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "A column is added whose default is an expression.",
    why: "The expression is evaluated for every row, which copies the table under a shared lock (measured \
          on MariaDB 10.11); and statement-based replication gives other values on every replica.",
    instead: "Add the column without a default, give it the default afterwards, which is instant and \
              concerns new rows only, and fill the others in batches.",
    bad: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users ADD COLUMN token varchar(36) DEFAULT (uuid());",
        "ALTER TABLE users DROP COLUMN token;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    good: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users ADD COLUMN token varchar(36);\n\
         ALTER TABLE users ALTER COLUMN token SET DEFAULT (uuid());",
        "ALTER TABLE users DROP COLUMN token;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddColumn { column: new, .. } = &alter.change else { return };
    let Some(table) = step.target().filter(|table| !context.is_new_table(table)) else { return };
    let Some(default) = new.column.default.as_deref().filter(|text| impact::is_expression(text))
    else {
        return;
    };
    let mut bare = new.column.clone();
    bare.default = None;
    bare.nullable = true;
    let (path, name) = (context.path_to(table), context.written(&bare.name));
    let finding = report
        .finding(
            context,
            new.span,
            format!("`{default}` is computed for every row, which copies `{table}`"),
        )
        .impact(&context.impact(step))
        .help("give the default to new rows only, and fill the others in batches")
        .rewrite(
            "instead",
            format!(
                "ALTER TABLE {path} ADD COLUMN {};\nALTER TABLE {path} ALTER COLUMN {name} SET DEFAULT {default};\n\
                 -- then, in batches outside of migrations:\n\
                 -- UPDATE {path} SET {name} = {default} WHERE {name} IS NULL AND <a range of keys>;",
                render::column(&bare)
            ),
        );
    report.push(finding);
}
