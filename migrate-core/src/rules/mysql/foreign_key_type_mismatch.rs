//! `mysql-foreign-key-type-mismatch`.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::rebuild::same;
use crate::schema::{Column, Constraint, ForeignKey, Name, Table};

/// A foreign key between types that do not fit.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M315",
    name: "mysql-foreign-key-type-mismatch",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "A foreign key whose columns differ in type, sign or character set from those it refers to.",
    why: "The server refuses it: error 3780 in MySQL, errno 150 in MariaDB (measured on MariaDB 10.11).",
    instead: "Give both columns the same type, `UNSIGNED` and character set included.",
    bad: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE posts (id bigint PRIMARY KEY, author int, \
         FOREIGN KEY (author) REFERENCES users (id));",
        "DROP TABLE posts;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE posts (id bigint PRIMARY KEY, author bigint, \
         FOREIGN KEY (author) REFERENCES users (id));",
        "DROP TABLE posts;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for change in &step.changes {
        match change {
            Change::CreateTable(name, table) => {
                for key in &table.foreign_keys {
                    one(context, step, report, name, table, key);
                }
            }
            Change::AddConstraint(name, Constraint::ForeignKey(key)) => {
                if let Some(table) = step.before.tables.get(name) {
                    one(context, step, report, name, table, key);
                }
            }
            _ => {}
        }
    }
}

fn one(
    context: &Context<'_>,
    step: &Step<'_>,
    report: &mut Report<'_>,
    name: &Name,
    table: &Table,
    key: &ForeignKey,
) {
    let parent = if same(&key.references, name) {
        Some(table)
    } else {
        step.before.tables.get(&key.references).map(|table| &**table)
    };
    let Some(parent) = parent else { return };
    for (column, referred) in key.columns.iter().zip(&key.referenced_columns) {
        let find = |table: &'_ Table, name: &str| -> Option<Column> {
            table.columns.iter().find(|it| it.name.eq_ignore_ascii_case(name)).cloned()
        };
        let (Some(one), Some(other)) = (find(table, column), find(parent, referred)) else {
            continue;
        };
        let Some(problem) = mismatch(&one, &other) else { continue };
        let finding = report
            .finding(
                context,
                step.command.span,
                format!(
                    "the server refuses this: `{name}.{column}` {problem} `{}.{referred}`",
                    key.references
                ),
            )
            .help("give both columns the same type")
            .rewrite("the column", format!("{} {}", context.written(column), other.data_type));
        report.push(finding);
    }
}

fn mismatch(one: &Column, other: &Column) -> Option<String> {
    let (left, right) = (base(&one.data_type), base(&other.data_type));
    let text = |base: &str| base.contains("char") || base.contains("text");
    if left != right && !(text(&left) && text(&right)) {
        return Some(format!(
            "is `{}` and refers to `{}`, the type of",
            one.data_type, other.data_type
        ));
    }
    match (&one.charset, &other.charset) {
        (Some(left), Some(right)) if left != right && text(&base(&one.data_type)) => {
            Some(format!("is in {left} and refers to {right}, the character set of"))
        }
        _ => None,
    }
}

/// A type without its width, which means nothing for an integer.
fn base(data_type: &str) -> String {
    let (name, rest) = data_type.split_once('(').unwrap_or((data_type, ""));
    let integer = name.ends_with("int");
    match rest.split_once(')') {
        Some((_, tail)) if integer => format!("{name}{tail}"),
        Some(_) if name.contains("char") => name.to_owned(),
        Some(_) => data_type.to_owned(),
        None => name.to_owned(),
    }
}
