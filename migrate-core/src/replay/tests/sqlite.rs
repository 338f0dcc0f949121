//! SQLite.

use super::After;
use crate::dialect::Dialect;
use crate::replay::FailureKind::{Dependents, Duplicate, Refused, Unknown};

fn after(sql: &str) -> After {
    After::new(sql, Dialect::Sqlite)
}

fn round(before: &str, up: &str, down: &str) {
    After::round(before, up, down, Dialect::Sqlite);
}

#[test]
fn letter_case_means_nothing() {
    let after = after(
        "create table Users (Id integer primary key, Name text); create index I on users (NAME);",
    );
    assert_eq!(after.names("Users"), ["I"]);
    after.is_refused("create table USERS (a)", Duplicate);
    after.is_refused("create view i as select 1", Duplicate);
    after.is_refused("alter table users drop column name", Dependents);
    after.is_refused("alter table users drop column nmae", Unknown);
    let after = after.then("drop index i; alter table USERS drop column NAME");
    assert_eq!(after.columns("Users"), ["Id"]);
}

#[test]
fn what_alter_table_cannot_do_is_refused() {
    let after = after("create table t (a integer primary key, b text)");
    after.is_refused("alter table t add column c int unique", Refused);
    after.is_refused("alter table t drop column a", Dependents);
}

#[test]
fn ordinary_pairs_come_back() {
    let t = "create table t (id integer primary key, a text not null, b int default 3);
        create table c (t int references T (id));";
    for (up, down) in [
        ("create table u (id int primary key)", "drop table u"),
        ("alter table t add column c int references t", "alter table t drop column c"),
        ("create index i on t (A collate binary)", "drop index I"),
        ("create view v as select * from t", "drop view V"),
        ("alter table t rename to u", "alter table U rename to t"),
        ("alter table t rename column a to x", "alter table t rename column X to a"),
        ("create trigger g after insert on t begin select 1; end", "drop trigger G"),
        (
            "create table n (id integer primary key, a text); insert into n select id, a from t;
             drop table t; alter table n rename to t;",
            "create table n (id integer primary key, a text not null, b int default 3);
             insert into n select id, a, 3 from t; drop table t; alter table n rename to t;",
        ),
    ] {
        round(t, up, down);
    }
}

const TABLES: &str =
    "create table users (id integer primary key, email text, n int, g int as (n + 1));
    create index i on users (email); create table other (x); create index o on other (x);
    create view v as select id, email from users; create view w as select id from users;
    create trigger g instead of insert on w begin select 1; end;";

#[test]
fn what_a_statement_about_rows_names_is_there() {
    let after = after(TABLES);
    for refused in [
        "select row_number() over w from users",
        "select row_number() over (w order by id) from users",
        "insert into v (id) values (1)",
        "update v set id = 1",
        "delete from v",
        "update w set id = 1",
        "insert into users (n) values (1) returning nope",
        "update users set n = 1 returning nope",
        "delete from users returning id, nope",
        "insert into users (id) values (1) on conflict (nope) do nothing",
        "insert into users (id) values (1) on conflict (id) do update set nope = 1",
        "insert into users (id) values (1) on conflict (id) do update set n = nope",
        "insert into users (id) values (1) on conflict (id) do update set n = 1 where nope",
    ] {
        after.is_refused(refused, Refused);
    }
    for refused in [
        "select * from users indexed by nope where email = 'x'",
        "select * from users indexed by o where email = 'x'",
        "update users indexed by nope set n = 1",
        "delete from users indexed by nope",
    ] {
        after.is_refused(refused, Unknown);
    }
    super::names::accepts(
        &after,
        "
        select row_number() over q from users window q as (order by id)
        select row_number() over (q) from users window q as (order by id)
        select row_number() over (partition by n order by id rows unbounded preceding) from users
        create view z as select row_number() over q from users
        select * from users indexed by i where email = 'x'
        select * from users not indexed where email = 'x'
        insert into w (id) values (1)
        insert into users (n) values (1) returning id, n + 1 as m, n as nope, rowid, *
        insert into users as u (n) values (1) returning u.id
        update users set n = 1 from other returning email
        insert into users (id) values (1) on conflict (id) do update set n = excluded.n where users.n > 0 returning id",
    );
}

#[test]
fn a_definition_is_the_same_for_all_rows() {
    let after = after(TABLES);
    for refused in [
        "create table t (a int check (a > (select 1)))",
        "create table t (a int, b int as ((select 1)))",
        "create index z on users ((select 1))",
        "create index z on users (n) where (select 1)",
    ] {
        after.is_refused(refused, Refused);
    }
    let parses = |sql: &str| crate::sql::read(sql, after.replay.target).errors.is_empty();
    for refused in ["(foo)", "(b)", "(abs(foo))", "(1 + foo)", "(case when foo then 1 end)"] {
        assert!(!parses(&format!("create table t (a int default {refused}, b int)")), "{refused}");
        assert!(!parses(&format!("alter table users add column a int default {refused}")));
    }
    for taken in [
        "foo",
        "\"foo\"",
        "(1 + 2)",
        "(abs(1))",
        "(datetime('now', 'localtime'))",
        "(cast('1' as integer))",
        "(current_timestamp)",
        "(true)",
        "('a' collate nocase)",
        "(lower(hex(randomblob(16))))",
        "(case when 1 > 0 then 'a' else null end)",
        "(strftime('%s', 'now') * 1000)",
    ] {
        assert!(parses(&format!("create table t (a int default {taken})")), "{taken}");
    }
}

/// SQLite takes a word in double quotes for a text where no column has that name.
#[test]
fn an_index_may_be_over_a_text_in_double_quotes() {
    let after = after(TABLES);
    after.is_refused("create index z on users (emial)", Unknown);
    after.is_refused("create index z on users ([emial])", Unknown);
    let of = |index: &str| {
        let after = After::new(TABLES, Dialect::Sqlite).then(index);
        let doubts = after.replay.doubts().len();
        (after.table("users").indexes["z"].columns[0].key.clone(), doubts)
    };
    let column = |name: &str| crate::schema::IndexKey::Column(name.to_owned());
    assert_eq!(of("create index z on users (\"EMAIL\" desc)"), (column("email"), 0));
    assert_eq!(of("create index z on users (email)"), (column("email"), 0));
    let text = crate::schema::IndexKey::Expression("'emial'".to_owned());
    assert_eq!(of("create index z on users (\"emial\")"), (text, 1));
}
