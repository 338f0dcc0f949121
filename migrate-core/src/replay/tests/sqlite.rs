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
