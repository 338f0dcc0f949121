//! `mysql-drop-column-shrinks-index`.

use crate::command::{AlterTable, TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::schema::{IndexKey, Table};

/// An index becomes another one.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M304",
    name: "mysql-drop-column-shrinks-index",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "A column is dropped that is one of several in a unique key or an index.",
    why: "MySQL takes the column out of the index and keeps the rest \
          (<https://dev.mysql.com/doc/refman/8.4/en/alter-table.html>): a key over two columns becomes \
          unique over one, and either the statement fails on the first duplicate or inserts that were \
          fine fail from now on. MariaDB refuses the statement (measured on 10.11).",
    instead: "Drop the index by name in the same `ALTER TABLE`, and create the one you want.",
    bad: &[Example::new(
        "mysql 8.0",
        "-- migrate: allow(drop-column, reason = \"unused\")\n\
         ALTER TABLE users DROP COLUMN city;",
        "ALTER TABLE users ADD COLUMN city varchar(50);",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50), city varchar(50), \
            UNIQUE KEY name_city (name, city));",
    )],
    good: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users ADD COLUMN city varchar(50);",
        "ALTER TABLE users DROP COLUMN city;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::DropColumn { column, .. } = &alter.change else { return };
    let (Some(name), Some(table)) = (step.target(), step.table()) else { return };
    if context.is_new_table(name) || context.target.is_mariadb {
        return;
    }
    let dropped = |index: &str| {
        context.steps.iter().filter(|other| other.statement == step.statement).any(|other| {
            matches!(&other.command.what, What::AlterTable(alter)
                if matches!(&alter.change, TableChange::DropIndex { name, .. }
                    if name.name.eq_ignore_ascii_case(index)))
        })
    };
    for shrunk in shrunk(table, &column.name) {
        if dropped(&shrunk.name) {
            continue;
        }
        let rest = listing::names(&shrunk.rest);
        let message = if shrunk.unique {
            format!("unique key `{}` of `{name}` becomes one over {rest} alone", shrunk.name)
        } else {
            format!("index `{}` of `{name}` becomes one over {rest} alone", shrunk.name)
        };
        let (table, index) = (context.path_to(name), context.written(&shrunk.name));
        let finding = report
            .finding(context, column.span, message)
            .help("drop the index by name and create the one you want")
            .rewrite(
                "in one statement",
                format!(
                    "ALTER TABLE {table} DROP INDEX {index}, DROP COLUMN {};",
                    context.written(&column.name)
                ),
            );
        let level = if shrunk.unique { Level::Deny } else { Level::Warn };
        let finding = report.weighing(level, finding);
        report.push(finding);
    }
}

struct Shrunk {
    name: String,
    unique: bool,
    rest: Vec<String>,
}

/// The keys and indexes over that column and others.
fn shrunk(table: &Table, column: &str) -> Vec<Shrunk> {
    let keys = table.uniques.iter().map(|key| {
        let names: Vec<String> = key.columns.iter().map(|part| part.name.clone()).collect();
        (key.name.clone().unwrap_or_default(), true, names)
    });
    let indexes = table.indexes.iter().map(|(name, index)| {
        let names = index.columns.iter().filter_map(|part| match &part.key {
            IndexKey::Column(name) => Some(name.clone()),
            IndexKey::Expression(_) => None,
        });
        (name.clone(), index.unique, names.collect())
    });
    keys.chain(indexes)
        .filter(|(_, _, names)| {
            names.len() > 1 && names.iter().any(|name| name.eq_ignore_ascii_case(column))
        })
        .map(|(name, unique, mut rest)| {
            rest.retain(|name| !name.eq_ignore_ascii_case(column));
            Shrunk { name, unique, rest }
        })
        .collect()
}
