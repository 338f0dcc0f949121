//! Other readers of SQL against ours: where one of them reads a `CREATE TABLE`, ours has read a table of
//! that name with those columns, in that order.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use fallible_iterator::FallibleIterator as _;
use migrate_core::command::{TableElement, What};
use migrate_core::dialect::Target;
use migrate_core::sql;
use sqlite3_parser::ast::{Cmd, CreateTableBody, Stmt};
use sqlparser::ast::Statement;
use sqlparser::dialect::{Dialect, MySqlDialect, PostgreSqlDialect};

/// A table's name and its columns, as both sides can say them: no quotes, in lower case.
type Shape = (String, Vec<String>);

fn plain(name: &str) -> String {
    name.trim_matches(['"', '\'', '`', '[', ']']).to_lowercase()
}

/// The table that a statement creates.
fn ours(text: &str, target: &str) -> Option<Shape> {
    let script = sql::read(text, target.parse::<Target>().unwrap());
    let commands = script.statements.into_iter().flat_map(|statement| statement.commands);
    commands.into_iter().find_map(|command| match command.what {
        What::CreateTable(table) => {
            let columns = table.elements.iter().filter_map(|element| match element {
                TableElement::Column(column) => Some(plain(&column.name.name)),
                _ => None,
            });
            Some((plain(&table.name.name), columns.collect()))
        }
        _ => None,
    })
}

fn theirs(text: &str, dialect: &dyn Dialect) -> Option<Shape> {
    let read = sqlparser::parser::Parser::parse_sql(dialect, text).ok()?;
    let Some(Statement::CreateTable(table)) = read.into_iter().next() else { return None };
    let name = table.name.0.last()?.to_string();
    let columns = table.columns.iter().map(|column| plain(&column.name.value));
    Some((plain(&name), columns.collect()))
}

fn of_sqlite(text: &str) -> Option<Shape> {
    let bump = bumpalo::Bump::new();
    let mut parser = sqlite3_parser::lexer::sql::Parser::new(&bump, text.as_bytes());
    let Ok(Some(Cmd::Stmt(Stmt::CreateTable { tbl_name, body, .. }))) = parser.next() else {
        return None;
    };
    let columns = match body {
        CreateTableBody::ColumnsAndConstraints { columns, .. } => {
            columns.iter().map(|column| plain(&column.col_name.0)).collect()
        }
        CreateTableBody::AsSelect(_) => Vec::new(),
    };
    Some((plain(&tbl_name.name.0), columns))
}

/// The statements of a file, one to a line, and how many of them the oracle read as a table.
fn compared(file: &str, target: &str, oracle: &dyn Fn(&str) -> Option<Shape>) -> usize {
    let mut compared = 0;
    let mut wrong = Vec::new();
    for line in file.lines().filter(|line| line.trim_start().to_lowercase().starts_with("create")) {
        let Some(expected) = oracle(line) else { continue };
        compared += 1;
        let found = ours(line, target);
        if found.as_ref() != Some(&expected) {
            wrong.push(format!("{line}\n  oracle {expected:?}\n  ours   {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    compared
}

#[test]
fn tables_of_postgres_are_read_as_others_read_them() {
    let oracle = |text: &str| theirs(text, &PostgreSqlDialect {});
    let probes = include_str!("../migrate-core/src/sql/postgres/tests/probes.sql");
    let scripts = include_str!("postgres/scripts.sql");
    let compared = compared(&format!("{probes}\n{scripts}"), "postgres 15", &oracle);
    assert!(compared > 20, "{compared}");
}

#[test]
fn tables_of_mysql_are_read_as_others_read_them() {
    let oracle = |text: &str| theirs(text, &MySqlDialect {});
    let probes = include_str!("../migrate-core/src/sql/mysql/tests/probes.sql");
    let compared = compared(probes, "mysql 8.0", &oracle);
    assert!(compared > 5, "{compared}");
}

#[test]
fn tables_of_sqlite_are_read_as_others_read_them() {
    let probes = include_str!("../migrate-core/src/sql/sqlite/probes.sql");
    let compared = compared(probes, "sqlite 3.51", &of_sqlite);
    assert!(compared > 5, "{compared}");
}
