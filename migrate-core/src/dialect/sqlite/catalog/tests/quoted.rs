//! What stands in double quotes, before and after the engine wrote it anew.

use rusqlite::Connection;

use super::*;

/// The schema at first, and after each of `scripts`, read as the scripts allow and read whole.
fn after_each(base: &str, scripts: &[&str]) -> Vec<Schema> {
    let connection = Connection::open_in_memory().unwrap();
    let mut catalog = Sqlite::new(&[]);
    let mut schemas = Vec::new();
    for script in std::iter::once(&base).chain(scripts) {
        connection.execute_batch(script).unwrap();
        inspect(&mut catalog, &connection, Scope::Script(script));
        let mut whole = Sqlite::new(&[]);
        inspect(&mut whole, &connection, Scope::Everything);
        assert_eq!(catalog.schema(), whole.schema(), "after {script}");
        schemas.push(whole.schema().clone());
    }
    schemas
}

/// Renaming there and back leaves quotes behind, and other letters, but nothing that means anything.
#[test]
fn what_the_engine_spells_anew_is_no_difference() {
    let rename = |one: &str, other: &str| format!("alter table {one} rename {other}");
    for (base, up, down) in [
        (
            "create table t (Email, check (email <> '')); create view v as select email from t;
             create trigger g after update of email on t begin select new.email from t where email; end;
             create index i on t (lower(email)) where email > ''",
            rename("t", "column \"Email\" to \"Mail\""),
            rename("t", "column \"Mail\" to \"Email\""),
        ),
        (
            "create table users (ID integer primary key); create table p (u references Users (id));
             create view v as select users.id from p, USERS where id > 0;
             create trigger g after insert on Users begin delete from Users where users.ID = 1; end;
             create index i on users (ID) where id > 1",
            rename("users", "to members"),
            rename("members", "to users"),
        ),
        (
            "create table users (id integer primary key); create table p (u references users (ID))",
            rename("users", "id to pk"),
            rename("users", "pk to id"),
        ),
        // Strings get single quotes, whatever table they are about.
        (
            "create table users (status, a); create table other (a);
             create view active as select * from users where status = \"active\";
             create trigger g after insert on users when new.a = \"It's\" begin select 1; end",
            rename("other", "a to b"),
            rename("other", "b to a"),
        ),
        (
            "create table users (status check (status <> \"none\"), s as (status || \"X\"));
             create index i on users (status) where status <> \"N\"; create table other (a)",
            "alter table other add column z".to_owned(),
            "alter table other drop column z".to_owned(),
        ),
    ] {
        let schemas = after_each(base, &[&up, &down]);
        assert_eq!(schemas[0], schemas[2], "{base}");
    }
}

#[test]
fn a_string_is_not_a_name_and_not_another_string() {
    let base = "create table t (a, b); create table u (x, foo);";
    let schema = |rest: &str| schema(&format!("{base}{rest}"));
    for (one, other) in [
        (
            "create view v as select a from t join u on \"Bar\" = x",
            "create view v as select a from t join u on \"BAR\" = x",
        ),
        (
            "create view v as select a from t where a is not distinct from \"Foo\"",
            "create view v as select a from t where a is not distinct from \"foo\"",
        ),
        (
            "create view v as select a from t where a = \"foo\"",
            "create view v as select a from t where a = foo",
        ),
        (
            "create view v as select a from t where a in (select x from u where \"B\")",
            "create view v as select a from t where a in (select x from u where 'B')",
        ),
        ("create view v as select a as Total from t", "create view v as select a as total from t"),
        (
            "create table w (a, check (a is not distinct from \"Foo\"))",
            "create table w (a, check (a is not distinct from \"foo\"))",
        ),
    ] {
        assert_ne!(schema(one), schema(other), "{one}");
    }
}

/// The text stays, its meaning does not.
#[test]
fn a_new_column_makes_a_name_of_a_string() {
    let base = "create table t (a); create view v as select a from t where a = \"New\"";
    let schemas = after_each(base, &["alter table t add column new"]);
    let query = |at: usize| schemas[at].views[&Name::bare("v")].query.clone();
    assert_eq!(query(0), "select a from t where a = 'New'");
    assert_eq!(query(1), "select a from t where a = new");
}

#[test]
fn what_is_written_otherwise_by_hand_means_the_same() {
    for (one, other) in [
        ("create table t (a, check (a > 0))", "create table t (a, check ((a > 0)))"),
        ("create table t (a default 5)", "create table t (a default +5)"),
        ("create table t (a default 5)", "create table t (a default ((5)))"),
        (
            "create table t (a); create view v as select \"a\" from t",
            "create table t (a); create view v as select A from t",
        ),
    ] {
        assert_eq!(schema(one), schema(other), "{one}");
    }
}
