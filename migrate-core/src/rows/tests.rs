use rusqlite::Connection;

use super::*;
use crate::dialect::sqlite::testing;

fn content(connection: &Connection, schema: &Schema) -> BTreeMap<Name, Content> {
    let reading = Reading::new(schema, Dialect::Sqlite, schema.tables.keys());
    let answers = reading.sql.split(";\n").filter(|sql| !sql.is_empty());
    let answers = answers.flat_map(|sql| testing::rows(connection, sql)).collect();
    reading.contents(answers)
}

/// What is lost of the rows of `t` when a script runs.
fn lost(table: &str, script: &str) -> Vec<String> {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(table).unwrap();
    let schema = testing::schema(table);
    let before = content(&connection, &schema);
    connection.execute_batch(script).unwrap();
    let after = content(&connection, &schema);
    let each = before.iter().flat_map(|(name, before)| compare(name, before, &after[name]));
    each.map(|loss| loss.to_string()).collect()
}

const TABLE: &str = "create table t (id integer primary key autoincrement, a text, b text, c real);
    insert into t values (7, 'x', 'y', 0.1), (3, 'u', 'v', 1e300), (5, NULL, 'w', 2.0);";

#[test]
fn what_comes_back_is_no_loss() {
    assert_eq!(lost(TABLE, "update t set a = a"), [""; 0]);
    assert_eq!(
        lost(TABLE, "delete from t where id = 3; insert into t values (3, 'u', 'v', 1e300)"),
        [""; 0]
    );
}

#[test]
fn values_that_changed_are_named_by_their_column() {
    assert_eq!(lost(TABLE, "update t set a = NULL"), ["`t.a`: every row has NULL now"]);
    assert_eq!(lost(TABLE, "update t set b = upper(b) where id = 7"), ["`t.b`: 'y' became 'Y'"]);
    assert_eq!(
        lost(TABLE, "update t set c = c + 1e-12 where id = 7"),
        ["`t.c`: '0.10000000000000001' became '0.10000000000100001'"]
    );
}

#[test]
fn values_that_changed_places_are_seen() {
    let swapped = lost(TABLE, "update t set a = b, b = a");
    assert_eq!(swapped.len(), 2, "{swapped:?}");
    let shuffled = "update t set b = case id when 7 then 'v' when 3 then 'y' else b end";
    assert_eq!(lost(TABLE, shuffled), ["`t.b`: its values are in other rows"]);
}

#[test]
fn rows_and_counters_are_counted() {
    assert_eq!(lost(TABLE, "delete from t where id < 6"), ["`t`: 2 of its 3 rows are gone"]);
    assert_eq!(
        lost(TABLE, "insert into t (a) values ('new')"),
        ["`t`: 1 row is there that was not there before"]
    );
    let forgotten = "delete from sqlite_sequence";
    assert_eq!(lost(TABLE, forgotten), [""; 0], "the next number is behind the largest");
    let gone = format!("{TABLE} delete from t where id = 7;");
    assert_eq!(lost(&gone, forgotten), ["`t`: its counter was at 7 and is at 5"]);
    let empty = format!("{TABLE} delete from t;");
    assert_eq!(
        lost(&empty, forgotten),
        ["`t`: its counter was at 7 and is as if it was never used"]
    );
}

#[test]
fn scripts_reach_what_they_name_and_what_that_sets_off() {
    let schema = testing::schema(
        "create table a (id integer primary key);
         create table b (id integer primary key, a references a on delete cascade);
         create table c (id integer primary key, a references a);
         create table log (line);
         create table far (id integer primary key);
         create trigger noted after delete on b begin insert into log values (1); end;
         create view seen as select * from far;",
    );
    let names = |script: &str| {
        let names = touched(&schema, &[script]);
        names.iter().map(|name| name.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("delete from a"), ["a", "b", "log"]);
    assert_eq!(names("drop view seen"), ["far"]);
    assert_eq!(names("create table d (id integer)"), [""; 0]);
    assert_eq!(names("delete from sqlite_master").len(), 5);
}
