//! What statements are read as.

use super::*;
use crate::command::{
    AlterTable, ColumnChange, CreateTable, NewColumn, Path, Position, TableChange, TableElement,
    What,
};
use crate::schema::Constraint;
use crate::sql::{Script, read};

mod other;
mod probe;

fn target(name: &str) -> Target {
    name.parse().unwrap()
}

fn script(sql: &str, engine: &str) -> Script {
    read(sql, target(engine))
}

/// The commands of a script without errors.
fn commands(sql: &str, engine: &str) -> Vec<Command> {
    let script = script(sql, engine);
    assert_eq!(script.errors, [], "{sql}");
    script.statements.into_iter().flat_map(|statement| statement.commands).collect()
}

fn changes(sql: &str, engine: &str) -> Vec<AlterTable> {
    let alter = |command: Command| match command.what {
        What::AlterTable(alter) => *alter,
        other => panic!("{sql}: {other:?}"),
    };
    commands(sql, engine).into_iter().map(alter).collect()
}

fn table(sql: &str, engine: &str) -> CreateTable {
    match commands(sql, engine).remove(0).what {
        What::CreateTable(table) => *table,
        other => panic!("{other:?}"),
    }
}

fn column(definition: &str, engine: &str) -> NewColumn {
    match table(&format!("create table t ({definition})"), engine).elements.remove(0) {
        TableElement::Column(column) => *column,
        other => panic!("{other:?}"),
    }
}

/// The message and the help of the only error.
fn error(sql: &str, engine: &str) -> (String, String) {
    let mut errors = script(sql, engine).errors;
    assert_eq!(errors.len(), 1, "{sql}: {errors:?}");
    let error = errors.remove(0);
    assert!(sql.is_char_boundary(error.span.start) && error.span.end <= sql.len());
    (error.message, error.help.unwrap_or_default())
}

#[test]
fn each_action_is_a_command_with_its_own_text() {
    let sql = "ALTER TABLE d.t ADD a int AFTER b, DROP INDEX i, ALGORITHM=INPLACE, LOCK=NONE";
    let found = commands(sql, "mysql");
    let texts: Vec<&str> = found.iter().map(|command| &sql[command.span.range()]).collect();
    assert_eq!(texts, ["ADD a int AFTER b", "DROP INDEX i"]);
    for alter in changes(sql, "mysql") {
        assert_eq!(alter.table.to_string(), "d.t");
        assert_eq!(alter.algorithm.unwrap().name, "INPLACE");
        assert_eq!(alter.lock.unwrap().name, "NONE");
    }
    let TableChange::AddColumn { position, .. } = changes(sql, "mysql").remove(0).change else {
        panic!("no column")
    };
    assert!(matches!(position, Some(Position::After(after)) if after.name == "b"));
}

#[test]
fn a_column_keeps_all_that_is_said_of_it() {
    let new = column(
        "a varchar(20) character set utf8 collate utf8_bin not null default 'x' comment 'c'",
        "mysql",
    );
    let column = &new.column;
    assert_eq!(column.data_type, "varchar(20)");
    assert_eq!(column.charset.as_deref(), Some("utf8mb3"));
    assert_eq!(column.collation.as_deref(), Some("utf8mb3_bin"));
    assert_eq!(column.default.as_deref(), Some("'x'"));
    assert_eq!(column.comment.as_deref(), Some("c"));
    assert!(!column.nullable);
}

#[test]
fn defaults_are_spelled_by_the_type() {
    for (definition, expected) in [
        ("a int default '07'", "7"),
        ("a decimal(5,2) default 1", "1.00"),
        ("a varchar(9) default 0", "'0'"),
        ("a bool default true", "1"),
        ("a datetime(3) default now(3) on update localtimestamp(3)", "current_timestamp(3)"),
        ("a datetime default '2020-01-01'", "'2020-01-01 00:00:00'"),
        ("a int default -0", "0"),
        ("a char(3) default \"it's\"", "'it''s'"),
    ] {
        assert_eq!(column(definition, "mysql").column.default.as_deref(), Some(expected));
    }
    assert_eq!(column("a int default null", "mysql").column.default, None);
    assert_eq!(
        column("a json default (json_array())", "mysql").column.default.unwrap(),
        "(json_array())"
    );
    assert_eq!(column("a char(36) default uuid()", "mariadb").column.default.unwrap(), "uuid()");
    assert!(error("create table t (a int default uuid())", "mysql").1.contains("parentheses"));
}

#[test]
fn the_two_engines_read_some_types_differently() {
    assert_eq!(column("a int", "mariadb").column.data_type, "int(11)");
    assert_eq!(column("a int(5)", "mysql").column.data_type, "int");
    let json = column("a json", "mariadb");
    assert_eq!(json.column.data_type, "longtext");
    assert!(matches!(&json.constraints[0].constraint, Constraint::Check(check)
        if check.expression == "json_valid(a)"));
    let serial = column("id serial", "mysql");
    assert_eq!(serial.column.data_type, "bigint unsigned");
    assert!(!serial.column.nullable && serial.column.identity.is_some());
}

#[test]
fn timestamps_of_old_mariadb_have_defaults_of_their_own() {
    let sql = "create table t (a timestamp, b timestamp, c timestamp null)";
    let defaults = |engine: &str| {
        let elements = table(sql, engine).elements.into_iter();
        let column = |element| match element {
            TableElement::Column(new) => (new.column.default, new.column.nullable),
            other => panic!("{other:?}"),
        };
        elements.map(column).collect::<Vec<_>>()
    };
    let now = Some("current_timestamp".to_owned());
    let zero = Some(default::ZERO.to_owned());
    assert_eq!(defaults("mariadb 10.6"), [(now, false), (zero, false), (None, true)]);
    assert_eq!(defaults("mariadb 10.11"), [(None, true), (None, true), (None, true)]);
    assert_eq!(defaults("mysql"), [(None, true), (None, true), (None, true)]);
}

#[test]
fn alterations_of_columns_say_what_changes() {
    let one = |sql: &str| changes(sql, "mysql").remove(0).change;
    assert!(matches!(one("alter table t alter a set default 5"),
        TableChange::AlterColumn { change: ColumnChange::Default(Some(value)), .. } if value == "5"
            || value == "'5'"));
    assert!(matches!(one("alter table t change a b int"),
        TableChange::ReplaceColumn { old, column, .. } if old.name == "a" && column.name.name == "b"));
    assert!(matches!(one("alter table t modify a int first"),
        TableChange::ReplaceColumn { old, position: Some(Position::First), .. } if old.name == "a"));
    assert_eq!(
        changes("alter table t add (a int, b int), comment 'x' engine innodb", "mysql").len(),
        4
    );
}

#[test]
fn what_other_engines_read_is_an_error_with_its_cause() {
    for (sql, help) in [
        ("drop index i", "DROP INDEX i ON table"),
        ("drop index concurrently i on t", "`CONCURRENTLY` is PostgreSQL's"),
        ("create index concurrently i on t (a)", "CONCURRENTLY"),
        ("alter table t alter column a type bigint", "MODIFY COLUMN"),
        ("alter table t add column if not exists a int", "MariaDB has it"),
        ("create table \"t\" (a int)", "backticks, `t`"),
        ("create table t (id bigserial)", "AUTO_INCREMENT"),
        ("alter table t add a int default 1::int", "CAST"),
        ("create index i on t (a) where a > 0", "partial"),
        ("create table t (rank int)", "reserved"),
        ("--drop table t", "blank"),
        ("crate table t (a int)", "did you mean `CREATE`"),
        ("insert into t values (1) returning a", "LAST_INSERT_ID"),
        ("insert into t values (1) on conflict do nothing", "ON DUPLICATE KEY"),
        ("create sequence s", "AUTO_INCREMENT"),
        ("select 1;\n delimiter", "without it"),
        ("create table t (a varchar)", "length"),
    ] {
        let (message, found) = error(sql, "mysql");
        assert!(found.contains(help), "{sql}: {message}: {found}");
        assert!(!message.ends_with('.'), "{message}");
    }
    commands("alter table t add column if not exists a int", "mariadb");
    commands("create table t (rank int)", "mariadb");
    assert!(error("select a->>'$.b' from t", "mariadb").1.contains("JSON_UNQUOTE"));
}
