//! `mysql-inline-references-ignored`.

use crate::command::{NewColumn, TableChange, TableElement, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::sql::lexer;

/// A reference that is read and forgotten.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M314",
    name: "mysql-inline-references-ignored",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "`REFERENCES` written with a column, on MySQL before 9.0.",
    why: "MySQL before 9.0 reads the clause and ignores it, without a warning \
          (<https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>). MariaDB since 10.5 \
          and MySQL since 9.0 make a foreign key of it (measured on MariaDB 10.11), so the same file makes \
          other schemas on other servers.",
    instead: "Write it as a constraint of the table: `FOREIGN KEY (a) REFERENCES t (b)`.",
    bad: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE posts (id bigint PRIMARY KEY, author bigint REFERENCES users (id));",
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
    if context.target.is_mariadb || context.target.is_at_least(9, 0) {
        return;
    }
    for column in columns(&step.command.what) {
        let text = context.text(column.span);
        let tokens = lexer::significant(text, context.target.dialect);
        let Some(at) = tokens.iter().position(|token| token.is_word(text, "REFERENCES")) else {
            continue;
        };
        let span = tokens[at].span.shifted(column.span.start);
        let name = &column.name.name;
        let end = tokens[at..].iter().find(|token| token.is_symbol(text, ")"));
        let end = end.map_or(text.len(), |token| token.span.end);
        let clause = text.get(tokens[at].span.start..end).unwrap_or_default();
        let finding = report
            .finding(
                context,
                span,
                format!("{} ignores this: `{name}` refers to nothing", context.target),
            )
            .note("newer servers and MariaDB make a foreign key of it")
            .help("write it as a constraint of the table")
            .rewrite(
                "behind the columns",
                format!("FOREIGN KEY ({}) {clause}", context.written(name)),
            )
            .assumption(context);
        report.push(finding);
    }
}

fn columns(what: &What) -> Vec<&NewColumn> {
    match what {
        What::CreateTable(create) => create
            .elements
            .iter()
            .filter_map(|element| match element {
                TableElement::Column(column) => Some(&**column),
                _ => None,
            })
            .collect(),
        What::AlterTable(alter) => match &alter.change {
            TableChange::AddColumn { column, .. } | TableChange::ReplaceColumn { column, .. } => {
                vec![column]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
