//! `mysql-timestamp-2038`.

use crate::command::{NewColumn, TableChange, TableElement, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// A time that ends in 2038.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M320",
    name: "mysql-timestamp-2038",
    level: Level::Warn,
    dialects: Dialect::ONLY_MYSQL,
    what: "A column of type `TIMESTAMP`.",
    why: "It ends on 19 January 2038 (<https://dev.mysql.com/doc/refman/8.4/en/datetime.html>; MariaDB \
          since 11.5 on 64-bit systems goes further), and the first one of a table gets a default and an \
          `ON UPDATE` by itself where `explicit_defaults_for_timestamp` is off.",
    instead: "Use `DATETIME(6)` and write times in UTC.",
    bad: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE users (id bigint PRIMARY KEY, born timestamp NULL);",
        "DROP TABLE users;",
    )],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE users (id bigint PRIMARY KEY, born datetime(6));",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let columns: Vec<&NewColumn> = match &step.command.what {
        What::CreateTable(create) => create
            .elements
            .iter()
            .filter_map(|element| match element {
                TableElement::Column(column) => Some(&**column),
                _ => None,
            })
            .collect(),
        What::AlterTable(alter) => match &alter.change {
            TableChange::AddColumn { column, .. } => vec![column],
            _ => return,
        },
        _ => return,
    };
    if context.target.is_mariadb && context.target.is_at_least(11, 5) {
        return;
    }
    let is_short = |column: &&NewColumn| column.column.data_type.starts_with("timestamp");
    // One finding a statement: the others would say the same.
    let Some(first) = columns.into_iter().find(is_short) else { return };
    let finding = report
        .finding(
            context,
            first.type_span,
            format!("`{}` cannot hold times after January 2038", first.name.name),
        )
        .help("use DATETIME(6), and write times in UTC")
        .rewrite("the column", format!("{} datetime(6)", context.written(&first.name.name)));
    report.push(finding);
}
