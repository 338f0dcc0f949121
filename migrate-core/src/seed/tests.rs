use rusqlite::Connection;

use super::*;
use crate::dialect::sqlite::testing;

/// What is said to an engine that has the tables of `script`, and what came of it.
fn seeded(script: &str, number: u64, fills: &[(&str, Fill)]) -> (Connection, Vec<String>, Seeder) {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("pragma foreign_keys = on").unwrap();
    connection.execute_batch(script).unwrap();
    let schema = testing::schema(script);
    let fills = fills.iter().map(|(name, fill)| (Name::bare(*name), *fill)).collect();
    let there = BTreeMap::new();
    let dialect = Dialect::Sqlite;
    let mut seeder = Seeder::new(Request { schema: &schema, dialect, number, there, fills });
    let mut said = Vec::new();
    while let Some(statement) = seeder.statement() {
        let error = connection.execute_batch(&statement).err().map(|error| error.to_string());
        seeder.told(error.as_deref().map_or(Ok(()), Err));
        said.push(statement);
    }
    (connection, said, seeder)
}

fn cells(connection: &Connection, sql: &str) -> Vec<String> {
    let rows = testing::rows(connection, sql);
    rows.into_iter().flatten().map(|cell| cell.unwrap_or_else(|| "NULL".to_owned())).collect()
}

const TABLES: &str =
    "create table a (id integer primary key, name text not null unique, note text);
    create table b (a integer not null references a, n integer check (n between 3 and 5));";

#[test]
fn rows_are_the_same_for_the_same_number() {
    let said = |number| seeded(TABLES, number, &[]).1;
    assert_eq!(said(1), said(1));
    assert_ne!(said(1), said(2));
}

#[test]
fn rows_hold_what_a_table_can_hold() {
    let (connection, _, seeder) = seeded(TABLES, 1, &[]);
    assert_eq!(seeder.unseeded(), []);
    assert_eq!(cells(&connection, "select cast(count(distinct name) as text) from a"), ["6"]);
    let special = "select cast(sum(note is null) as text), cast(sum(note = '') as text), \
                   cast(sum(length(note) > 100) as text) from a";
    assert_eq!(cells(&connection, special), ["1", "1", "1"]);
    let outside = "select cast(count(*) as text) from b where n not between 3 and 5";
    assert_eq!(cells(&connection, outside), ["0"]);
}

#[test]
fn ordinary_rows_have_no_null_and_one_may_be_enough() {
    let (connection, ..) = seeded(TABLES, 1, &[("a", Fill::Tame), ("b", Fill::One)]);
    let count =
        "select cast(count(*) as text), cast(sum(note is null or note = '') as text) from a";
    assert_eq!(cells(&connection, count), ["4", "0"]);
    assert_eq!(cells(&connection, "select cast(count(*) as text) from b"), ["1"]);
}

#[test]
fn a_table_that_takes_nothing_is_told_with_the_reason() {
    let (_, said, seeder) = seeded("create table t (n text not null check (n = 1 || n))", 1, &[]);
    let [unseeded] = seeder.unseeded() else { panic!("{:?}", seeder.unseeded()) };
    assert_eq!(unseeded.table, Name::bare("t"));
    assert_eq!(unseeded.error, "CHECK constraint failed: n = 1 || n");
    assert!(said.len() <= FIRST + 1, "{}", said.len());
}

#[test]
fn what_the_engine_complains_of_is_changed_and_the_rest_is_left() {
    let many: Vec<String> = (0..12)
        .map(|at| format!("c{at} integer not null check (c{at} % 7 = {})", at % 7))
        .collect();
    let (_, said, seeder) = seeded(&format!("create table t ({})", many.join(", ")), 1, &[]);
    assert_eq!(seeder.unseeded(), [], "{said:#?}");
}

#[test]
fn rows_refer_to_each_other_once_all_are_there() {
    let script = "create table a (id integer primary key, b integer references b);
        create table b (id integer primary key, a integer not null references a, self integer references b);
        create table c (id integer primary key, d integer not null unique references d);
        create table d (id integer primary key, c integer not null unique references c);";
    let (connection, _, seeder) = seeded(script, 1, &[]);
    assert_eq!(seeder.unseeded(), []);
    let referring =
        "select cast(count(b) as text) from a union all select cast(count(self) as text) from b";
    assert_eq!(cells(&connection, referring), ["6", "5"]);
    assert_eq!(cells(&connection, "pragma foreign_key_check"), [""; 0]);
    assert_eq!(cells(&connection, "select cast(count(*) as text) from d"), ["4"]);
}
